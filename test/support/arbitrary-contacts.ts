import * as fc from "fast-check";
import { type Contact, type Identity, newContact } from "../../lib/core/contact.ts";
import { inOrder } from "../../lib/core/record.ts";
import type { Request } from "../../lib/core/request.ts";
import { type EpochMs, epochMs } from "../../lib/core/time.ts";
import type { ReportedOutcome, Touch } from "../../lib/core/touches.ts";
import {
  agent,
  campaign,
  channel,
  count,
  department,
  distance,
  given,
  jitter,
  LENGTHS,
  maybe,
  onceIn,
  oneOf,
  type Place,
  product,
  purpose,
  ranges,
  rarely,
  subject,
  topic,
  zoneNear,
} from "./arbitrary-words.ts";
import { lengthOf } from "./brute-clock.ts";

/** Contacts by chance, with everything that their state may hold. */

const HOUR = 3_600_000;

const identity = (key: string, type: string, ...regions: string[]): Identity => ({
  ...{ key, type, regions, valid: true, flags: [], shared: false },
});
const identities = fc
  .tuple(
    oneOf(
      [identity("e1", "email"), identity("e2", "email"), identity("p1", "phone")],
      [identity("e1", "email"), identity("p1", "phone", "DE")],
      [identity("p1", "phone", "ES", "PT"), identity("p2", "phone", "NP"), identity("x1", "crm")],
      [identity("e1", "email"), identity("p1", "phone", "ZZ")],
      [],
    ),
    onceIn(12, oneOf("e1", "p1", "p2")),
  )
  .map(([list, broken]) => list.map((one) => ({ ...one, valid: one.key !== broken })));

/** Instants about now: hours away, the length of some rule before, a millisecond beside. */
const about = ({ now }: Place, { from, to }: { from: number; to: number }): fc.Arbitrary<EpochMs> =>
  fc
    .oneof(
      fc.integer({ min: from, max: to }).map((hours) => hours * HOUR),
      fc.constantFrom(...LENGTHS).map((text) => -lengthOf(text)),
      fc.constant(0),
    )
    .chain((ms) => jitter.map((beside) => epochMs(now + ms + beside)));

/** What may become of a touch. */
export const OUTCOMES = [
  ...["conversation", "conversation", "clicked", "opened", "opened", "refused", "complained", "bounced"],
  ...["answered", "no_answer", "delivered", "voicemail", "failed", "replied", "wrong_number"],
] as ReportedOutcome["outcome"][];

/** Some are dated ahead of now. */
const outcomes = (place: Place): fc.Arbitrary<readonly ReportedOutcome[]> =>
  fc
    .array(fc.record({ outcome: fc.constantFrom(...OUTCOMES), at: about(place, { from: -900, to: 40 }) }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((list) => list.sort((a, b) => a.at - b.at));

/** Recorded and reserved ones, before now and planned. */
export const touchNear = (place: Place): fc.Arbitrary<Omit<Touch, "id">> =>
  fc
    .record({
      away: distance,
      channel,
      department,
      purpose,
      campaign,
      topic,
      product,
      subject,
      agent,
      address: maybe(oneOf("e1", "e2", "p1"), 4),
      state: oneOf("recorded", "recorded", "recorded", "confirmed", "released", "reserved", "reserved"),
      lease: fc.tuple(fc.integer({ min: -2, max: 40 }), jitter).map(([hours, ms]) => hours * HOUR + ms),
      outcomes: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: outcomes(place) },
      ),
    })
    .map(({ away, lease, ...rest }) => {
      const at = epochMs(place.now + away);
      const expiresAt = rest.state === "reserved" ? epochMs(Math.max(at, place.now) + lease) : undefined;
      return { ...rest, at, expiresAt, origin: undefined };
    });

