import { describe, expect, it } from "vitest";
import { runTurn, type Turn } from "../../../functions/audit/scheduled.ts";
import { readLastAudit } from "../../../functions/audit/stored-audit.ts";
import type { Alert } from "../../../functions/shared/alerts.ts";
import { StoreUnavailable } from "../../../lib/store/errors.ts";
import type { Scanner } from "../../../lib/store/scanner.ts";
import type { Store } from "../../../lib/store/store.ts";
import {
  auditOf,
  depsAt,
  type MemoryTable,
  type Sketch,
  statusesOf,
  tableWith,
} from "../../support/auditing.ts";
import { crashingStore } from "../../support/crashing-store.ts";

const BASE: readonly Sketch[] = Array.from({ length: 40 }, (_, at) => ({
  id: `crm-${at}`,
  sent: [1, 2, 3]
    .slice(0, at % 4)
    .map((daysAgo) => ({ channel: "email", outcome: "bounced", daysAgo }) as const),
  tags: at % 5 === 0 ? ["payment:invalid"] : [],
}));
const IDS = BASE.map(({ id }) => id);

/** A scheduled function over a table: what it told, and what is invoked by it. */
function scheduled(
  table: MemoryTable,
  { over = table, applies = true }: { over?: Store; applies?: boolean } = {},
) {
  const alerts: Alert[] = [];
  const deps = { ...depsAt(over), alert: async (alert: Alert) => void alerts.push(alert) };
  return {
    alerts,
    /** Each page takes so long of the time that an invocation has. */
    invoke: (requestId: string, goesOn: Turn["goesOn"], timeMs = 60_000, pageMs = 10_000) => {
      let remaining = timeMs;
      const scanner: Scanner = {
        ...table,
        scan: (scan) => {
          remaining -= pageMs;
          return table.scan(scan);
        },
      };
      return runTurn({ deps, scanner, applies, goesOn, requestId, remainingMs: () => remaining });
    },
    /** What the last pause asks for. */
    asked: (): Turn["goesOn"] => {
      const paused = alerts.filter((alert) => alert.type === "AuditPaused").at(-1);
      return paused?.type === "AuditPaused" ? { run: paused.run, turn: paused.turn } : undefined;
    },
  };
}

/** Lets an audit go on until it is done; each turn has time for a few pages. */
async function untilDone({ invoke, asked }: ReturnType<typeof scheduled>): Promise<number> {
  let end = await invoke("request-0", undefined);
  let turns = 1;
  while (end === "paused") end = await invoke(`request-${turns++}`, asked());
  expect(end).toBe("completed");
  return turns;
}

