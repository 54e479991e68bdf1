import { epochMs, formatInstant, MINUTE_MS } from "../core/time.ts";
import type { Case, HistoryTouch } from "./case.ts";
import type { Names } from "./names.ts";
import { instant } from "./probes.ts";

/** One call that brings a gate closer to where a case begins. */
export interface Step {
  /** What it tells, for the reason why a case is skipped. */
  readonly tells: string;
  /** What the gate's clock shows meanwhile. */
  readonly clock: string;
  /** `{contactId}` stands for the contact's id, `{touchId}` for that of the touch of `touch`. */
  readonly call: string;
  readonly body: unknown;
  /** Place in the history of the touch that this records, or speaks of. */
  readonly touch?: number;
}

/**
 * The calls after the contact itself was put: the history, each touch at its instant, then what the contact wants,
 * agreed to and is bound by.
 */
export function stepsOf(of: Case, names: Names): readonly Step[] {
  const { now } = of;
  const { preferences, consents, owner, locks = [], suppressions = [] } = of.contact;
  const path = "/v1/contacts/{contactId}";
  const put = (tells: string, what: string, body: unknown): Step[] =>
    body === undefined ? [] : [{ tells, clock: now, call: `PUT ${path}/${what}`, body }];
  return [
    ...of.history.flatMap((touch, index) => touchSteps(touch, index, names)),
    ...put("preferences", "preferences", preferences),
    ...put("consents", "consents", consents && { consents }),
    ...put("an owner", "owner", owner && { agent: null, department: null, ...owner }),
    ...locks.map((lock) => ({
      tells: "manual locks",
      clock: before(lock.until, now),
      call: `POST ${path}/locks`,
      body: lock,
    })),
    ...Object.entries(of.lists ?? {}).map(([list, asOf]) => ({
      tells: "the age of a suppression list",
      clock: now,
      call: "POST /v1/suppressions",
      body: { items: [{ ...names.stranger(), list }], asOf },
    })),
    ...suppressions.map(({ address, expiresAt, ...suppression }) => ({
      tells: "suppressions",
      clock: expiresAt === undefined ? now : before(expiresAt, now),
      call: "POST /v1/suppressions",
      body: { items: [{ ...suppressed(of, address, names), ...suppression, expiresAt: expiresAt ?? null }] },
    })),
  ];
}

function touchSteps(touch: HistoryTouch, index: number, names: Names): Step[] {
  const { at, to, state = "recorded", expiresAt, outcomes = [], ...asked } = touch;
  const body = { ...asked, to: names.to(to) };
  const on = (what: string) => `POST /v1/touches/{touchId}/${what}`;
  const first: Step =
    state === "recorded"
      ? { tells: "touches", clock: at, call: "POST /v1/check", body, touch: index }
      : {
          tells: "reservations",
          clock: at,
          call: "POST /v1/check",
          body: { ...body, mode: "reserve", ...leaseOf(at, expiresAt) },
          touch: index,
        };
  const end = { confirmed: "confirm", released: "release" }[state as string];
  return [
    first,
    ...(end === undefined
      ? []
      : [{ tells: "reservations", clock: at, call: on(end), body: {}, touch: index }]),
    ...outcomes.map((outcome) => ({
      tells: "outcomes",
      clock: outcome.at,
      call: on("outcomes"),
      body: outcome,
      touch: index,
    })),
  ];
}

/** Left out, it is the gate's own default: that of a reservation which is confirmed or released at once. */
const leaseOf = (at: string, expiresAt: string | undefined) =>
  expiresAt === undefined ? {} : { reserveSeconds: (instant(expiresAt) - instant(at)) / 1_000 };

/** An instant at which neither `now` nor `end` has come: what ends must be told while it lasts. */
const before = (end: string, now: string): string =>
  formatInstant(epochMs(Math.min(instant(now), instant(end) - MINUTE_MS)));

function suppressed({ contact }: Case, address: string | undefined, names: Names): object {
  const { type = "", value = "" } = contact.identities?.find((identity) => identity.value === address) ?? {};
  return { type, value: names.address(type, value) };
}

/** What no call of the API brings about; undefined when all of the case can be told. */
export function untellable({ contact }: Case): string | undefined {
  if (contact.originKey !== undefined) return "an origin key, which is made with the gate's own secret";
  if (contact.suppressions?.some(({ address }) => address === undefined)) {
    return "a suppression of the whole contact";
  }
  return undefined;
}
