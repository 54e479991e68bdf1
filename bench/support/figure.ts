/** One measured figure, and the bar it must reach if it has one. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly bar?: string;
  /** Whether the bar is reached; undefined when there is none. */
  readonly met?: boolean;
}

/** Told how much of the work is done, 0–1. */
export type Progress = (part: number) => void;

/** The figures as a table of plain text. */
export function tableOf(title: string, figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, bar = "", met }) => [name, value, bar, verdictOf(met)]);
  const lines = [[title, "measured", "bar", ""], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const textOf = (line: readonly string[]) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const rule = "-".repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  const [head = [], ...body] = lines;
  return [textOf(head), rule, ...body.map(textOf)].join("\n");
}

const verdictOf = (met: boolean | undefined): string => (met === undefined ? "" : met ? "ok" : "MISSED");

/** The middle value; of an even number, the mean of the two. */
export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

const NUMBERS = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A whole number with separators: `1,204,500`. */
export const wholeNumber = (value: number): string => NUMBERS.format(value);
