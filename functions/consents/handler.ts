import { ConsentsDocument } from "../../lib/core/consent-document.ts";
import { parse } from "../../lib/core/issues.ts";
import { etagOf } from "../contacts/representation.ts";
import { noContact } from "../shared/change-state.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { type ConsentsBody, putConsents, readConsents } from "./command.ts";

const answer = (body: ConsentsBody): Answer => ({ status: 200, body, headers: { etag: etagOf(body) } });

async function get({ deps, params }: Call): Promise<Answer | Refusal> {
  const { contactId = "" } = params;
  const consents = await readConsents(deps, contactId);
  return consents === undefined ? noContact(contactId) : answer(consents);
}

async function put({ deps, params, body, headers, caller }: Call): Promise<Answer | Refusal> {
  const parsed = parse(ConsentsDocument, body);
  if ("issues" in parsed) return refuseInput(parsed.issues);
  const { contactId = "" } = params;
  const said = { document: parsed.value, ifMatch: headers["if-match"], by: caller.keyId };
  const stored = await putConsents(deps, { contactId, ...said });
  return "refused" in stored ? stored : answer(stored);
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler({ get: { takes: "nothing", run: get }, put: { takes: "json", run: put } }, deps);
export const handler = createHandler();
