import { countOf } from "../../lib/store/counts.ts";
import { notErasedSince, readErasure } from "../../lib/store/erasures.ts";
import { StoreUnavailable } from "../../lib/store/errors.ts";
import { referenceWrite } from "../../lib/store/hooks.ts";
import { eventsOf } from "../../lib/store/packed-events.ts";
import type { Item } from "../../lib/store/store.ts";
import { hasEntry, timelineWrite } from "../../lib/store/timeline.ts";
import { attempts } from "../shared/attempts.ts";
import type { Deps } from "../shared/deps.ts";
import { finishErasure } from "../shared/erasing/finish-erasure.ts";
import { type Telling, tellingOf } from "./telling.ts";

/** Tells what one write of a state did. @throws StoreUnavailable, BadItem: the record must come again. */
export type RecordWrite = (item: Item) => Promise<"told" | "known" | "erased" | "nothing">;

/**
 * Tells writes of a batch: a timeline entry for each event and the day's counts, in one transaction a write. An
 * entry is written only where it is absent, so a record that comes again, in whatever order, changes nothing.
 *
 * Of a write that an erasure has come after nothing is told, however late its record comes; its touches may then be
 * missing in the day's counts. The record of an erasure itself clears what the erasure has left, so that it ends when
 * nobody asks again.
 *
 * Known limitation: a write tells as much as one transaction holds, 99 items and the condition.
 */
export function recorder(deps: Deps): RecordWrite {
  const inTurn = turnsByKey();
  return async (item) => {
    if (eventsOf(item).some(({ type }) => type === "erased")) {
      await finishErasure(deps, item.pk.slice("C#".length));
      return "erased";
    }
    const telling = tellingOf(item);
    if (telling.entries.length === 0) return "nothing";
    const counts = telling.touches.map((touch) => countOf(telling.contactKey, touch));
    const [count] = counts;
    const tell = () => tellOnce(deps, { ...telling, version: Number(item.version) }, counts);
    // At once, transactions that add to one count would only refuse each other.
    return count === undefined ? tell() : inTurn(`${count.key.pk} ${count.key.sk}`, tell);
  };
}

async function tellOnce(
  deps: Deps,
  { contactKey, entries, references, version }: Telling & { readonly version: number },
  counts: readonly ReturnType<typeof countOf>[],
): Promise<"told" | "known" | "erased"> {
  const { store } = deps;
  const told = entries.map((entry) => timelineWrite(contactKey, entry));
  const found = references.map(({ reference, ...touch }) => referenceWrite(reference, touch));
  const writes = [...told, ...found, ...counts, notErasedSince(contactKey, version)];
  for await (const _ of attempts(deps)) {
    if ((await store.transact(writes)) === "written") return "told";
    // Lost to itself, told earlier, to an erasure, or to somebody else on the same count: then it is tried again.
    const [first] = entries;
    if (first !== undefined && (await hasEntry(store, contactKey, first))) return "known";
    const erasure = await readErasure(store, contactKey);
    if (erasure !== undefined && erasure.version >= version) return "erased";
  }
  throw new StoreUnavailable({ mayHaveWritten: false });
}

/** Lets those who share a key act one after another, in the order in which they asked. */
function turnsByKey() {
  const last = new Map<string, Promise<unknown>>();
  return <T>(key: string, act: () => Promise<T>): Promise<T> => {
    const turn = (last.get(key) ?? Promise.resolve()).then(act);
    last.set(
      key,
      turn.catch(() => {}),
    );
    return turn;
  };
}
