import type { Issue } from "../../lib/core/errors.ts";
import type { Answer } from "./http.ts";
import { type Refusal, refuseInput } from "./problem.ts";

/** A query string, taken apart. */
export interface Query {
  /** Parameters that the operation knows. */
  readonly known: Readonly<Record<string, string>>;
  /** A misspelt parameter would otherwise be passed over, and with it what its sender relies on. */
  readonly issues: readonly Issue[];
}

/** Reads the query string of an operation that knows the parameters named. */
export function readQuery(
  sent: Readonly<Record<string, string | undefined>> | undefined,
  names: readonly string[],
): Query {
  const parameters = Object.entries(sent ?? {});
  return {
    known: Object.fromEntries(
      parameters.flatMap(([name, value]) => (names.includes(name) ? [[name, value ?? ""]] : [])),
    ),
    issues: parameters.flatMap(([name]) =>
      names.includes(name) ? [] : [{ path: name, message: "is not a known query parameter" }],
    ),
  };
}

/** The refusal of what is at fault already, together with what the operation itself said against the input. */
export function refuseBoth(issues: readonly Issue[], answer: Answer | Refusal): Refusal {
  const more = "refused" in answer && answer.refused === "invalid_request" ? answer.issues : undefined;
  return refuseInput([...issues, ...(more ?? [])]);
}
