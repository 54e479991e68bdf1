import { readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { type AuthorCase, casesIn, readAuthorCase } from "../../../conform/author-case.ts";
import type { PlacedIssue } from "../../../policy-files/parsed-file.ts";
import { readPolicyFile } from "../../../policy-files/policy-file.ts";

/** The cases of one file. */
export interface CaseFile {
  readonly file: string;
  readonly cases: readonly AuthorCase[];
  /** What keeps the others from being tried. */
  readonly issues: readonly PlacedIssue[];
}

const EXTENSIONS = [".json", ".yaml", ".yml"];

/** Where the cases of a policy stand when nobody says: beside it, as `NAME.cases.yaml` or in the folder `NAME.cases`. */
export function casesBeside(policyFile: string): readonly string[] {
  const name = basename(policyFile, extname(policyFile));
  const beside = ["", ...EXTENSIONS].map((end) => join(dirname(policyFile), `${name}.cases${end}`));
  return beside.filter((path) => statSync(path, { throwIfNoEntry: false }) !== undefined);
}

/** The files of cases that paths name, folders with all that are in them. */
export function caseFilesOf(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
    return readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((file) => EXTENSIONS.includes(extname(file)) && !file.endsWith(".schema.json"))
      .sort()
      .map((file) => join(path, file));
  });
}

/** @throws CannotReadFile */
export function readCases(file: string, policy: Readonly<Record<string, unknown>> | undefined): CaseFile {
  const { value, issues, placeOf } = readPolicyFile(file);
  if (issues.length > 0) return { file, cases: [], issues };
  const read = casesIn(value).map(({ written, path }) => readAuthorCase(written, { policy, path }));
  return {
    file,
    cases: read.filter((one): one is AuthorCase => "of" in one),
    issues: read.flatMap((one) =>
      "issues" in one ? one.issues.map((issue) => ({ ...issue, ...placeOf(issue.path) })) : [],
    ),
  };
}
