import type { Contact } from "../../lib/core/contact.ts";
import { formatInstant } from "../../lib/core/time.ts";
import { pairsOf, readPairs } from "../../lib/store/duplicates.ts";
import { readKept } from "../../lib/store/match-keys.ts";
import { fromMergeItem, type Merge, mergeKey } from "../../lib/store/merges.ts";
import type { Store } from "../../lib/store/store.ts";
import { readOwnerHistory, readTimeline } from "../../lib/store/timeline.ts";
import { pairBody } from "../duplicates/pair-body.ts";
import { noContact } from "../shared/change-state.ts";
import { historyKeysOf } from "../shared/history.ts";
import type { Answer, Call } from "../shared/http.ts";
import { cursorOf } from "../shared/paging.ts";
import type { Refusal } from "../shared/problem.ts";
import { readLiving } from "../shared/read-contact.ts";
import { heldBodies, mergeBody } from "./held.ts";

/** Lambda answers with at most 6 MB; what else is held of one person is small beside the timeline. */
const MOST_TIMELINE_BYTES = 4_000_000;
const PAGE = 500;

/** `GET /v1/contacts/{id}/export`: all that is held about the person, read at one time though not in one step. */
export async function exportContact({ deps, params }: Call): Promise<Answer | Refusal> {
  const { store } = deps;
  const { contactId = "" } = params;
  const now = deps.now();
  const read = await readLiving(deps, contactId);
  if (read === undefined) return noContact(contactId);
  const { contact } = read;
  const [kept] = await readKept(store, [contact.contactId]);
  return {
    status: 200,
    body: {
      exportedAt: formatInstant(now),
      ...heldBodies(read, now),
      merges: (await readAllMerges(store, contact)).map(mergeBody),
      duplicates: await readDuplicates(store, contact),
      matchKeys: kept?.partitions.length ?? 0,
      owners: (await readWhole(store, contact, readOwnerHistory)).items,
      timeline: await readWhole(store, contact, readTimeline),
    },
  };
}

/** Those that stand, those that were undone, and that of its own id when it was once merged away. */
async function readAllMerges(store: Store, { contactId, merged, parted }: Contact): Promise<Merge[]> {
  const ids = [...new Set([contactId, ...merged, ...parted])];
  const items = await store.getMany(ids.map(mergeKey));
  return items.flatMap((item) => (item === undefined ? [] : [fromMergeItem(item)]));
}

async function readDuplicates(store: Store, { contactId, merged }: Contact) {
  const lists = await Promise.all([contactId, ...merged].map((id) => pairsOf(store, id)));
  const pairs = await readPairs(store, [...new Set(lists.flat())]);
  return pairs.flatMap((stored) =>
    stored === undefined || stored.pair.state === "withdrawn" ? [] : [pairBody(stored.pair)],
  );
}

/** All pages as one; `next` is null unless there is more than an answer can hold. */
async function readWhole(store: Store, contact: Contact, read: typeof readTimeline) {
  const contactKeys = historyKeysOf(contact);
  const items: unknown[] = [];
  let bytes = 0;
  let cursor: string | undefined;
  do {
    const page = await read(store, { contactKeys, cursor, limit: PAGE });
    items.push(...page.entries);
    bytes += Buffer.byteLength(JSON.stringify(page.entries));
    cursor = page.next;
  } while (cursor !== undefined && bytes < MOST_TIMELINE_BYTES);
  return { items, next: cursorOf(cursor) };
}
