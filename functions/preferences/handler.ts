import type { Preferences } from "../../lib/core/contact.ts";
import { PreferencesDocument } from "../../lib/core/contact-document.ts";
import { parse } from "../../lib/core/issues.ts";
import { etagOf } from "../contacts/representation.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";
import { type PreferencesBody, putPreferences, readPreferences } from "./command.ts";

const answer = (body: PreferencesBody): Answer => ({ status: 200, body, headers: { etag: etagOf(body) } });

async function get({ deps, params }: Call): Promise<Answer | Refusal> {
  const { contactId = "" } = params;
  const preferences = await readPreferences(deps, contactId);
  return preferences === undefined
    ? refuse("contact_not_found", `There is no contact ${contactId}.`)
    : answer(preferences);
}

async function put({ deps, params, body, headers, caller }: Call): Promise<Answer | Refusal> {
  const parsed = parse(PreferencesDocument, body);
  if ("issues" in parsed) return refuseInput(parsed.issues);
  const { contactId = "" } = params;
  const preferences = parsed.value as Preferences;
  const by = caller.keyId;
  const stored = await putPreferences(deps, {
    ...{ contactId, preferences, by },
    ifMatch: headers["if-match"],
  });
  return "refused" in stored ? stored : answer(stored);
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler({ get: { takes: "nothing", run: get }, put: { takes: "json", run: put } }, deps);
export const handler = createHandler();
