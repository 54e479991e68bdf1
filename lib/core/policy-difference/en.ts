import { durationText, windowText } from "../messages/en.ts";
import { LEVELS } from "../messages/en-words.ts";
import type { Window } from "../rule-document.ts";
import { fieldsOf, type Thing } from "./things.ts";
import { type DifferenceWords, daysInRuns } from "./words.ts";

const KINDS: Readonly<Record<string, string>> = {
  cap: "cap",
  gap: "gap",
  lock: "lock",
  cooldown: "cooldown",
  hours: "hours",
  exclusive: "exclusive campaigns",
  owner: "owner",
  consent: "consent",
  exclude: "exclusion",
  holdout: "control group",
  cadence: "rhythm",
};

/** Fields of requests, contacts and touches. */
const FIELDS: Readonly<Record<string, string>> = { recipientType: "recipient type", tags: "tag" };

const EFFECTS: Readonly<Record<string, string>> = {
  deny: "denies",
  warn: "warns only",
  shadow: "runs in shadow",
};

const zoneText = (window: Window): string =>
  "zone" in window && window.zone !== undefined ? ` (zone: ${window.zone})` : "";
const weekText = (window: Window): string =>
  "weekStart" in window && window.weekStart !== undefined ? `, weeks begin on ${window.weekStart}` : "";

/** English. */
export const en: DifferenceWords = {
  nouns: {
    purpose: "purpose",
    campaignGroup: "campaign group",
    holidayList: "holidays",
    suppressionList: "suppression list",
    part: "part",
    policy: "policy",
  },
  kind: (kind) => KINDS[kind] ?? kind,
  whole: (change, noun, { name, phrases }) => {
    const said = phrases.length === 0 ? "" : `: ${phrases.join("; ")}`;
    return `${change === "added" ? "new" : "gone:"} ${noun} ${name}${said}`;
  },
  subject: (noun, { noun: what, name }: Thing) => {
    if (what === "policy") return "";
    return what === "rule" || what === "part" ? `${name}: ` : `${noun} ${name}: `;
  },
  nowHas: (phrase) => `now ${phrase}`,
  noLonger: (phrase) => `no longer ${phrase}`,
  order: (ids) => `the rules stand in another order: ${ids.join(", ")}`,
  writtenOtherwise: "the document is written otherwise; nothing that is read has changed",
  inSuffix: (field, { written }) => field === "window" && fieldsOf(written).kind === "cap",
  labels: {
    id: "name of the policy: ",
    timezone: "time zone of the policy: ",
    retention: "touches are kept for ",
    departments: "departments: ",
    kind: "kind: ",
    effect: "",
    hard: "also binds purposes that obey hard rules only: ",
    overridable: "may be overridden: ",
    source: "source: ",
    note: "note: ",
    per: "counted for each ",
    max: "at most ",
    "cap.window": "counted ",
    min: "at least ",
    differs: "only between touches of another ",
    period: "others hold back for ",
    holds: "who holds: ",
    after: "after ",
    for: "quiet for ",
    dayOne: "the day of the event is the first: ",
    zone: "time zone: ",
    allow: "open ",
    unknownZone: "when the zone is unknown: ",
    holidays: "holidays: ",
    groups: "campaigns of the groups ",
    window: "others of the group wait ",
    by: "asks for the owner's ",
    level: "asks for consent that is at least ",
    basisPoints: "holds out ",
    salt: "drawn by ",
    atLeast: "at least so many touches: ",
    "cadence.per": "in every ",
    obeys: "obeys ",
    counts: "counts for others: ",
    requires: "requires ",
    onOutage: "when the store does not answer: ",
    confirmsOptOut: "confirms opt-outs: ",
    maxAgeDays: "at most so many days old: ",
    "": "campaigns: ",
  },
  matcherLabel: (part, field) => {
    const name = FIELDS[field] ?? field;
    if (part === "when") return `for ${name} `;
    if (part === "unless") return `not for ${name} `;
    if (part === "contact") return `excludes ${name} `;
    return field === "outcome" ? "counts touches that came to " : `counts touches of ${name} `;
  },
  touches: (max, window) =>
    `${max === "1" ? " touch" : " touches"}${window === undefined ? "" : ` ${window}`}`,
  duration: durationText,
  window: (window) => windowText(window) + zoneText(window) + weekText(window),
  segmented: ({ by, values, otherwise }) => `(by ${by}: ${[...values, `else ${otherwise}`].join(", ")})`,
  yes: "yes",
  no: "no",
  none: "none",
  list: (texts) => texts.join(", "),
  word: (field, value) => {
    if (field === "effect") return EFFECTS[value] ?? value;
    if (field === "level") return LEVELS[value as keyof typeof LEVELS] ?? value;
    return field === "after" ? value.replaceAll("_", " ") : value;
  },
  opening: (days, ranges) =>
    `${daysInRuns(days, { name: (day) => day, between: "–" }).join(", ")} ${ranges.join(", ")}`,
};
