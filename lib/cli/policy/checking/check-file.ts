import type { Issue } from "../../../core/errors.ts";
import { CannotReadFile } from "../../../policy-files/errors.ts";
import type { ParsedFile } from "../../../policy-files/parsed-file.ts";
import { readPolicyFile } from "../../../policy-files/policy-file.ts";
import { isSchema, type KindName, kindOf } from "./file-kinds.ts";

/** One thing to say of a file, with the place of which it is said, from 1. */
export interface Remark extends Issue {
  readonly severity: "error" | "warning";
  readonly line: number;
  readonly column: number;
}

/** What came of a file. */
export interface CheckedFile {
  readonly file: string;
  /** What it is; absent when it could not be told. */
  readonly kind?: KindName;
  /** By their place. */
  readonly remarks: readonly Remark[];
  /** Why it could not be read, and what to do. */
  readonly unreadable?: string;
}

/** Reads a file and checks it as what it is. Of an unreadable one it says so. */
export async function checkFile(file: string): Promise<CheckedFile> {
  const parsed = read(file);
  if (typeof parsed === "string") return { file, remarks: [], unreadable: parsed };
  if (parsed.issues.length > 0) {
    return { file, remarks: parsed.issues.map((issue) => ({ ...issue, severity: "error" })) };
  }
  const { value } = parsed;
  if (isSchema(value)) return { file, kind: "schema", remarks: [] };
  const kind = kindOf(value);
  const { errors, warnings } = await kind.check(value);
  const remarks = [...remarksOf("error", errors, parsed), ...remarksOf("warning", warnings, parsed)];
  return { file, kind: kind.name, remarks: remarks.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function read(file: string): ParsedFile | string {
  try {
    return readPolicyFile(file);
  } catch (fault) {
    if (fault instanceof CannotReadFile) return fault.publicMessage;
    throw fault;
  }
}

const remarksOf = (
  severity: Remark["severity"],
  issues: readonly Issue[],
  { placeOf }: ParsedFile,
): readonly Remark[] => issues.map((issue) => ({ ...issue, severity, ...placeOf(issue.path) }));
