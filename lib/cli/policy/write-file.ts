import { writeFileSync } from "node:fs";
import { CannotUsePolicies } from "./policy-desk.ts";

/** Writes a file that somebody named. @throws CannotUsePolicies when it cannot be written. */
export function writeNamedFile(
  file: string,
  text: string,
  { flag = "w" }: { readonly flag?: "w" | "wx" } = {},
): void {
  try {
    writeFileSync(file, text, { flag });
  } catch (cause) {
    throw new CannotUsePolicies(`${file} cannot be written: name a file in a folder that is there.`, {
      cause,
    });
  }
}
