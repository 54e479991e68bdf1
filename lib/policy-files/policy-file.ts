import { extname } from "node:path";
import type { Issue } from "../core/errors.ts";
import { CannotReadFile } from "./errors.ts";
import { parseText } from "./parse-text.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { readPolicyText } from "./read-file.ts";

/** A file, JSON by its ending or else YAML; what keeps it from being read is in `issues`. @throws CannotReadFile */
export const readPolicyFile = (file: string): ParsedFile =>
  parseText(readPolicyText(file), extname(file) === ".json" ? "json" : "yaml");

/** The document in a file, unchecked. @throws CannotReadFile when it cannot be read, with every fault and its place */
export function documentIn(file: string): unknown {
  const parsed = readPolicyFile(file);
  if (parsed.issues.length > 0) throw cannotUse(file, parsed, parsed.issues);
  return parsed.value;
}

/** All that is wrong with a policy file, a line each. */
export const cannotUse = (file: string, { placeOf }: ParsedFile, issues: readonly Issue[]): CannotReadFile =>
  new CannotReadFile(
    [
      `The policy ${file} cannot be used:`,
      ...issues.map(({ path, message, ...placed }) => {
        const { line, column } = { ...placeOf(path), ...placed };
        return `  ${file}:${line}:${column}  ${path}  ${message}`;
      }),
    ].join("\n"),
  );