describe("a scheduled audit", () => {
  it("goes on over as many turns as it takes, and finds and sets what one run does", async () => {
    const [table, other] = await Promise.all([tableWith(BASE), tableWith(BASE)]);
    const { report, findings } = await auditOf(other, { applies: true });
    const gate = scheduled(table);
    // 64 parts of a page, ten seconds each, of which a minute less the reserve holds five.
    expect(await untilDone(gate)).toBe(13);
    const last = await readLastAudit(table);
    expect(last?.tally).toEqual({ ...report.tally, agents: new Map() });
    expect(new Set(last?.findings.map((found) => JSON.stringify(found)))).toEqual(
      new Set(findings.map((found) => JSON.stringify(found))),
    );
    expect(await statusesOf(table, IDS)).toEqual(await statusesOf(other, IDS));
    expect(gate.alerts.at(-1)).toEqual({
      type: "AuditCompleted",
      id: report.at,
      contacts: 40,
      ...{ counts: report.tally.counts, statuses: report.tally.statuses, applied: true },
    });
  });

  it("tells and sets nothing when it only reports", async () => {
    const table = await tableWith(BASE);
    const before = await statusesOf(table, IDS);
    await untilDone(scheduled(table, { applies: false }));
    expect(await statusesOf(table, IDS)).toEqual(before);
    expect((await readLastAudit(table))?.applied).toBe(false);
  });

  it("reads a page however little time there is, so that it ends", async () => {
    const gate = scheduled(await tableWith(BASE));
    let end = await gate.invoke("request-0", undefined, 1_000);
    for (let turn = 1; turn < 70 && end === "paused"; turn++) {
      end = await gate.invoke(`request-${turn}`, gate.asked(), 1_000);
    }
    expect(end).toBe("completed");
  });

  it("is taken up once by an event that comes twice", async () => {
    const gate = scheduled(await tableWith(BASE));
    expect(await gate.invoke("request-0", undefined)).toBe("paused");
    const asked = gate.asked();
    expect(await gate.invoke("request-1", asked)).toBe("paused");
    expect(await gate.invoke("request-2", asked)).toBe("superseded");
    expect(await gate.invoke("request-3", { run: "2020-01-01T00:00:00.000Z", turn: 0 })).toBe("superseded");
    expect(await gate.invoke("request-4", gate.asked())).toBe("paused");
  });

  it("begins anew when the schedule asks, and whoever had it before stops", async () => {
    const table = await tableWith(BASE);
    const gate = scheduled(table);
    expect(await gate.invoke("request-0", undefined)).toBe("paused");
    const old = gate.asked();
    expect(await gate.invoke("request-9", undefined, 10_000_000)).toBe("completed");
    expect(await gate.invoke("request-1", old)).toBe("superseded");
    expect((await readLastAudit(table))?.tally.contacts).toBe(40);
  });

  it("that dies at any call is invoked again, and counts every contact once", async () => {
    const other = await tableWith(BASE);
    const { report } = await auditOf(other);
    let deaths = 0;
    for (let call = 0; call < 150; call += 7) {
      const kind = call % 2 === 0 ? "dies before" : "dies after";
      const table = await tableWith(BASE);
      const dying = scheduled(table, { over: crashingStore(table, { call, kind }), applies: false });
      const first = await dying.invoke("request-0", undefined, 900_000, 2_000).catch((fault: unknown) => {
        expect(fault).toBeInstanceOf(StoreUnavailable);
        return "died";
      });
      if (first === "completed") continue;
      deaths++;
      const again = scheduled(table, { applies: false });
      expect(await again.invoke("request-0", undefined, 900_000, 2_000)).toBe("completed");
      expect((await readLastAudit(table))?.tally).toEqual({ ...report.tally, agents: new Map() });
    }
    expect(deaths).toBeGreaterThan(15);
  });

  it("whose last word was lost says it again under the same id", async () => {
    const table = await tableWith(BASE);
    const gate = scheduled(table);
    const deaf = { ...depsAt(table), alert: () => Promise.reject(new Error("the bus refuses")) };
    const turn = {
      scanner: table,
      applies: true,
      goesOn: undefined,
      requestId: "request-0",
      remainingMs: () => 9e5,
    };
    await expect(runTurn({ ...turn, deps: deaf })).rejects.toThrow("the bus refuses");
    expect(await gate.invoke("request-0", undefined, 900_000)).toBe("completed");
    expect(gate.alerts).toMatchObject([{ type: "AuditCompleted", contacts: 40 }]);
  });

  it("keeps the first thousand findings, in items that fit", async () => {
    const many = Array.from({ length: 1_050 }, (_, at) => ({
      id: `crm-${at}`,
      sent: [],
      tags: ["payment:invalid"],
    }));
    const table = await tableWith(many);
    const gate = scheduled(table, { applies: false });
    expect(await gate.invoke("request-0", undefined, 900_000, 5_000)).toBe("completed");
    const last = await readLastAudit(table);
    expect(last?.tally.counts).toEqual({ junk_tag: 1_050 });
    expect(last?.findings).toHaveLength(1_000);
    expect(new Set(last?.findings.map(({ contactId }) => contactId)).size).toBe(1_000);
  });
});
