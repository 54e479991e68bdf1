import type { Window } from "../rule-document.ts";
import type { EpochMs } from "../time.ts";
import { consentStanding } from "./consent-standing.ts";
import type { DetailsOf, ExcludedField, Fullness, Moment, OtherTouch, Sentences } from "./details.ts";
import { CHANNEL_NAMES, EVENTS, FIELD_NAMES, LEVELS, UNIT_NAMES, VERBS } from "./en-words.ts";
import { abridged, type Distance, distanceOf, percentOf, type Span, spansOf } from "./spans.ts";

/** English. */
export const en: Sentences = {
  cap_reached: fullness,
  too_soon: (details, { now }) =>
    `${touchText(details, now)}${forCampaign(details)}; ${durationText(details.min)} must lie between`,
  department_locked: (details, { now }) =>
    `${touchText(details, now)}; others hold back for ${durationText(details.period)}`,
  cooling_down(details, { now }) {
    const event = `${EVENTS[details.outcome]} ${whenText(distanceOf(details.outcomeAt, now))}`;
    const { department, channel, until } = details;
    const quiet =
      until === null ? "quiet for good" : `quiet for ${durationText(details.for)}, until ${until}`;
    return `${event}, after ${department} ${VERBS[channel][0]} them; ${quiet}`;
  },
  outside_hours: ({ zones }) => `outside the permitted hours in ${listText(zones)}`,
  zone_unknown: () => "the contact's time zone is unknown, so permitted hours cannot be checked",
  other_campaign_active({ campaign, group, touchedAt, window, until }, { now }) {
    const distance = distanceOf(touchedAt, now);
    const touched = `${distance.ahead ? "is to reach" : "reached"} this contact ${whenText(distance)}`;
    return `the campaign ${campaign} ${touched}; others of the group ${group} wait ${durationText(window)}, until ${until}`;
  },
  not_the_owner: (details) => `${ownerText(details)} looks after this contact, and the request is not theirs`,
  no_consent: consentText,
  excluded: ({ contact }) => `the contact is excluded by ${fieldTexts(contact).join(", ")}`,
  held_out: ({ basisPoints }) =>
    `in the control group: ${percentOf(basisPoints)} of the contacts are kept untouched for comparison`,
  suppressed: suppressedText,
  opted_out: (details) => `the customer opted out of ${optOutText(details)}`,
  paused: ({ until }) => `the customer paused all contact until ${until}`,
  own_limit_reached: ({ count, max, channel }) => {
    const limit = `${touches(max)} in 7 days${channel === undefined ? "" : ` (${CHANNEL_NAMES[channel]})`}`;
    return max === 0
      ? `the customer's own limit is ${limit}`
      : `${count} of the customer's own limit of ${limit}`;
  },
  outside_own_hours({ hours, zones }) {
    if (hours.length === 0) return "the customer's own hours leave no time open";
    const ranges = hours.map(([start, end]) => `${start}–${end}`).join(", ");
    return `outside the customer's own hours (${ranges}) in ${listText(zones)}`;
  },
  locked: ({ department, reason, until }) =>
    `${department} holds this contact until ${until}${reason === undefined ? "" : ` (${reason})`}`,
  history_full({ historyBytes, maxBytes, until }) {
    const full = `the contact's history is full (${historyBytes} of at most ${maxBytes} bytes)`;
    return until === null
      ? `${full}, and no touch leaves it`
      : `${full}; the oldest touch leaves at ${until}`;
  },
  outage: ({ deadlineMs }) =>
    `allowed without a check: the store did not answer within ${deadlineMs} ms, and this purpose may go through then`,
};

const touches = (count: number): string => (count === 1 ? "1 touch" : `${count} touches`);

function fullness({ count, max, window }: Fullness): string {
  const limit = `${touches(max)} ${windowText(window)}`;
  return max === 0 ? `the limit for this contact is ${limit}` : `${count} of at most ${limit}`;
}

