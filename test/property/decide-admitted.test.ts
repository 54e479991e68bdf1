import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../lib/core/calendar.ts";
import type { Contact } from "../../lib/core/contact.ts";
import { decide } from "../../lib/core/decide.ts";
import { inOrder, withTouch } from "../../lib/core/record.ts";
import type { Request } from "../../lib/core/request.ts";
import { epochMs } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { contactNear, OUTCOMES } from "../support/arbitrary-contacts.ts";
import { policyNear } from "../support/arbitrary-policies.ts";
import { compile, listsNear, requestNear, toOracle } from "../support/arbitrary-questions.ts";
import { LENGTHS, oneOf, place } from "../support/arbitrary-words.ts";
import { lengthOf } from "../support/brute-clock.ts";
import { failingAt } from "../support/brute-oracle.ts";

/**
 * A contact over months: checks one after the other, what senders tell late, what becomes of touches. The state
 * forgets what the policy no longer retains; the oracle judges with all that ever was.
 */

const calendar = await loadCalendar();
const HOUR = 3_600_000;

const step = (at: { zone: string; now: number }) =>
  fc.record({
    wait: fc.oneof(
      fc.integer({ min: 0, max: 30 }).map((hours) => hours * HOUR),
      fc.constantFrom(...LENGTHS).map(lengthOf),
      oneOf(0, 1, HOUR - 1),
    ),
    what: oneOf("check", "check", "check", "check", "told late", "outcome"),
    request: requestNear(at).map((request) => ({ ...request, at: undefined })),
    hoursAgo: fc.integer({ min: 0, max: 100 }),
    outcome: fc.constantFrom(...OUTCOMES),
    pick: fc.nat(),
  });

const months = place.chain((at) =>
  requestNear(at).chain((request) =>
    fc.record({
      now: fc.constant(at.now),
      // The level of engagement is that of what is still kept.
      document: policyNear(at).filter((policy) => !JSON.stringify(policy).includes('"engagement"')),
      contact: contactNear(at, request).map((contact) => ({ ...contact, touches: [], historyBytes: 0 })),
      listsAsOf: listsNear(at),
      steps: fc.array(step(at), { minLength: 10, maxLength: 40 }),
    }),
  ),
);

const touchOf = (request: Request, id: string, at: number): Touch => {
  const { namedKey, at: _now, overridden: _none, ...tags } = request;
  return {
    ...{ ...tags, id, at: epochMs(at), address: namedKey, origin: undefined },
    ...{ state: "recorded", expiresAt: undefined, outcomes: [] },
  };
};

describe("every touch of months", () => {
  it("held to every rule that applied to it when it was admitted, by all that was known then", () => {
    let admitted = 0;
    let stopped = 0;
    let forgotten = 0;
    fc.assert(
      fc.property(months, ({ document, contact, steps, now: start, listsAsOf }) => {
        const policy = compile(calendar, document, listsAsOf);
        let now = start;
        let state: Contact = contact;
        let ever: readonly Touch[] = [];
        const keep = (touch: Touch) => {
          const counting = policy.purposes.get(touch.purpose)?.counts !== false;
          const told: Touch = counting ? touch : { ...touch, bearing: "uncounted" };
          state = withTouch(state, told, { policy, now: epochMs(now) });
          // What does not count is told to the timeline only.
          if (counting) ever = inOrder([...ever, touch]);
        };
        const report = ({ pick, outcome }: (typeof steps)[number]) => {
          const recent = state.touches.filter(({ at }) => at > now - 120 * HOUR);
          const told = recent[pick % recent.length];
          if (told === undefined) return;
          const change = (touch: Touch): Touch =>
            touch.id === told.id
              ? { ...touch, outcomes: [...touch.outcomes, { outcome, at: epochMs(now) }] }
              : touch;
          state = { ...state, touches: state.touches.map(change) };
          ever = ever.map(change);
        };
        const check = ({ request }: (typeof steps)[number], id: string) => {
          const { decision } = decide(policy, state, request, epochMs(now));
          const oracle = toOracle({ document, contact: { ...contact, touches: ever }, request, listsAsOf });
          const denied = failingAt(oracle, now).filter(({ effect }) => effect === "deny");
          expect(decision === "allow" ? denied : "denied").toEqual(denied.length === 0 ? [] : "denied");
          if (decision === "allow") keep(touchOf(request, id, now));
          if (decision === "allow") admitted += 1;
          else stopped += 1;
        };
        steps.forEach((one, index) => {
          now += one.wait;
          if (one.what === "outcome") report(one);
          else if (one.what === "told late") {
            keep(touchOf(one.request, `t${index}`, now - one.hoursAgo * HOUR));
          } else check(one, `t${index}`);
        });
        forgotten += ever.length - state.touches.length;
      }),
      { numRuns: 1_500 },
    );
    expect(admitted).toBeGreaterThan(3_000);
    expect(stopped).toBeGreaterThan(3_000);
    expect(forgotten).toBeGreaterThan(300);
  });
});
