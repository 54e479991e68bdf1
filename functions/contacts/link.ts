import { type Contact, type Identity, type Suppression, stoppedBy } from "../../lib/core/contact.ts";
import { isErased } from "../../lib/core/erase.ts";
import { ownerChange, type StateEvent, type Told } from "../../lib/core/events.ts";
import { bringAlong } from "../../lib/core/merge.ts";
import { linkConsents } from "../../lib/core/merge-wishes.ts";
import { followMoves, type Lookup, nextVersion, readState } from "../../lib/store/contacts.ts";
import { type State, toMovedItem, toStateItem } from "../../lib/store/items.ts";
import { sharerWrite } from "../../lib/store/sharers.ts";
import type { Write } from "../../lib/store/store.ts";

/** An address to be listed, with what its key holds now. */
export interface Claim {
  readonly identity: Identity;
  readonly state: State;
  /** The contact that the address belongs to, when it leads to one. */
  readonly owner: Contact | undefined;
}

/** A contact that lists more addresses than before, and the writes beside its own that make it so. */
export interface Linked {
  readonly contact: Contact;
  readonly writes: readonly Write[];
  readonly events: readonly StateEvent[];
  /** What stood at the linked addresses and came along. */
  readonly came: readonly Contact[];
}

export const readClaims = (lookup: Lookup, identities: readonly Identity[]): Promise<Claim[]> =>
  Promise.all(
    identities.map(async (identity) => {
      const state = await readState(lookup, identity.key);
      const owner = await followMoves(lookup, identity.key, state);
      // It had left whom it led to by the time that they were read, and stands by itself.
      const isBack = owner?.contactId === identity.key;
      return { identity, state: isBack ? { kind: "contact", contact: owner } : state, owner };
    }),
  );

/**
 * The contact that an address belongs to already, if that is another than `contactId`: where its key leads, or a
 * contact that grew at the key itself. A mere stranger's address is free.
 */
export function ownerOf({ identity, state }: Claim, contactId: string): string | undefined {
  if (state.kind === "moved") return state.to === contactId ? undefined : state.to;
  if (state.kind === "absent" || identity.key === contactId) return undefined;
  return isStranger(state.contact) ? undefined : state.contact.contactId;
}

/**
 * Known by its own address and nothing else, since nobody has put it: only touches and wishes stand there. Of one who
 * was erased nothing is left but the list that the address is on.
 */
const isStranger = (contact: Contact): boolean =>
  !contact.put && (stoppedBy(contact.status) === undefined || isErased(contact));

/**
 * Lists each claimed address. A free one becomes the contact's: its key is left leading here, whatever was there
 * comes along, and a check in flight on the old key loses its race. One that belongs to another is listed as
 * shared and stays where it is; what suppresses it binds this contact too.
 */
export function link(contact: Contact, claims: readonly Claim[], told: Told): Linked {
  const linked = claims.reduce<Linked>((before, claim) => linkOne(before, claim, told), {
    contact,
    writes: [],
    events: [],
    came: [],
  });
  const lenders = claims.flatMap((claim) => lenderOf(claim, contact.contactId) ?? []);
  const distinct = new Map(lenders.map((lender) => [lender.contactId, lender]));
  return { ...linked, writes: [...linked.writes, ...[...distinct.values()].map(again)] };
}

const lenderOf = (claim: Claim, contactId: string): Contact | undefined =>
  ownerOf(claim, contactId) === undefined ? undefined : claim.owner;

/** Written again as it is: whoever suppresses the address at this moment loses the race, and finds this contact too. */
const again = (lender: Contact): Write => ({
  item: toStateItem(nextVersion(lender), []),
  expected: lender.version,
});

function linkOne(linked: Linked, claim: Claim, told: Told): Linked {
  const { contact, writes, events, came: before } = linked;
  const { identity, state } = claim;
  const { contactId } = contact;
  const shared = ownerOf(claim, contactId) !== undefined;
  const listed = { ...contact, identities: [...contact.identities, { ...identity, shared }] };
  const event: StateEvent = { type: "linked", ...told, key: identity.key };
  if (shared) {
    return {
      contact: { ...listed, suppressions: [...contact.suppressions, ...suppressing(claim)] },
      writes: [...writes, sharerWrite(identity.key, contactId)],
      events: [...events, event],
      came: before,
    };
  }
  // A contact at the key of its own address, or a key that leads here already, needs no way here.
  const atHome = identity.key === contactId || (state.kind === "moved" && state.to === contactId);
  if (atHome) return { contact: listed, writes, events: [...events, event], came: before };

  const { stood, came, suppressed } = whatStood(state);
  const moved = toMovedItem(identity.key, {
    to: contactId,
    version: (stood ?? 0) + 1,
    events: [{ type: "movedOut", ...told, to: contactId }],
  });
  const next =
    came === undefined ? listed : { ...bringAlong(listed, came), consents: linkConsents(listed, came) };
  return {
    contact: next,
    writes: [...writes, { item: moved, expected: stood ?? "absent" }],
    events: [
      ...events,
      event,
      ...suppressed.map((suppression) => ({
        ...{ type: "suppression" as const, change: "added" as const, ...told, suppression },
      })),
      ...(came === undefined ? [] : [{ type: "movedIn" as const, ...told, from: identity.key }]),
      // The address had an owner of its own: from now on it has the contact's.
      ...ownerChange(came?.owner, next.owner, told),
    ],
    came: came === undefined ? before : [...before, came],
  };
}

const suppressing = ({ identity, owner }: Claim): readonly Suppression[] =>
  owner?.suppressions.filter(({ identityKey }) => identityKey === identity.key) ?? [];

interface Stood {
  /** Version of what stood at the key. */
  readonly stood: number | undefined;
  /** Whoever was there. */
  readonly came: Contact | undefined;
  /** What suppresses the address because whoever had it was erased. */
  readonly suppressed: readonly Suppression[];
}

/** The address of an erased person goes on being suppressed; of the person nothing comes along. */
function whatStood(state: State): Stood {
  if (state.kind === "absent") return { stood: undefined, came: undefined, suppressed: [] };
  if (state.kind === "moved") return { stood: state.version, came: undefined, suppressed: [] };
  const { contact } = state;
  const { version: stood, suppressions } = contact;
  return isErased(contact)
    ? { stood, came: { ...contact, status: "active" }, suppressed: suppressions }
    : { stood, came: contact, suppressed: [] };
}
