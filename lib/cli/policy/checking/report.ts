import type { CheckedFile, Remark } from "./check-file.ts";
import { KIND_NAMES } from "./file-kinds.ts";

/** Every remark, a line each, below its file's others. */
export function remarkLines(checked: readonly CheckedFile[]): readonly string[] {
  return checked.flatMap(({ file, remarks, unreadable }) => [
    ...(unreadable === undefined ? [] : [unreadable]),
    ...remarks.map((remark) => remarkLine(file, remark)),
  ]);
}

const remarkLine = (file: string, { line, column, severity, path, message }: Remark): string =>
  [`${file}:${line}:${column}`, severity.padEnd(7), ...(path === "" ? [] : [path]), message].join("  ");

/** What was checked, what came of it, and what was passed over. */
export function summaryLine(checked: readonly CheckedFile[], skipped: ReadonlyMap<string, number>): string {
  const kinds = tally(checked.flatMap(({ kind }) => kind ?? []));
  const named = [...kinds].map(([kind, count]) => `${count} ${count === 1 ? kind : KIND_NAMES[kind]}`);
  const unreadable = checked.filter(({ kind }) => kind === undefined).length;
  const { errors, warnings } = countOf(checked);
  return [
    `checked ${named.join(", ") || "nothing"}`,
    ...(unreadable === 0 ? [] : [`could not read ${unreadable}`]),
    ...(skipped.size === 0 ? [] : [`passed over ${listText(skipped)}`]),
    `${amount(errors, "error")}, ${amount(warnings, "warning")}`,
  ].join("; ");
}

function tally<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** How many remarks of each severity there are. */
export function countOf(checked: readonly CheckedFile[]): {
  readonly errors: number;
  readonly warnings: number;
} {
  const all = checked.flatMap(({ remarks }) => remarks);
  const errors = all.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: all.length - errors };
}

const amount = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const listText = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, count]) => `${count} ${name}`).join(", ");
