import { type Contact, destinationOf, type Identity, newContact } from "../../lib/core/contact.ts";
import type { Request } from "../../lib/core/request.ts";
import { DAY_MS, type EpochMs, epochMs, HOUR_MS } from "../../lib/core/time.ts";
import type { ReportedOutcome, Touch } from "../../lib/core/touches.ts";
import type { Channel, Outcome } from "../../lib/core/words.ts";
import { type Chance, chanceOf } from "../support/chance.ts";

/** What is asked: may this contact be touched by this request, at `now`? */
export interface Question {
  readonly contact: Contact;
  readonly request: Request;
  readonly now: EpochMs;
}

/** A Tuesday, 09:00 in Amsterdam; questions lie in the 30 hours after it. */
const MORNING = epochMs(Date.UTC(2026, 10, 24, 8));
const PAST_DAYS = 88;

const CAMPAIGNS = ["autumn-teaser", "autumn-main", "winter-teaser", "news-1", "news-2", "news-3", "news-4"];
const PRODUCTS = ["crm", "erp", "desk", undefined];
const SENDERS: readonly (Pick<Request, "channel" | "department" | "purpose"> & {
  readonly weight: number;
})[] = [
  { channel: "email", department: "marketing", purpose: "marketing", weight: 8 },
  { channel: "sms", department: "marketing", purpose: "marketing", weight: 3 },
  { channel: "call", department: "sales", purpose: "sales", weight: 5 },
  { channel: "email", department: "service", purpose: "service", weight: 3 },
  { channel: "email", department: "support", purpose: "survey", weight: 1 },
];
const BY_WEIGHT = SENDERS.flatMap((sender) => Array<(typeof SENDERS)[number]>(sender.weight).fill(sender));

const HEARD: readonly Outcome[] = ["delivered", "opened", "clicked"];
const SPOKEN: readonly Outcome[] = ["answered", "no_answer", "voicemail", "conversation"];

/** `count` questions to contacts of `touches` touches each, evenly spread over 88 days; the same in every run. */
export function questionsOf(count: number, touches: number): Question[] {
  const chance = chanceOf(2026);
  return Array.from({ length: count }, (_, number) => {
    const now = epochMs(MORNING + Math.floor(chance.share() * 30 * HOUR_MS));
    const contact = contactOf(number, chance);
    const past = historyOf(contact, { now, count: touches, chance });
    return {
      contact: { ...contact, touches: past, version: touches },
      request: requestOf(contact, chance),
      now,
    };
  });
}

function contactOf(number: number, chance: Chance): Contact {
  const [country, timezone] = chance.one([
    ["NL", "Europe/Amsterdam"],
    ["DE", "Europe/Berlin"],
    ["GB", "Europe/London"],
    ["IN", "Asia/Kolkata"],
    ["US", "America/New_York"],
  ] as const);
  const identity = (type: string): Identity => ({
    key: `c_${type}_${number}`,
    type,
    regions: type === "phone" ? [country] : [],
    valid: true,
    flags: [],
    shared: false,
  });
  return {
    ...newContact(`crm-${number}`, [identity("email"), identity("phone")]),
    put: true,
    attributes: {
      country,
      timezone,
      stage: chance.one(["prospect", "customer"]),
      tier: chance.one(["key", "plain"]),
      tags: chance.is(0.2) ? ["vip", "purchased:crm"] : ["vip"],
    },
    owner: chance.is(0.5) ? { agent: chance.one(["u1", "u2"]), department: "sales" } : undefined,
    consents: chance.is(0.8)
      ? [
          {
            channel: "sms",
            purpose: "marketing",
            level: chance.one(["express", "expressWritten", "implied"]),
            at: epochMs(MORNING - 200 * DAY_MS),
            expiresAt: undefined,
            source: "web form",
            evidence: undefined,
          },
        ]
      : [],
  };
}

function requestOf(contact: Contact, chance: Chance): Request {
  const { channel, department, purpose } = chance.one(BY_WEIGHT);
  return {
    ...tagsOf(purpose, chance),
    channel,
    department,
    purpose,
    namedKey: keyOf(contact, channel),
    at: undefined,
  };
}

const tagsOf = (purpose: string, chance: Chance) => ({
  campaign: purpose === "marketing" ? chance.one(CAMPAIGNS) : undefined,
  topic: purpose === "marketing" ? chance.one(["news", "promotions"]) : undefined,
  product: chance.one(PRODUCTS),
  subject: undefined,
  agent: purpose === "sales" ? chance.one(["u1", "u2"]) : undefined,
});

const keyOf = (contact: Contact, channel: Channel) => destinationOf(contact, channel, undefined)?.key;

function historyOf(
  contact: Contact,
  { now, count, chance }: { now: EpochMs; count: number; chance: Chance },
): Touch[] {
  const stepMs = (PAST_DAYS * DAY_MS) / count;
  return Array.from({ length: count }, (_, index) => {
    const { channel, department, purpose } = chance.one(BY_WEIGHT);
    const at = epochMs(Math.floor(now - (count - index - chance.share()) * stepMs) - 1);
    return {
      ...tagsOf(purpose, chance),
      id: `t${index}`,
      at,
      channel,
      department,
      purpose,
      address: keyOf(contact, channel),
      origin: undefined,
      state: chance.is(0.03) ? "released" : "recorded",
      expiresAt: undefined,
      outcomes: outcomesOf(channel, { at, now, chance }),
    };
  });
}

/** Half of the touches have come to something, and a few to something that a cooldown waits after. */
function outcomesOf(
  channel: Channel,
  { at, now, chance }: { at: EpochMs; now: EpochMs; chance: Chance },
): ReportedOutcome[] {
  if (chance.is(0.5)) return [];
  const reported = epochMs(Math.min(at + Math.floor(chance.share() * HOUR_MS), now));
  const rare: Outcome = channel === "call" ? "refused" : chance.one(["bounced", "complained"]);
  const outcome = chance.is(0.02) ? rare : chance.one(channel === "call" ? SPOKEN : HEARD);
  return [{ outcome, at: reported }];
}
