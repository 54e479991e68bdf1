import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StoreUnavailable } from "../../lib/store/errors.ts";
import type { Item, Query, Store } from "../../lib/store/store.ts";

/** A store to hold to its contract, and the end of it. */
export interface OpenStore {
  readonly store: Store;
  stop(): Promise<void>;
}

let partitions = 0;
/** A partition of its own for each test, so that they share one table. */
const partition = () => `contract-${++partitions}`;

const AT_ONCE = 200;
const RACES = 50;

/** Every guarantee of the `Store` port (lib/store/store.ts), for one backend. */
export function holdsToTheStoreContract(name: string, open: () => Promise<OpenStore>): void {
  describe(`the store contract on ${name}`, () => {
    let opened: OpenStore | undefined;
    let store: Store;

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened?.stop());

    const versioned = (pk: string, version: number, by = "someone"): Item => ({ pk, sk: "#", version, by });
    const putVersion = (item: Item, expected: "absent" | number) => store.put({ item, expected });

    describe("get", () => {
      it("answers undefined for a key that was never written", async () => {
        expect(await store.get({ pk: partition(), sk: "#" })).toBeUndefined();
      });

      it("sees every write that was acknowledged before", async () => {
        const key = { pk: partition(), sk: "#" };
        for (let version = 1; version <= 50; version++) {
          await store.put({ item: { ...key, version } });
          expect(await store.get(key)).toEqual({ ...key, version });
        }
      });

      it("tells items apart by either half of their key", async () => {
        const pk = partition();
        await store.put({ item: { pk, sk: "a", text: "first" } });
        await store.put({ item: { pk, sk: "b", text: "second" } });
        expect(await store.get({ pk, sk: "b" })).toEqual({ pk, sk: "b", text: "second" });
        expect(await store.get({ pk: `${pk}.`, sk: "b" })).toBeUndefined();
      });
    });

    describe("what is put comes back as it was", () => {
      it.each([
        ["integers", { zero: 0, one: 1, negative: -42, largest: Number.MAX_SAFE_INTEGER }],
        [
          "instants and fractions",
          { at: 1_773_144_000_000, tenth: 0.1, third: 1 / 3, small: 1e-20, big: 1e21 },
        ],
        ["texts that look like numbers", { one: "1", exponent: "1e3", minus: "-0", nothing: "NaN" }],
        ["an empty text", { empty: "" }],
        ["white space and line breaks", { text: " \t\r\n a \n\n", nul: "\u0000" }],
        ["Chinese, combining marks, emoji", { text: "李明 é e\u0301 👩‍👩‍👧‍👦 \u{1f4e7} \u202e" }],
        ["quotes and JSON", { text: '{"a":"\\"\'`,;:#|"}' }],
        ["an item near 32 KB", { text: "ü".repeat(16_000), more: "x".repeat(700) }],
        ["many attributes", Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`a${n}`, n]))],
      ])("%s", async (_, attributes) => {
        const item: Item = { pk: partition(), sk: "#", ...attributes };
        expect(await store.put({ item })).toEqual({ written: true });
        expect(await store.get(item)).toEqual(item);
        expect(await store.put({ item, expected: "absent" })).toEqual({ written: false, current: item });
        expect((await store.query({ pk: item.pk })).items).toEqual([item]);
      });

      it("whatever stands in its key", async () => {
        const item = { pk: `${partition()} 李明/"'`, sk: "#é\u{1f600}", text: "here" };
        await store.put({ item });
        expect(await store.get(item)).toEqual(item);
      });

      it("even when the caller changes the object afterwards", async () => {
        const item: { pk: string; sk: string; text: string } = {
          pk: partition(),
          sk: "#",
          text: "as it was",
        };
        await store.put({ item });
        item.text = "changed";
        expect((await store.get(item))?.text).toBe("as it was");
      });
    });

    describe("put", () => {
      it("replaces the whole item", async () => {
        const key = { pk: partition(), sk: "#" };
        await store.put({ item: { ...key, old: "gone" } });
        await store.put({ item: { ...key, text: "new" } });
        expect(await store.get(key)).toEqual({ ...key, text: "new" });
      });

      it("that expects nothing there writes once, and then is refused with what is there", async () => {
        const pk = partition();
        expect(await putVersion(versioned(pk, 1, "first"), "absent")).toEqual({ written: true });
        const second = await putVersion(versioned(pk, 1, "second"), "absent");
        expect(second).toEqual({ written: false, current: versioned(pk, 1, "first") });
        expect(await store.get({ pk, sk: "#" })).toEqual(versioned(pk, 1, "first"));
      });

      it("that expects a version writes over that one, and is refused by any other with what is there", async () => {
        const pk = partition();
        await putVersion(versioned(pk, 1), "absent");
        expect(await putVersion(versioned(pk, 2, "next"), 1)).toEqual({ written: true });
        for (const stale of [1, 3, 0, 20]) {
          const refused = await putVersion(versioned(pk, 9, "stale"), stale);
          expect(refused).toEqual({ written: false, current: versioned(pk, 2, "next") });
        }
        expect(await store.get({ pk, sk: "#" })).toEqual(versioned(pk, 2, "next"));
      });

      it("that expects a version where nothing is, is refused with nothing", async () => {
        const pk = partition();
        expect(await putVersion(versioned(pk, 2), 1)).toEqual({ written: false, current: undefined });
        expect(await store.get({ pk, sk: "#" })).toBeUndefined();
      });

      it("that expects a version is refused by an item without one", async () => {
        const item = { pk: partition(), sk: "#", text: "no version" };
        await store.put({ item });
        expect(await putVersion(versioned(item.pk, 1), 0)).toEqual({ written: false, current: item });
      });

      it(`of ${AT_ONCE} at once on one version lets exactly one through, and shows it to each loser`, async () => {
        const pk = partition();
        await putVersion(versioned(pk, 1), "absent");
        const racers = Array.from({ length: AT_ONCE }, (_, n) => versioned(pk, 2, `racer ${n}`));
        const results = await Promise.all(racers.map((racer) => putVersion(racer, 1)));
        const winners = racers.filter((_, n) => results[n]?.written === true);
        expect(winners).toHaveLength(1);
        expect(await store.get({ pk, sk: "#" })).toEqual(winners[0]);
        const refused = results.filter((result) => !result.written);
        expect(refused).toEqual(Array(AT_ONCE - 1).fill({ written: false, current: winners[0] }));
      });

      it(`of ${AT_ONCE} at once on a key never seen lets exactly one through`, async () => {
        const pk = partition();
        const racers = Array.from({ length: AT_ONCE }, (_, n) => versioned(pk, 1, `racer ${n}`));
        const results = await Promise.all(racers.map((racer) => putVersion(racer, "absent")));
        expect(results.filter(({ written }) => written)).toHaveLength(1);
        const winner = racers[results.findIndex(({ written }) => written)];
        expect(await store.get({ pk, sk: "#" })).toEqual(winner);
      });
    });

    describe("transact", () => {
      it("writes all when every condition holds, and where none is given", async () => {
        const [one, two, three] = [partition(), partition(), partition()];
        await putVersion(versioned(one, 1), "absent");
        const result = await store.transact([
          { item: versioned(one, 2), expected: 1 },
          { item: versioned(two, 1), expected: "absent" },
          { item: { pk: three, sk: "CARD", text: "free" } },
        ]);
        expect(result).toBe("written");
        expect(await store.get({ pk: one, sk: "#" })).toEqual(versioned(one, 2));
        expect(await store.get({ pk: two, sk: "#" })).toEqual(versioned(two, 1));
        expect(await store.get({ pk: three, sk: "CARD" })).toEqual({ pk: three, sk: "CARD", text: "free" });
      });

      it.each([
        ["an item is there that should not be", "absent" as const],
        ["an item has another version", 7],
      ])("is lost and writes nothing when %s", async (_, expected) => {
        const [one, two] = [partition(), partition()];
        await putVersion(versioned(two, 1), "absent");
        const free = { item: versioned(one, 1), expected: "absent" as const };
        const failing = { item: versioned(two, 8), expected };
        expect(await store.transact([free, failing])).toBe("lost");
        expect(await store.transact([failing, free])).toBe("lost");
        expect(await store.get({ pk: one, sk: "#" })).toBeUndefined();
        expect(await store.get({ pk: two, sk: "#" })).toEqual(versioned(two, 1));
      });

      it("is lost when it expects a version where nothing is", async () => {
        const pk = partition();
        expect(await store.transact([{ item: versioned(pk, 2), expected: 1 }])).toBe("lost");
        expect(await store.get({ pk, sk: "#" })).toBeUndefined();
      });

      it("writes 100 items at once", async () => {
        const pk = partition();
        const sks = Array.from({ length: 100 }, (_, n) => String(n).padStart(3, "0"));
        const writes = sks.map((sk) => ({ item: { pk, sk }, expected: "absent" as const }));
        expect(await store.transact(writes)).toBe("written");
        expect((await store.query({ pk })).items.map(({ sk }) => sk)).toEqual(sks);
      });

      it("racing a put for one item, with a second item beside: exactly one of the two wins", async () => {
        const winners = { put: 0, transact: 0 };
        for (let race = 0; race < RACES; race++) {
          const [pk, beside] = [partition(), partition()];
          await putVersion(versioned(pk, 1), "absent");
          const viaTransact = () =>
            store.transact([
              { item: versioned(pk, 2, "transact"), expected: 1 },
              { item: versioned(beside, 1), expected: "absent" },
            ]);
          const viaPut = () => putVersion(versioned(pk, 2, "put"), 1);
          // By turns the one and the other is sent first.
          const early = race % 2 === 0 ? viaPut() : undefined;
          const transacting = viaTransact();
          const [put, transacted] = await Promise.all([early ?? viaPut(), transacting]);
          expect([put.written, transacted]).toEqual(put.written ? [true, "lost"] : [false, "written"]);
          const winner = put.written ? "put" : "transact";
          winners[winner]++;
          expect(await store.get({ pk, sk: "#" })).toEqual(versioned(pk, 2, winner));
          expect((await store.get({ pk: beside, sk: "#" })) === undefined).toBe(put.written);
          if (!put.written) expect(put.current).toEqual(versioned(pk, 2, "transact"));
        }
        // Were one of them always first, this would not have been a race.
        expect(Math.min(winners.put, winners.transact)).toBeGreaterThan(0);
      });

      it("racing another over two items in the opposite order: exactly one wins, whole", async () => {
        for (let race = 0; race < RACES; race++) {
          const [one, two] = [partition(), partition()];
          const writes = (by: string) =>
            [one, two].map((pk) => ({ item: versioned(pk, 1, by), expected: "absent" as const }));
          const results = await Promise.all([
            store.transact(writes("forward")),
            store.transact(writes("backward").reverse()),
          ]);
          expect(results.toSorted()).toEqual(["lost", "written"]);
          const by = results[0] === "written" ? "forward" : "backward";
          expect(await store.get({ pk: one, sk: "#" })).toEqual(versioned(one, 1, by));
          expect(await store.get({ pk: two, sk: "#" })).toEqual(versioned(two, 1, by));
        }
      });
    });

    describe("transact that adds", () => {
      const counting = (pk: string, add: Readonly<Record<string, number>>) => ({
        key: { pk, sk: "count" },
        add,
      });

      it("makes the item where there is none, and sums after that, each number by itself", async () => {
        const pk = partition();
        await store.transact([counting(pk, { touches: 1 })]);
        expect(await store.get({ pk, sk: "count" })).toEqual({ pk, sk: "count", touches: 1 });
        await store.transact([counting(pk, { touches: 2, denials: 5 })]);
        await store.transact([counting(pk, { denials: -1 })]);
        expect(await store.get({ pk, sk: "count" })).toEqual({ pk, sk: "count", touches: 3, denials: 4 });
      });

      it("leaves what else the item has as it is", async () => {
        const item = { pk: partition(), sk: "count", name: "李明", touches: 40 };
        await store.put({ item });
        await store.transact([counting(item.pk, { touches: 2 })]);
        expect(await store.get(item)).toEqual({ ...item, touches: 42 });
      });

      it("takes numbers under any name", async () => {
        const pk = partition();
        await store.transact([counting(pk, { "no #plain name": 1, size: 2 })]);
        expect(await store.get({ pk, sk: "count" })).toMatchObject({ "no #plain name": 1, size: 2 });
      });

      it("adds nothing when a condition beside it fails, wherever it stands", async () => {
        const [one, two] = [partition(), partition()];
        await putVersion(versioned(one, 1), "absent");
        const failing = { item: versioned(one, 9), expected: "absent" as const };
        const adding = counting(two, { touches: 1 });
        expect(await store.transact([failing, adding])).toBe("lost");
        expect(await store.transact([adding, failing])).toBe("lost");
        expect(await store.get(adding.key)).toBeUndefined();
      });

      it("counts once what is put once, however often and at once it is told", async () => {
        const pk = partition();
        const tell = () =>
          store.transact([{ item: { pk, sk: "told" }, expected: "absent" }, counting(pk, { touches: 1 })]);
        const results = await Promise.all(Array.from({ length: 20 }, tell));
        expect(results.filter((result) => result === "written")).toHaveLength(1);
        expect(await store.get({ pk, sk: "count" })).toMatchObject({ touches: 1 });
      });

      it("to one item, many at once, counts every one that was not lost", async () => {
        const pk = partition();
        const results = await Promise.all(
          Array.from({ length: 40 }, (_, n) =>
            store.transact([
              { item: { pk, sk: `told ${n}` }, expected: "absent" },
              counting(pk, { touches: 1 }),
            ]),
          ),
        );
        const written = results.filter((result) => result === "written").length;
        expect(written).toBeGreaterThan(0);
        expect(await store.get({ pk, sk: "count" })).toMatchObject({ touches: written });
        expect((await store.query({ pk, prefix: "told" })).items).toHaveLength(written);
      });
    });

    describe("transact that removes", () => {
      it("takes an item away beside what it writes, and one that is not there without a word", async () => {
        const pk = partition();
        await store.put({ item: { pk, sk: "old", text: "gone" } });
        const writes = [{ remove: { pk, sk: "old" } }, { remove: { pk, sk: "never" } }];
        expect(await store.transact([...writes, { item: versioned(pk, 1), expected: "absent" }])).toBe(
          "written",
        );
        expect((await store.query({ pk })).items).toEqual([versioned(pk, 1)]);
      });

      it("removes nothing when a condition beside it fails, wherever it stands", async () => {
        const pk = partition();
        const old = { pk, sk: "old", text: "stays" };
        await store.put({ item: old });
        await putVersion(versioned(pk, 1), "absent");
        const failing = { item: versioned(pk, 9), expected: "absent" as const };
        expect(await store.transact([failing, { remove: old }])).toBe("lost");
        expect(await store.transact([{ remove: { pk, sk: "old" } }, failing])).toBe("lost");
        expect(await store.get(old)).toEqual(old);
      });
    });

    describe("transact that checks", () => {
      it("writes while an item has the version, and nothing when it has another or is not there", async () => {
        const pk = partition();
        const stood = versioned(pk, 3);
        await store.put({ item: stood });
        const write = (sk: string) => ({ item: { pk, sk } });
        const { sk } = stood;
        expect(await store.transact([{ check: { pk, sk }, expected: 3 }, write("a")])).toBe("written");
        expect(await store.transact([write("b"), { check: { pk, sk }, expected: 2 }])).toBe("lost");
        expect(await store.transact([{ check: { pk, sk: "none" }, expected: 1 }, write("c")])).toBe("lost");
        expect((await store.query({ pk })).items.map((item) => item.sk).sort()).toEqual([sk, "a"].sort());
        expect(await store.get(stood)).toEqual(stood);
      });

      it("writes while an item is older than a version or is not there, and nothing from that version on", async () => {
        const pk = partition();
        const stood = versioned(pk, 3);
        const { sk } = stood;
        const told = (below: number, name: string) =>
          store.transact([{ item: { pk, sk: name } }, { check: { pk, sk }, below }]);
        expect(await told(1, "before")).toBe("written");
        await store.put({ item: stood });
        expect(await told(4, "later")).toBe("written");
        expect(await told(3, "same")).toBe("lost");
        expect(await told(2, "earlier")).toBe("lost");
        expect(await store.get({ pk, sk: "same" })).toBeUndefined();
        expect(await store.get(stood)).toEqual(stood);
      });

      it("removes an item of one version, and nothing when it has another or is gone", async () => {
        const pk = partition();
        const { sk } = versioned(pk, 1);
        await store.put({ item: versioned(pk, 1) });
        const beside = { item: { pk, sk: "beside" } };
        expect(await store.transact([{ remove: { pk, sk }, expected: 2 }, beside])).toBe("lost");
        expect(await store.get(beside.item)).toBeUndefined();
        expect(await store.transact([{ remove: { pk, sk }, expected: 1 }])).toBe("written");
        expect(await store.transact([{ remove: { pk, sk }, expected: 1 }, beside])).toBe("lost");
        expect((await store.query({ pk })).items).toEqual([]);
      });
    });

    describe("query", () => {
      /** All items, page by page. */
      const all = async (query: Query): Promise<string[]> => {
        const found: string[] = [];
        let after = query.after;
        for (let pages = 0; pages < 50; pages++) {
          const page = await store.query({ ...query, ...(after !== undefined && { after }) });
          if (query.limit !== undefined) expect(page.items.length).toBeLessThanOrEqual(query.limit);
          found.push(...page.items.map(({ sk }) => sk));
          if (page.next === undefined) return found;
          after = page.next;
        }
        throw new Error("the pages do not end");
      };
      const fill = async (sks: readonly string[]): Promise<string> => {
        const pk = partition();
        await Promise.all(sks.toReversed().map((sk) => store.put({ item: { pk, sk, text: `at ${sk}` } })));
        return pk;
      };
      const SKS = ["#", "A#1", "T#1", "T#10", "T#2", "T#3", "U"];

      it("answers an empty last page for a partition that has nothing", async () => {
        expect(await store.query({ pk: partition() })).toEqual({ items: [], next: undefined });
      });

      it("answers whole items in order of their sort key, oldest or newest first", async () => {
        const pk = await fill(SKS);
        const { items, next } = await store.query({ pk });
        expect(items).toEqual(SKS.map((sk) => ({ pk, sk, text: `at ${sk}` })));
        expect(next).toBeUndefined();
        expect(await all({ pk, newestFirst: true })).toEqual(SKS.toReversed());
      });

      it("answers only items whose sort key begins with the prefix", async () => {
        const pk = await fill(SKS);
        expect(await all({ pk, prefix: "T#" })).toEqual(["T#1", "T#10", "T#2", "T#3"]);
        expect(await all({ pk, prefix: "T#1", newestFirst: true })).toEqual(["T#10", "T#1"]);
        expect(await all({ pk, prefix: "X" })).toEqual([]);
      });

      it("continues after a sort key, also one that is not there", async () => {
        const pk = await fill(SKS);
        expect(await all({ pk, after: "T#10" })).toEqual(["T#2", "T#3", "U"]);
        expect(await all({ pk, after: "T#25" })).toEqual(["T#3", "U"]);
        expect(await all({ pk, after: "T#2", newestFirst: true })).toEqual(["T#10", "T#1", "A#1", "#"]);
        expect(await all({ pk, prefix: "T#", after: "T#1" })).toEqual(["T#10", "T#2", "T#3"]);
        expect(await all({ pk, after: "U" })).toEqual([]);
      });

      it.each([1, 2, 3, 7, 8, 1000])("pages by %i without losing or repeating an item", async (limit) => {
        const pk = await fill(SKS);
        expect(await all({ pk, limit })).toEqual(SKS);
        expect(await all({ pk, limit, newestFirst: true })).toEqual(SKS.toReversed());
        expect(await all({ pk, limit, prefix: "T#" })).toEqual(["T#1", "T#10", "T#2", "T#3"]);
      });

      it("pages by 100 when no limit is given", async () => {
        const sks = Array.from({ length: 120 }, (_, n) => String(n).padStart(3, "0"));
        const pk = await fill(sks);
        const first = await store.query({ pk });
        expect(first.items.map(({ sk }) => sk)).toEqual(sks.slice(0, 100));
        expect(await all({ pk })).toEqual(sks);
      });

      it("orders sort keys by their bytes in UTF-8, also beyond the first plane", async () => {
        const sks = ["A", "a", "é", "李", "～", "\u{1f600}"];
        expect(await all({ pk: await fill(sks) })).toEqual(sks);
      });
    });

    describe("delete", () => {
      it("takes the item away, and nothing beside it", async () => {
        const pk = partition();
        await store.put({ item: { pk, sk: "a" } });
        await store.put({ item: { pk, sk: "b" } });
        await store.delete({ pk, sk: "a" });
        expect(await store.get({ pk, sk: "a" })).toBeUndefined();
        expect((await store.query({ pk })).items).toEqual([{ pk, sk: "b" }]);
        expect(await store.put({ item: { pk, sk: "a" }, expected: "absent" })).toEqual({ written: true });
      });

      it("of what is not there does nothing", async () => {
        await store.delete({ pk: partition(), sk: "#" });
      });
    });

    describe("a call whose signal is aborted", () => {
      const signal = AbortSignal.abort();
      const key = () => ({ pk: partition(), sk: "#" });

      it.each<[string, (options: { signal: AbortSignal }) => Promise<unknown>]>([
        ["get", (options) => store.get(key(), options)],
        ["put", (options) => store.put({ item: key() }, options)],
        ["transact", (options) => store.transact([{ item: key() }], options)],
        ["query", (options) => store.query({ pk: partition() }, options)],
        ["delete", (options) => store.delete(key(), options)],
      ])("ends with StoreUnavailable: %s", async (_, call) => {
        await expect(call({ signal })).rejects.toBeInstanceOf(StoreUnavailable);
      });
    });
  });
}
