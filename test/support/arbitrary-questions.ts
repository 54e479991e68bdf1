import * as fc from "fast-check";
import type { Calendar } from "../../lib/core/calendar.ts";
import { type CompiledPolicy, compilePolicy } from "../../lib/core/compile-policy.ts";
import { type Contact, destinationOf, type Identity, newContact } from "../../lib/core/contact.ts";
import { inOrder } from "../../lib/core/record.ts";
import type { Request } from "../../lib/core/request.ts";
import { epochMs } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import {
  channel,
  count,
  department,
  document,
  given,
  LENGTHS,
  maybe,
  oneOf,
  purpose,
  ranges,
  rarely,
  ZONES,
} from "./arbitrary-policies.ts";
import { lengthOf } from "./brute-clock.ts";
import type { OraclePolicy, OracleQuestion } from "./brute-oracle-input.ts";

/** Questions by chance, near the instants where clocks and calendars turn. */

const DAY = 86_400_000;
/** Told here once more: the core's own table is among what is checked. */
const COUNTRY_ZONES: Readonly<Record<string, readonly string[]>> = {
  DE: ["Europe/Berlin"],
  ES: ["Europe/Madrid", "Atlantic/Canary"],
  NP: ["Asia/Kathmandu"],
};
/** Clock changes of Berlin, New York and Lord Howe, both ways; a leap day; month, year and week ends. */
const TURNS = [
  "2026-03-29T01:00Z",
  "2026-10-25T01:00Z",
  "2026-03-08T07:00Z",
  "2026-11-01T06:00Z",
  "2026-04-04T15:00Z",
  "2026-10-03T15:30Z",
  "2028-02-29T00:00Z",
  "2026-12-31T23:00Z",
  "2026-06-14T22:00Z",
].map((text) => Date.parse(text));

/** A question as the core and as the oracle take it. */
export interface Question {
  readonly document: OraclePolicy;
  readonly contact: Contact;
  readonly request: Request;
  readonly now: number;
}

const campaign = maybe(oneOf("a", "b"));
const topic = maybe(oneOf("news", "promotions"));
const subject = maybe(oneOf("d1", "d2"));

const identity = (key: string, type: string): Identity => ({
  ...{ key, type, regions: [], valid: true, flags: [], shared: false },
});
const IDENTITIES = [identity("e1", "email"), identity("e2", "email"), identity("p1", "phone")];

const jitter = fc.constantFrom(-1, 0, 0, 1);
/** Distances from x: any, or exactly the length of some rule, or a millisecond beside it. */
const distance = fc.oneof(
  fc.integer({ min: -40 * 96, max: 12 * 96 }).map((quarters) => (quarters * DAY) / 96),
  fc
    .tuple(fc.constantFrom(...LENGTHS), fc.constantFrom(-1, -1, -1, 1), jitter)
    .map(([text, sign, ms]) => sign * lengthOf(text) + ms),
  fc.integer({ min: -7 * 24, max: 24 }).map((hours) => (hours * DAY) / 24),
);

const outcomes = (at: number, now: number) =>
  fc.array(
    fc.record({
      outcome: fc.constantFrom("conversation", "clicked", "opened", "opened", "answered", "bounced" as const),
      at: fc.integer({ min: 0, max: 30 * 24 }).map((h) => epochMs(Math.min(at, now) - (h * DAY) / 24)),
    }),
    { maxLength: 2 },
  );

const touch = (now: number): fc.Arbitrary<Omit<Touch, "id">> =>
  distance
    .map((ms) => now + ms)
    .chain((at) =>
      fc.record({
        at: fc.constant(epochMs(at)),
        channel: channel as fc.Arbitrary<Touch["channel"]>,
        department,
        purpose,
        campaign,
        topic,
        product: fc.constant(undefined),
        subject,
        agent: fc.constant(undefined),
        address: maybe(oneOf("e1", "e2", "p1"), 4),
        origin: fc.constant(undefined),
        ...{
          state: fc.constantFrom("recorded", "recorded", "confirmed", "released", "reserved", "reserved"),
        },
        expiresAt: fc.integer({ min: -2, max: 40 }).map((h) => epochMs(Math.max(at, now) + (h * DAY) / 24)),
        outcomes: fc.oneof(
          { weight: 3, arbitrary: fc.constant([]) },
          { weight: 1, arbitrary: outcomes(at, now) },
        ),
      } as { [K in keyof Omit<Touch, "id">]: fc.Arbitrary<Touch[K]> }),
    )
    .map((made) => (made.state === "reserved" ? made : { ...made, expiresAt: undefined }));

