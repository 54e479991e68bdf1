import { lengthOf } from "./brute-clock.ts";
import { everyDay, fullestRolling, isOpen, zonesOrPolicy } from "./brute-oracle-clocks.ts";
import type { OracleQuestion, OracleTouch } from "./brute-oracle-input.ts";
import { countedAt, destination, fitting, isNamed, speaksOf } from "./brute-oracle-touches.ts";

/** The oracle's reading of what stops a request besides the policy's own rules. */

const WEEK = 7 * 86_400_000;
const MOST_BYTES = 32_768;

/** A name, the code it fails with and when it does. */
export interface BuiltIn {
  readonly rule: string;
  readonly code: string;
  readonly fails: (x: number) => boolean;
}

const builtIn = (rule: string, code: string, fails: BuiltIn["fails"]): BuiltIn => ({ rule, code, fails });

/** What is judged before the policy's rules, in order; `soft` when the purpose obeys every rule. */
export function firstBuiltIns(question: OracleQuestion, soft: boolean): readonly BuiltIn[] {
  const { contact, request } = question;
  return [
    builtIn("suppressed", "suppressed", (x) => isSuppressed(question, x)),
    ...outdatedLists(question),
    ...hardWishes(question),
    ...(soft ? softWishes(question) : []),
    builtIn(
      "manual-lock",
      "locked",
      (x) => soft && contact.locks.some((lock) => lock.department !== request.department && x < lock.until),
    ),
  ];
}

function isSuppressed(question: OracleQuestion, x: number): boolean {
  const { status, suppressions } = question.contact;
  const to = destination(question);
  const reached = to === undefined ? fitting(question) : [to];
  const lasts = (expiresAt: number | undefined) => expiresAt === undefined || x < expiresAt;
  return (
    ["invalid", "erased"].includes(status) ||
    reached.some(({ valid }) => !valid) ||
    suppressions.some(
      ({ identityKey, expiresAt }) =>
        lasts(expiresAt) && (identityKey === undefined || reached.some(({ key }) => key === identityKey)),
    )
  );
}

/** Lists that are older than the policy permits, or of no known age. */
const outdatedLists = (question: OracleQuestion): readonly BuiltIn[] =>
  Object.entries(question.policy.suppressionLists ?? {}).map(([list, { maxAgeDays, when }]) =>
    builtIn(`list:${list}`, "suppressed", (x) => {
      const asOf = question.listsAsOf[list];
      const isOld = asOf === undefined || x - asOf > maxAgeDays * 86_400_000;
      return isOld && (when === undefined || speaksOf({ id: list, kind: "list", when }, question, x));
    }),
  );

/** Those that bind every purpose. */
function hardWishes({ contact: { preferences }, request }: OracleQuestion): readonly BuiltIn[] {
  return [
    builtIn("wish:all", "opted_out", () => preferences.optOutAll === true),
    builtIn("wish:channel", "opted_out", () => preferences.channels?.[request.channel]?.optOut === "hard"),
  ];
}

/** Those that bind purposes which obey every rule. */
function softWishes(question: OracleQuestion): readonly BuiltIn[] {
  const { contact, request } = question;
  const { channels, topics, departments, pausedUntil, maxPerWeek } = contact.preferences;
  const { optOut, maxPerWeek: maxOfChannel, hours } = channels?.[request.channel] ?? {};
  const optedOut = (of: string, fails: boolean | undefined) =>
    builtIn(`wish:${of}`, "opted_out", () => fails === true);
  const limit = (scope: string, max: number | null | undefined, has: (t: OracleTouch) => boolean) =>
    builtIn(`wish:limit ${scope}`, "own_limit_reached", (x) => {
      if (typeof max !== "number") return false;
      const times = countedAt(question, x).filter(has);
      return (
        fullestRolling(
          times.map(({ at }) => at),
          WEEK,
          x,
        ) >= max
      );
    });
  const zones = zonesOrPolicy("contact", question);
  return [
    optedOut("channel", optOut === true),
    optedOut("topic", request.topic !== undefined && topics?.[request.topic]?.optOut),
    optedOut("department", departments?.[request.department]?.optOut),
    builtIn("wish:paused", "paused", (x) => typeof pausedUntil === "number" && x < pausedUntil),
    limit("all", maxPerWeek, () => true),
    limit("channel", maxOfChannel, (t) => t.channel === request.channel),
    builtIn(
      "wish:hours",
      "outside_own_hours",
      (x) => Array.isArray(hours) && !zones.every((zone) => isOpen(everyDay(hours), zone, x)),
    ),
  ];
}

/**
 * When a touch leaves the state: no longer retained, and every cooldown that it started is over in every zone, for
 * which two days more are allowed.
 */
export function leavesAt({ policy }: OracleQuestion, touch: OracleTouch): number {
  const ends = policy.rules
    // What warns, or is in shadow, keeps nothing that could stop anybody.
    .filter(
      ({ kind, effect = "deny", counts = {} }) =>
        kind === "cooldown" && effect === "deny" && isNamed(touch, counts),
    )
    .flatMap(({ after = [], for: length = "", dayOne, zone }) =>
      touch.outcomes
        .filter(({ outcome }) => after.includes(outcome))
        .map(({ at }) =>
          length === "forever"
            ? Infinity
            : at + lengthOf(length) + (dayOne || zone !== undefined ? 2 : 0) * 86_400_000,
        ),
    );
  // What was reserved, and released or not, is remembered for a day after it has ended.
  const itself =
    touch.expiresAt === undefined ? touch.at + lengthOf(policy.retention) : touch.expiresAt + 86_400_000;
  return Math.max(itself, ...ends);
}

/** Too much is kept: all touches as long as they stay, each taken to be of the same size. */
export const historyFull = (question: OracleQuestion): BuiltIn =>
  builtIn("history", "history_full", (x) => {
    const { contact, policy, request } = question;
    if (policy.purposes[request.purpose]?.counts === false || contact.touches.length === 0) return false;
    if (contact.historyBytes <= MOST_BYTES) return false;
    const kept = contact.touches.filter((touch) => x < leavesAt(question, touch)).length;
    return contact.historyBytes * kept > MOST_BYTES * contact.touches.length;
  });
