import type { Contact } from "../../lib/core/contact.ts";
import { CUSTOMER } from "../../lib/core/events.ts";
import type { Language } from "../../lib/core/messages.ts";
import type { PageDocument } from "../../lib/core/page/page-document.ts";
import { addPreferences, putPreferences } from "../preferences/command.ts";
import type { FormFields } from "../shared/body.ts";
import type { Deps } from "../shared/deps.ts";
import type { Answer, Call } from "../shared/http.ts";
import { languageOfVisit } from "../shared/page.ts";
import type { Refusal } from "../shared/problem.ts";
import { contactOf, type Recipient } from "../shared/recipient.ts";
import { applyChoices, noesOf, readChoices } from "./choices.ts";
import { openLink, pageIn } from "./command.ts";
import { pageModel, topicsOf } from "./page-model.ts";
import { type Notice, nobodyPage, preferencePage } from "./preference-page.ts";
import { RETRY_AFTER_SECONDS, SaveLimit } from "./save-limit.ts";

/** One who follows a link to their preferences. */
interface Visit {
  readonly deps: Deps;
  readonly whom: Recipient;
  readonly language: Language;
  readonly page: PageDocument;
  readonly zone: string;
}

/** `GET /p/{token}`. Link scanners open every link of a mail: this changes nothing. */
export async function showPreferences(call: Call): Promise<Answer | Refusal> {
  const visit = await visitOf(call);
  if ("refused" in visit) return visit;
  return pageOf(visit, { notice: call.query.saved === undefined ? undefined : "saved" });
}

/**
 * `POST /p/{token}`. Whatever in the form silences somebody is kept, also when the rest cannot be saved: the form is
 * older than what stands (a STOP came meanwhile), holds a fault, or was sent too often.
 */
export async function savePreferences(call: Call): Promise<Answer | Refusal> {
  const visit = await visitOf(call);
  if ("refused" in visit) return visit;
  const { deps, whom } = visit;
  const contact = await personOf(visit);
  if (contact === undefined) return nobodyPage(visit.language, visit.page);
  const form = call.body as FormFields;
  const now = deps.now();
  const { choices, faults } = readChoices(form, { now, topics: topicsOf(visit.page, contact.preferences) });
  const isTooOften = !limitOf(deps).admits(contact.contactId, now);
  if (!isTooOften && faults.length === 0) {
    const preferences = applyChoices(contact.preferences, choices);
    const saved = await putPreferences(deps, { ...whom, preferences, ifMatch: choices.seen, by: CUSTOMER });
    if (!("refused" in saved)) return savedAnswer(visit, call);
    if (saved.refused !== "precondition_failed") return saved;
  }
  const added = await addPreferences(deps, { ...whom, preferences: noesOf(choices), by: CUSTOMER });
  if ("refused" in added) return added;
  if (isTooOften) {
    const headers = { "retry-after": `${RETRY_AFTER_SECONDS}` };
    return pageOf(visit, { notice: "tooOften", status: 429, headers });
  }
  const raw = new Map(
    faults.flatMap(({ field }) => fieldsBeside(field).map((name) => [name, form.get(name) ?? ""])),
  );
  return faults.length === 0
    ? pageOf(visit, { notice: "stale", status: 409 })
    : pageOf(visit, { notice: "faults", status: 422, faults, entered: choices, raw });
}

const fieldsBeside = (field: string): string[] => [field, field.replace("from:", "to:")];

/** Sent again by GET, so that loading the page anew saves nothing anew. */
const savedAnswer = ({ language }: Visit, { path }: Call): Answer => ({
  status: 303,
  headers: {
    location: `${path}?lang=${language}&saved=1`,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
  },
});

async function visitOf({ deps, params, ...asked }: Call): Promise<Visit | Refusal> {
  const claims = await openLink(deps, params.token ?? "", "preferences");
  if ("refused" in claims) return claims;
  const { document } = await deps.policy.get();
  const { timezone = "UTC" } = document as { readonly timezone?: string };
  return {
    ...{ deps, whom: claims.whom, language: languageOfVisit(asked) },
    ...{ page: pageIn(document), zone: timezone },
  };
}

type Telling = Omit<Parameters<typeof preferencePage>[0], "model" | "language" | "brand"> & {
  readonly notice: Notice | undefined;
};

async function pageOf(visit: Visit, telling: Telling): Promise<Answer> {
  const { deps, language, page, zone } = visit;
  const contact = await personOf(visit);
  if (contact === undefined) return nobodyPage(language, page);
  const model = pageModel(contact, { page, zone, language, now: deps.now() });
  return preferencePage({ model, language, brand: page, ...telling });
}

/** Undefined when nothing is held of them any more. */
async function personOf({ deps, whom }: Visit): Promise<Contact | undefined> {
  const contact = await contactOf({ store: deps.store }, whom);
  return contact?.status === "erased" ? undefined : contact;
}

const limits = new WeakMap<object, SaveLimit>();
function limitOf(deps: Deps): SaveLimit {
  const limit = limits.get(deps) ?? new SaveLimit();
  limits.set(deps, limit);
  return limit;
}
