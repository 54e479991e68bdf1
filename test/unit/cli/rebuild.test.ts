import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDeps, type Deps } from "../../../functions/shared/deps.ts";
import { MAX_HISTORY_BYTES } from "../../../lib/core/rules/history.ts";
import { DAY_MS } from "../../../lib/core/time.ts";
import { activateNewPolicy } from "../../../lib/store/activate-policy.ts";
import { findHeldHistory } from "../../../lib/store/held-history.ts";
import { REBUILD_KEY } from "../../../lib/store/keys.ts";
import { readActivePointer } from "../../../lib/store/policies.ts";
import type { Item, Store } from "../../../lib/store/store.ts";
import { NOW } from "../../support/checking.ts";
import { crashingStore, type Mishap } from "../../support/crashing-store.ts";
import { dump, storeOf } from "../../support/erasing.ts";
import {
  act,
  keyOfPhone,
  LONG,
  LONG_RETENTION,
  later,
  openPruningGate,
  PHONES,
  policyOf,
  putLong,
  rebuildOver,
  touchesAt,
} from "../../support/rebuilding.ts";
import { oneInterleaving } from "../../support/scheduler.ts";
import { openWriteSide } from "../../support/write-side.ts";

const KEYS = ["p1", keyOfPhone(0), keyOfPhone(1)];
const marketing = { purpose: "marketing", campaign: undefined, mode: "record" } as const;

/** Of `p1` with an address and of a stranger, whose touches but the last have been let go. */
async function prunedGate() {
  const clock = { now: NOW };
  const gate = await openPruningGate(clock, "P7D");
  await act(gate, { does: "link", contactId: "p1", phones: [0] }, []);
  const made: (string | undefined)[] = [];
  for (const to of [0, 1, "p1", 1, 0]) {
    await act(gate, { does: "check", to, ...marketing }, made);
    await act(gate, { does: "outcome", back: 0, outcome: "conversation" }, made);
    clock.now = later(clock.now, 8 * DAY_MS);
  }
  for (const to of [0, 1]) await act(gate, { does: "check", to, ...marketing }, made);
  await gate.tell();
  return { clock, gate };
}

const depsOf = (store: Store, clock: { readonly now: typeof NOW }): Deps =>
  createDeps({ store, now: () => clock.now, log: () => {}, pause: async () => {} });

/** What stands at every key, and what is said to be held. */
async function standing(store: Store, deps: Deps) {
  const held = await findHeldHistory(store, await readActivePointer(store));
  const touches = await Promise.all(KEYS.map((key) => touchesAt(store, deps, key)));
  const { heldMs, keepMs, rebuild } = held ?? {};
  return { touches, heldMs, keepMs, rebuild, left: await store.get(REBUILD_KEY) };
}

