import { type Contact, type Identity, newContact } from "../../lib/core/contact.ts";
import { type AttributesDocument, MOST_IDENTITIES } from "../../lib/core/contact-document.ts";
import { isErased, isListedErased } from "../../lib/core/erase.ts";
import { type Actor, fieldChanges, type StateEvent, type Told } from "../../lib/core/events.ts";
import { OBSERVED_FLAGS } from "../../lib/core/identity/flags.ts";
import type { NormalisedIdentity } from "../../lib/core/identity/normalise.ts";
import { nextVersion } from "../../lib/store/contacts.ts";
import { toCardItem, toStateItem } from "../../lib/store/items.ts";
import { isMadeByGate } from "../../lib/store/keys.ts";
import { mergeWrite } from "../../lib/store/merges.ts";
import { attempts, contended } from "../shared/attempts.ts";
import type { Deps } from "../shared/deps.ts";
import { finishErasure } from "../shared/erasing/finish-erasure.ts";
import { historyRefusal, mergeContacts } from "../shared/merge-contacts.ts";
import { preconditionOf } from "../shared/precondition.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";
import { type Read, readContact, readMerges, withKnown } from "../shared/read-contact.ts";
import { joinedBy } from "./join.ts";
import { type Claim, link, ownerOf, readClaims } from "./link.ts";
import { type ContactBody, contactBody, etagOf } from "./representation.ts";
import { keyOf, mergesToWrite, type Named, namedBy, sayingOf, withoutLeaving } from "./saying.ts";
import { takeOut } from "./take-out.ts";
import { verifyingClaims } from "./verify-claims.ts";

/** What a caller says of a contact, its addresses in canonical form. */
export interface ContactChange {
  readonly contactId: string;
  readonly identities: readonly NormalisedIdentity[];
  /** Addresses that leave; none when left out. */
  readonly removeIdentities?: readonly NormalisedIdentity[];
  readonly attributes: AttributesDocument;
  readonly onDuplicate: "allow" | "merge" | "reject";
  /** Whether an unknown id makes a contact. */
  readonly mayCreate: boolean;
  /** Whether one who was erased stays so: neither their id nor an address of theirs is put. */
  readonly leavesErased?: boolean;
  /** The representation that the caller last saw; undefined when they do not care. */
  readonly ifMatch: string | undefined;
  readonly by: Actor;
}

export interface ContactChanged {
  readonly body: ContactBody;
  readonly etag: string;
  readonly created: boolean;
  /** False when all that was put stood there already. */
  readonly written: boolean;
}

interface Context {
  readonly deps: Deps;
  readonly pepper: string;
}

/**
 * Puts what is said of a contact: attributes given replace, null clears, addresses are added. All of it is one
 * transaction with the addresses' keys, so no check can slip a touch onto a key that is being linked. With
 * `onDuplicate: "merge"` it is then merged into the one contact that its addresses belong to; into none when they
 * belong to several, nor into one that it was told apart from.
 */
export async function changeContact(
  context: Context,
  change: ContactChange,
): Promise<ContactChanged | Refusal> {
  const { deps } = context;
  const done = await deps.lanes.run(change.contactId, () => changeInLane(context, change));
  if ("refused" in done) return done;
  const { after, joins } = done;
  if (joins === undefined) return changed(after, done);
  const merged = await mergeContacts({
    deps,
    survivor: joins,
    loser: after.contact.contactId,
    because: { rule: "onDuplicate", score: undefined, evidence: [], policyVersion: undefined },
    told: { at: deps.now(), by: change.by },
  });
  if ("refused" in merged) return merged;
  return changed((await readContact(deps, joins)) ?? after, { ...done, written: true });
}

interface Changed {
  readonly after: Read;
  readonly created: boolean;
  readonly written: boolean;
  /** Id of the contact that it is to be merged into. */
  readonly joins: string | undefined;
}

