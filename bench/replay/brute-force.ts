import { NotUnderstood, type Tags } from "./brute-force-reading.ts";
import { type Contact, type DenyRule, plainRules } from "./brute-force-rules.ts";

/**
 * An independent judge of a replay. It shares no code with the gate: it reads the policy document anew, and
 * goes through every earlier admitted touch of the contact for every row and every rule.
 *
 * Guarantees
 * - An admitted touch that breaks a deny rule is found, given the touches admitted before it.
 * - A denial is right only when the rules it names are exactly those that it breaks.
 * - What this judge does not know is refused with NotUnderstood, never passed over.
 *
 * Known limitations
 * - Touches come in time order and carry no outcomes, and contacts have no wishes or suppressions: so it is in
 *   a replay.
 */

/** A row as the gate decided it. */
export interface Judged extends Tags {
  readonly line: number;
  readonly contact: string;
  readonly decision: string;
  readonly reasons: readonly { readonly rule: string }[];
}

/** A decision that this judge would have taken otherwise. */
export interface Fault {
  readonly row: Judged;
  /** The deny rules that the touch breaks. */
  readonly broken: readonly string[];
}

export interface Findings {
  readonly admittedCount: number;
  readonly deniedCount: number;
  readonly ruleCount: number;
  /** Admitted, though a rule was broken. */
  readonly broken: readonly Fault[];
  /** Denied, but not by the rules that were broken. */
  readonly wrongDenials: readonly Fault[];
}

/** Judges all rows, in the order in which they were decided. @throws NotUnderstood */
export function judge(policy: unknown, rows: readonly Judged[], contact: Contact): Findings {
  const { rules, counts } = plainRules(policy, contact);
  const admittedOf = new Map<string, Tags[]>();
  const broken: Fault[] = [];
  const wrongDenials: Fault[] = [];
  let admittedCount = 0;
  for (const row of rows) {
    const earlier = admittedOf.get(row.contact) ?? [];
    const failing = rules.filter((rule) => rule.breaks(row, earlier)).map(({ id }) => id);
    if (row.decision === "allow") {
      admittedCount += 1;
      if (failing.length > 0) broken.push({ row, broken: failing });
      if (counts(row)) admittedOf.set(row.contact, [...earlier, row]);
    } else if (!namesExactly(row, failing, rules)) {
      wrongDenials.push({ row, broken: failing });
    }
  }
  const deniedCount = rows.length - admittedCount;
  return { admittedCount, deniedCount, ruleCount: rules.length, broken, wrongDenials };
}

function namesExactly(row: Judged, failing: readonly string[], rules: readonly DenyRule[]): boolean {
  const named = new Set(row.reasons.map(({ rule }) => rule));
  for (const name of named) {
    if (!rules.some(({ id }) => id === name))
      throw new NotUnderstood(`the rule ${name}, which denied line ${row.line}`);
  }
  return named.size > 0 && named.size === failing.length && failing.every((id) => named.has(id));
}
