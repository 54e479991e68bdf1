import { globSync, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";

/** Files to check, and what lies beside them that is not checked. */
export interface FoundFiles {
  /** In order, each once. */
  readonly files: readonly string[];
  /** How many files of each extension were passed over: they are neither JSON nor YAML. */
  readonly skipped: ReadonlyMap<string, number>;
  /** What was named and fits nothing, and folders without a file. */
  readonly missing: readonly { readonly name: string; readonly isFolder: boolean }[];
}

const EXTENSIONS = [".json", ".yaml", ".yml"];

/** The files that are named, that lie in the folders that are named, or that fit the patterns. */
export function findFiles(named: readonly string[]): FoundFiles {
  const found = named.map((name) => ({ name, files: filesAt(name) }));
  const all = [...new Set(found.flatMap(({ files }) => files))];
  const isRead = (file: string) => EXTENSIONS.includes(extname(file));
  const skipped = new Map<string, number>();
  for (const file of all.filter((file) => !isRead(file))) {
    const kind = extname(file) || "no extension";
    skipped.set(kind, (skipped.get(kind) ?? 0) + 1);
  }
  const missing = found
    .filter(({ files }) => files.length === 0)
    .map(({ name }) => ({ name, isFolder: isFolder(name) }));
  return { files: all.filter(isRead), skipped, missing };
}

const isFolder = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;

function filesAt(name: string): readonly string[] {
  if (statSync(name, { throwIfNoEntry: false })?.isFile()) return [name];
  if (isFolder(name)) {
    const entries = readdirSync(name, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  }
  const entries = globSync(name, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
