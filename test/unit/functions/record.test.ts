import { describe, expect, it } from "vitest";
import { recorder } from "../../../functions/record/command.ts";
import { createHandler } from "../../../functions/record/handler.ts";
import type { StateEvent } from "../../../lib/core/events.ts";
import { epochMs, MINUTE_MS } from "../../../lib/core/time.ts";
import type { Touch } from "../../../lib/core/touches.ts";
import { readDay } from "../../../lib/store/counts.ts";
import { BadItem, StoreUnavailable } from "../../../lib/store/errors.ts";
import { toMovedItem, toStateItem } from "../../../lib/store/items.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";
import type { Item, Store } from "../../../lib/store/store.ts";
import { readTimeline } from "../../../lib/store/timeline.ts";
import { depsOver, NOW } from "../../support/checking.ts";
import { toStreamRecord } from "../../support/stream-records.ts";
import { TWELVE_TOUCHES } from "../../support/twelve-touches.ts";

const DAY = "2026-03-10";
const [sample] = TWELVE_TOUCHES.contact.touches;

/** The state of a contact after one touch. */
function touched(contactId: string, id: string, given: Partial<Touch> & { version?: number } = {}): Item {
  const { version = 1, ...tags } = given;
  const touch: Touch = { ...(sample as Touch), id, at: NOW, campaign: "autumn", ...tags };
  const event: StateEvent = { type: "touched", touch, reference: undefined, by: "key" };
  return toStateItem({ ...TWELVE_TOUCHES.contact, contactId, version, touches: [touch] }, [event]);
}

const counted = async (store: Store) =>
  (await readDay(store, DAY)).reduce((sum, { touches }) => sum + touches, 0);
const timelineOf = async (store: Store, ...contactKeys: string[]) =>
  (await readTimeline(store, { contactKeys, cursor: undefined, limit: 1_000 })).entries as {
    touchId: string;
  }[];

/** A store whose transactions are lost so often before they go through, to others on the same count. */
function contended(losses: number) {
  const store = createMemoryStore();
  const seen = { transactions: 0 };
  const transact: Store["transact"] = async (writes) =>
    ++seen.transactions <= losses ? "lost" : store.transact(writes);
  return { store: { ...store, transact }, seen };
}

describe("a transaction that is lost on a much used count", () => {
  it("is tried again after a pause, and counts once", async () => {
    const { store, seen } = contended(5);
    const pauses: number[] = [];
    const deps = { ...depsOver(store), pause: async (ms: number) => void pauses.push(ms) };
    expect(await recorder(deps)(touched("p1", "touch-1"))).toBe("told");
    expect(seen.transactions).toBe(6);
    expect(pauses.length).toBeGreaterThan(0);
    expect([await counted(store), (await timelineOf(store, "p1")).length]).toEqual([1, 1]);
  });

  it("over and over is a fault: the record must come again", async () => {
    const { store, seen } = contended(Number.POSITIVE_INFINITY);
    const telling = recorder(depsOver(store))(touched("p1", "touch-1"));
    await expect(telling).rejects.toBeInstanceOf(StoreUnavailable);
    expect(seen.transactions).toBeLessThan(100);
    expect(await counted(store)).toBe(0);
  });
});

describe("telling", () => {
  it("a write again is known, and changes nothing", async () => {
    const store = createMemoryStore();
    const item = touched("p1", "touch-1");
    expect(await recorder(depsOver(store))(item)).toBe("told");
    expect(await recorder(depsOver(store))(item)).toBe("known");
    expect(await counted(store)).toBe(1);
  });

  it("a touch that two writes of its contact did, its first answer lost, tells and counts it once", async () => {
    const store = createMemoryStore();
    const tell = recorder(depsOver(store));
    expect(await tell(touched("p1", "touch-1", { version: 4 }))).toBe("told");
    expect(await tell(touched("p1", "touch-1", { version: 6 }))).toBe("known");
    expect([await counted(store), (await timelineOf(store, "p1")).length]).toEqual([1, 1]);
  });

  it("a touch under two keys of a person shows it once, on a page of one too", async () => {
    const store = createMemoryStore();
    const tell = recorder(depsOver(store));
    for (const key of ["c_old", "p1"]) await tell(touched(key, "touch-1"));
    await tell(touched("p1", "touch-0", { at: epochMs(NOW - MINUTE_MS) }));
    const keys = ["p1", "c_old"];
    expect(await timelineOf(store, ...keys)).toHaveLength(2);
    const first = await readTimeline(store, { contactKeys: keys, cursor: undefined, limit: 1 });
    const second = await readTimeline(store, { contactKeys: keys, cursor: first.next, limit: 1 });
    expect([...first.entries, ...second.entries]).toEqual(await timelineOf(store, ...keys));
    expect(second.next).toBeUndefined();
  });

  it("the way to where a contact went tells nothing: its arrival does", async () => {
    const store = createMemoryStore();
    const movedOut = { type: "movedOut", at: NOW, by: "key", to: "p1" } as const;
    const moved = toMovedItem("c_old", { to: "p1", version: 2, events: [movedOut] });
    expect(await recorder(depsOver(store))(moved)).toBe("nothing");
    const movedIn = { type: "movedIn", at: NOW, by: "key", from: "c_old" } as const;
    const arrived = toStateItem({ ...TWELVE_TOUCHES.contact, contactId: "p1" }, [movedIn]);
    expect(await recorder(depsOver(store))(arrived)).toBe("told");
    expect(await timelineOf(store, "p1", "c_old")).toMatchObject([
      { type: "merge", from: "c_old", by: "key" },
    ]);
    expect(await counted(store)).toBe(0);
  });

  it("a state that told nothing tells nothing; a damaged one is a fault", async () => {
    const tell = recorder(depsOver(createMemoryStore()));
    expect(await tell(toStateItem(TWELVE_TOUCHES.contact, []))).toBe("nothing");
    await expect(tell({ ...touched("p1", "touch-1"), events: "[{" })).rejects.toBeInstanceOf(BadItem);
  });
});

