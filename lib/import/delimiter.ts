import { BadFile } from "./bad-file.ts";
import { createCsvReader } from "./csv-reader.ts";

/** Detected delimiters; of two that fit alike the one that stands less often in prose comes first. */
const DELIMITERS = ["\t", "|", ";", ","] as const;

const MOST_ROWS = 200;

/**
 * Which delimiter parts the columns: the one by which most of the first records have as many cells as the header, of
 * those the one that makes most columns. A comma when none makes two: the file may have one column.
 */
export function detectDelimiter(head: string): string {
  let best = { delimiter: ",", share: 0, columns: 1 };
  for (const delimiter of DELIMITERS) {
    const [header, ...others] = countsOf(head, delimiter);
    const columns = header ?? 1;
    if (columns < 2) continue;
    const same = others.filter((count) => count === columns).length;
    const share = others.length === 0 ? 1 : same / others.length;
    const isBetter = share > best.share || (share === best.share && columns > best.columns);
    if (isBetter || best.columns === 1) best = { delimiter, share, columns };
  }
  return best.delimiter;
}

/** Cells of the first records. */
function countsOf(head: string, delimiter: string): number[] {
  const rows = createCsvReader(delimiter).read(head);
  // A header alone has no line break yet.
  const first = rows.length === 0 ? [head] : [];
  const counted = rows.slice(0, MOST_ROWS).flatMap((row) => ("cells" in row ? [row.cells.length] : []));
  return [...first.map((text) => text.split(delimiter).length), ...counted];
}

/** What people call delimiters. */
const NAMES: Readonly<Record<string, string>> = {
  tab: "\t",
  "\\t": "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
};

/** The delimiter that a person has named. @throws BadFile for what is none. */
export function namedDelimiter(text: string): string {
  const delimiter = NAMES[text] ?? text;
  if (delimiter.length === 1 && !/["\r\n]/.test(delimiter)) return delimiter;
  throw new BadFile(
    `A delimiter is one character, like , ; | or tab, and no quote: not ${JSON.stringify(text)}.`,
  );
}

/** As people call it. */
export const delimiterText = (delimiter: string): string =>
  delimiter === "\t" ? "a tab" : JSON.stringify(delimiter);
