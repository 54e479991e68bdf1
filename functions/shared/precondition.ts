import { type Refusal, refuse } from "./problem.ts";

/**
 * Whether `If-Match` allows a write over what has `etag` (undefined: nothing is there yet). Without the header
 * anything may be written over. @returns the refusal when it does not.
 */
export function preconditionOf(ifMatch: string | undefined, etag: string | undefined): Refusal | undefined {
  if (ifMatch === undefined || ifMatch === etag || (ifMatch === "*" && etag !== undefined)) return undefined;
  return refuse("precondition_failed", "It changed since you read it: GET it, and try again with its ETag.");
}
