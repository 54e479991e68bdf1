import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { InvalidInput } from "../core/errors.ts";
import { CannotStart } from "./errors.ts";

/** The policy that a gate starts with when it is given none. */
export const DEFAULT_POLICY_FILE = fileURLToPath(new URL("../../policies/default.json", import.meta.url));

/** The JSON in a policy file, unchecked. @throws CannotStart when it cannot be read or is not JSON. */
export async function readPolicyFile(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "is not there" : "cannot be read";
    throw new CannotStart(`The policy file ${file} ${why}.`, cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CannotStart(`The policy file ${file} is not JSON: ${(cause as Error).message}.`, cause);
  }
}

/** What is wrong with a policy file, a line for each fault. */
export function badPolicyFile(file: string, fault: InvalidInput): CannotStart {
  const issues = fault.issues.map(({ path, message }) => `  ${path || "(the document)"}: ${message}`);
  return new CannotStart([`The policy file ${file} cannot be used:`, ...issues].join("\n"), fault);
}
