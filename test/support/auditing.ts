import { type AuditReport, runAudit } from "../../functions/audit/command.ts";
import type { StatusChange } from "../../functions/audit/set-status.ts";
import { recorder } from "../../functions/record/command.ts";
import { bootstrap } from "../../functions/shared/bootstrap.ts";
import { createDeps, type Deps } from "../../functions/shared/deps.ts";
import type { Finding } from "../../lib/core/audit/finding.ts";
import { type Contact, newContact } from "../../lib/core/contact.ts";
import type { StateEvent } from "../../lib/core/events.ts";
import { DAY_MS, epochMs } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import type { Channel, Outcome } from "../../lib/core/words.ts";
import { readState } from "../../lib/store/contacts.ts";
import { toStateItem } from "../../lib/store/items.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import type { Scanner } from "../../lib/store/scanner.ts";
import type { Store } from "../../lib/store/store.ts";
import defaultPolicy from "../../policies/default.json" with { type: "json" };
import { AT, identity } from "./audited.ts";

/** A contact of a made-up base: what it was sent, and what became of it. */
export interface Sketch {
  readonly id: string;
  readonly status?: Contact["status"];
  readonly tags?: readonly string[];
  readonly sent: readonly {
    readonly channel: Channel;
    readonly outcome: Outcome;
    readonly daysAgo: number;
  }[];
  /** Whether the touches stand on the timeline only. */
  readonly forgotten?: boolean;
}

export type MemoryTable = Store & Scanner;

/** A table in memory with these contacts, their pasts told to their timelines, and a policy with this audit. */
export async function tableWith(sketches: readonly Sketch[], audit?: object): Promise<MemoryTable> {
  const table = createMemoryStore();
  await bootstrap(table, { policy: { ...defaultPolicy, ...(audit !== undefined && { audit }) } });
  const record = recorder(depsAt(table));
  for (const sketch of sketches) {
    const [item, events] = stateOf(sketch);
    await table.put({ item: toStateItem(item, events) });
    await record(toStateItem(item, events));
  }
  return table;
}

function stateOf({ id, status = "active", tags = [], sent, forgotten = false }: Sketch) {
  const touches = sent
    .map(({ channel, outcome, daysAgo }, index): Touch => {
      const at = epochMs(AT - daysAgo * DAY_MS);
      return {
        ...{ id: `${id}-${index}`, at, channel, department: "sales", purpose: "sales", address: undefined },
        ...{
          campaign: undefined,
          topic: undefined,
          product: undefined,
          subject: undefined,
          agent: undefined,
        },
        ...{ origin: undefined, state: "recorded", expiresAt: undefined, outcomes: [{ outcome, at }] },
      };
    })
    .sort((a, b) => a.at - b.at);
  const contact: Contact = {
    ...newContact(id, [identity("email")]),
    ...{ version: 2, put: true, status, attributes: { timezone: "UTC", tags } },
    touches: forgotten ? [] : touches,
  };
  const events = touches.map(
    (touch): StateEvent => ({ type: "touched", touch, reference: undefined, by: null }),
  );
  return [contact, events] as const;
}

export const depsAt = (store: Store) =>
  createDeps({ store, now: () => AT, log: () => {}, pause: async () => {} });

export interface Audited {
  readonly report: AuditReport;
  readonly findings: readonly Finding[];
  readonly changes: readonly StatusChange[];
}

interface AuditingOptions extends Partial<Pick<Deps, "verifier" | "pause">> {
  readonly applies?: boolean;
  /** Stands in for the table where it is read and written. */
  readonly over?: Store;
}

/** Runs an audit. */
export async function auditOf(
  table: MemoryTable,
  { applies = false, over = table, ...asking }: AuditingOptions = {},
): Promise<Audited> {
  const findings: Finding[] = [];
  const changes: StatusChange[] = [];
  const report = await runAudit({
    ...{ deps: { ...depsAt(over), ...asking }, scanner: table, at: AT, agents: undefined, applies },
    onFinding: (found) => findings.push(found),
    onStatus: (change) => changes.push(change),
  });
  const byId = (a: { contactId: string }, b: { contactId: string }) => (a.contactId < b.contactId ? -1 : 1);
  return { report, findings: findings.sort(byId), changes: changes.sort(byId) };
}

/** Status and version of each contact. */
export async function statusesOf(table: Store, ids: readonly string[]): Promise<Record<string, string>> {
  const states = await Promise.all(ids.map((id) => readState({ store: table }, id)));
  return Object.fromEntries(
    states.map((state, index) => [
      ids[index],
      state.kind === "contact" ? `${state.contact.status} v${state.contact.version}` : state.kind,
    ]),
  );
}
