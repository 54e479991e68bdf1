import { type PolicyWords, type Words, wordsOf } from "../../lib/cli/simulating/log-words.ts";
import { CannotReplay } from "./cannot-replay.ts";

export type { PolicyWords, Words } from "../../lib/cli/simulating/log-words.ts";

/**
 * The policy's words for each purpose of a log, as a simulation has them.
 * @throws CannotReplay when `named` has a word that the log or the policy lacks, or a purpose requires a field
 * that logs do not have.
 */
export function wordsFor(
  purposesOfLog: readonly string[],
  policy: PolicyWords,
  named: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, Words> {
  const { departments } = policy;
  const stranger = [...named.keys()].find((purpose) => !purposesOfLog.includes(purpose));
  if (stranger !== undefined) {
    throw new CannotReplay(
      `--departments names ${stranger}, which is no purpose of the log (${purposesOfLog.join(", ")}).`,
    );
  }
  const unknown = [...named.values()].find((department) => departments?.includes(department) === false);
  if (unknown !== undefined) {
    throw new CannotReplay(
      `--departments names ${unknown}, which policy ${policy.id} does not declare (${departments?.join(", ")}).`,
    );
  }
  return new Map(
    purposesOfLog.map((purpose) => {
      const words = wordsOf(purpose, policy, named);
      const lacking = policy.purposes[words.purpose]?.requires?.filter((field) => field !== "agent") ?? [];
      if (lacking.length === 0) return [purpose, words];
      throw new CannotReplay(
        `Purpose ${words.purpose} of policy ${policy.id} requires ${lacking.join(", ")}, which a contact log does not have.`,
      );
    }),
  );
}
