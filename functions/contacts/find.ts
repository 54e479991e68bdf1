import type { Issue } from "../../lib/core/errors.ts";
import { fromCardItem } from "../../lib/store/items.ts";
import { cardKey } from "../../lib/store/keys.ts";
import type { Answer, Call } from "../shared/http.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { findLiving } from "../shared/read-contact.ts";
import { type Recipient, readRecipient } from "../shared/recipient.ts";
import { contactBody } from "./representation.ts";

const IDENTITY_PARAMETERS = ["email", "phone", "externalId"] as const;
export const FIND_PARAMETERS = [...IDENTITY_PARAMETERS, "region"];

/** `GET /v1/contacts?email=…`, `?phone=…` (with `region`), `?externalId=system:id`: the contact of an identity, or none. */
export async function find({ deps, query }: Call): Promise<Answer | Refusal> {
  const { region, ...named } = query;
  const { pepper } = await deps.policy.get();
  const recipient = await readRecipient({ ...recipientOf(named), region }, pepper);
  const issues = [...namingIssues(query), ...addressIssues(recipient)];
  if (recipient === undefined || "issues" in recipient || issues.length > 0) return refuseInput(issues);
  const items = await contactsOf(recipient);
  return { status: 200, body: { items, next: null } };

  async function contactsOf(found: Recipient) {
    const key = "address" in found ? found.address.key : found.contactId;
    const contact = await findLiving({ store: deps.store, links: deps.links }, key);
    if (contact === undefined) return [];
    return [contactBody({ contact, card: fromCardItem(await deps.store.get(cardKey(contact.contactId))) })];
  }
}

function namingIssues({ region, ...named }: Call["query"]): Issue[] {
  const names = Object.keys(named);
  const { externalId, phone } = named;
  return [
    ...(names.length === 1
      ? []
      : [{ path: "", message: `the query must name one of: ${IDENTITY_PARAMETERS.join(", ")}` }]),
    ...(externalId === undefined || externalId.includes(":")
      ? []
      : [{ path: "externalId", message: "must be written as system:id, like zoho:47-11" }]),
    ...(region === undefined || phone !== undefined || names.length === 0
      ? []
      : [{ path: "region", message: "goes with phone only" }]),
  ];
}

/** Of malformed addresses; the query names them without `to`. */
const addressIssues = (recipient: Awaited<ReturnType<typeof readRecipient>>): Issue[] =>
  recipient !== undefined && "issues" in recipient
    ? recipient.issues.map(({ path, message }) => ({ path: path.replace(/^to\./, ""), message }))
    : [];

function recipientOf({ externalId, ...others }: Readonly<Record<string, string>>): object {
  if (externalId === undefined) return others;
  const colon = externalId.indexOf(":");
  return colon < 0
    ? others
    : { ...others, externalId: { system: externalId.slice(0, colon), id: externalId.slice(colon + 1) } };
}
