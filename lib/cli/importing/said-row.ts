import { addConsents } from "../../../functions/consents/command.ts";
import { changeContact } from "../../../functions/contacts/command.ts";
import { readPut } from "../../../functions/contacts/request.ts";
import { addPreferences } from "../../../functions/preferences/command.ts";
import { type Refusal, refuseInput } from "../../../functions/shared/problem.ts";
import { readRecipient } from "../../../functions/shared/recipient.ts";
import { changeSuppressions } from "../../../functions/suppressions/command.ts";
import { readAddition } from "../../../functions/suppressions/request.ts";
import { refusalOfTold, tellTouches } from "../../../functions/touches/tell.ts";
import { ConsentsDocument } from "../../core/consent-document.ts";
import type { Preferences } from "../../core/contact.ts";
import { PreferencesDocument } from "../../core/contact-document.ts";
import { parse } from "../../core/issues.ts";
import type { To } from "../../import/row-recipient.ts";
import type { SaidRow } from "../../import/said-row.ts";
import { findContact, findContacts } from "../../store/contacts.ts";
import { stateKey } from "../../store/keys.ts";
import { faultsOf, IMPORTER, type Importing, importedIdOf, touchIdOfLine } from "./importing.ts";
import { type ForetellingWork, type RowFault, type RowOutcome, rowIs, rowRefused } from "./row-work.ts";

const BY = IMPORTER.keyId;

/** A row whose wishes are added to those that stand; it takes no no back. */
export const preferencesRow = (importing: Importing, row: Omit<SaidRow, "kind">) =>
  saidRow(importing, row, (contactId) => {
    const parsed = parse(PreferencesDocument, row.body);
    if ("issues" in parsed) return refuseInput(parsed.issues);
    const preferences = parsed.value as Preferences;
    return addPreferences(importing.table.deps, { contactId, preferences, by: BY });
  });

/** A row whose consent is added to those that stand, unless a newer one does. */
export const consentsRow = (importing: Importing, row: Omit<SaidRow, "kind">) =>
  saidRow(importing, row, (contactId) => {
    const parsed = parse(ConsentsDocument, { consents: [row.body] });
    if ("issues" in parsed) return refuseInput(parsed.issues);
    return addConsents(importing.table.deps, { contactId, document: parsed.value, by: BY });
  });

/** A row that puts its addresses on a list. */
export async function suppressionRow(
  { table: { deps }, pepper, lists }: Importing,
  bodies: readonly object[],
): Promise<ForetellingWork | readonly RowFault[]> {
  const entries = await Promise.all(
    bodies.map((body) => readAddition(body, { pepper, now: deps.now(), path: "" })),
  );
  const faults = entries.flatMap((entry) => ("refused" in entry ? faultsOf(entry).map(ofEntry) : []));
  if (faults.length > 0) return faults;
  const read = entries.flatMap((entry) => ("refused" in entry ? [] : [entry]));
  for (const { change } of read) if (change.change === "added") lists.add(change.suppression.list);
  const keys = read.map(({ identity }) => identity.key);
  return {
    keys,
    reads: keys.map(stateKey),
    async run() {
      const told = { at: deps.now(), by: BY };
      const refused: RowFault[] = [];
      for (const { identity, value, change } of read) {
        const [done] = await changeSuppressions(deps, { identity, value, changes: [change] }, told);
        if (done !== undefined && "refused" in done) refused.push(...faultsOf(done));
      }
      return refused.length > 0 ? rowRefused(refused) : rowIs("told");
    },
    foretell: async () => rowIs("told"),
  };
}

/** The command names a field by its place in a list, which a row has not. */
const ofEntry = ({ field, message }: RowFault): RowFault => ({ field: field.replace(/^\./, ""), message });

/** A row that tells a touch of the past. The same line of the same file is the same touch. */
export async function touchRow(
  importing: Importing,
  { body, line }: { readonly body: { readonly to: To }; readonly line: number },
): Promise<ForetellingWork | readonly RowFault[]> {
  const { table, fileId } = importing;
  const recipient = await readRecipient(body.to, importing.pepper);
  const tell = async (): Promise<RowOutcome | { readonly as: "unknown" }> => {
    const ids = [touchIdOfLine(fileId, line)];
    const [told] = await tellTouches({ deps: table.deps, caller: IMPORTER, items: [body], ids });
    if (told === undefined || !("problem" in told)) return rowIs("told");
    const { code, detail, issues } = told.problem;
    if (code === "contact_not_found") return { as: "unknown" };
    return rowRefused(faultsOf({ refused: code, detail, issues }));
  };
  return {
    keys: keysOf(recipient),
    reads: keysOf(recipient).map(stateKey),
    async run() {
      const told = await tell();
      if (told.as !== "unknown") return told;
      const refused = await makeContact(importing, body.to);
      if (refused !== undefined) return rowRefused(faultsOf(refused));
      const again = await tell();
      return again.as === "unknown" ? rowRefused([GONE]) : again;
    },
    async foretell() {
      const refused =
        (await refusalOfTold({ deps: table.deps, caller: IMPORTER }, body)) ??
        (await unknownPerson(importing, recipient));
      return refused === undefined ? rowIs("told") : rowRefused(faultsOf(refused));
    },
  };
}

