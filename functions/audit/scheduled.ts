import type { Finding } from "../../lib/core/audit/finding.ts";
import { type EpochMs, formatInstant, parseInstant } from "../../lib/core/time.ts";
import { readRun, type StoredRun, writeReport, writeRun } from "../../lib/store/audits.ts";
import type { Scanner } from "../../lib/store/scanner.ts";
import type { ItemKey } from "../../lib/store/store.ts";
import type { Deps } from "../shared/deps.ts";
import { auditPage, auditRest, type Sink } from "./audit-page.ts";
import { type AuditContext, contextOf } from "./context.ts";
import { type Progress, RunNotes, type Taken } from "./run-notes.ts";
import { packTally, type StoredReport, unpackTally } from "./stored-audit.ts";
import { newTally, type Tally } from "./tally.ts";

/** One invocation of the scheduled function. */
export interface Turn {
  readonly deps: Deps;
  readonly scanner: Scanner;
  readonly applies: boolean;
  /** The run that is to go on; undefined when the schedule asks for a new one. */
  readonly goesOn: { readonly run: string; readonly turn: number } | undefined;
  /** The same when Lambda invokes again what has failed. */
  readonly requestId: string;
  /** Until the invocation is stopped. */
  readonly remainingMs: () => number;
}

/** How a turn ended. `superseded`: another one has the run, or has completed it. */
export type TurnEnd = "completed" | "paused" | "superseded";

const SEGMENTS = 64;
/** A turn ends so long before it would be stopped: a page takes seconds. */
const RESERVE_MS = 20_000;
const SAVE_EVERY_MS = 30_000;
/** Later in a turn the service that verifies addresses is not asked: what is due is left to the next audit. */
const ASKING_RESERVE_MS = 60_000;

/**
 * Audits the whole table in as many turns as it takes. Each turn goes on where the one before has put the run down, and
 * asks for the next by an `AuditPaused` event on the bus, which invokes the function again. A turn that fails is invoked
 * again by Lambda, twice, and goes on from what was put down last: each page is then counted once.
 *
 * Known limitations
 * - A turn that fails three times ends the run; the alarm of the function tells, and the next schedule begins anew.
 * - The report has all counts, and the first 1,000 findings.
 * - Silent owners are told of up to 1,000 agents.
 * - Of a turn that failed, statuses that it had set since it last put the run down are not counted.
 */
export async function runTurn(turn: Turn): Promise<TurnEnd> {
  const taken = await takeUp(turn);
  if (taken === undefined) return "superseded";
  const { deps, scanner, applies, remainingMs } = turn;
  const at = parseInstant(taken.run.run) as EpochMs;
  const mayAsk = () => remainingMs() > ASKING_RESERVE_MS;
  const context = await contextOf({ deps, scanner, applies, at, agents: undefined, mayAsk });
  return work(turn, context, taken);
}

/** Takes the run up, once for each event whatever comes twice; undefined when it is somebody else's. */
async function takeUp({ deps: { store, now }, goesOn, requestId }: Turn): Promise<Taken | undefined> {
  const { run, version } = await readRun(store);
  const isMineAgain = run !== undefined && !run.isDone && run.by === requestId;
  if (isMineAgain) return { run, version };
  const next = goesOn === undefined ? newRun(now(), requestId) : continued(run, goesOn, requestId);
  if (next === undefined) return undefined;
  const written = await writeRun(store, next, version);
  return written === undefined ? undefined : { run: next, version: written };
}

const newRun = (at: EpochMs, by: string): StoredRun => {
  const progress: Progress = { segment: 0, after: undefined, tally: packTally(newTally()), kept: 0 };
  return { run: formatInstant(at), turn: 0, by, isDone: false, progress, chunks: 0 };
};

function continued(
  run: StoredRun | undefined,
  goesOn: { readonly run: string; readonly turn: number },
  by: string,
): StoredRun | undefined {
  if (run === undefined || run.isDone || run.run !== goesOn.run || run.turn !== goesOn.turn) return undefined;
  return { ...run, turn: run.turn + 1, by };
}

async function work(turn: Turn, context: AuditContext, taken: Taken): Promise<TurnEnd> {
  const { deps, remainingMs } = turn;
  const progress = taken.run.progress as Progress;
  const tally = unpackTally(progress.tally);
  const pending: Finding[] = [];
  const notes = new RunNotes(deps, taken, progress.kept);
  const sink: Sink = { tally, onFinding: (found) => pending.push(found) };
  const save = (segment: number, after: ItemKey | undefined) =>
    notes.save({ segment, after, tally }, pending);

  let { segment, after } = progress;
  let savedMs = remainingMs();
  // However little time there is, a turn reads a page: so every run ends.
  while (segment < SEGMENTS) {
    after = await auditPage(context, { segment, segments: SEGMENTS, after }, sink);
    if (after === undefined) segment++;
    const isOut = remainingMs() < RESERVE_MS;
    if (isOut || savedMs - remainingMs() > SAVE_EVERY_MS) {
      if (!(await save(segment, after))) return "superseded";
      savedMs = remainingMs();
    }
    if (isOut) return pause(turn, taken);
  }
  await auditRest(context, sink);
  if (!(await save(segment, after))) return "superseded";
  return complete(context, notes, tally);
}

async function pause({ deps }: Turn, { run: { run, turn } }: Taken): Promise<TurnEnd> {
  deps.log({ level: "info", function: "audit", run, turn, message: "paused" });
  await deps.alert({ type: "AuditPaused", id: `${run}#${turn}`, run, turn });
  return "paused";
}

async function complete(
  { deps, applies, policy }: AuditContext,
  notes: RunNotes,
  tally: Tally,
): Promise<TurnEnd> {
  const { run, chunks } = notes.run;
  const packed = packTally({ ...tally, agents: new Map() });
  const report: StoredReport = { run, at: run, policy, applied: applies, tally: packed, chunks };
  await writeReport(deps.store, run, report);
  const { contacts, counts, statuses } = tally;
  deps.log({ level: "info", function: "audit", run, contacts, counts, statuses });
  // Whatever fails from here on is told again, under the same id.
  await deps.alert({ type: "AuditCompleted", id: run, contacts, counts, statuses, applied: applies });
  await notes.close();
  return "completed";
}
