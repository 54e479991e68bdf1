/** 48,320. */
export const number = (value: number): string => value.toLocaleString("en");

/** `25.6 %` of a whole; of nothing it is `–`. */
export const percent = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;

/** `3 min 20 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Rows as text, each column as wide as its widest cell; the first `leftCount` columns to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[], leftCount = 1): string {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => (row[index] ?? "").length)));
  const pad = (cell: string, index: number): string =>
    index < leftCount ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0);
  return rows.map((row) => `  ${row.map(pad).join("  ")}`.trimEnd()).join("\n");
}
