import { countOf } from "../../lib/store/counts.ts";
import { StoreUnavailable } from "../../lib/store/errors.ts";
import { referenceWrite } from "../../lib/store/hooks.ts";
import type { Item } from "../../lib/store/store.ts";
import { hasEntry, timelineWrite } from "../../lib/store/timeline.ts";
import { attempts } from "../shared/attempts.ts";
import type { Deps } from "../shared/deps.ts";
import { type Telling, tellingOf } from "./telling.ts";

/** Tells what one write of a state did. @throws StoreUnavailable, BadItem: the record must come again. */
export type RecordWrite = (item: Item) => Promise<"told" | "known" | "nothing">;

/**
 * Tells writes of a batch: a timeline entry for each event and the day's counts, in one transaction a write. An
 * entry is written only where it is absent, so a record that comes again, in whatever order, changes nothing.
 *
 * Known limitation: a write tells as much as one transaction holds, 100 items.
 */
export function recorder(deps: Deps): RecordWrite {
  const inTurn = turnsByKey();
  return async (item) => {
    const telling = tellingOf(item);
    if (telling.entries.length === 0) return "nothing";
    const counts = telling.touches.map((touch) => countOf(telling.contactKey, touch));
    const [count] = counts;
    const tell = () => tellOnce(deps, telling, counts);
    // At once, transactions that add to one count would only refuse each other.
    return count === undefined ? tell() : inTurn(`${count.key.pk} ${count.key.sk}`, tell);
  };
}

async function tellOnce(
  deps: Deps,
  { contactKey, entries, references }: Telling,
  counts: readonly ReturnType<typeof countOf>[],
): Promise<"told" | "known"> {
  const { store } = deps;
  const found = references.map(({ reference, ...touch }) => referenceWrite(reference, touch));
  const writes = [...entries.map((entry) => timelineWrite(contactKey, entry)), ...found, ...counts];
  for await (const _ of attempts(deps)) {
    if ((await store.transact(writes)) === "written") return "told";
    // Lost to itself, told earlier, or to somebody else on the same count: then it is tried again.
    const [first] = entries;
    if (first !== undefined && (await hasEntry(store, contactKey, first))) return "known";
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