async function changeInLane({ deps, pepper }: Context, change: ContactChange): Promise<Changed | Refusal> {
  const named = namedBy(change.identities, pepper);
  const leaving = namedBy(change.removeIdentities ?? [], pepper);
  const told: Told = { at: deps.now(), by: change.by };
  const verify = verifyingClaims(deps, named);
  for await (const _ of attempts(deps)) {
    const stood = await readContact(deps, change.contactId);
    if (change.leavesErased === true && stood !== undefined && isErased(stood.contact)) return wasErased();
    const { before, read } = await fromNewOn(deps, change, stood);
    const refused = refusalOf(before, change);
    if (refused !== undefined) return refused;
    const { contact, card } = read;
    const notHeld = missingIssues(contact, leaving);
    if (notHeld.length > 0) return refuseInput(notHeld);
    const unlisted = notListed(contact, named);
    if (contact.identities.length + unlisted.length > MOST_IDENTITIES) return tooManyIdentities();

    const claims = await readClaims({ store: deps.store }, unlisted);
    const shared = await sharedClaims(deps, contact, named);
    if (change.leavesErased === true && claims.some(isOfErased)) return wasErased();
    for (const { identity, state } of [...claims, ...shared]) {
      if (state.kind === "contact" && isErased(state.contact)) await finishErasure(deps, identity.key);
    }
    const owners = ownersOf([...claims, ...shared], contact);
    const [owner] = owners;
    if (change.onDuplicate === "reject" && owner !== undefined) return addressTaken(owner);

    const verified = await verify(claims);
    const added = verified.map(({ identity }) => identity);
    const merges = await readMerges(deps, contact);
    const said = withoutLeaving(sayingOf(read, { change, named, merges }), leaving.map(keyOf));
    // An address that was another's, and is nobody's now, is this contact's from here on.
    const free = shared.filter((claim) => ownerOf(claim, contact.contactId) === undefined);
    const asListed = { ...withoutListed(withReadings(contact, named), free), put: true };
    const linked = link(asListed, [...verified, ...free], told);
    const taken = await takeOut(deps, { contact: linked.contact, keys: leaving.map(keyOf), told });
    const after = withKnown(taken.contact, said.own, said.merges);
    const tooMuch = historyRefusal(contact, linked.came);
    if (tooMuch !== undefined) return tooMuch;
    const joined = await joinedBy(deps, { change, owners, contact: after.contact });
    if (joined !== undefined && "refused" in joined) return joined;
    const joins = joined?.contactId;
    const created = before === undefined;
    if (!created && !said.isHidden && isSame({ contact, card }, after)) {
      return { after, created, written: false, joins };
    }

    const edits = created ? [] : attributeChanges({ contact, card }, after, told);
    const next = nextVersion(after.contact);
    const written = await deps.store.transact([
      {
        item: toStateItem(next, [...linked.events, ...taken.events, ...edits]),
        expected: contact.version === 0 ? "absent" : contact.version,
      },
      { item: toCardItem(contact.contactId, after.card) },
      ...linked.writes,
      ...taken.writes,
      ...mergesToWrite(said, { added, linked }).map(mergeWrite),
    ]);
    if (written === "written") {
      return { after: { ...after, contact: next }, created, written: true, joins };
    }
  }
  return contended();
}

/**
 * What stands before the change, and what it is made from. An erased contact is made anew, from the version on that its
 * erasure left, once nothing is left of it to be cleared.
 */
async function fromNewOn(
  deps: Deps,
  { contactId }: ContactChange,
  stood: Read | undefined,
): Promise<{ readonly before: Read | undefined; readonly read: Read }> {
  const unknown = newContact(contactId);
  const none = { addresses: {} };
  if (stood === undefined) return { before: undefined, read: { contact: unknown, card: none } };
  if (!isErased(stood.contact)) return { before: stood, read: stood };
  await finishErasure(deps, contactId);
  return {
    before: undefined,
    read: { contact: { ...unknown, version: stood.contact.version }, card: none },
  };
}

/** Whether an address was an erased person's and still stands on their list, whoever has listed it since. */
const isOfErased = ({ identity: { key }, state, owner }: Claim): boolean =>
  (state.kind === "contact" && isErased(state.contact)) ||
  (owner !== undefined && isListedErased(owner, key));

