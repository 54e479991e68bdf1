import type { ReasonCode } from "./reasons.ts";
import type { Window } from "./rule-document.ts";
import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS, parseInstant, SECOND_MS } from "./time.ts";

type Details = Readonly<Record<string, unknown>>;

/** What a message is made of: nothing but the reason's own details and the instant that was judged. */
interface Failing {
  readonly code: ReasonCode;
  readonly details: Details;
  readonly at: EpochMs;
}

/** Languages that messages are written in: English and Simplified Chinese. */
export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

/** One sentence for a person: what stands in the way, how much, until when, who. */
export const messageOf = (failing: Failing, _language: Language = "en"): string =>
  (MESSAGES[failing.code] ?? fallback)(failing);

const fallback = ({ code }: Failing) => code.replaceAll("_", " ");

const MESSAGES: Partial<Record<ReasonCode, (failing: Failing) => string>> = {
  cap_reached: ({ details }) =>
    `${number(details.count)} of at most ${times(details.max)} ${windowText(details.window as Window)}`,
  too_soon: ({ details, at }) => `${touchText(details, at)}; ${durationText(details.min)} must lie between`,
  department_locked: ({ details, at }) =>
    `${touchText(details, at)}; others hold back for ${durationText(details.period)}`,
  outside_hours: ({ details }) => `outside the permitted hours in ${listText(details.zones)}`,
  zone_unknown: () => "the contact's time zone is unknown, so permitted hours cannot be checked",
  suppressed: ({ details }) => suppressedText(details),
  opted_out: ({ details }) => `the customer opted out of ${optOutText(details)}`,
  paused: ({ details }) => `the customer paused all contact until ${String(details.until)}`,
  own_limit_reached: ({ details }) =>
    `${number(details.count)} of the customer's own limit of ${times(details.max)} in 7 days${channelText(details)}`,
  outside_own_hours: ({ details }) => `outside the customer's own hours in ${listText(details.zones)}`,
  history_full: () => "the contact's history is full; the oldest touch must leave first",
  outage: () => "allowed without a check: the store did not answer and this purpose may go through then",
};

const number = (value: unknown) => String(value);
const times = (value: unknown) => (value === 1 ? "1 touch" : `${String(value)} touches`);
const channelText = ({ channel }: Details) => (channel === undefined ? "" : ` by ${String(channel)}`);
const listText = (value: unknown) => (value as readonly string[]).join(", ");

const VERBS: Readonly<Record<string, readonly [past: string, planned: string]>> = {
  email: ["e-mailed", "e-mail"],
  sms: ["texted", "text"],
  call: ["called", "call"],
  visit: ["visited", "visit"],
};

/** `sales called this contact 3 h ago`, or of a planned touch `sales is to call this contact in 3 h`. */
function touchText({ department, channel, touchedAt }: Details, at: EpochMs): string {
  const [past, planned] = VERBS[String(channel)] ?? ["contacted", "contact"];
  const agoMs = at - (parseInstant(String(touchedAt)) ?? at);
  return agoMs >= 0
    ? `${String(department)} ${past} this contact ${spanText(agoMs)} ago`
    : `${String(department)} is to ${planned} this contact in ${spanText(-agoMs)}`;
}

function windowText(window: Window): string {
  if ("rolling" in window) return `in any ${durationText(window.rolling)}`;
  if ("calendar" in window) return `in a calendar ${window.calendar}`;
  return window.consecutiveDays === 1 ? "in one day" : `in ${window.consecutiveDays} days in a row`;
}

function optOutText({ scope, channel, topic, department }: Details): string {
  switch (scope) {
    case "all":
      return "all contact";
    case "channel":
      return String(channel);
    case "topic":
      return `the topic ${String(topic)}`;
    default:
      return `contact by ${String(department)}`;
  }
}

function suppressedText({ because, list, reason }: Details): string {
  if (because === "erased") return "the contact was erased";
  if (because === "invalid") return "the contact is marked as invalid";
  if (because === "invalid_address") return "the address is known not to work";
  return `on the suppression list ${String(list)}${reason === undefined ? "" : ` (${String(reason)})`}`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ["days", DAY_MS],
  ["h", HOUR_MS],
  ["min", MINUTE_MS],
  ["s", SECOND_MS],
];

/** `3 days`, `26 h`, `59 min`: the largest unit that reads well; nothing is rounded up. */
function spanText(spanMs: number): string {
  const [unit, unitMs] = UNITS.find(([name, ms]) => spanMs >= (name === "days" ? 2 * ms : ms)) ?? [
    "s",
    SECOND_MS,
  ];
  return `${Math.floor(spanMs / unitMs)} ${unit}`;
}

/** ISO 8601 in words: `P3D` is `3 days`, `PT36H` is `36 h`. */
function durationText(iso: unknown): string {
  const words: Readonly<Record<string, string>> = { W: "week", D: "day", H: "h", M: "min", S: "s" };
  const parts = [...String(iso).matchAll(/(\d+)([WDHMS])/g)].map(([, amount = "", unit = ""]) => {
    const word = words[unit] ?? unit;
    return `${amount} ${word.length > 3 || word === "day" ? word + (amount === "1" ? "" : "s") : word}`;
  });
  return parts.join(" ");
}
