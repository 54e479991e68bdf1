import type { Candidate } from "./candidate.ts";
import { engagementAt } from "./engagement.ts";
import type { CountedOutcome, Matcher, PerField, TouchSelector } from "./rule-document.ts";
import type { Touch } from "./touches.ts";
import type { Outcome } from "./words.ts";

/** Whether a candidate is one that a rule speaks of. */
export type Matches = (candidate: Candidate) => boolean;
/** Whether a past touch is one that a rule counts against this candidate. */
export type Selects = (touch: Touch, candidate: Candidate) => boolean;

const UNKNOWN = "unknown";
const always = () => true;

/** Whether a value is in a list; most lists hold one. */
export function isOneOf(values: readonly string[]): (value: string) => boolean {
  const [only] = values;
  if (values.length === 1) return (value) => value === only;
  const wanted = new Set(values);
  return (value) => wanted.has(value);
}

const VALUE_OF: Readonly<
  Record<Exclude<keyof Matcher, "tags">, (candidate: Candidate) => string | undefined>
> = {
  channel: ({ request }) => request.channel,
  department: ({ request }) => request.department,
  purpose: ({ request }) => request.purpose,
  campaign: ({ request }) => request.campaign,
  topic: ({ request }) => request.topic,
  product: ({ request }) => request.product,
  country: ({ contact }) => contact.attributes.country,
  region: ({ contact }) => contact.attributes.region,
  stage: ({ contact }) => contact.attributes.stage,
  tier: ({ contact }) => contact.attributes.tier,
  recipientType: ({ contact }) => contact.attributes.recipientType,
  engagement: ({ contact, at }) => engagementAt(contact.touches, at),
};

/** All fields given must match, any value in a list suffices. No matcher matches everything. */
export function compileMatcher(matcher: Matcher | undefined): Matches {
  const tests = Object.entries(matcher ?? {}).flatMap(([field, values]): Matches[] => {
    if (values === undefined) return [];
    const isWanted = isOneOf(values);
    if (field === "tags") return [({ contact }) => isAnyWanted(isWanted, contact.attributes.tags)];
    const read = VALUE_OF[field as keyof typeof VALUE_OF];
    // An absent value matches only the literal `unknown`.
    return [(candidate) => isWanted(read(candidate) ?? UNKNOWN)];
  });
  return all(tests);
}

function isAnyWanted(isWanted: (tag: string) => boolean, tags: readonly string[] | undefined): boolean {
  return tags === undefined || tags.length === 0 ? isWanted(UNKNOWN) : tags.some(isWanted);
}

function all(tests: readonly Matches[]): Matches {
  const [first, second] = tests;
  if (first === undefined) return always;
  if (second === undefined) return first;
  return (candidate) => tests.every((test) => test(candidate));
}

/** The touches a rule counts: those its selector names, and with `per` only those equal to the request in it. */
export function compileSelector(
  counts: TouchSelector | undefined,
  per: "contact" | readonly PerField[] | undefined,
): Selects {
  const tests: Selects[] = [...testsOf(counts)];
  if (per !== undefined && per !== "contact") tests.push(...per.map((field) => SAME_AS_REQUEST[field]));
  const [first, second] = tests;
  if (first === undefined) return always;
  if (second === undefined) return first;
  return (touch, candidate) => tests.every((test) => test(touch, candidate));
}

/** The touches that a selector names, whatever the request. */
export function compileCounts(counts: TouchSelector | undefined): (touch: Touch) => boolean {
  const tests = testsOf(counts);
  return (touch) => tests.every((test) => test(touch));
}

function testsOf(counts: TouchSelector | undefined): ((touch: Touch) => boolean)[] {
  const { outcome = "any", ...fields } = counts ?? {};
  const tests = Object.entries(fields).flatMap(([field, values]): ((touch: Touch) => boolean)[] => {
    if (values === undefined) return [];
    const isWanted = isOneOf(values);
    const name = field as Exclude<keyof TouchSelector, "outcome">;
    return [(touch) => isWanted(touch[name] ?? UNKNOWN)];
  });
  return outcome === "any" ? tests : [...tests, cameTo(outcome)];
}

/** Somebody answered and spoke. */
const CONVERSATION: readonly Outcome[] = ["conversation", "refused"];
/** Somebody answered. */
const CONNECTED: readonly Outcome[] = [...CONVERSATION, "answered", "wrong_number"];
/** It arrived, or what was done with it shows that it did. */
const DELIVERED: readonly Outcome[] = [
  ...CONNECTED,
  "delivered",
  "opened",
  "clicked",
  "replied",
  "voicemail",
  "complained",
  "unsubscribed",
  "converted",
];
const SHOWN_BY: Readonly<Record<Exclude<CountedOutcome, "any">, readonly Outcome[]>> = {
  conversation: CONVERSATION,
  connected: CONNECTED,
  delivered: DELIVERED,
};

/** Until an outcome is reported a touch counts as every one. */
function cameTo(outcome: Exclude<CountedOutcome, "any">): (touch: Touch) => boolean {
  const shownBy = new Set(SHOWN_BY[outcome]);
  return ({ outcomes }) =>
    outcomes.length === 0 || outcomes.some((reported) => shownBy.has(reported.outcome));
}

const SAME_AS_REQUEST: Readonly<Record<PerField, Selects>> = {
  // An unknown destination could be any address: everything counts.
  address: (touch, { destination }) =>
    destination === undefined || touch.address === undefined || touch.address === destination.key,
  channel: (touch, { request }) => touch.channel === request.channel,
  department: (touch, { request }) => touch.department === request.department,
  campaign: (touch, { request }) => touch.campaign === request.campaign,
  subject: (touch, { request }) => touch.subject === request.subject,
};
