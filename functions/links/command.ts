import type { Preferences } from "../../lib/core/contact.ts";
import { isErased } from "../../lib/core/erase.ts";
import { CUSTOMER } from "../../lib/core/events.ts";
import { type PageDocument, validatePage } from "../../lib/core/page/page-document.ts";
import { DAY_MS, epochMs } from "../../lib/core/time.ts";
import { ensureLinkKeys, type LinkKey } from "../../lib/store/link-keys.ts";
import { addPreferences } from "../preferences/command.ts";
import { noContact } from "../shared/change-state.ts";
import type { Deps } from "../shared/deps.ts";
import type { Call } from "../shared/http.ts";
import { type LinkClaims, readLink, signLink } from "../shared/link-token.ts";
import { type Refusal, refuse } from "../shared/problem.ts";
import { findLiving } from "../shared/read-contact.ts";
import { contactOf, type Recipient } from "../shared/recipient.ts";

/** A link to unsubscribe is good for longer than anybody keeps a newsletter; laws ask for 30 to 60 days. */
const UNSUBSCRIBE_DAYS = 400;
/** The page shows who contacted the customer: a link that lies about opens it no longer. */
const PREFERENCES_DAYS = 90;

/** Values of two header fields (RFC 2369, RFC 8058), and a link for the text. */
export interface Links {
  readonly listUnsubscribe: string;
  readonly listUnsubscribePost: string;
  readonly preferencesUrl: string;
}

/** Makes links for whoever gets a message. Nothing is written of them: all they say is in their tokens. */
export async function makeLinks(
  deps: Deps,
  of: { readonly whom: Recipient; readonly topic: string | undefined; readonly base: string },
): Promise<Links | Refusal> {
  const { whom, topic, base } = of;
  if ("contactId" in whom && (await findLiving({ store: deps.store }, whom.contactId)) === undefined) {
    return noContact(whom.contactId);
  }
  const keys = await signingKeys(deps);
  const link = (kind: LinkClaims["kind"], days: number): string =>
    signLink(keys, { kind, whom, topic, expiresAt: epochMs(deps.now() + days * DAY_MS) });
  return {
    listUnsubscribe: `<${base}/u/${link("unsubscribe", UNSUBSCRIBE_DAYS)}>`,
    listUnsubscribePost: "List-Unsubscribe=One-Click",
    preferencesUrl: `${base}/p/${link("preferences", PREFERENCES_DAYS)}`,
  };
}

async function signingKeys({ linkKeys, store, now }: Deps): Promise<readonly LinkKey[]> {
  const known = await linkKeys.get();
  if (known.some(({ state }) => state === "signing")) return known;
  await ensureLinkKeys(store, now());
  return linkKeys.renew();
}

/** Whom a link is about and what for, or why it is turned away. */
export async function openLink(
  deps: Deps,
  token: string,
  kind: LinkClaims["kind"],
): Promise<LinkClaims | Refusal> {
  const read = (keys: readonly LinkKey[]) => readLink(keys, token, { kind, now: deps.now() });
  const claims = read(await deps.linkKeys.get());
  // Another process may have made the key since they were read.
  const sure = claims === "forged" ? read(await deps.linkKeys.renew()) : claims;
  if (sure === "forged") return refuse("link_not_valid", "The link is incomplete, or was not made here.");
  return sure === "expired" ? refuse("link_expired", "The link is too old.") : sure;
}

/** The policy's part `page`. It was sound when it was put; of one that another version of the gate put, nothing. */
export function pageIn(document: unknown): PageDocument {
  const verdict = validatePage((document as { readonly page?: unknown }).page ?? {});
  return verdict.valid ? verdict.document : {};
}

/** To unsubscribe is possible before there is a policy, and whatever stands in it. */
export async function viewerOf({ policy }: Deps, { headers, query }: Pick<Call, "headers" | "query">) {
  const active = await policy.get().catch(() => undefined);
  return { headers, query, page: pageIn(active?.document ?? {}) };
}

/** Whether what the link is about is silent already, or nobody is there any more. */
export async function isSilenced({ store }: Deps, { whom, topic }: LinkClaims): Promise<boolean> {
  const contact = await contactOf({ store }, whom);
  if (contact === undefined || isErased(contact)) return true;
  // That everything is stopped may be taken back, and what the link silences would not be silent then.
  const { channels, topics } = contact.preferences;
  return Boolean(topic === undefined ? channels?.email?.optOut : topics?.[topic]?.optOut);
}

/** Silences what the link says, and nothing else. Once this has answered, no touch that it forbids is recorded. */
export async function unsubscribe(deps: Deps, { whom, topic }: LinkClaims): Promise<"done" | Refusal> {
  const preferences: Preferences =
    topic === undefined
      ? { channels: { email: { optOut: true } } }
      : { topics: { [topic]: { optOut: true } } };
  const added = await addPreferences(deps, { ...whom, preferences, by: CUSTOMER });
  // Nobody is there any more: of one who was erased nothing is kept, and nobody contacts them.
  return "refused" in added && added.refused !== "contact_not_found" ? added : "done";
}