describe("a rebuild", () => {
  it("puts back what was let go, tells nobody, and then the longer policy is put", async () => {
    const { clock, gate } = await prunedGate();
    const { table } = gate;
    await expect(putLong(table)).rejects.toThrow("heldMs");
    const others = (items: readonly Item[]) =>
      items.filter(({ pk, sk }) => sk !== "#" && pk !== "POLICY" && pk !== "CHANGES");
    const before = others(await dump(table));
    const rebuilt = await rebuildOver(table, depsOf(table, clock));
    expect(rebuilt).toMatchObject({ touches: 5, full: [], keepMs: 60 * DAY_MS, isResumed: false });
    expect(others(await dump(table))).toEqual(before);
    expect((await dump(table)).filter(({ sk, words, events }) => sk === "#" && words && events)).toEqual([]);
    const { touches } = await standing(table, depsOf(table, clock));
    expect(touches.map((all) => all?.length)).toEqual([4, 4, 3]);
    await putLong(table);
    const again = (await openWriteSide(table, { clock }))(table);
    const checked = await again.check({ to: { contactId: "p1" }, channel: "sms", purpose: "marketing" });
    expect(checked).toMatchObject({ verdict: { decision: "defer" } });
  });

  it("killed before or after any step, and run again, comes to the same", async () => {
    const { clock, gate } = await prunedGate();
    const items = await dump(gate.table);
    const undisturbed = await storeOf(items);
    await rebuildOver(undisturbed, depsOf(undisturbed, clock));
    const expected = await standing(undisturbed, depsOf(undisturbed, clock));
    expect(expected).toMatchObject({ heldMs: 60 * DAY_MS, rebuild: undefined, left: undefined });
    let killed = 0;
    for (const kind of ["dies before", "dies after", "conflict"] as const) {
      for (let call = 0; ; call++) {
        const table = await storeOf(items);
        const mishap: Mishap = { call, kind };
        const died = await rebuildOver(table, depsOf(crashingStore(table, mishap), clock)).then(
          () => false,
          () => true,
        );
        if (!died && kind !== "conflict") break;
        if (died) {
          const { heldMs, left } = await standing(table, depsOf(table, clock));
          // Nobody is told that all is held before it is; only the last answer may have been lost.
          if (left !== undefined) expect(heldMs).toBe(7 * DAY_MS);
          await rebuildOver(table, depsOf(table, clock));
          killed++;
        }
        expect(await standing(table, depsOf(table, clock)), `${kind} at ${call}`).toEqual(expected);
        if (kind === "conflict" && call > killed) break;
      }
    }
    expect(killed).toBeGreaterThan(40);
  });

  it("goes on where it was, and does not see again what is done", async () => {
    const { clock, gate } = await prunedGate();
    const { table } = gate;
    const stop = new AbortController();
    let parts = 0;
    const stopped = rebuildOver(table, depsOf(table, clock), {
      segments: 20,
      signal: stop.signal,
      onProgress: () => (++parts === 12 ? stop.abort() : undefined),
    });
    await expect(stopped).rejects.toThrow("give the same command again");
    const seen: number[] = [];
    const scan = (asked: Parameters<typeof table.scan>[0]) => {
      seen.push(asked.segment);
      return table.scan(asked);
    };
    const { isResumed } = await rebuildOver(table, depsOf(table, clock), { scanner: { scan }, segments: 7 });
    expect(isResumed).toBe(true);
    expect(new Set(seen).size).toBeLessThanOrEqual(9);
    const { touches } = await standing(table, depsOf(table, clock));
    expect(touches.map((all) => all?.length)).toEqual([4, 4, 3]);
  });

  it("waits until every function must have heard that touches are kept, also when it is given again", async () => {
    const { clock, gate } = await prunedGate();
    const waited: number[] = [];
    const wait = async (milliseconds: number) => {
      waited.push(milliseconds);
      const pointer = await readActivePointer(gate.table);
      expect(pointer).toMatchObject({ keepMs: 60 * DAY_MS });
      if (waited.length === 1) throw new Error("killed");
    };
    const run = () => rebuildOver(gate.table, depsOf(gate.table, clock), { waitMs: 30_000, wait });
    await expect(run()).rejects.toThrow("killed");
    await run();
    expect(waited).toHaveLength(2);
    for (const milliseconds of waited) expect(milliseconds).toBeGreaterThan(25_000);
  });

  it("has states keep touches while it runs and after, until a policy retains as much", async () => {
    const { clock, gate } = await prunedGate();
    const { table } = gate;
    await rebuildOver(table, depsOf(table, clock));
    // A policy that retains less lets nothing go that the rebuild has put back.
    const put = async (document: object) =>
      activateNewPolicy(table, {
        ...{ document, active: await readActivePointer(table) },
        told: { at: clock.now, by: null },
      });
    expect(await put(policyOf("P10D"))).toEqual({ version: 2 });
    clock.now = later(clock.now, DAY_MS);
    const side = (await openWriteSide(table, { clock }))(table);
    await side.check({ to: { contactId: "p1" }, channel: "sms", purpose: "notice" });
    expect((await touchesAt(table, depsOf(table, clock), "p1"))?.length).toBe(4);
    expect(await put(LONG)).toEqual({ version: 3 });
    expect(await readActivePointer(table)).toEqual({ version: 3, latest: 3 });
    // From now on the policy alone says it.
    expect(await put(policyOf("P10D"))).toEqual({ version: 4 });
    expect(await put(LONG)).toEqual({ heldMs: 10 * DAY_MS });
  });

  it("says whose history is full, and checks say so too", async () => {
    const clock = { now: NOW };
    const gate = await openPruningGate(clock, "P7D");
    const { table, side } = gate;
    const campaign = (index: number) => `${index}`.padStart(120, "c");
    for (let index = 0; index < 400; index++) {
      await side.tell({
        ...{
          to: { phone: PHONES[0]?.value },
          channel: "sms",
          purpose: "marketing",
          campaign: campaign(index),
        },
        at: new Date(clock.now).toISOString(),
      });
      clock.now = later(clock.now, DAY_MS / 12);
    }
    await gate.tell();
    const { full } = await rebuildOver(table, depsOf(table, clock));
    expect(full).toEqual([keyOfPhone(0)]);
    await putLong(table);
    const asking = (await openWriteSide(table, { clock }))(table);
    const checked = await asking.check({
      to: { contactId: keyOfPhone(0) },
      channel: "sms",
      purpose: "marketing",
    });
    expect(JSON.stringify(checked)).toContain("history_full");
    const state = await table.get({ pk: `C#${keyOfPhone(0)}`, sk: "#" });
    expect(String(state?.words).length + String(state?.touches).length).toBeGreaterThan(MAX_HISTORY_BYTES);
  });

  it("goes on beside checks: none is lost, none is over the cap, and all is put back", async () => {
    const { clock, gate } = await prunedGate();
    const items = await dump(gate.table);
    const { compiled } = await depsOf(gate.table, clock).policy.get();
    expect(compiled.rules.map(({ id }) => id)).toContain("weekly");
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (chances) => {
        const table = await storeOf(items);
        const open = await openWriteSide(table, { clock });
        const asker = (store: Store) =>
          open(store).check({ to: { contactId: "p1" }, channel: "sms", purpose: "marketing" });
        await oneInterleaving<unknown>(
          {
            store: table,
            actors: {
              rebuild: async (store) =>
                rebuildOver(table, { ...depsOf(store, clock), policy: depsOf(table, clock).policy }),
              ...{ one: asker, two: asker, three: asker, four: asker },
            },
            judge: async ({ answers }) => {
              const allowed = answers.filter(
                (one) => "recorded" in (one as object) && (one as { recorded: unknown }).recorded === true,
              );
              // One touch of this week stands already, of three that the cap lets through.
              expect(allowed).toHaveLength(2);
              const touches = await touchesAt(table, depsOf(table, clock), "p1");
              expect(touches).toHaveLength(4 + 2);
            },
          },
          (waiting) => (chances.next().value as number) % waiting,
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe("a rebuild and an activation at once", () => {
  it("never leave a policy in force that looks back further than is held", async () => {
    const { clock, gate } = await prunedGate();
    const items = await dump(gate.table);
    await fc.assert(
      fc.asyncProperty(
        fc.infiniteStream(fc.nat()),
        fc.constantFrom("P7D", "P20D"),
        async (chances, retention) => {
          const table = await storeOf(items);
          const putting = (document: object) => async (store: Store) =>
            activateNewPolicy(store, {
              ...{ document, active: await readActivePointer(store) },
              told: { at: clock.now, by: null },
            });
          await oneInterleaving<unknown>(
            {
              store: table,
              actors: {
                rebuild: async (store) =>
                  rebuildOver(table, { ...depsOf(store, clock), policy: depsOf(table, clock).policy }),
                ...{ long: putting(LONG), other: putting(policyOf(retention)), again: putting(LONG) },
              },
              judge: async () => {
                const active = await readActivePointer(table);
                const { heldMs = 0, keepMs } = (await findHeldHistory(table, active)) ?? {};
                const { compiled } = await depsOf(table, clock).policy.renew();
                expect(compiled.retention).toBeLessThanOrEqual(Math.max(heldMs, keepMs ?? 0));
                expect(active?.keepMs).toBe(keepMs);
                expect(heldMs).toBe(60 * DAY_MS);
                expect((await touchesAt(table, depsOf(table, clock), "p1"))?.length).toBe(4);
              },
            },
            (waiting) => (chances.next().value as number) % waiting,
          );
        },
      ),
      { numRuns: 60 },
    );
    expect(LONG_RETENTION).toBe("P60D");
  });
});
