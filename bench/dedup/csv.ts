import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../../../shared/data/dedup/", import.meta.url);

export type Row = Readonly<Record<string, string>>;

/** Path of a labelled data set; undefined when the folder of real data is absent. */
export function pathOf(file: string): string | undefined {
  const path = fileURLToPath(new URL(file, FOLDER));
  return existsSync(path) ? path : undefined;
}

/** The rows of a CSV file with a header (RFC 4180), names and values trimmed. @throws when the file is absent. */
export function readRows(path: string): readonly Row[] {
  const [head = [], ...rows] = cellsOf(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  return rows.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ""])));
}

/** A quoted cell may hold commas, line breaks and doubled quotes. */
function cellsOf(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [[]];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    lines.at(-1)?.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (end !== ",") lines.push([]);
  }
  return lines.filter((cells) => cells.some((cell) => cell !== ""));
}
