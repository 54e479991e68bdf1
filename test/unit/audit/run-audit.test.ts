import { describe, expect, it } from "vitest";
import { changeState } from "../../../functions/shared/change-state.ts";
import { type EpochMs, epochMs, formatInstant } from "../../../lib/core/time.ts";
import { policyVersionKey, stateKey } from "../../../lib/store/keys.ts";
import { eventsOf } from "../../../lib/store/packed-events.ts";
import type { Store } from "../../../lib/store/store.ts";
import { AT, daysAgo } from "../../support/audited.ts";
import { type Audited, auditOf, depsAt, type Sketch, statusesOf, tableWith } from "../../support/auditing.ts";

const bounced = (times: number, lastDay = 1): Sketch["sent"] =>
  Array.from(
    { length: times },
    (_, day) => ({ channel: "email", outcome: "bounced", daysAgo: lastDay + day }) as const,
  );

describe("an audit that applies what it finds", () => {
  const BASE: readonly Sketch[] = [
    { id: "anna", sent: bounced(3) },
    { id: "bert", sent: bounced(2) },
    { id: "carl", sent: bounced(3, 200), forgotten: true },
    { id: "dora", sent: [], tags: ["payment:invalid"] },
    { id: "emil", sent: [], status: "ghost" },
    { id: "fred", sent: bounced(3), status: "invalid" },
  ];
  const IDS = BASE.map(({ id }) => id);

  it("sets the statuses that it tells, and leaves the others as they were", async () => {
    const table = await tableWith(BASE);
    const before = await statusesOf(table, IDS);
    const told = await auditOf(table);
    expect(await statusesOf(table, IDS)).toEqual(before);
    expect(told.changes).toEqual([
      { contactId: "anna", from: "active", to: "ghost", rules: ["mail-bounces"] },
      { contactId: "carl", from: "active", to: "ghost", rules: ["mail-bounces"] },
      { contactId: "dora", from: "active", to: "junk", rules: ["bad-payer"] },
      { contactId: "emil", from: "ghost", to: "active", rules: [] },
    ]);
    const done = await auditOf(table, { applies: true });
    expect(done.changes).toEqual(told.changes);
    expect(done.report.tally.statuses).toEqual({
      "active → ghost": 2,
      "active → junk": 1,
      "ghost → active": 1,
    });
    expect(await statusesOf(table, IDS)).toEqual({
      ...{ anna: "ghost v3", bert: "active v2", carl: "ghost v3" },
      ...{ dora: "junk v3", emil: "active v3", fred: "invalid v2" },
    });
  });

  it("writes nothing the second time, and finds the same", async () => {
    const table = await tableWith(BASE);
    const first = await auditOf(table, { applies: true });
    const statuses = await statusesOf(table, IDS);
    const second = await auditOf(table, { applies: true });
    expect(second.changes).toEqual([]);
    const found = ({ findings }: Audited) => findings.map(({ action: _, ...one }) => one);
    expect(found(second)).toEqual(found(first));
    expect(await statusesOf(table, IDS)).toEqual(statuses);
  });

  it("says of each finding what was done about it, and asks for nothing that is done", async () => {
    const table = await tableWith([...BASE, { id: "gina", sent: bounced(3), tags: ["payment:invalid"] }]);
    const actions = ({ findings }: Audited) =>
      findings
        .filter(({ code }) => code === "unreachable" || code === "junk_tag")
        .map(({ contactId, action: { text, command } }) => [contactId, text.split(/[;.]/)[0], command]);
    const apply = "touchgate audit --apply";
    expect(actions(await auditOf(table))).toEqual([
      ["anna", "Mark it as a ghost", apply],
      ["carl", "Mark it as a ghost", apply],
      ["dora", "Mark it as junk", apply],
      ["fred", "Its status is invalid, which stops everything", null],
      ["gina", "Mark it as a ghost", apply],
      ["gina", "Mark it as junk", apply],
    ]);
    const set = (status: string) => `Its status was set to ${status}`;
    expect(actions(await auditOf(table, { applies: true }))).toEqual([
      ["anna", set("ghost"), null],
      ["carl", set("ghost"), null],
      ["dora", set("junk"), null],
      ["fred", "Its status is invalid, which stops everything", null],
      ["gina", set("junk"), null],
      ["gina", set("junk"), null],
    ]);
    const is = (status: string) => `Its status is ${status}`;
    for (const applies of [true, false]) {
      expect(actions(await auditOf(table, { applies }))).toEqual([
        ["anna", is("ghost"), null],
        ["carl", is("ghost"), null],
        ["dora", is("junk"), null],
        ["fred", "Its status is invalid, which stops everything", null],
        ["gina", is("junk"), null],
        ["gina", is("junk"), null],
      ]);
    }
  });

  it("tells with the write what it did", async () => {
    const table = await tableWith(BASE);
    await auditOf(table, { applies: true });
    const item = await table.get(stateKey("anna"));
    expect(item && eventsOf(item)).toEqual([
      { type: "status", at: AT, by: null, from: "active", to: "ghost", rules: ["mail-bounces"] },
    ]);
  });
});