/** Why one who was erased is not put. */
export const wasErased = (): Refusal =>
  refuse(
    "contact_not_found",
    "The person was erased and stays so: should they be known again, put them by PUT /v1/contacts/{contactId}.",
  );

function refusalOf(
  before: Read | undefined,
  { contactId, mayCreate, ifMatch }: ContactChange,
): Refusal | undefined {
  if (before === undefined && (!mayCreate || isMadeByGate(contactId))) {
    return refuse("contact_not_found", `There is no contact ${contactId}.`);
  }
  return preconditionOf(ifMatch, before && etagOf(contactBody(before)));
}

/** Those that the contact does not list yet, each once. */
function notListed(contact: Contact, named: readonly Named[]): Identity[] {
  const listed = new Set(contact.identities.map(({ key }) => key));
  return named.map(({ identity }) => identity).filter(({ key }) => !listed.has(key) && listed.add(key));
}

/** An address that is to leave must be there, and cannot be what the contact or one merged into it is known by. */
const missingIssues = ({ contactId, identities, merged }: Contact, leaving: readonly Named[]) =>
  leaving.flatMap(({ identity }, index) => {
    const path = `removeIdentities.${index}`;
    if (!identities.some(({ key }) => key === identity.key)) {
      return [{ path, message: "is not an identity of this contact" }];
    }
    if (identity.key === contactId) {
      return [{ path, message: "is what this contact is known by: put a contact of your own id first" }];
    }
    return merged.includes(identity.key)
      ? [
          {
            path,
            message: `is a contact merged into this one: POST …/unmerge {"contactId":"${identity.key}"}`,
          },
        ]
      : [];
  });

/** Of those that it lists already though they are another's. */
const sharedClaims = (deps: Deps, contact: Contact, named: readonly Named[]): Promise<Claim[]> =>
  readClaims(
    { store: deps.store },
    contact.identities.filter(
      (listed) => listed.shared && named.some(({ identity }) => identity.key === listed.key),
    ),
  );

const withoutListed = (contact: Contact, claims: readonly Claim[]): Contact => ({
  ...contact,
  identities: contact.identities.filter(({ key }) => !claims.some(({ identity }) => identity.key === key)),
});

const ownersOf = (claims: readonly Claim[], { contactId }: Contact): string[] => [
  ...new Set(claims.map((claim) => ownerOf(claim, contactId)).filter((id) => id !== undefined)),
];

/** Addresses that it lists already, told of what can be read off them today; what was observed of them stays. */
function withReadings(contact: Contact, named: readonly Named[]): Contact {
  const byKey = new Map(named.map(({ identity }) => [identity.key, identity]));
  const identities = contact.identities.map((listed) => {
    const read = byKey.get(listed.key);
    if (read === undefined) return listed;
    return { ...listed, regions: read.regions, flags: [...read.flags, ...observedOf(listed)] };
  });
  return { ...contact, identities };
}

const observedOf = ({ flags }: Identity): string[] =>
  flags.filter((flag) => OBSERVED_FLAGS.some((observed) => observed === flag));

/** Attributes that are not what they were. What a new contact came with is told by what becomes of it. */
function attributeChanges(before: Read, after: Read, told: Told): StateEvent[] {
  const changes = fieldChanges(contactBody(before).attributes, contactBody(after).attributes);
  return changes.length === 0 ? [] : [{ type: "attributes", ...told, changes }];
}

const isSame = (a: Read, b: Read): boolean => standing(a) === standing(b);

const standing = (read: Read): string =>
  JSON.stringify([
    ...[contactBody(read), read.card, read.contact.put],
    read.contact.identities.map(({ regions }) => regions),
  ]);

function changed(
  after: Read,
  { created, written }: Pick<ContactChanged, "created" | "written">,
): ContactChanged {
  const body = contactBody(after);
  return { body, etag: etagOf(body), created, written };
}

const tooManyIdentities = (): Refusal =>
  refuseInput([{ path: "identities", message: `a contact holds at most ${MOST_IDENTITIES} identities` }]);

const addressTaken = (owner: string): Refusal =>
  refuse("identity_taken", `An address belongs to the contact ${owner} already.`);
