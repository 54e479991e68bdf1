import { type Contact, idsOf } from "../../lib/core/contact.ts";
import { isErased, tombstoneOf } from "../../lib/core/erase.ts";
import type { StateEvent, Told } from "../../lib/core/events.ts";
import { SUPPRESSIBLE } from "../../lib/core/suppression-document.ts";
import { type ErasedKey, erasureWrite, type Left } from "../../lib/store/erasures.ts";
import { fromStateItem, toStateItem } from "../../lib/store/items.ts";
import { cardKey, stateKey } from "../../lib/store/keys.ts";
import type { Write } from "../../lib/store/store.ts";
import { erasedEntry, timelineWrite } from "../../lib/store/timeline.ts";
import { attempts, contended } from "../shared/attempts.ts";
import { noContact } from "../shared/change-state.ts";
import { withDeadline } from "../shared/deadline.ts";
import type { Deps } from "../shared/deps.ts";
import { type Finished, finishErasure } from "../shared/erasing/finish-erasure.ts";
import type { Answer, Call } from "../shared/http.ts";
import { keysLeadingTo } from "../shared/merge-contacts.ts";
import { preconditionOf } from "../shared/precondition.ts";
import type { Refusal } from "../shared/problem.ts";
import { readContact } from "../shared/read-contact.ts";
import { contactBody, etagOf } from "./representation.ts";

/** A caller is answered after so long at the latest; what is left then goes on by itself. */
const ANSWER_WITHIN_MS = 10_000;

/** `DELETE /v1/contacts/{id}`: 204 when all is gone, 202 when something is still to be cleared. */
export async function erase({ deps, params, headers, caller }: Call): Promise<Answer | Refusal> {
  const { contactId = "" } = params;
  const told = { at: deps.now(), by: caller.keyId };
  const done = await withDeadline(performance.now() + ANSWER_WITHIN_MS, (signal) =>
    eraseContact({ deps, contactId, ifMatch: headers["if-match"], told, signal }),
  );
  if (typeof done !== "string") return done;
  return { status: done === "gone" ? 204 : 202 };
}

export interface EraseCommand {
  readonly deps: Deps;
  /** Any id that leads to the person. */
  readonly contactId: string;
  /** The representation that the caller last saw; undefined when they do not care. */
  readonly ifMatch: string | undefined;
  readonly told: Told;
  /** Ends the clearing, not the erasure itself. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Erases a person. First, in one transaction, all their keys become tombstones: from then on every check of an id or an
 * address is denied, and one in flight loses its race. Then everything else is cleared, page by page. Whoever is erased
 * already is cleared further, whatever the caller saw before.
 */
export const eraseContact = (command: EraseCommand): Promise<Finished | Refusal> => {
  const { deps, contactId, signal } = command;
  return deps.lanes.run(contactId, async () => {
    for await (const _ of attempts(deps)) {
      const read = await readContact(deps, contactId);
      if (read === undefined) return noContact(contactId);
      const { contact } = read;
      if (isErased(contact)) return finishErasure(deps, contactId, signal);
      const refused = preconditionOf(command.ifMatch, etagOf(contactBody(read)));
      if (refused !== undefined) return refused;
      if ((await bury(command, contact)) === "written") {
        return finishErasure(deps, contact.contactId, signal);
      }
    }
    return contended();
  });
};

/** Tombstones for all keys of the person: at most 41, with their erasures fewer than a transaction holds. */
async function bury({ deps, told }: EraseCommand, contact: Contact): Promise<"written" | "lost"> {
  const { contactId, version, identities } = contact;
  const keys = [
    { key: contactId, version: version + 1, lists: listsOf(contact, contactId) },
    ...(await leadingTo(deps, contact)),
  ];
  const shared = identities.filter((one) => one.shared).map(({ key }) => key);
  const left: Left = { ids: idsOf(contact), keys, shared };
  return deps.store.transact([
    ...keys.flatMap((key) => tombstone(key, { contact, left, told })),
    { remove: cardKey(contactId) },
    timelineWrite(contactId, erasedEntry(version + 1, told)),
  ]);
}

/** A key's tombstone, and its erasure. At the person's id it is told to the stream, which clears what is left. */
function tombstone(
  { key, version }: ErasedKey,
  { contact, left, told }: { readonly contact: Contact; readonly left: Left; readonly told: Told },
): Write[] {
  const { contactId, identities } = contact;
  const isPerson = key === contactId;
  const isAddress = identities.some(
    (one) => one.key === key && !one.shared && SUPPRESSIBLE.some((type) => type === one.type),
  );
  const event: StateEvent = { type: "erased", ...told };
  return [
    {
      item: toStateItem(tombstoneOf(key, { version, isAddress }), isPerson ? [event] : []),
      expected: version - 1,
    },
    erasureWrite(key, { version, of: contactId, left: isPerson ? left : undefined }),
  ];
}

const listsOf = ({ suppressions }: Contact, key: string): string[] => [
  ...new Set(suppressions.filter(({ identityKey }) => identityKey === key).map(({ list }) => list)),
];

/** The other keys that lead to a contact. */
async function leadingTo({ store }: Deps, contact: Contact): Promise<ErasedKey[]> {
  const keys = keysLeadingTo(contact);
  const items = await store.getMany(keys.map(stateKey));
  return keys.flatMap((key, index): ErasedKey[] => {
    const state = fromStateItem(key, items[index]);
    return state.kind === "moved" && state.to === contact.contactId
      ? [{ key, version: state.version + 1, lists: listsOf(contact, key) }]
      : [];
  });
}
