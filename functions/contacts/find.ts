import { findContact } from "../../lib/store/contacts.ts";
import { fromCardItem } from "../../lib/store/items.ts";
import { cardKey } from "../../lib/store/keys.ts";
import type { Answer, Call } from "../shared/http.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { type Recipient, readRecipient } from "../shared/recipient.ts";
import { contactBody } from "./representation.ts";

const IDENTITY_PARAMETERS = ["email", "phone", "externalId"] as const;
export const FIND_PARAMETERS = [...IDENTITY_PARAMETERS, "region"];

/** `GET /v1/contacts?email=…`, `?phone=…` (with `region`), `?externalId=system:id`: the contact of an identity, or none. */
export async function find({ deps, query }: Call): Promise<Answer | Refusal> {
  const { region, ...named } = query;
  const names = Object.keys(named);
  const [name] = names;
  if (names.length !== 1 || !(IDENTITY_PARAMETERS as readonly (string | undefined)[]).includes(name)) {
    return refuseInput([
      { path: "", message: `the query must name one of: ${IDENTITY_PARAMETERS.join(", ")}` },
    ]);
  }
  if (region !== undefined && name !== "phone") {
    return refuseInput([{ path: "region", message: "goes with phone only" }]);
  }
  const { pepper } = await deps.policy.get();
  const recipient = await readRecipient({ ...recipientOf(named), region }, pepper);
  if (recipient === undefined) return malformed("must be written as system:id, like zoho:47-11");
  if ("issues" in recipient) return malformed(recipient.issues[0]?.message ?? "is malformed");
  const items = await contactsOf(recipient);
  return { status: 200, body: { items, next: null } };

  function malformed(message: string): Refusal {
    return refuseInput([{ path: name ?? "", message }]);
  }

  async function contactsOf(found: Recipient) {
    const key = "address" in found ? found.address.key : found.contactId;
    const contact = await findContact({ store: deps.store, links: deps.links }, key);
    if (contact === undefined) return [];
    return [contactBody({ contact, card: fromCardItem(await deps.store.get(cardKey(contact.contactId))) })];
  }
}

function recipientOf({ externalId, ...others }: Readonly<Record<string, string>>): object {
  if (externalId === undefined) return others;
  const colon = externalId.indexOf(":");
  return colon < 0
    ? {}
    : { externalId: { system: externalId.slice(0, colon), id: externalId.slice(colon + 1) } };
}
