import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findContact } from "../../lib/store/contacts.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import type { Store } from "../../lib/store/store.ts";
import { NOW } from "../support/checking.ts";
import { oneInterleaving, type Scenario } from "../support/scheduler.ts";
import { streaming } from "../support/stream-records.ts";
import { openWriteSide } from "../support/write-side.ts";
import { keyOf, play, type Together } from "../support/write-side-client.ts";
import { ADDRESSES, bodyOf, type Command, command, type Whom } from "../support/write-side-commands.ts";
import { brokenPromises, idOf, type Written } from "../support/write-side-judge.ts";

const CLIENTS = 8;
const RUNS = Number(process.env.WRITE_SIDE_RUNS ?? 300);

const clients = fc.array(fc.array(command, { maxLength: 8 }), { minLength: CLIENTS, maxLength: CLIENTS });
/** Which of the waiting calls is next, step by step, over and over. */
const order = fc.array(fc.nat({ max: 1_000 }), { minLength: 20, maxLength: 60 });

/** What happened in all runs together, so that a test that tries nothing is seen. */
const tried = new Map<string, number>();
const count = (what: string) => void tried.set(what, (tried.get(what) ?? 0) + 1);

/** What is loaded on first use is loaded before: between two store calls clients wait for promises only. */
async function loadAll(): Promise<void> {
  const gate = (await openWriteSide(createMemoryStore(), { clock: { now: NOW } }))(createMemoryStore());
  for (const place of [0, 1] as const) await gate.link("p1", [ADDRESSES[place]]);
  for (const to of ["p1", 0, 1] as const) {
    const asked = { does: "check", to, purpose: "marketing", mode: "record", days: 0 } as const;
    await gate.check(bodyOf({ ...asked, key: undefined, fault: undefined }, NOW));
  }
}
await loadAll();

/** Eight clients, each an instance of its own, over one store whose writes are noted in their order. */
async function begin(scripts: readonly (readonly Command[])[], plain: Store): Promise<Scenario<void>> {
  const clock = { now: NOW };
  const { store, images } = streaming(plain);
  const instance = await openWriteSide(store, { clock });
  const before = images.length;
  const nows: Written["now"][] = [];
  const noting = notingTime(store, () => {
    while (nows.length < images.length) nows.push(clock.now);
  });
  const together: Together = { clock, done: [], written: () => images.length };
  return {
    store: noting,
    actors: Object.fromEntries(
      scripts.map((script, client) => [
        `client ${client}`,
        (own: Store) => play(script, { instance, store: own, together }),
      ]),
    ),
    judge: async () => {
      const gate = instance(store);
      const written = images.map((item, index) => ({ item, now: nows[index] as Written["now"] }));
      const broken = brokenPromises(written.slice(before), {
        done: together.done.map((one) => ({ ...one, answeredAfter: one.answeredAfter - before })),
        keyOf: (to) => keyOf(gate, to as Whom),
      });
      if (broken.length > 0) throw new Error(broken.join("\n"));
      for (const { command: asked, answer, touchId, replayed } of together.done) {
        count(`${asked.does} ${replayed ? "replayed" : answer}`);
        const stands = answer === "allow" && asked.does === "check" && asked.mode === "record";
        if (!stands || asked.purpose === "notice" || touchId === undefined) continue;
        const contact = await findContact({ store: plain }, touchId.slice(touchId.indexOf(".") + 1));
        const touch = contact?.touches.find(({ id }) => id === idOf(touchId));
        expect(touch?.state, `${touchId} was recorded and is in the state`).toBe("recorded");
      }
    },
  };
}

function notingTime(store: Store, note: () => void): Store {
  const noted = async <T>(act: Promise<T>): Promise<T> => {
    const result = await act;
    note();
    return result;
  };
  return {
    ...store,
    put: (write, call) => noted(store.put(write, call)),
    transact: (writes, call) => noted(store.transact(writes, call)),
  };
}

const underSomeOrder = (plain: () => Store) =>
  fc.asyncProperty(clients, order, async (scripts, turns) => {
    await oneInterleaving(
      await begin(scripts, plain()),
      (waiting, step) => (turns[step % turns.length] as number) % waiting,
    );
  });

describe("eight clients in any order keep every promise", () => {
  it(`in ${RUNS} random orders`, async () => {
    const seed = Number(process.env.WRITE_SIDE_SEED ?? Date.now() % 1_000_000_007);
    process.stdout.write(`  write side: seed ${seed}, ${RUNS} orders\n`);
    await fc.assert(underSomeOrder(createMemoryStore), { seed, numRuns: RUNS });
    process.stdout.write(
      `  ${[...tried]
        .sort()
        .map(([what, times]) => `${what} ${times}`)
        .join(", ")}\n`,
    );
    for (const what of ["check allow", "check replayed", "check unanswered", "confirm lease_expired"]) {
      expect(tried.get(what), what).toBeGreaterThan(0);
    }
  }, 300_000);
});

describe("the recount sees", () => {
  it("a store that ignores conditions", async () => {
    const careless = (): Store => {
      const store = createMemoryStore();
      return {
        ...store,
        put: ({ item }) => store.put({ item }),
        transact: (writes) =>
          store.transact(writes.map((write) => ("item" in write ? { item: write.item } : write))),
      };
    };
    const { failed, errorInstance } = await fc.check(underSomeOrder(careless), {
      numRuns: 100,
      endOnFailure: true,
    });
    expect(failed).toBe(true);
    expect(String(errorInstance)).toMatch(/was admitted|was told|recorded/);
  }, 120_000);
});
