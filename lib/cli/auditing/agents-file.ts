import { readFileSync } from "node:fs";
import { TouchgateError } from "../../core/errors.ts";

/** The list of agents cannot be used. */
class BadAgentsFile extends TouchgateError {
  constructor(publicMessage: string, cause?: unknown) {
    super({ code: "invalid_request", publicMessage, cause });
  }
}

/** The agents of a file with one a line, as touches name them. @throws TouchgateError when there are none. */
export function readAgents(path: string): ReadonlySet<string> {
  const agents = textOf(path)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (agents.length > 0) return new Set(agents);
  throw new BadAgentsFile(`${path} names nobody: write one agent a line, as touches name them.`);
}

function textOf(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw new BadAgentsFile(`${path} cannot be read.`, cause);
    throw new BadAgentsFile(`${path} is not UTF-8: save it as UTF-8 text, one agent a line.`, cause);
  }
}
