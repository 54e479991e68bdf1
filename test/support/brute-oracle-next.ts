import { instantsAt, lengthOf } from "./brute-clock.ts";
import { type Check, onCalendar } from "./brute-oracle.ts";
import { leavesAt } from "./brute-oracle-built-ins.ts";
import { zonesNamed, zonesOfContact, zonesOrPolicy } from "./brute-oracle-clocks.ts";
import type { OracleQuestion, OracleRule } from "./brute-oracle-input.ts";
import { scoreAt } from "./brute-oracle-touches.ts";

/** The oracle's search for the least instant that passes: it tries every instant at which anything turns. */

const DAY = 86_400_000;
export const FURTHEST = 400 * DAY;

/** The least instant of `now` to 400 days later at which none of the checks fails; null when there is none. */
export function leastInstant(question: OracleQuestion, now: number, checks: readonly Check[]): number | null {
  // What failed last is asked first: it will mostly fail again.
  let order = checks;
  const passes = (x: number) => {
    const failing = order.find(({ codeAt }) => codeAt(x) !== undefined);
    if (failing !== undefined) order = [failing, ...order.filter((check) => check !== failing)];
    return failing === undefined;
  };
  // Most wait for days only: the days far ahead are looked at when those near have not helped.
  for (const [from, to] of [
    [now, now + 3 * DAY],
    [now + 3 * DAY, now + 30 * DAY],
    [now + 30 * DAY, now + FURTHEST],
  ] as const) {
    const found = turningInstants(question, from, to).find(passes);
    if (found !== undefined) return found;
  }
  return null;
}

/** Every instant from `from` to `to` at which a verdict can turn, both of these included; oldest first. */
export function turningInstants(question: OracleQuestion, from: number, to: number): number[] {
  const exact = [
    ...ofTouches(question),
    ...ofTheContact(question),
    ...ofLists(question),
    ...ofEngagement(question, from, to),
  ];
  const found = exact.flatMap((at) => [at - 1, at, at + 1]);
  for (const [zone, times] of clocksOf(question)) {
    for (const time of times) found.push(...within(instantsAt(zone, time), from, to));
  }
  const inside = found.filter((at) => at > from && at < to);
  return [...new Set([from, ...inside.sort((a, b) => a - b), to])];
}

/** Touches enter and leave whatever has a length; leases end; outcomes begin to count. */
function ofTouches(question: OracleQuestion): number[] {
  const { contact, policy } = question;
  const texts = policy.rules.flatMap(({ window, min, period, for: cooling }) => [
    ...(typeof window === "object" ? [window.rolling] : [window]),
    ...[min, period, cooling],
  ]);
  const lengths = [...new Set(["P7D", ...texts])].filter((text) => text !== undefined && text !== "forever");
  // With a zone the same days may last an hour less or more.
  const zoned = policy.rules.flatMap((rule) =>
    rule.kind === "cooldown" && rule.zone !== undefined && rule.dayOne !== true && rule.for !== "forever"
      ? zonesOrPolicy(rule.zone, question).map((zone) => (at: number) => onCalendar(zone, at, rule.for ?? ""))
      : [],
  );
  const both = (at: number) =>
    lengths.flatMap((text = "") => [at - lengthOf(text), at + lengthOf(text)]).concat(at);
  return contact.touches.flatMap((touch) => [
    ...both(touch.at),
    ...touch.outcomes.flatMap(({ at }) => [...both(at), ...zoned.map((end) => end(at))]),
    ...(touch.expiresAt === undefined ? [] : [touch.expiresAt]),
    ...(contact.historyBytes > 0 ? [leavesAt(question, touch)] : []),
  ]);
}

/** Pauses, locks, suppressions and consents begin and end. */
function ofTheContact({ contact }: OracleQuestion): number[] {
  const { preferences, locks, suppressions, consents } = contact;
  return [
    preferences.pausedUntil,
    ...locks.map(({ until }) => until),
    ...suppressions.map(({ expiresAt }) => expiresAt),
    ...consents.flatMap(({ at, expiresAt }) => [at, expiresAt]),
  ].filter((at) => typeof at === "number");
}

/** Lists become too old. */
const ofLists = ({ policy, listsAsOf }: OracleQuestion): number[] =>
  Object.entries(policy.suppressionLists ?? {}).map(
    ([list, { maxAgeDays }]) => (listsAsOf[list] ?? 0) + maxAgeDays * DAY,
  );

/** Between two reports a score only falls: where it falls below a level is found by halving. */
function ofEngagement(question: OracleQuestion, from: number, to: number): number[] {
  const { rules, suppressionLists = {} } = question.policy;
  const isRead =
    rules.some(readsEngagement) ||
    Object.values(suppressionLists).some(({ when }) => when?.engagement !== undefined);
  if (!isRead) return [];
  const reports = question.contact.touches.flatMap(({ outcomes }) => outcomes.map(({ at }) => at));
  const starts = [from, ...reports.filter((at) => at > from && at < to).sort((a, b) => a - b), to];
  return starts.slice(1).flatMap((end, index) => {
    const start = starts[index] as number;
    return [1, 4].flatMap((level) => {
      let [above, below] = [start, end - 1];
      if (scoreAt(question, above) < level || scoreAt(question, below) >= level) return [];
      while (below - above > 1) {
        const middle = Math.floor((above + below) / 2);
        if (scoreAt(question, middle) >= level) above = middle;
        else below = middle;
      }
      return [below];
    });
  });
}

const readsEngagement = ({ when, unless, max }: OracleRule): boolean =>
  when?.engagement !== undefined ||
  unless?.engagement !== undefined ||
  (typeof max === "object" && max.by === "engagement");

/** Of every zone that matters: midnight, and the times at which something opens. */
function clocksOf(question: OracleQuestion): Map<string, Set<string>> {
  const clocks = new Map<string, Set<string>>();
  const add = (zones: readonly string[], times: readonly string[]) => {
    for (const zone of zones) clocks.set(zone, new Set([...(clocks.get(zone) ?? []), ...times]));
  };
  const { contact, policy, request } = question;
  const contacts = zonesOfContact(question);
  const unknown = contacts.length === 0;
  for (const { kind, zone, window, dayOne, allow = [], unknownZone } of policy.rules) {
    if (kind === "hours") {
      const times = ["00:00", ...allow.flatMap(({ ranges }) => ranges.map(([start]) => start))];
      add(zonesNamed(zone ?? "contact", question), times);
      if (unknownZone !== undefined && unknownZone !== "deny") add([unknownZone], times);
    } else if (typeof window === "object" && window.rolling === undefined) {
      add(zonesNamed(window.zone ?? "policy", question), ["00:00"]);
      if (unknown) add([policy.timezone], ["00:00"]);
    } else if (dayOne === true) {
      add(zonesNamed(zone ?? "policy", question), ["00:00"]);
      if (unknown) add([policy.timezone], ["00:00"]);
    }
  }
  const { hours } = contact.preferences.channels?.[request.channel] ?? {};
  if (Array.isArray(hours)) {
    const starts = hours.map(([start]) => start);
    add(unknown ? [policy.timezone] : contacts, starts);
  }
  return clocks;
}

/** Those of a sorted list that lie in the range. */
function within(sorted: readonly number[], from: number, to: number): readonly number[] {
  let first = Math.max(0, Math.floor((from - (sorted[0] ?? 0)) / DAY) - 30);
  while (first < sorted.length && (sorted[first] as number) <= from) first += 1;
  let last = first;
  while (last < sorted.length && (sorted[last] as number) < to) last += 1;
  return sorted.slice(first, last);
}
