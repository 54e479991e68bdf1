import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contactBody } from "../../functions/contacts/representation.ts";
import { DAY_MS, type EpochMs } from "../../lib/core/time.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { createTable, EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoStore } from "../../lib/store/dynamo-store.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import type { Item, ItemKey, Store } from "../../lib/store/store.ts";
import { NOW } from "../support/checking.ts";
import { availableEngines, type EngineKind, startEngine } from "../support/engines.ts";
import { openWriteSide } from "../support/write-side.ts";
import { type Done, keyOf, play, type Together } from "../support/write-side-client.ts";
import { type Command, soundCommand } from "../support/write-side-commands.ts";

const TABLE = "touchgate";
const RUNS = 60;

/** Everything under a prefix of its own, so that the runs on one table do not meet. */
const apart = (store: Store, prefix: string): Store => {
  const inside = <Key extends ItemKey>(key: Key): Key => ({ ...key, pk: `${prefix}${key.pk}` });
  const outside = (item: Item | undefined) => item && { ...item, pk: item.pk.slice(prefix.length) };
  return {
    get: async (key, call) => outside(await store.get(inside(key), call)),
    getMany: async (keys, call) => (await store.getMany(keys.map(inside), call)).map(outside),
    put: async (write, call) => {
      const result = await store.put({ ...write, item: inside(write.item) }, call);
      return result.written ? result : { written: false, current: outside(result.current) };
    },
    transact: (writes, call) =>
      store.transact(
        writes.map((write) => {
          if ("item" in write) return { ...write, item: inside(write.item) };
          if ("check" in write) return { ...write, check: inside(write.check) };
          return "add" in write
            ? { ...write, key: inside(write.key) }
            : { ...write, remove: inside(write.remove) };
        }),
        call,
      ),
    query: async (query, call) => {
      const page = await store.query({ ...query, pk: `${prefix}${query.pk}` }, call);
      return { ...page, items: page.items.map((item) => outside(item) as Item) };
    },
    delete: (key, call) => store.delete(inside(key), call),
  };
};

/** What was answered and what stands in the end; ids that are drawn at random as numbers in order of appearance. */
async function lived(store: Store, commands: readonly Command[]): Promise<string> {
  const clock = { now: NOW as EpochMs };
  const instance = await openWriteSide(store, { clock });
  const together: Together = { clock, done: [] as Done[], written: () => 0 };
  await play(commands, { instance, store, together });
  const gate = instance(store);
  const contacts = await Promise.all(
    ([0, 1, "p1", "p2"] as const).map((whom) => findContact({ store }, keyOf(gate, whom))),
  );
  const stands = contacts.map(
    (contact) => contact && { ...contact, shown: contactBody({ contact, card: { addresses: {} } }) },
  );
  const told = JSON.stringify([together.done, stands]);
  const numbers = new Map<string, string>();
  const numbered = (id: string) => numbers.get(id) ?? (numbers.set(id, `#${numbers.size}`).get(id) as string);
  const ids = together.done.flatMap(({ touchId = "" }) => /^t_([^.]+)\./.exec(touchId)?.[1] ?? []);
  const keys = ([0, 1] as const).map((place) => keyOf(gate, place));
  const known = [
    ...ids,
    ...keys,
    ...contacts.flatMap((contact) => contact?.touches.map(({ id }) => id) ?? []),
  ];
  const payloads = contacts.flatMap((contact) => contact?.keys.map(({ payload }) => payload) ?? []);
  return [...new Set([...known, ...payloads])].reduce((text, id) => text.replaceAll(id, numbered(id)), told);
}

function agreesWithMemory(name: string, open: () => Promise<{ store: Store; stop(): Promise<void> }>): void {
  describe(`${name} and memory`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.stop());

    it(`answer ${RUNS} random sequences of commands alike`, async () => {
      const seed = Number(process.env.WRITE_SIDE_SEED ?? Date.now() % 1_000_000_007);
      process.stdout.write(`  ${name} and memory: seed ${seed}\n`);
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(soundCommand, { minLength: 10, maxLength: 40 }), async (commands) => {
          const onEngine = await lived(apart(opened.store, `${++run}/`), commands);
          expect(onEngine).toBe(await lived(createMemoryStore(), commands));
        }),
        { seed, numRuns: RUNS },
      );
      expect(run).toBe(RUNS);
    }, 300_000);
  });
}

async function openOn(kind: EngineKind) {
  const { endpoint, stop } = await startEngine(kind);
  await createTable(endpoint, TABLE);
  return { store: createDynamoStore({ tableName: TABLE, endpoint, ...EMULATOR_ACCESS }), stop };
}

for (const found of await availableEngines()) {
  if ("missing" in found) describe.skip(`${found.kind}: ${found.missing}`, () => it("is not here", () => {}));
  else agreesWithMemory(found.kind, () => openOn(found.kind));
}

it("a difference between two stores is seen", async () => {
  const forgetful = (store: Store): Store => ({
    ...store,
    put: (write, call) => store.put({ ...write, item: { ...write.item, keys: "[]" } }, call),
  });
  const asked = { does: "check", to: 0, purpose: "marketing", mode: "record", days: 0 } as const;
  const twice: Command[] = [
    { ...asked, key: "a", fault: undefined },
    { does: "wait", ms: DAY_MS / 2 },
    { ...asked, key: "a", fault: undefined },
  ];
  expect(await lived(forgetful(createMemoryStore()), twice)).not.toBe(
    await lived(createMemoryStore(), twice),
  );
});
