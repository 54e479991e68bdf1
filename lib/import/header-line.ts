import { BadFile } from "./bad-file.ts";
import { delimiterText } from "./delimiter.ts";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const NUMBER = /^\+?[\d\s().-]{6,}$/;
const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]|$)/;

/** What names of columns do not look like. */
const DATA: readonly { readonly is: RegExp; readonly text: string }[] = [
  { is: EMAIL, text: "an e-mail address" },
  { is: DATE, text: "a date" },
  { is: NUMBER, text: "a number" },
];

/** What may part columns in a file whose delimiter is none of the usual. */
const OTHER_DELIMITERS = /[\t,;|^~:¦§，；、]/;

/**
 * The names of the columns, of a file whose first record these cells are. Empty ones at the end are left out; one in
 * between is called by its number. @throws BadFile when they cannot be such names.
 */
export function headersOf(cells: readonly string[], delimiter: string): readonly string[] {
  const names = cells.map((cell) => cell.replace(/^\ufeff/, "").trim());
  while (names.length > 0 && names.at(-1) === "") names.pop();
  refuseData(names);
  refuseOneColumn(names, delimiter);
  refuseTwins(names);
  return names.map((name, index) => (name === "" ? `column ${index + 1}` : name));
}

function refuseData(names: readonly string[]): void {
  const index = names.findIndex((name) => DATA.some(({ is }) => is.test(name)));
  const found = DATA.find(({ is }) => is.test(names[index] ?? ""));
  if (found === undefined) return;
  throw new BadFile(
    `The first line holds data, not names of columns: its column ${index + 1} is ${found.text}. ` +
      "Put a line above it that names the columns, like email,phone,name.",
  );
}

function refuseOneColumn(names: readonly string[], delimiter: string): void {
  const [only = ""] = names;
  if (names.length !== 1 || !OTHER_DELIMITERS.test(only)) return;
  throw new BadFile(
    `By ${delimiterText(delimiter)} the first line is one column: say with --delimiter what parts the columns.`,
  );
}

function refuseTwins(names: readonly string[]): void {
  const twin = names.findIndex((name, index) => name !== "" && names.indexOf(name) < index);
  const name = names[twin];
  if (name === undefined) return;
  const places = `${names.indexOf(name) + 1} and ${twin + 1}`;
  throw new BadFile(
    `Columns ${places} are both called ${JSON.stringify(name)}: give each a name of its own.`,
  );
}
