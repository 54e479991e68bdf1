import { type Calendar, startOfMonth, startOfWeek, weekdayOf } from "../../lib/core/calendar.ts";
import { engagementAt } from "../../lib/core/engagement.ts";
import { murmurHash } from "../../lib/core/murmur-hash.ts";
import { clockTimeMs, durationOf, type RuleDocument } from "../../lib/core/rule-document.ts";
import { DAY_MS, epochMs } from "../../lib/core/time.ts";
import { counts, type Touch } from "../../lib/core/touches.ts";
import type { Question } from "./questions.ts";

/**
 * What a team would compute for a general rules engine, one value for each rule: how many touches a window holds, how
 * long the last one is ago, whether it is open. Only for what the questions here can be: asked now, about touches of
 * the past, to contacts whose zone is known. The local calendar, the engagement and the hash are the gate's own.
 */

/** A question with the touches that count picked out, once for all rules. */
export interface Asked extends Question {
  readonly counted: readonly Touch[];
}

export const askedOf = (question: Question): Asked => ({
  ...question,
  counted: question.contact.touches.filter((touch) => counts(touch, question.now)),
});

export type FactOf = (asked: Asked) => number | boolean;

type Of<Kind extends RuleDocument["kind"]> = Extract<RuleDocument, { kind: Kind }>;

const SPOKEN = ["answered", "conversation", "refused", "wrong_number"];
const DELIVERED = [
  ...SPOKEN,
  ...["delivered", "opened", "clicked", "replied", "voicemail", "complained", "unsubscribed", "converted"],
];

/** Whether a touch is one that the rule counts. */
function selectorOf({ counts: wanted, per }: Pick<Of<"cap">, "counts" | "per">) {
  const fields = per === undefined || per === "contact" ? [] : per;
  return (touch: Touch, { request }: Asked): boolean =>
    (wanted?.purpose === undefined || wanted.purpose.includes(touch.purpose)) &&
    (wanted?.channel === undefined || wanted.channel.includes(touch.channel)) &&
    (wanted?.outcome !== "delivered" ||
      touch.outcomes.length === 0 ||
      touch.outcomes.some(({ outcome }) => DELIVERED.includes(outcome))) &&
    fields.every((field) =>
      field === "address" ? touch.address === request.namedKey : touch[field] === request[field],
    );
}

export function countIn(rule: Of<"cap">, calendar: Calendar): FactOf {
  const selects = selectorOf(rule);
  const startOf = startOfWindow(rule.window, calendar);
  return (asked) => {
    const start = startOf(asked);
    return asked.counted.filter((touch) => touch.at >= start && selects(touch, asked)).length;
  };
}

/** The first instant of the window that ends now, or of the period that contains now. */
function startOfWindow(window: Of<"cap">["window"], calendar: Calendar): (asked: Asked) => number {
  if ("rolling" in window) {
    const lengthMs = durationOf(window.rolling);
    return ({ now }) => now - lengthMs + 1;
  }
  const startDay = (today: number): number => {
    if ("consecutiveDays" in window) return today - window.consecutiveDays + 1;
    if (window.calendar === "day") return today;
    return window.calendar === "week" ? startOfWeek(today, "mon") : startOfMonth(today);
  };
  return ({ contact, now }) => {
    const zone = window.zone === "contact" ? (contact.attributes.timezone as string) : "Europe/Amsterdam";
    return calendar.startOfDay(zone, startDay(calendar.wallClock(zone, now).day));
  };
}

export const maxOf =
  ({ by, values, default: others }: Exclude<Of<"cap">["max"], number>): FactOf =>
  ({ contact, now }) => {
    const segment = by === "engagement" ? engagementAt(contact.touches, now) : contact.attributes[by];
    return values[segment ?? "unknown"] ?? others;
  };

/** How long the last of the touches that are counted is ago. */
const agoOf = ({ counted, now }: Asked, isMeant: (touch: Touch) => boolean): number => {
  const last = counted.findLast(isMeant);
  return last === undefined ? Number.MAX_SAFE_INTEGER : now - last.at;
};

export function msSinceTouch(rule: Of<"gap">): FactOf {
  const selects = selectorOf(rule);
  return (asked) =>
    agoOf(
      asked,
      (touch) =>
        selects(touch, asked) && !(rule.differs !== undefined && touch.campaign === asked.request.campaign),
    );
}

export function msSinceOther(rule: Of<"lock">): FactOf {
  const selects = selectorOf(rule);
  const periodMs = durationOf(rule.period);
  return (asked) => {
    const { request, counted, now } = asked;
    const isOwn = ({ department }: Touch) => department === request.department;
    const own =
      rule.holds === "first"
        ? counted.find((touch) => isOwn(touch) && now - touch.at < periodMs && selects(touch, asked))
        : undefined;
    return agoOf(
      asked,
      (touch) => !isOwn(touch) && selects(touch, asked) && (own === undefined || touch.at <= own.at),
    );
  };
}

export function msLeftOfCooldown(rule: Of<"cooldown">, calendar: Calendar): FactOf {
  const selects = selectorOf(rule);
  const lengthMs = durationOf(rule.for);
  const startedBy: readonly string[] = rule.after;
  return (asked) => {
    const { contact, now } = asked;
    let left = 0;
    for (const touch of contact.touches) {
      for (const { outcome, at } of touch.outcomes) {
        if (!startedBy.includes(outcome) || !selects(touch, asked)) continue;
        const zone = contact.attributes.timezone as string;
        const end =
          rule.dayOne === true
            ? calendar.startOfDay(zone, calendar.wallClock(zone, at).day + lengthMs / DAY_MS)
            : at + lengthMs;
        left = Math.max(left, end - now);
      }
    }
    return left;
  };
}

export function isOpen(rule: Of<"hours">, calendar: Calendar): FactOf {
  return ({ contact, now }) => {
    const zone = rule.zone === "policy" ? "Europe/Amsterdam" : (contact.attributes.timezone as string);
    const { day, msOfDay } = calendar.wallClock(zone, epochMs(now));
    if (rule.holidays?.includes(new Date(day * DAY_MS).toISOString().slice(0, 10))) return false;
    return rule.allow.some(
      ({ days, ranges }) =>
        days.includes(weekdayOf(day)) &&
        ranges.some(([start, end]) => clockTimeMs(start) <= msOfDay && msOfDay < clockTimeMs(end)),
    );
  };
}

export function msSinceSameGroup(
  rule: Of<"exclusive">,
  campaignGroups: Readonly<Record<string, readonly string[]>>,
): FactOf {
  const groups = rule.groups.map((name) => campaignGroups[name] ?? []);
  return (asked) => {
    const { campaign } = asked.request;
    if (campaign === undefined) return Number.MAX_SAFE_INTEGER;
    const rivals = groups.filter((group) => group.includes(campaign)).flat();
    return agoOf(asked, (touch) => touch.campaign !== campaign && rivals.includes(touch.campaign ?? ""));
  };
}

export const consentRank =
  (levels: readonly string[]): FactOf =>
  ({ contact, request }) =>
    (contact.consents ?? [])
      .filter(({ channel, purpose }) => channel === request.channel && purpose === request.purpose)
      .reduce((best, { level }) => Math.max(best, levels.indexOf(level)), -1);

export const bucketOf =
  (salt: string): FactOf =>
  ({ contact }) =>
    murmurHash(`${salt}:${contact.contactId}`) % 10_000;
