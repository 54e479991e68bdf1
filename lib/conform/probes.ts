import { type EpochMs, epochMs, formatInstant, parseInstant } from "../core/time.ts";
import type { Case, Expected } from "./case.ts";

/** The instant that a text of a case names. */
export const instant = (text: string): EpochMs => parseInstant(text) as EpochMs;

/** One question that a case puts, and what the answer must hold. */
export interface Probe {
  /** What is asked: the case itself, or the same at another instant. */
  readonly asked: Case;
  /** When it is asked, for the line that tells of a failure; empty for the case itself. */
  readonly when: string;
  readonly expected: object;
}

/**
 * What a case asks without recording: itself; then, of a deferral, that it passes at `nextAllowedAt` and is deferred
 * to the same instant a millisecond earlier.
 */
export function probesOf(of: Case): readonly Probe[] {
  const itself: Probe = { asked: of, when: "", expected: expectedOf(of.expect) };
  const { nextAllowedAt } = of.expect;
  if (nextAllowedAt === null) return [itself];
  const next = instant(nextAllowedAt);
  const then = { asked: askedAt(of, next), when: "at nextAllowedAt", expected: { decision: "allow" } };
  if (next <= instant(of.now)) return [itself, then];
  const before = {
    asked: askedAt(of, epochMs(next - 1)),
    when: "1 ms before nextAllowedAt",
    expected: { decision: "defer", nextAllowedAt },
  };
  return [itself, before, then];
}

/**
 * The touch that a case ends with, once it is allowed; undefined when it never is, and for a planned one, which is
 * not recorded now.
 */
export function recordingOf(of: Case): Case | undefined {
  const { decision, nextAllowedAt } = of.expect;
  if (decision === "deny" || of.request.at !== undefined) return undefined;
  return nextAllowedAt === null ? of : askedAt(of, instant(nextAllowedAt));
}

/** The same case asked at another instant: the planned one when it plans, else now. */
export const askedAt = (of: Case, at: EpochMs): Case =>
  of.request.at === undefined
    ? { ...of, now: formatInstant(at) }
    : { ...of, request: { ...of.request, at: formatInstant(at) } };

/** What `include` must name for an answer that can be held against the case. */
export const includesOf = ({ expect }: Case): readonly ("alternatives" | "remaining")[] =>
  (["alternatives", "remaining"] as const).filter((name) => expect[name] !== undefined);

/** Warnings and shadow that a case leaves out are none. */
const expectedOf = (expected: Expected): object => ({ warnings: [], shadow: [], ...expected });
