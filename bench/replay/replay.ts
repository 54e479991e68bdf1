import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import { CannotReplay } from "./cannot-replay.ts";
import type { GateClient, Reason } from "./gate-client.ts";
import type { LogRow } from "./log.ts";
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
}

export interface Replay {
  readonly rows: readonly LogRow[];
  readonly words: ReadonlyMap<string, Words>;
  /** What every contact is put with. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly policyVersion: number;
  /** Told after each row how many are done. */
  readonly onProgress: (doneCount: number) => void;
  /** Ends the replay after the row in hand. */
  readonly signal: AbortSignal;
}

/** The gate's id for a contact of the log. */
export const contactIdOf = (contact: string): string => `log-${contact}`;

/**
 * Asks the gate about each row at the row's own instant, in order, and puts each contact before its first row.
 * @throws CannotReplay when the gate refuses, knew a contact before, or is moved by somebody else meanwhile.
 */
export async function replay(gate: GateClient, options: Replay): Promise<DecidedRow[]> {
  const { rows, words, attributes, policyVersion, onProgress, signal } = options;
  const decided: DecidedRow[] = [];
  const known = new Set<string>();
  let clock: EpochMs | undefined;
  for (const { line, at, contact, employee: agent, channel, purpose } of rows) {
    if (signal.aborted) break;
    // First of all: only a local gate has a clock to set, and no other may get as much as a contact.
    if (at !== clock) await gate.setClock(at);
    clock = at;
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
    const decision = await gate.check({ to: { contactId }, channel, ...asked, agent });
    if (decision.evaluatedAt !== formatInstant(at) || decision.policy.version !== policyVersion) {
      throw new CannotReplay(`Somebody else moved the clock or the policy of this gate (line ${line}).`);
    }
    if (decision.decision === "allow" && !decision.recorded) {
      throw new CannotReplay(`The gate allowed line ${line} without recording it: its store was out.`);
    }
    const { reasons, warnings } = decision;
    decided.push({
      line,
      at,
      contact,
      agent,
      channel,
      ...asked,
      decision: decision.decision,
      reasons,
      warnings,
    });
    onProgress(decided.length);
  }
  return decided;
}

const knownBefore = (contactId: string): string =>
  `The gate knows ${contactId} already, and what it knows would change the decisions: replay to a new one (npm start -- --memory).`;
