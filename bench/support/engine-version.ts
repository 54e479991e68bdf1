import { execFileSync } from "node:child_process";
import { findEngine } from "../../lib/local/find-engine.ts";

/** The DynamoDB that measurements run on, with its version where it tells one. @throws CannotStart when there is none. */
export function engineVersion(): string {
  const engine = findEngine();
  if (engine.kind === "DYNAMODB_ENDPOINT") return `the DynamoDB at ${engine.endpoint}`;
  if (engine.kind === "dynamodb-local") return "DynamoDB Local";
  return execFileSync(engine.binary, ["--version"], { encoding: "utf8" }).trim();
}
