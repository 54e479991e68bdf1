import type { Fault, Findings } from "./brute-force.ts";
import { pressureOf, tally } from "./figures.ts";
import type { Reason } from "./gate-client.ts";
import type { DecidedRow } from "./replay.ts";
import { type Ending, isSent } from "./reservations.ts";
import { duration, number, percent, table } from "./wording.ts";

const DECISIONS = ["allow", "defer", "deny"] as const;
/** Of a replay with reservations. Unsent: allowed, but the reservation was not confirmed. */
const FATES = [...DECISIONS, "unsent"] as const;

const fateOf = (row: DecidedRow): (typeof FATES)[number] =>
  row.decision === "allow" && !isSent(row) ? "unsent" : row.decision;

const fatesOf = (rows: readonly DecidedRow[]) =>
  rows.some(({ ending }) => ending !== undefined) ? FATES : DECISIONS;

/** What the gate decided on the rows: by decision, rule and code, and department; and what contacts felt of it. */
export function decisionsReport(rows: readonly DecidedRow[], elapsedSeconds: number): string {
  const speed = `${duration(elapsedSeconds)}, ${number(Math.round(rows.length / elapsedSeconds))} rows/s`;
  return [
    `Replayed ${number(rows.length)} rows in ${speed}.`,
    section(
      "Decisions",
      fatesOf(rows).map((word) => {
        const count = rows.filter((row) => fateOf(row) === word).length;
        return [word, number(count), percent(count, rows.length)];
      }),
    ),
    ...endingsSection(rows),
    section("Why not (a row may break several rules)", reasonRows(rows, "reasons"), 2),
    section("Warnings, which stop nothing", reasonRows(rows, "warnings"), 2),
    section("By department", [["", ...fatesOf(rows), "allowed"], ...departmentRows(rows)]),
    section("What contacts felt", pressureRows(rows)),
  ].join("\n");
}

const section = (title: string, rows: readonly (readonly string[])[], leftCount?: number): string =>
  `\n${title}\n${rows.length === 0 ? "  none" : table(rows, leftCount)}`;

function reasonRows(rows: readonly DecidedRow[], field: "reasons" | "warnings"): string[][] {
  const given: Reason[] = rows.flatMap((row) => row[field]);
  return tally(given, ({ rule, code }) => `${rule} ${code}`).map(([key, count]) => [
    ...key.split(" "),
    number(count),
    percent(count, rows.length),
  ]);
}

function departmentRows(rows: readonly DecidedRow[]): string[][] {
  return tally(rows, ({ department }) => department).map(([name, count]) => {
    const counts = fatesOf(rows).map(
      (word) => rows.filter((row) => row.department === name && fateOf(row) === word).length,
    );
    return [name, ...counts.map(number), percent(counts[0] ?? 0, count)];
  });
}

const ENDINGS: Readonly<Record<Ending["kind"], string>> = {
  confirmed: "confirmed",
  confirmedLate: "confirmed late",
  refusedLate: "refused late",
  released: "released",
  left: "left",
};

/** Nothing when no row was reserved. */
function endingsSection(rows: readonly DecidedRow[]): string[] {
  const endings = rows.flatMap(({ ending }) => (ending === undefined ? [] : [ending.kind]));
  if (endings.length === 0) return [];
  const lines = Object.entries(ENDINGS).map(([kind, words]) => {
    const count = endings.filter((ending) => ending === kind).length;
    return [words, number(count), percent(count, endings.length)];
  });
  return [section("What became of the reservations (late: after the lease)", lines)];
}

/** Before: every row of the log. After: what the gate admitted and was sent. Shares are of the log's contacts and of the touches. */
function pressureRows(rows: readonly DecidedRow[]): string[][] {
  const before = pressureOf(rows);
  const after = pressureOf(rows.filter(isSent));
  const contactCount = new Set(rows.map(({ contact }) => contact)).size;
  const both = [before, after];
  const share = (part: number, whole: number) => `${number(part)} (${percent(part, whole)})`;
  return [
    ["", "before", "after"],
    ["touches", ...both.map(({ touchCount }) => number(touchCount))],
    [
      `of ${number(contactCount)} contacts, touched twice within 24 h`,
      ...both.map(({ twiceInDayCount }) => share(twiceInDayCount, contactCount)),
    ],
    [
      "touches within 60 s after another employee's",
      ...both.map(({ onHeelsCount, touchCount }) => share(onHeelsCount, touchCount)),
    ],
  ];
}

const MOST_FAULTS_SHOWN = 20;

/** What the independent check found. */
export function findingsReport(findings: Findings): string {
  const { admittedCount, reservedCount, deniedCount, ruleCount, broken, wrongDenials } = findings;
  const shown = [
    ...broken.map((fault) => `  ${place(fault)} was admitted, but breaks ${names(fault.broken)}`),
    ...wrongDenials.map(
      (fault) => `  ${place(fault)} was ${deniedBy(fault)}, but breaks ${names(fault.broken)}`,
    ),
  ];
  const more = shown.length > MOST_FAULTS_SHOWN ? [`  and ${shown.length - MOST_FAULTS_SHOWN} more`] : [];
  return [
    "",
    "Independent check (brute force, shares no code with the gate)",
    `  ${number(admittedCount)} admitted touches checked against ${ruleCount} rules: ${number(broken.length)} broken`,
    ...(reservedCount > 0
      ? [`    and with them ${number(reservedCount)} reservations that were not confirmed within their lease`]
      : []),
    `  ${number(deniedCount)} denials checked for the rules they name: ${number(wrongDenials.length)} wrong`,
    ...shown.slice(0, MOST_FAULTS_SHOWN),
    ...more,
  ].join("\n");
}

const deniedBy = ({ row: { reasons } }: Fault): string =>
  reasons === undefined ? "refused late" : `denied by ${names(reasons.map(({ rule }) => rule))}`;

const names = (rules: readonly string[]): string => (rules.length === 0 ? "no rule" : rules.join(", "));

const place = ({ row: { line, contact, at } }: Fault): string =>
  `line ${line} (contact ${contact}, ${new Date(at).toISOString()})`;
