import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import type { Chance } from "../support/chance.ts";
import { CannotReplay } from "./cannot-replay.ts";
import type { GateClient, Reason } from "./gate-client.ts";
import type { LogRow } from "./log.ts";
import { type Ending, endAsPlanned, LEASE_SECONDS, type Plan, planOf } from "./reservations.ts";
import type { Words } from "./words.ts";

/** A row of the log with what the gate decided on it. */
export interface DecidedRow extends Words {
  readonly line: number;
  readonly at: EpochMs;
  /** The log's own id. */
  readonly contact: string;
  readonly agent: string | undefined;
  readonly channel: string;
  readonly decision: "allow" | "defer" | "deny";
  readonly reasons: readonly Reason[];
  readonly warnings: readonly Reason[];
  /** What became of the reservation, when the row got one. */
  readonly ending?: Ending;
}

export interface Replay {
  readonly rows: readonly LogRow[];
  readonly words: ReadonlyMap<string, Words>;
  /** What every contact is put with. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly policyVersion: number;
  /** Rows reserve, and this says what becomes of it; without it they record. */
  readonly reservations?: Chance | undefined;
  /** Told after each row how many are done. */
  readonly onProgress: (doneCount: number) => void;
  /** Ends the replay after the row in hand. */
  readonly signal: AbortSignal;
}

/** The gate's id for a contact of the log. */
export const contactIdOf = (contact: string): string => `log-${contact}`;

/** A reservation that is still to be ended. */
interface Open extends Plan {
  /** Of the row among those decided. */
  readonly index: number;
  readonly touchId: string;
}

/**
 * Asks the gate about each row at the row's own instant, in order, and puts each contact before its first row.
 * Reservations are ended at their own instants between the rows; those still open after the last one, then.
 * @throws CannotReplay when the gate refuses, knew a contact before, or is moved by somebody else meanwhile.
 */
export async function replay(gate: GateClient, options: Replay): Promise<DecidedRow[]> {
  const { rows, words, attributes, policyVersion, reservations, onProgress, signal } = options;
  const asking = reservations && { mode: "reserve", reserveSeconds: LEASE_SECONDS };
  const decided: DecidedRow[] = [];
  const known = new Set<string>();
  let open: readonly Open[] = [];
  let clock: EpochMs | undefined;

  async function moveClock(at: EpochMs): Promise<void> {
    if (at !== clock) await gate.setClock(at);
    clock = at;
  }

  async function endDue(until: number): Promise<void> {
    const due = open.filter((one) => one.due <= until).sort((a, b) => a.due - b.due);
    if (due.length === 0) return;
    open = open.filter((one) => one.due > until);
    for (const one of due) {
      await moveClock(one.due);
      const ending = await endAsPlanned(gate, one.touchId, one);
      decided[one.index] = { ...(decided[one.index] as DecidedRow), ending };
    }
  }

  for (const { line, at, contact, employee: agent, channel, purpose } of rows) {
    if (signal.aborted) break;
    // First of all: only a local gate has a clock to set, and no other may get as much as a contact.
    await endDue(at);
    await moveClock(at);
    const contactId = contactIdOf(contact);
    if (!known.has(contact)) {
      known.add(contact);
      const created = await gate.putContact(contactId, {
        identities: [{ type: "log", value: contact }],
        attributes,
      });
      if (!created) throw new CannotReplay(knownBefore(contactId));
    }
    const asked = words.get(purpose) as Words;
    const answer = await gate.check({ to: { contactId }, channel, ...asked, agent, ...asking });
    const { decision, reasons, warnings, touchId = "" } = answer;
    if (answer.evaluatedAt !== formatInstant(at) || answer.policy.version !== policyVersion) {
      throw new CannotReplay(`Somebody else moved the clock or the policy of this gate (line ${line}).`);
    }
    if (decision === "allow" && !answer.recorded) {
      throw new CannotReplay(`The gate allowed line ${line} without recording it: its store was out.`);
    }
    decided.push({ line, at, contact, agent, channel, ...asked, decision, reasons, warnings });
    // Drawn for denied rows too, so that a row's lot does not hang on what became of others.
    const plan = reservations && planOf(at, reservations);
    if (plan !== undefined && decision === "allow") {
      open = [...open, { ...plan, index: decided.length - 1, touchId }];
      await endDue(at);
    }
    onProgress(decided.length);
  }
  await endDue(Number.POSITIVE_INFINITY);
  return decided;
}

const knownBefore = (contactId: string): string =>
  `The gate knows ${contactId} already, and what it knows would change the decisions: replay to a new one (npm start -- --memory).`;
