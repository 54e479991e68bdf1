import type { AgentSeen } from "../../lib/core/audit/find-owners.ts";
import type { Finding } from "../../lib/core/audit/finding.ts";
import { readChunks, readLastReport } from "../../lib/store/audits.ts";
import type { Store } from "../../lib/store/store.ts";
import type { AuditReport } from "./command.ts";
import { newTally, type Tally } from "./tally.ts";

/** A tally as it is put down: an agent may have any name, so they are pairs and not fields. */
export interface PackedTally extends Omit<Tally, "agents"> {
  readonly agents: readonly (readonly [string, AgentSeen])[];
}

export const packTally = (tally: Tally): PackedTally => ({ ...tally, agents: [...tally.agents] });
/** What an earlier version put down lacks what it did not count. */
export const unpackTally = (packed: PackedTally): Tally => ({
  ...newTally(),
  ...packed,
  agents: new Map(packed.agents),
});

/** The report of a scheduled audit as it is put down. */
export interface StoredReport extends Omit<AuditReport, "tally"> {
  readonly run: string;
  /** Without agents: who of them is silent is among the findings. */
  readonly tally: PackedTally;
  /** Chunks of the first findings that were put aside. */
  readonly chunks: number;
}

export interface LastAudit extends AuditReport {
  /** The first 1,000. */
  readonly findings: readonly Finding[];
}

/** What the last scheduled audit that was completed found; undefined when none was. */
export async function readLastAudit(store: Store): Promise<LastAudit | undefined> {
  const stored = (await readLastReport(store)) as StoredReport | undefined;
  if (stored === undefined) return undefined;
  const { run, chunks, tally, ...report } = stored;
  const findings = (await readChunks(store, run, chunks)) as Finding[];
  return { ...report, tally: unpackTally(tally), findings };
}
