import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { TouchgateError } from "../../core/errors.ts";
import { type EpochMs, formatInstant } from "../../core/time.ts";

export const FORMATS = ["jsonl", "csv"] as const;
export type Format = (typeof FORMATS)[number];

const ENDINGS: Readonly<Record<Format, string>> = { jsonl: ".jsonl.gz", csv: ".csv" };

/**
 * The file to write: the one named, or one called after the instant in the folder named.
 * @throws TouchgateError when it is there already, has no folder, or its name says another format.
 */
export function fileFor(
  out: string,
  { format, now }: { readonly format: Format; readonly now: EpochMs },
): string {
  const isFolder = out.endsWith("/") || (existsSync(out) && statSync(out).isDirectory());
  const path = isFolder
    ? join(out, `touchgate-${formatInstant(now).slice(0, 19).replaceAll(":", "")}Z${ENDINGS[format]}`)
    : out;
  if (!path.replace(/\.gz$/, "").endsWith(`.${format}`)) {
    throw badPath(
      `${path} is to hold ${format.toUpperCase()}: name it ….${format} or ….${format}.gz, or give --format.`,
    );
  }
  if (!existsSync(dirname(path))) throw badPath(`There is no folder ${dirname(path)}: make it first.`);
  if (existsSync(path)) throw badPath(`${path} is there already: name another file, or a folder.`);
  return path;
}

const badPath = (publicMessage: string) => new TouchgateError({ code: "bad_path", publicMessage });