describe("a batch", () => {
  it("reports a record that fails by itself, and tells the others", async () => {
    const store = createMemoryStore();
    const lines: object[] = [];
    const items = [1, 2, 3, 4].map((n) => touched(`p${n}`, `touch-${n}`));
    items[1] = { ...(items[1] as Item), events: "[{" };
    const handler = createHandler({ ...depsOver(store), log: (line) => lines.push(line) });
    const answer = await handler({ Records: items.map(toStreamRecord) });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
    expect(await counted(store)).toBe(3);
    expect(lines).toEqual([
      {
        level: "error",
        function: "record",
        eventId: "event-1",
        fault: expect.stringContaining("list of events"),
      },
    ]);
  });

  it("of which all fail answers with all, and throws nothing", async () => {
    const handler = createHandler(depsOver(createMemoryStore()));
    const damaged = { ...touched("p1", "touch-1"), events: "[{" };
    const { batchItemFailures } = await handler({ Records: [damaged, damaged].map(toStreamRecord) });
    expect(batchItemFailures).toHaveLength(2);
  });

  it("skips records without an image", async () => {
    const handler = createHandler(depsOver(createMemoryStore()));
    const removed = { eventID: "event-1", eventName: "REMOVE" as const, dynamodb: { SequenceNumber: "1" } };
    expect(await handler({ Records: [removed] })).toEqual({ batchItemFailures: [] });
  });

  it("has one transaction at a time on a count, and several counts at once", async () => {
    const memory = createMemoryStore();
    const open = new Map<string, number>();
    let most = 0;
    const transact: Store["transact"] = async (writes) => {
      const counts = writes.flatMap((write) => ("add" in write ? [`${write.key.pk} ${write.key.sk}`] : []));
      for (const count of counts) {
        expect(open.get(count) ?? 0, count).toBe(0);
        open.set(count, 1);
      }
      most = Math.max(most, [...open.values()].filter((held) => held > 0).length);
      await new Promise((resolve) => setImmediate(resolve));
      for (const count of counts) open.set(count, 0);
      return memory.transact(writes);
    };
    const items = Array.from({ length: 60 }, (_, n) => touched(`p${n}`, `touch-${n}`));
    await createHandler(depsOver({ ...memory, transact }))({ Records: items.map(toStreamRecord) });
    expect(await counted(memory)).toBe(60);
    expect(most).toBeGreaterThan(1);
  });
});

describe("a page of the timeline", () => {
  it("is whole also where the table ends its own pages early, at 1 MB", async () => {
    const store = createMemoryStore();
    const tell = recorder(depsOver(store));
    for (let n = 0; n < 12; n++) {
      await tell(touched(n % 3 === 0 ? "c_old" : "p1", `touch-${n}`, { at: epochMs(NOW + n), version: n }));
    }
    const keys = ["p1", "c_old"];
    const whole = await timelineOf(store, ...keys);
    const short: Store = {
      ...store,
      query: (query) => store.query({ ...query, limit: Math.min(query.limit ?? 2, 2) }),
    };
    for (const limit of [1, 3, 5, 12]) {
      const found: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page = await readTimeline(short, { contactKeys: keys, cursor, limit });
        found.push(...page.entries);
        cursor = page.next;
      } while (cursor !== undefined);
      expect(found).toEqual(whole);
    }
  });
});