export function windowText(window: Window): string {
  if ("rolling" in window) return `in any ${durationText(window.rolling)}`;
  if ("calendar" in window) return `in a calendar ${window.calendar}`;
  return window.consecutiveDays === 1 ? "in one day" : `in ${window.consecutiveDays} days in a row`;
}

/** `sales called this contact 3 h ago`, or of a planned touch `sales is to call this contact in 3 h`. */
function touchText({ department, agent, channel, touchedAt }: OtherTouch, now: EpochMs): string {
  const [past, planned] = VERBS[channel];
  const who = agent === undefined ? department : `${department} (${agent})`;
  const distance = distanceOf(touchedAt, now);
  return `${who} ${distance.ahead ? `is to ${planned}` : past} this contact ${whenText(distance)}`;
}

const forCampaign = ({ campaign }: OtherTouch): string =>
  campaign === undefined ? "" : ` for the campaign ${campaign}`;

function ownerText({ by, agent, department }: DetailsOf["not_the_owner"]): string {
  if (by === "agent") return `agent ${agent}${department === undefined ? "" : ` of ${department}`}`;
  return `${department}${agent === undefined ? "" : ` (agent ${agent})`}`;
}

function consentText(details: DetailsOf["no_consent"], { at }: Moment): string {
  const { channel, purpose, level, given = level, expiresAt } = details;
  const to = `to ${CHANNEL_NAMES[channel]} for ${purpose}`;
  switch (consentStanding(details, at)) {
    case "none":
      return `no ${LEVELS[level]} consent ${to} is on record`;
    case "withdrawn":
      return `the customer withdrew the consent ${to}`;
    case "lesser":
      return `the consent on record ${to} is only ${LEVELS[given]}; ${LEVELS[level]} consent is needed`;
    case "ended":
      return `the ${LEVELS[given]} consent ${to} ended at ${expiresAt}`;
    case "ahead":
      return `the ${LEVELS[given]} consent ${to} is not in force yet`;
  }
}

const fieldTexts = (contact: DetailsOf["excluded"]["contact"]): string[] =>
  Object.entries(contact).map(([field, value]) => `${FIELD_NAMES[field as ExcludedField]} ${value}`);

function suppressedText(details: DetailsOf["suppressed"]): string {
  switch (details.because) {
    case "erased":
      return "the contact was erased";
    case "invalid":
      return "the contact is marked as invalid";
    case "invalid_address":
      return "the address is known not to work";
    case "list": {
      const { list, reason, until } = details;
      const why = reason === undefined ? "" : ` (${reason})`;
      return `on the suppression list ${list}${why}${until === null ? "" : ` until ${until}`}`;
    }
    case "list_outdated": {
      const { list, asOf, maxAgeDays } = details;
      const age = asOf === null ? "was never imported" : `is of ${asOf}`;
      const most = `it may be at most ${maxAgeDays} ${maxAgeDays === 1 ? "day" : "days"} old`;
      return `the suppression list ${list} ${age}, and ${most}: import it${asOf === null ? "" : " again"}`;
    }
  }
}

function optOutText(details: DetailsOf["opted_out"]): string {
  switch (details.scope) {
    case "all":
      return "all contact";
    case "channel":
      return CHANNEL_NAMES[details.channel];
    case "topic":
      return `the topic ${details.topic}`;
    case "department":
      return `contact by ${details.department}`;
  }
}

/** `A, B, C and 17 more`. */
function listText(list: readonly string[]): string {
  const { shown, more } = abridged(list);
  return `${shown.join(", ")}${more === 0 ? "" : ` and ${more} more`}`;
}

const spanText = ({ amount, unit }: Span): string => `${amount} ${UNIT_NAMES[unit][amount === 1 ? 0 : 1]}`;

/** ISO 8601 in words: `P3D` is `3 days`, `PT36H` is `36 h`. */
export const durationText = (duration: string): string => spansOf(duration).map(spanText).join(" ");

/** `3 h ago`, `in 2 days`, `just now`. */
function whenText({ ahead, span }: Distance): string {
  if (span === undefined) return "just now";
  return ahead ? `in ${spanText(span)}` : `${spanText(span)} ago`;
}
