import { readdirSync, readFileSync } from "node:fs";
import { parse } from "../core/issues.ts";
import { type Case, CaseSchema } from "./case.ts";

const CASES = new URL("../../test/cases/", import.meta.url);

/** Where the form of the cases is published. */
export const CASE_SCHEMA_FILE = new URL("case.schema.json", CASES);

/** Every case, by file name. @throws Error naming the file and all its faults when one has not the form. */
export function loadCases(): readonly Case[] {
  const files = readdirSync(CASES).filter((file) => file.endsWith(".json") && file !== "case.schema.json");
  return files.sort().map((file) => {
    const parsed = parse(CaseSchema, JSON.parse(readFileSync(new URL(file, CASES), "utf8")), "the case");
    if ("issues" in parsed) throw new Error(`${file}: ${JSON.stringify(parsed.issues)}`);
    return { ...parsed.value, name: file.replace(/\.json$/, "") };
  });
}
