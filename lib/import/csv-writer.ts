/** What a spreadsheet takes for the beginning of a formula, also in full width; tab and CR are passed over by some. */
const FORMULA = /^[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/;

/** Inside a cell: behind what a spreadsheet of another language or a careless reader takes for a cell's end. */
const FORMULA_WITHIN = /([;\t\r\n][\s\u00a0]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/** A plain number calculates to itself; so does a phone number in its canonical form, which reads back unharmed. */
const NUMBER = /^[+-]\d+(\.\d+)?$/;

/**
 * A line of a CSV file: cells apart by commas, quoted where they need it (RFC 4180), ended by CRLF. A cell that a
 * spreadsheet would run as a formula gets an apostrophe in front, inside its quotes; a number with a sign does not:
 * `-5` and `+8613800138000` stay, `+86 138 0013 8000` and `=1+1` do not. Readers see the apostrophe as text.
 */
export const writeCsvRow = (cells: readonly string[]): string => `${cells.map(cellText).join(",")}\r\n`;

function cellText(cell: string): string {
  const harmless = guarded(cell);
  return /[",;\t\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function guarded(cell: string): string {
  if (NUMBER.test(cell)) return cell;
  const within = cell.replace(FORMULA_WITHIN, "$1'");
  return FORMULA.test(cell) ? `'${within}` : within;
}
