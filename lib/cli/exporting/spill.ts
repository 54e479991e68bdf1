import { closeSync, createReadStream, openSync, rmSync, writeSync } from "node:fs";

/** Text that is to come later, kept in a file meanwhile: there may be more of it than memory holds. */
export interface Spill {
  add(text: string): void;
  /** What was added, in order. */
  read(): AsyncIterable<string>;
  remove(): void;
}

export function openSpill(path: string): Spill {
  const file = openSync(path, "w", 0o600);
  return {
    add: (text) => void writeSync(file, text),
    read: () => createReadStream(path, "utf8"),
    remove() {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}
