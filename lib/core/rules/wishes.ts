import { WEEKDAYS } from "../calendar.ts";
import { type Candidate, touchesNear, zonesOrPolicy } from "../candidate.ts";
import type { ChannelWishes, TimeRange } from "../contact.ts";
import { type Opening, openingOf } from "../opening.ts";
import { DAY_MS, epochMs, formatInstant, NEVER } from "../time.ts";
import { rolling } from "./cap.ts";
import { closedUntil } from "./hours.ts";
import { type Explanation, PASSES, type Rule } from "./rule.ts";

/**
 * The built-in `preference`: the customer's own wishes, one rule each, in the order in which they are
 * reported. Only `optOutAll` and a channel's `optOut: "hard"` bind purposes that obey hard rules only.
 */

const channelWishes = ({ contact, request }: Candidate): ChannelWishes | undefined =>
  contact.preferences.channels?.[request.channel];

const wish = (rule: Omit<Rule, "id" | "kind" | "effect" | "overridable">): Rule => ({
  id: "preference",
  kind: "preference",
  effect: "deny",
  overridable: false,
  ...rule,
});

/** A wish that holds until the customer changes it. */
const standingWish = (
  holds: (candidate: Candidate) => boolean,
  details: (candidate: Candidate) => Explanation["details"],
  failsUntil: Rule["failsUntil"] = () => NEVER,
): Rule =>
  wish({
    applies: holds,
    failsUntil,
    explain: (candidate) => ({ code: "opted_out", details: details(candidate) }),
  });

/** The one message that tells the customer that their stop was heard is let through. */
const unlessConfirming = (candidate: Candidate) => (isConfirmation(candidate) ? PASSES : NEVER);

function isConfirmation(candidate: Candidate): boolean {
  const { contact, request, at } = candidate;
  const isOwed = contact.confirmations?.some(
    ({ channel, until }) => channel === request.channel && at < until,
  );
  return isOwed === true && confirmsOptOut(candidate);
}

/** Bound by every no to its channel, whatever else its purpose obeys: else any number of them would pass a softer one. */
const confirmsOptOut = ({ policy, request }: Candidate): boolean =>
  policy.purposes.get(request.purpose)?.confirmsOptOut === true;

const optOutAll = standingWish(
  ({ contact }) => contact.preferences.optOutAll === true,
  () => ({ scope: "all" }),
  unlessConfirming,
);

const channelOptOut = standingWish(
  (candidate) => {
    const optOut = channelWishes(candidate)?.optOut;
    return optOut === "hard" || (optOut === true && (candidate.obeysAll || confirmsOptOut(candidate)));
  },
  ({ request }) => ({ scope: "channel", channel: request.channel }),
  unlessConfirming,
);

/** An own entry only: a topic named like a property of every object is no wish. */
const optedOutOf = (
  wishes: Readonly<Record<string, { optOut?: boolean }>> | undefined,
  name: string,
): boolean => wishes !== undefined && Object.hasOwn(wishes, name) && wishes[name]?.optOut === true;

const topicOptOut = standingWish(
  ({ contact, request, obeysAll }) =>
    obeysAll && request.topic !== undefined && optedOutOf(contact.preferences.topics, request.topic),
  ({ request }) => ({ scope: "topic", topic: request.topic }),
);

const departmentOptOut = standingWish(
  ({ contact, request, obeysAll }) =>
    obeysAll && optedOutOf(contact.preferences.departments, request.department),
  ({ request }) => ({ scope: "department", department: request.department }),
);

const pause = wish({
  applies: ({ contact, obeysAll }) => obeysAll && typeof contact.preferences.pausedUntil === "number",
  failsUntil({ contact, at }) {
    const until = contact.preferences.pausedUntil ?? PASSES;
    return until > at ? until : PASSES;
  },
  explain: ({ contact }) => ({
    code: "paused",
    details: { until: formatInstant(contact.preferences.pausedUntil ?? epochMs(0)) },
  }),
});

const OWN_WINDOW = { rolling: "P7D" };
const week = rolling(7 * DAY_MS);

/** The customer's own rolling seven days, over all counting touches or those of one channel. */
function ownLimit(scope: "all" | "channel"): Rule {
  const limitOf = (candidate: Candidate): number | null | undefined =>
    scope === "all" ? candidate.contact.preferences.maxPerWeek : channelWishes(candidate)?.maxPerWeek;

  const timesNear = (candidate: Candidate) =>
    touchesNear(candidate, week.reachMs)
      .filter((touch) => scope === "all" || touch.channel === candidate.request.channel)
      .map((touch) => touch.at);

  const holding = (candidate: Candidate) => {
    const max = limitOf(candidate);
    if (typeof max !== "number") return undefined;
    if (max === 0) return { count: 0, oldestAt: undefined, until: NEVER };
    return week.fullest(timesNear(candidate), max, candidate);
  };

  return wish({
    applies: (candidate) => candidate.obeysAll && typeof limitOf(candidate) === "number",
    readsTouches: true,
    filled: (candidate) => ({
      count: week.fullest(timesNear(candidate), 1, candidate)?.count ?? 0,
      max: limitOf(candidate) ?? 0,
      window: OWN_WINDOW,
    }),
    failsUntil: (candidate) => holding(candidate)?.until ?? PASSES,
    explain(candidate) {
      const held = holding(candidate);
      const channel = scope === "channel" ? { channel: candidate.request.channel } : {};
      const oldest = held?.oldestAt === undefined ? {} : { oldestAt: formatInstant(held.oldestAt) };
      return {
        code: "own_limit_reached",
        details: {
          scope,
          ...channel,
          count: held?.count ?? 0,
          max: limitOf(candidate),
          window: OWN_WINDOW,
          ...oldest,
        },
      };
    },
  });
}

const openings = new WeakMap<readonly TimeRange[], Opening>();

/** The same ranges every day; compiled once for each state that is read. */
function openingOfWish(ranges: readonly TimeRange[]): Opening {
  const known = openings.get(ranges) ?? openingOf([{ days: WEEKDAYS, ranges }]);
  openings.set(ranges, known);
  return known;
}

const ownHours = wish({
  applies: (candidate) => candidate.obeysAll && Array.isArray(channelWishes(candidate)?.hours),
  failsUntil(candidate) {
    const ranges = channelWishes(candidate)?.hours ?? [];
    return closedUntil(openingOfWish(ranges), zonesOrPolicy("contact", candidate), candidate);
  },
  explain: (candidate) => ({
    code: "outside_own_hours",
    details: { hours: channelWishes(candidate)?.hours, zones: zonesOrPolicy("contact", candidate) },
  }),
});

export const wishes: readonly Rule[] = [
  optOutAll,
  channelOptOut,
  topicOptOut,
  departmentOptOut,
  pause,
  ownLimit("all"),
  ownLimit("channel"),
  ownHours,
];