const preferences = (now: number) => {
  const optOut = fc.record({ optOut: fc.boolean() });
  const wishes = fc
    .record({
      optOutAll: fc.constantFrom(true, false, false, false, false, false, undefined),
      channels: rarely(
        fc.dictionary(
          oneOf("email", "sms", "call"),
          fc
            .record({
              optOut: fc.constantFrom(undefined, undefined, false, true, "hard" as const),
              maxPerWeek: rarely(count),
              hours: rarely(ranges),
            })
            .map(given),
        ),
      ),
      topics: rarely(fc.dictionary(oneOf("news", "promotions"), optOut)),
      departments: rarely(fc.dictionary(department, optOut)),
      pausedUntil: rarely(
        fc
          .tuple(fc.integer({ min: -5, max: 90 }), jitter)
          .map(([h, ms]) => epochMs(now + (h * DAY) / 24 + ms)),
      ),
      maxPerWeek: rarely(fc.integer({ min: 0, max: 4 })),
    })
    .map(given);
  return fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: wishes });
};

const attributes = fc
  .record({
    timezone: maybe(oneOf(...ZONES)),
    country: maybe(oneOf("DE", "ES", "NP"), 2),
    stage: maybe(oneOf("prospect", "customer"), 2),
    tier: maybe(oneOf("key")),
    tags: maybe(fc.subarray(["vip", "press"])),
  })
  .map(given);

const instant = fc
  .tuple(fc.constantFrom(...TURNS), fc.integer({ min: -3 * 96, max: 3 * 96 }), jitter)
  .map(([turn, quarters, ms]) => turn + (quarters * DAY) / 96 + ms);

/** A policy, a contact with its touches (planned and reserved ones too), a request and an instant. */
export const question: fc.Arbitrary<Question> = instant.chain((now) =>
  fc
    .record({
      document,
      attributes,
      preferences: preferences(now),
      touches: fc.array(touch(now), { maxLength: 9 }),
      request: fc.record({
        channel: channel as fc.Arbitrary<Request["channel"]>,
        department,
        purpose,
        campaign,
        topic,
        product: fc.constant(undefined),
        subject,
        agent: fc.constant(undefined),
        namedKey: maybe(oneOf("e1", "e2", "p1"), 2),
        at: rarely(fc.integer({ min: 0, max: 20 * 24 }).map((h) => epochMs(now + (h * DAY) / 24))),
      }),
    })
    .map(({ attributes: known, touches, request, preferences: wishes, ...rest }) => ({
      ...rest,
      now,
      request,
      contact: {
        ...newContact("c_1", IDENTITIES),
        attributes: known as Contact["attributes"],
        preferences: wishes as Contact["preferences"],
        touches: inOrder(touches.map((made, index) => ({ ...made, id: `t${index}` }))),
      },
    })),
);

/** @throws Error with the faults of a document that is not valid. */
export function compile(calendar: Calendar, input: OraclePolicy): CompiledPolicy {
  const checked = validatePolicy(input, calendar);
  if (!checked.valid) throw new Error(JSON.stringify(checked.issues));
  return compilePolicy(checked.document, { version: 1, calendar });
}

/** The question as the oracle takes it. */
export function toOracle({ document: policy, contact, request }: Question): OracleQuestion {
  const { timezone, country = "" } = contact.attributes;
  return {
    policy,
    contact: contact as unknown as OracleQuestion["contact"],
    request,
    destination: destinationOf(contact, request.channel, request.namedKey)?.key,
    zones: timezone === undefined ? (COUNTRY_ZONES[country] ?? []) : [timezone],
  };
}