const preferences = (place: Place) => {
  const optOut = fc.record({ optOut: fc.boolean() as fc.Arbitrary<boolean> });
  const ofChannel = fc
    .record({
      optOut: onceIn(3, oneOf<boolean | "hard">(false, true, "hard")),
      maxPerWeek: rarely(fc.option(count)),
      hours: rarely(fc.option(ranges, { freq: 8 })),
    })
    .map(given);
  const wishes = fc
    .record({
      optOutAll: onceIn(8, fc.boolean()),
      channels: maybe(fc.dictionary(oneOf("email", "sms", "call", "visit"), ofChannel)),
      topics: rarely(fc.dictionary(oneOf("news", "promotions"), optOut)),
      departments: rarely(fc.dictionary(department, optOut)),
      pausedUntil: rarely(fc.option(about(place, { from: -5, to: 90 }), { freq: 8 })),
      maxPerWeek: rarely(fc.integer({ min: 0, max: 4 })),
    })
    .map(given);
  return fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: wishes });
};

const attributes = (place: Place) =>
  fc
    .record({
      timezone: maybe(zoneNear(place)),
      country: maybe(oneOf("DE", "ES", "NP", "PT"), 3),
      region: rarely(oneOf("BY")),
      stage: maybe(oneOf("prospect", "customer")),
      tier: maybe(oneOf("key")),
      tags: maybe(fc.subarray(["vip", "press", "purchased:kettle", "purchased:", "news-lamp"])),
      recipientType: rarely(oneOf("business")),
    })
    .map(given);

/** Half of them for what is asked. */
const consents = (place: Place, request: Request) =>
  fc.array(
    fc.record({
      channel: fc.oneof(fc.constant(request.channel), channel),
      purpose: fc.oneof(fc.constant(request.purpose), purpose),
      level: oneOf("withdrawn", "implied", "express", "express", "expressWritten"),
      at: about(place, { from: -900, to: 40 }),
      expiresAt: maybe(about(place, { from: -40, to: 400 })),
      source: fc.constant(undefined),
      evidence: fc.constant(undefined),
    }),
    { maxLength: 3 },
  );

const suppression = (place: Place) =>
  fc.record({
    identityKey: maybe(oneOf("e1", "e2", "p1", "p2"), 4),
    list: fc.constant("legal"),
    reason: fc.constant(undefined),
    expiresAt: maybe(about(place, { from: -20, to: 200 }), 5),
  });

const lock = (place: Place) =>
  fc.record({
    lockId: fc.constant("l1"),
    department,
    until: about(place, { from: -20, to: 200 }),
    reason: fc.constant(undefined),
  });

const owner = fc
  .record({ agent: maybe(oneOf("ann", "bob"), 3), department: maybe(department) })
  .filter((named) => named.agent !== undefined || named.department !== undefined);

/** A contact of whom this request is asked. */
export const contactNear = (place: Place, request: Request): fc.Arbitrary<Contact> =>
  fc
    .record({
      identities,
      status: onceIn(16, oneOf("ghost", "junk", "invalid", "erased")),
      attributes: attributes(place),
      preferences: preferences(place),
      suppressions: onceIn(6, fc.array(suppression(place), { maxLength: 2 })),
      consents: consents(place, request),
      owner: maybe(owner),
      locks: onceIn(5, fc.array(lock(place), { maxLength: 2 })),
      originKey: maybe(fc.integer({ min: 0, max: 999 }).map((n) => `c_${n}`)),
      touches: fc.array(touchNear(place), { maxLength: 9 }),
      historyBytes: onceIn(12, oneOf(32_768, 32_769, 40_000, 70_000)),
    })
    .map(({ status, suppressions, locks, historyBytes, touches, ...rest }) => ({
      ...newContact("c_1"),
      ...rest,
      status: status ?? "active",
      attributes: rest.attributes as Contact["attributes"],
      preferences: rest.preferences as Contact["preferences"],
      suppressions: suppressions ?? [],
      locks: locks ?? [],
      historyBytes: historyBytes ?? 0,
      touches: inOrder(touches.map((made, index) => ({ ...made, id: `t${index}` }))),
    }));
