import * as fc from "fast-check";
import type { Calendar } from "../../lib/core/calendar.ts";
import { type CompiledPolicy, compilePolicy } from "../../lib/core/compile-policy.ts";
import type { Contact } from "../../lib/core/contact.ts";
import type { Request } from "../../lib/core/request.ts";
import { epochMs } from "../../lib/core/time.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import { contactNear } from "./arbitrary-contacts.ts";
import { policyNear } from "./arbitrary-policies.ts";
import {
  agent,
  campaign,
  channel,
  department,
  LENGTHS,
  maybe,
  oneOf,
  type Place,
  place,
  product,
  purpose,
  rarely,
  subject,
  topic,
} from "./arbitrary-words.ts";
import { lengthOf } from "./brute-clock.ts";
import type { OraclePolicy, OracleQuestion } from "./brute-oracle-input.ts";

/** Questions by chance, near the instants where clocks and calendars turn. */

const DAY = 86_400_000;

/** A question as the core and as the oracle take it. */
export interface Question {
  readonly document: OraclePolicy;
  readonly contact: Contact;
  readonly request: Request;
  readonly now: number;
  /** The instant as of which each suppression list is known whole. */
  readonly listsAsOf: Readonly<Record<string, number>>;
}

const planned = ({ now }: Place) =>
  fc
    .oneof(
      fc.integer({ min: 0, max: 20 * 24 }).map((hours) => hours * 3_600_000),
      fc.constantFrom(...LENGTHS).map(lengthOf),
    )
    .map((ms) => epochMs(now + ms));

/** A request, planned or not, that may set rules aside. */
export const requestNear = (at: Place): fc.Arbitrary<Request> =>
  fc.record({
    channel,
    department,
    purpose,
    campaign,
    topic,
    product,
    subject,
    agent,
    namedKey: maybe(oneOf("e1", "e2", "p1", "p2"), 2),
    at: rarely(planned(at)),
    overridden: rarely(fc.subarray(["r0", "r1", "r2", "r3", "r4"])),
  });

/** A list told whole up to 40 days ago, often to the millisecond an age that a policy allows. */
export const listsNear = ({ now }: Place): fc.Arbitrary<Question["listsAsOf"]> =>
  fc
    .oneof(
      fc.constantFrom(1, 3, 31).chain((days) => oneOf(-1, 0, 1).map((ms) => days * DAY + ms)),
      fc.integer({ min: 0, max: 40 * DAY }),
    )
    .map((ageMs) => ({ register: now - ageMs }));

/** A policy, a contact with all that its state may hold, a request and an instant. */
export const question: fc.Arbitrary<Question> = place.chain((at) =>
  requestNear(at).chain((request) =>
    fc.record({
      document: policyNear(at),
      contact: contactNear(at, request),
      request: fc.constant(request),
      now: fc.constant(at.now),
      listsAsOf: listsNear(at),
    }),
  ),
);

/** @throws Error with the faults of a document that is not valid. */
export function compile(
  calendar: Calendar,
  input: unknown,
  listsAsOf: Question["listsAsOf"] = {},
): CompiledPolicy {
  const checked = validatePolicy(input, calendar);
  if (!checked.valid) throw new Error(JSON.stringify(checked.issues));
  const known = Object.entries(listsAsOf).map(([list, at]) => [list, epochMs(at)] as const);
  return compilePolicy(checked.document, { version: 1, calendar, listsAsOf: new Map(known) });
}

/** The question as the oracle takes it: the same data, by the oracle's own names. */
export const toOracle = ({
  document: policy,
  contact,
  request,
  listsAsOf,
}: Omit<Question, "now">): OracleQuestion => ({
  policy,
  contact: contact as unknown as OracleQuestion["contact"],
  request,
  listsAsOf,
});