describe("a contact that changes while it is audited", () => {
  /** A store in which the contact is written by somebody else before each of the first so many writes. */
  function disturbed(
    table: Store,
    times: number,
    change: (turn: number) => Parameters<typeof changeState>[2],
  ): Store {
    let turn = 0;
    return {
      ...table,
      put: async (write) => {
        if (turn < times) await changeState(depsAt(table), "anna", change(turn++));
        return table.put(write);
      },
    };
  }

  it("keeps what was written, and is judged by it", async () => {
    const table = await tableWith([{ id: "anna", sent: bounced(3) }]);
    const answered = disturbed(table, 1, () => (contact) => ({
      answer: {},
      write: {
        contact: {
          ...contact,
          touches: contact.touches.map((touch, index) =>
            index < 2 ? touch : { ...touch, outcomes: [{ outcome: "replied" as const, at: AT }] },
          ),
        },
        events: [],
      },
    }));
    const { changes } = await auditOf(table, { applies: true, over: answered });
    expect(changes).toEqual([]);
    expect(await statusesOf(table, ["anna"])).toEqual({ anna: "active v3" });
  });

  it("gets its status on what was written", async () => {
    const table = await tableWith([{ id: "anna", sent: bounced(3) }]);
    const owned = disturbed(table, 3, (turn) => (contact) => ({
      answer: {},
      write: { contact: { ...contact, owner: { agent: `u${turn}`, department: undefined } }, events: [] },
    }));
    const { changes } = await auditOf(table, { applies: true, over: owned });
    expect(changes).toHaveLength(1);
    expect(await statusesOf(table, ["anna"])).toEqual({ anna: "ghost v6" });
    const found = await changeState(depsAt(table), "anna", ({ owner }) => ({ answer: { owner } }));
    expect(found).toMatchObject({ owner: { agent: "u2" } });
  });
});

describe("what is read of the past", () => {
  const untouched = (id: string): Sketch => ({ id, sent: [] });

  /** How many queries of timelines an audit takes of two contacts that were put once, in a gate that began then. */
  async function queriesOf(staleAfter: string | undefined, begunAt: EpochMs): Promise<number> {
    const table = await tableWith([untouched("anna"), untouched("bert")], { staleAfter });
    for (const [key, change] of [
      [stateKey("anna"), { version: 1 }],
      [stateKey("bert"), { version: 1 }],
      [policyVersionKey(1), { createdAt: formatInstant(begunAt) }],
    ] as const) {
      await table.put({ item: { ...(await table.get(key)), ...key, ...change } });
    }
    let queries = 0;
    const over: Store = {
      ...table,
      query: (query) => {
        if (query.pk.startsWith("C#")) queries++;
        return table.query(query);
      },
    };
    const { report } = await auditOf(table, { over });
    expect(report.tally.contacts).toBe(2);
    return queries;
  }

  it("is nothing of a contact that was put once and never touched, unless it may be stale", async () => {
    expect(await queriesOf(undefined, daysAgo(900))).toBe(0);
    expect(await queriesOf("P730D", epochMs(daysAgo(730) + 1))).toBe(0);
    // Touches and changes, of its id and of its address.
    expect(await queriesOf("P730D", daysAgo(730))).toBe(8);
  });
});
