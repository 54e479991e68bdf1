import { createWriteStream, existsSync, renameSync, statSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { TouchgateError } from "../../core/errors.ts";

/** What is being written lies under this name until it is whole. */
export const partialOf = (path: string): string => `${path}.partial`;

/** The export did not come to its end. */
export class ExportBroken extends TouchgateError {
  constructor(path: string, cause: unknown) {
    const why = cause instanceof TouchgateError ? cause.publicMessage : "It could not be written.";
    const isThere = existsSync(partialOf(path));
    super({
      code: "export_broken",
      publicMessage:
        `The export broke off. ${why} ` +
        (isThere
          ? `What came until then is in ${partialOf(path)}: it is not whole; begin again.`
          : "Nothing was written."),
      // What the store says is in the message already.
      cause: cause instanceof TouchgateError ? undefined : cause,
    });
  }
}

/**
 * Writes a text to a file that only its owner may read, compressed when its name ends in `.gz`. The file has its name
 * once it is whole and on the disk. @returns its size in bytes. @throws ExportBroken, leaving what was written beside it.
 */
export async function writeWhole(
  path: string,
  text: AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<number> {
  const partial = partialOf(path);
  try {
    const file = createWriteStream(partial, { mode: 0o600, flush: true });
    const source = Readable.from(text, { objectMode: true, highWaterMark: 1 });
    await (path.endsWith(".gz")
      ? pipeline(source, createGzip(), file, { signal })
      : pipeline(source, file, { signal }));
    renameSync(partial, path);
    return statSync(path).size;
  } catch (cause) {
    throw new ExportBroken(path, signal?.aborted === true ? stopped() : cause);
  }
}

const stopped = () => new TouchgateError({ code: "stopped", publicMessage: "It was stopped." });
