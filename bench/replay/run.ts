import { randomUUID } from "node:crypto";
import { DEFAULT_POLICY_FILE, startGate } from "../../lib/local/gate.ts";
import { chanceOf } from "../support/chance.ts";
import { judge } from "./brute-force.ts";
import { NotUnderstood } from "./brute-force-reading.ts";
import { plainRules } from "./brute-force-rules.ts";
import { CannotReplay } from "./cannot-replay.ts";
import { connectGate, type GateClient } from "./gate-client.ts";
import { type ContactLog, readLog } from "./log.ts";
import { preface } from "./preface.ts";
import { startProgress } from "./progress.ts";
import { type DecidedRow, replay } from "./replay.ts";
import { decisionsReport, findingsReport } from "./report.ts";
import { decisionsOf } from "./reservations.ts";
import { number } from "./wording.ts";
import { wordsFor } from "./words.ts";

export interface ReplayOptions {
  readonly file: string;
  /** Policy file of the own gate, default the shipped one; not with `url`. */
  readonly policy?: string;
  /** Most outbound rows to replay. */
  readonly limit?: number;
  /** IANA zone of every contact; without one no contact has a zone. */
  readonly timezone?: string;
  /** Stage of every contact; without one no contact has a stage. */
  readonly stage?: string;
  /** Department by purpose of the log. */
  readonly departments?: ReadonlyMap<string, string>;
  /** Seed, 1 or more: rows reserve, and what becomes of the reservations is drawn by it. Without it they record. */
  readonly reservations?: number;
  /** A running local gate; without one the replay starts its own. */
  readonly url?: string;
  readonly key: string;
  /** Ends the replay early; what was done is reported. */
  readonly signal: AbortSignal;
}

const EXIT = { fine: 0, broken: 1, notUnderstood: 2, stopped: 130 } as const;

/**
 * Replays a log and prints what came of it. Answers the exit code.
 * @throws CannotReplay, CannotStart with a line for the person at the keyboard.
 */
export async function runReplay(options: ReplayOptions): Promise<number> {
  if (options.url !== undefined && options.policy !== undefined) {
    throw new CannotReplay(
      "--policy is for a gate of the replay's own: a running one (--url) has its policy already.",
    );
  }
  if (options.timezone !== undefined && !isZone(options.timezone)) {
    throw new CannotReplay(`--timezone ${options.timezone} is no IANA zone, like Europe/Amsterdam.`);
  }
  const log = await readLog(options.file, options.limit);
  // A table of its own, should DYNAMODB_ENDPOINT name a database with more in it.
  const own =
    options.url === undefined
      ? await startGate({
          port: 0,
          memory: true,
          policyFile: options.policy ?? DEFAULT_POLICY_FILE,
          tableName: `touchgate-replay-${randomUUID()}`,
          onFault: (message) => console.error(message),
        })
      : undefined;
  const gate = connectGate(options.url ?? own?.url ?? "", options.key);
  try {
    return await replayThrough(gate, log, options);
  } finally {
    gate.close();
    await own?.stop();
  }
}

async function replayThrough(gate: GateClient, log: ContactLog, options: ReplayOptions): Promise<number> {
  const { timezone, stage, signal } = options;
  const { document, version } = await gate.activePolicy();
  const purposes = [...new Set(log.rows.map(({ purpose }) => purpose))];
  // The first rows of a log need not have all its purposes.
  const named = [...(options.departments ?? [])].filter(
    ([purpose]) => options.limit === undefined || purposes.includes(purpose),
  );
  const words = wordsFor(purposes, document, new Map(named));
  const policy = `${document.id}, version ${version}`;
  console.log(preface(log, { file: options.file, policy, timezone, stage, words }));
  const unknown = whatIsNotUnderstood(() => plainRules(document, { timezone, stage }));
  if (unknown !== undefined) console.log(`\nNo check at the end: it does not know ${unknown}.`);

  const progress = startProgress(log.rows.length);
  const startedAt = performance.now();
  let rows: DecidedRow[];
  try {
    rows = await replay(gate, {
      rows: log.rows,
      words,
      attributes: { ...(timezone !== undefined && { timezone }), ...(stage !== undefined && { stage }) },
      policyVersion: version,
      reservations: options.reservations === undefined ? undefined : chanceOf(options.reservations),
      onProgress: progress.done,
      signal,
    });
  } finally {
    progress.stop();
    await gate.setClock(null).catch(() => {}); // The fault that ended the replay says more than this one.
  }
  console.log(`\n${decisionsReport(rows, (performance.now() - startedAt) / 1_000)}`);
  const exit = check(document, rows, { timezone, stage });
  if (signal.aborted)
    console.log(`\nStopped after ${number(rows.length)} of ${number(log.rows.length)} rows.`);
  return exit === EXIT.fine && signal.aborted ? EXIT.stopped : exit;
}

/** Prints what the independent check finds. */
function check(policy: unknown, rows: readonly DecidedRow[], contact: Parameters<typeof judge>[2]): number {
  let exit: number = EXIT.notUnderstood;
  const unknown = whatIsNotUnderstood(() => {
    const findings = judge(policy, decisionsOf(rows), contact);
    console.log(findingsReport(findings));
    exit = findings.broken.length + findings.wrongDenials.length === 0 ? EXIT.fine : EXIT.broken;
  });
  if (unknown !== undefined) console.log(`\nNot checked: the independent check does not know ${unknown}.`);
  return exit;
}

function whatIsNotUnderstood(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (fault) {
    if (fault instanceof NotUnderstood) return fault.message;
    throw fault;
  }
}

function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
