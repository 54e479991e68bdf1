import { WEEKDAYS, type Weekday } from "../calendar.ts";
import { holidaysOf } from "../holidays/holidays.ts";
import { type Opening, openingOf } from "../opening.ts";
import type { PolicyDocument } from "../policy.ts";
import type { HoursDocument } from "../rule-document.ts";
import { DAY_MS } from "../time.ts";
import { CHANNELS } from "../words.ts";
import { eachRule, type Finding, found, type Lint, neverFires, type Placed } from "./finding.ts";
import { holds, reachOf, stops, wordsByField } from "./scope.ts";

type Range = readonly [startMs: number, endMs: number];

/** Hours that never open, that never close, and entries that no day uses. */
export const openingLint: Lint = eachRule((placed) => {
  const { rule } = placed;
  if (rule.kind !== "hours") return [];
  const opening = openingOf(rule.allow, holidaysOf(rule.holidays, placed.policy.holidayLists));
  if (isNeverOpen(opening)) {
    const message = `${rule.id} never opens: it stops whatever it is asked for, at every hour; give it hours under allow`;
    return [found(placed, "told", { field: "allow", message })];
  }
  if (isAlwaysOpen(opening) && hasZone(rule))
    return neverFires(placed, "allow", "every hour of every day is open");
  return unusedDays(placed, rule);
});

const rangesOf = ({ week, holiday, preholiday, holidays }: Opening): readonly (readonly Range[])[] => [
  ...WEEKDAYS.map((day) => week[day]),
  ...(holidays.size === 0 ? [] : [holiday, ...(preholiday === undefined ? [] : [preholiday])]),
];

const isNeverOpen = (opening: Opening): boolean => rangesOf(opening).every((ranges) => ranges.length === 0);

const isAlwaysOpen = (opening: Opening): boolean =>
  rangesOf(opening).every((ranges) => {
    let end = 0;
    for (const [from, to] of ranges) if (from <= end) end = Math.max(end, to);
    return end === DAY_MS;
  });

/** Whether there is always a clock to look at. */
const hasZone = ({ zone = "contact", unknownZone = "deny" }: HoursDocument): boolean =>
  zone !== "contact" || unknownZone !== "deny";

/** Entries for holidays, where the rule has none. */
const unusedDays = (placed: Placed, { id, allow, holidays = [] }: HoursDocument): Finding[] =>
  holidays.length > 0
    ? []
    : allow.flatMap(({ days }, index) => {
        const special = days.filter((day) => day === "holiday" || day === "preholiday");
        if (special.length === 0) return [];
        const message = `${id} has no holidays, so ${special.join(" and ")} is no day: name dates or a list under holidays, or take it out`;
        return [found(placed, "told", { field: `allow.${index}.days`, message })];
      });

/** Rules that leave no hour of the week open together. */
export const closedTogetherLint: Lint = (policy) => {
  const closed = new Map<string, { readonly indices: readonly number[]; readonly ways: string[] }>();
  for (const channel of CHANNELS) {
    for (const purpose of Object.keys(policy.purposes)) {
      const indices = closingTogether(policy, { channel, purpose });
      if (indices.length === 0) continue;
      const key = indices.join();
      const entry = closed.get(key) ?? { indices, ways: [] };
      entry.ways.push(`${channel}/${purpose}`);
      closed.set(key, entry);
    }
  }
  return [...closed.values()].map(({ indices, ways }) => saying(policy, indices, ways));
};

function saying(policy: PolicyDocument, indices: readonly number[], ways: readonly string[]): Finding {
  const names = indices.map((index) => `${policy.rules[index]?.id} (rules.${index})`);
  const rest = ways.length > MOST_NAMED ? ` and ${ways.length - MOST_NAMED} more` : "";
  const last = indices.at(-1) as number;
  return {
    path: `rules.${last}.allow`,
    message: `${names.join(" and ")} close all hours for ${ways.slice(0, MOST_NAMED).join(", ")}${rest}: together they leave no hour of the week open; let them overlap, or narrow one`,
    claim: "told",
    rule: last,
  };
}

const MOST_NAMED = 3;

/** The first two rules that are asked for every such request and share no open hour; none, or rules with holidays. */
function closingTogether(
  policy: PolicyDocument,
  way: { readonly channel: string; readonly purpose: string },
): readonly number[] {
  const asked = policy.rules.flatMap((rule, index) => {
    if (rule.kind !== "hours" || !stops(rule) || rule.unless !== undefined || rule.holidays !== undefined)
      return [];
    const { channel, purpose, ...others } = { ...wordsByField(rule.when), ...reachWords(rule, policy) };
    const isAsked = holds(channel, [way.channel]) && holds(purpose, [way.purpose]);
    const opening = openingOf(rule.allow);
    const isOfAll = Object.values(others).every((words) => words === undefined);
    return isAsked && isOfAll && !isNeverOpen(opening)
      ? [{ index, opening, zone: rule.zone ?? "contact" }]
      : [];
  });
  for (const [place, one] of asked.entries()) {
    const other = asked
      .slice(place + 1)
      .find(({ zone, opening }) => zone === one.zone && !meet(one.opening, opening));
    if (other !== undefined) return [one.index, other.index];
  }
  return [];
}

/** Channels and purposes that a rule is asked for. */
function reachWords(rule: HoursDocument, policy: PolicyDocument) {
  const { channel, purpose } = reachOf(rule, policy);
  return { channel, purpose };
}

const meet = (one: Opening, other: Opening): boolean =>
  WEEKDAYS.some((day: Weekday) =>
    one.week[day].some(([from, to]) => other.week[day].some(([start, end]) => from < end && start < to)),
  );
