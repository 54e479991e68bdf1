import type { Names, OracleQuestion, OracleRule, OracleTouch, Wanted } from "./brute-oracle-input.ts";

/** The oracle's reading of which touches count, whom a rule speaks of, and how warm a contact is. */

const DAY = 86_400_000;

/** Which type of address a channel reaches. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ email: "email", sms: "phone", call: "phone", whatsapp: "phone" },
};

/** Addresses that fit the request's channel. */
export const fitting = ({ contact, request }: OracleQuestion) =>
  contact.identities.filter(({ type }) => type === TYPES[request.channel]);

/** The address the touch goes to: the one that was named, or the only one; undefined when it is not known. */
export function destination(question: OracleQuestion) {
  const all = fitting(question);
  const named = all.find(({ key }) => key === question.request.namedKey);
  return named ?? (all.length === 1 ? all[0] : undefined);
}

/** Touches that count at all as of x. */
export const countedAt = ({ contact }: OracleQuestion, x: number) =>
  contact.touches.filter(
    ({ state, expiresAt, outcomes }) =>
      state !== "released" &&
      !(state === "reserved" && expiresAt !== undefined && x >= expiresAt) &&
      !outcomes.some(({ outcome }) => outcome === "failed" || outcome === "bounced"),
  );

/** The touches that a rule counts as of x. */
export const countedBy = (rule: OracleRule, question: OracleQuestion, x: number) =>
  selected(rule, question, countedAt(question, x));

/** Which of the touches `counts` and `per` choose. */
export function selected(
  { counts = {}, per = [] }: OracleRule,
  question: OracleQuestion,
  touches: readonly OracleTouch[],
) {
  const { request } = question;
  const to = destination(question)?.key;
  const same = (t: OracleTouch, field: string) =>
    field === "address"
      ? to === undefined || t.address === undefined || t.address === to
      : t[field as "campaign"] === request[field as "campaign"];
  const equal = per === "contact" ? [] : (per as Names);
  return touches.filter((t) => isNamed(t, counts) && equal.every((field) => same(t, field)));
}

/** Whether `counts` names the touch. */
export function isNamed(t: OracleTouch, counts: NonNullable<OracleRule["counts"]>): boolean {
  const { outcome = "any", ...fields } = counts;
  return matches(fields as Wanted, (field) => t[field as "channel"]) && cameTo(t, outcome as string);
}

/** What each outcome shows, one line for each of them. */
const SHOWS: Readonly<Record<string, Names>> = {
  delivered: ["delivered"],
  opened: ["delivered"],
  clicked: ["delivered"],
  replied: ["delivered"],
  answered: ["delivered", "connected"],
  no_answer: [],
  busy: [],
  voicemail: ["delivered"],
  conversation: ["delivered", "connected", "conversation"],
  bounced: [],
  failed: [],
  complained: ["delivered"],
  unsubscribed: ["delivered"],
  refused: ["delivered", "connected", "conversation"],
  wrong_number: ["delivered", "connected"],
  converted: ["delivered"],
};

/** A touch without an outcome counts as every outcome. */
const cameTo = ({ outcomes }: OracleTouch, wanted: string): boolean =>
  wanted === "any" ||
  outcomes.length === 0 ||
  outcomes.some(({ outcome }) => SHOWS[outcome]?.includes(wanted) === true);

/** Whether a rule's `when` and `unless` let it speak of the question at x. */
export function speaksOf({ when, unless }: OracleRule, question: OracleQuestion, x: number): boolean {
  const { request, contact } = question;
  const read = (field: string) => {
    if (field === "engagement") return engagementAt(question, x);
    return field in request ? request[field as "channel"] : contact.attributes[field];
  };
  return matches(when ?? {}, read) && !(unless !== undefined && matches(unless, read));
}

/** What is absent is `unknown`, and so is a list with nothing in it. */
export function matches(wanted: Wanted, read: (field: string) => string | Names | undefined): boolean {
  return Object.entries(wanted).every(([field, names = []]) => {
    const values = [read(field) ?? []].flat();
    return (values.length === 0 ? ["unknown"] : values).some((value) => names.includes(value));
  });
}

const WEIGHTS: Readonly<Record<string, number>> = {
  ...{ conversation: 4, replied: 4, converted: 4, clicked: 2, opened: 1 },
};

/** How warmly the contact responds: outcomes reported by x, halved every 30 days, the first open of each touch. */
export function scoreAt({ contact }: OracleQuestion, x: number): number {
  let score = 0;
  for (const { outcomes } of contact.touches) {
    const reported = outcomes.filter(({ at }) => at <= x);
    reported.forEach(({ outcome, at }, index) => {
      const again = outcome === "opened" && reported.findIndex((o) => o.outcome === "opened") < index;
      if (!again) score += (WEIGHTS[outcome] ?? 0) * 2 ** (-(x - at) / (30 * DAY));
    });
  }
  return score;
}

export function engagementAt(question: OracleQuestion, x: number): string {
  const score = scoreAt(question, x);
  if (score >= 4) return "hot";
  if (score >= 1) return "warm";
  return score > 0 ? "cold" : "dormant";
}
