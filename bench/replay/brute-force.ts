import { NotUnderstood, type Tags } from "./brute-force-reading.ts";
import { type Contact, type DenyRule, plainRules } from "./brute-force-rules.ts";

/**
 * An independent judge of a replay. It shares no code with the gate: it reads the policy document anew, and
 * goes through every earlier admitted touch of the contact for every row and every rule.
 *
 * Guarantees
 * - An admitted touch or reservation that breaks a deny rule is found, given what counted when it was admitted:
 *   the touches admitted before it, and the reservations that held their places at that instant.
 * - A denial is right only when the rules it names are exactly those that it breaks; one that names none because
 *   the gate tells none (a confirmation refused after its lease), when any rule is broken.
 * - What this judge does not know is refused with NotUnderstood, never passed over.
 *
 * Known limitations
 * - Decisions come in the order in which they were taken, touches carry no outcomes, and contacts have no wishes or
 *   suppressions: so it is in a replay.
 */

/** A row as the gate decided it, or the confirmation of one after its lease, which is decided anew. */
export interface Judged extends Tags {
  readonly line: number;
  readonly contact: string;
  readonly decision: string;
  /** Undefined when the gate names no rules. */
  readonly reasons: readonly { readonly rule: string }[] | undefined;
  /** Epoch milliseconds; absent: the row's own instant. */
  readonly decidedAt?: number;
  /** Epoch milliseconds, excluded, of a reservation that was not confirmed within its lease; absent: it stands. */
  readonly holdsUntil?: number;
}

/** A decision that this judge would have taken otherwise. */
export interface Fault {
  readonly row: Judged;
  /** The deny rules that the touch breaks. */
  readonly broken: readonly string[];
}

export interface Findings {
  /** Touches that stand. */
  readonly admittedCount: number;
  /** Reservations that were not confirmed within their lease. */
  readonly reservedCount: number;
  readonly deniedCount: number;
  readonly ruleCount: number;
  /** Admitted or reserved, though a rule was broken. */
  readonly broken: readonly Fault[];
  /** Denied, but not by the rules that were broken. */
  readonly wrongDenials: readonly Fault[];
}

/** Judges all decisions, in the order in which they were taken. @throws NotUnderstood */
export function judge(policy: unknown, rows: readonly Judged[], contact: Contact): Findings {
  const { rules, counts } = plainRules(policy, contact);
  const admittedOf = new Map<string, Judged[]>();
  const broken: Fault[] = [];
  const wrongDenials: Fault[] = [];
  let [admittedCount, reservedCount] = [0, 0];
  for (const row of rows) {
    const earlier = (admittedOf.get(row.contact) ?? []).filter((admitted) => holds(admitted, row));
    const failing = rules.filter((rule) => rule.breaks(row, earlier)).map(({ id }) => id);
    if (row.decision === "allow") {
      if (row.holdsUntil === undefined) admittedCount += 1;
      else reservedCount += 1;
      if (failing.length > 0) broken.push({ row, broken: failing });
      if (counts(row)) admittedOf.set(row.contact, [...earlier, row]);
    } else if (!isExplained(row, failing, rules)) {
      wrongDenials.push({ row, broken: failing });
    }
  }
  const deniedCount = rows.length - admittedCount - reservedCount;
  return { admittedCount, reservedCount, deniedCount, ruleCount: rules.length, broken, wrongDenials };
}

/** Whether what was admitted before still counts when a later row is decided. */
const holds = ({ holdsUntil }: Judged, { at, decidedAt = at }: Judged): boolean =>
  holdsUntil === undefined || decidedAt < holdsUntil;

function isExplained(row: Judged, failing: readonly string[], rules: readonly DenyRule[]): boolean {
  if (row.reasons === undefined) return failing.length > 0;
  const named = new Set(row.reasons.map(({ rule }) => rule));
  for (const name of named) {
    if (!rules.some(({ id }) => id === name))
      throw new NotUnderstood(`the rule ${name}, which denied line ${row.line}`);
  }
  return named.size > 0 && named.size === failing.length && failing.every((id) => named.has(id));
}