/** Somebody has erased it between two calls. */
const GONE: RowFault = { field: "to.contactId", message: "is no contact any more: try again" };

type Reading = Awaited<ReturnType<typeof readRecipient>>;

const keysOf = (recipient: Reading): string[] =>
  recipient === undefined || "issues" in recipient
    ? []
    : ["contactId" in recipient ? recipient.contactId : recipient.address.key];

async function saidRow(
  importing: Importing,
  { to, also = [] }: Pick<SaidRow, "to" | "also">,
  say: (contactId: string) => Refusal | Promise<object | Refusal>,
): Promise<ForetellingWork | readonly RowFault[]> {
  const recipient = await readRecipient(to, importing.pepper);
  if (recipient === undefined) return [{ field: "to", message: "names nobody: no id and no address" }];
  if ("issues" in recipient) return faultsOf(refuseInput(recipient.issues));
  const keys = await keysOfAll(importing, [to, ...also]);
  const [first = ""] = keys;
  return {
    keys,
    reads: [],
    async run() {
      const known = await knownBy(importing, keys);
      const refused = known === undefined ? await ensureContact(importing, [to, ...also]) : undefined;
      if (refused !== undefined) return rowRefused(faultsOf(refused));
      const said = await say(known ?? first);
      return "refused" in said ? rowRefused(faultsOf(said as Refusal)) : rowIs("told");
    },
    async foretell() {
      const refused = await unknownPerson(importing, recipient);
      return refused === undefined ? rowIs("told") : rowRefused(faultsOf(refused));
    },
  };
}

const keysOfAll = async ({ pepper }: Importing, all: readonly To[]): Promise<string[]> =>
  (await Promise.all(all.map((to) => readRecipient(to, pepper)))).flatMap(keysOf);

/** The first of these keys that a contact is known by. */
async function knownBy({ table }: Importing, keys: readonly string[]): Promise<string | undefined> {
  const found = await findContacts(table.deps, keys);
  return keys.find((key) => found.get(key)?.put);
}

/**
 * Makes the contact that a row says something of, where there is none, with all its addresses: what is said holds on
 * each of them.
 */
async function ensureContact(importing: Importing, all: readonly To[]): Promise<Refusal | undefined> {
  const [to = {}, ...also] = all;
  const [key] = await keysOfAll(importing, [to]);
  if (key === undefined) return undefined;
  const isStranger = also.length === 0 && (await findContact(importing.table.deps, key)) !== undefined;
  return isStranger ? undefined : makeContact(importing, to, also);
}

/**
 * Makes the contact of an address that nobody has; of an id that nobody is known by only when asked to, for it may be
 * misspelt.
 */
async function makeContact(
  importing: Importing,
  to: To,
  also: readonly To[] = [],
): Promise<Refusal | undefined> {
  const { table, pepper } = importing;
  const recipient = await readRecipient(to, pepper);
  const [key] = keysOf(recipient);
  if (key === undefined || recipient === undefined || "issues" in recipient) return undefined;
  const refused = await unknownPerson(importing, recipient);
  if (refused !== undefined) return refused;
  const isNamed = "contactId" in recipient;
  const contactId = isNamed ? key : importedIdOf(key);
  const body = { identities: isNamed ? [] : [to, ...also].map(identityOf) };
  const change = await readPut({ body, params: { contactId }, headers: {}, caller: IMPORTER });
  if ("refused" in change) return change;
  const made = await changeContact({ deps: table.deps, pepper }, { ...change, leavesErased: true });
  return "refused" in made ? made : undefined;
}

/** Why nothing can be said of an id that nobody is known by. */
async function unknownPerson(
  { table, createsContacts }: Importing,
  recipient: Reading,
): Promise<Refusal | undefined> {
  if (createsContacts || recipient === undefined || !("contactId" in recipient)) return undefined;
  const { contactId } = recipient;
  if ((await findContact(table.deps, contactId)) !== undefined) return undefined;
  const message = `there is no contact ${contactId}: import the contacts first, or add --create-contacts`;
  return refuseInput([{ path: "to.contactId", message }]);
}

/** The address of a recipient as the contacts API takes it. */
function identityOf({ email, phone, region, externalId }: To): object {
  if (email !== undefined) return { type: "email", value: email };
  if (phone !== undefined) return { type: "phone", value: phone, ...(region !== undefined && { region }) };
  const { system, id } = externalId as { readonly system: unknown; readonly id: unknown };
  return { type: system, value: id };
}
