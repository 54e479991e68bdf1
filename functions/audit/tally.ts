import { type AgentSeen, NOT_SEEN, together } from "../../lib/core/audit/find-owners.ts";
import type { Finding, FindingCode } from "../../lib/core/audit/finding.ts";
import type { StatusChange } from "./set-status.ts";

/** So many findings of each code are shown as examples. */
const MOST_EXAMPLES = 5;

/** What an audit has come to so far. */
export interface Tally {
  contacts: number;
  readonly counts: Partial<Record<FindingCode, number>>;
  /** Of each code the first by contact id, so that the order of the scan does not matter. */
  readonly examples: Partial<Record<FindingCode, readonly Finding[]>>;
  /** Statuses that were set, or would be: how many by `<from> → <to>`. */
  readonly statuses: Record<string, number>;
  readonly agents: Map<string, AgentSeen>;
  /** Agents beyond the most that are kept: silent owners are not told then. */
  tooManyAgents: boolean;
  readonly verification: Verification;
}

/** What came of asking again whether addresses work, in numbers of them. */
export interface Verification {
  asked: number;
  undeliverable: number;
  /** Of these nobody could tell. */
  unverified: number;
  /** Questions without an answer since the last that had one. */
  unansweredInARow: number;
  /** Whether the service answered so seldom that it was asked no more. */
  gaveUp: boolean;
  /** Were to be asked of, and are left to the next audit. */
  left: number;
}

export const newTally = (): Tally => ({
  contacts: 0,
  counts: {},
  examples: {},
  statuses: {},
  agents: new Map(),
  tooManyAgents: false,
  verification: { asked: 0, undeliverable: 0, unverified: 0, unansweredInARow: 0, gaveUp: false, left: 0 },
});

export function addFinding({ counts, examples }: Tally, found: Finding): void {
  const { code } = found;
  counts[code] = (counts[code] ?? 0) + 1;
  examples[code] = [...(examples[code] ?? []), found].sort(byContact).slice(0, MOST_EXAMPLES);
}

const byContact = (a: Finding, b: Finding): number => (nameOf(a) < nameOf(b) ? -1 : 1);

/** Two findings of one code and contact differ in what they were judged by. */
const nameOf = ({ contactId, evidence }: Finding): string => `${contactId} ${JSON.stringify(evidence)}`;

export function addStatus({ statuses }: Tally, { from, to }: StatusChange): void {
  const name = `${from} → ${to}`;
  statuses[name] = (statuses[name] ?? 0) + 1;
}

/** A scheduled audit puts its tally into one item. */
const MOST_AGENTS = 1_000;

export function addAgents(tally: Tally, seen: ReadonlyMap<string, AgentSeen>): void {
  for (const [agent, one] of seen) {
    const known = tally.agents.get(agent);
    if (known === undefined && tally.agents.size >= MOST_AGENTS) tally.tooManyAgents = true;
    else tally.agents.set(agent, together(known ?? NOT_SEEN, one));
  }
}
