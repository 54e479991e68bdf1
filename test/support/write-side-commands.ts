import fc from "fast-check";
import { DAY_MS, type EpochMs, epochMs, formatInstant, HOUR_MS, MINUTE_MS } from "../../lib/core/time.ts";
import { EMAIL, PHONE } from "./checking.ts";
import { FAULTS, type Fault } from "./faltering-store.ts";

/** Two addresses of one person or of two, and the contacts that may list them. */
export const ADDRESSES = [EMAIL, PHONE] as const;
export const CONTACTS = ["p1", "p2"] as const;

/** Whom a command is about: an address by its place, or a contact. */
export type Whom = 0 | 1 | (typeof CONTACTS)[number];

/** One thing that a client does. `which` picks among the touches that have been answered so far. */
export type Command =
  | {
      readonly does: "check";
      readonly to: Whom;
      readonly purpose: "marketing" | "notice";
      readonly mode: "record" | "reserve";
      /** Only of reservations: so many days ahead. */
      readonly days: number;
      readonly key: string | undefined;
      readonly fault: Fault | undefined;
    }
  | { readonly does: "confirm" | "release"; readonly which: number; readonly fault: Fault | undefined }
  | {
      readonly does: "outcome";
      readonly which: number;
      readonly outcome: "delivered" | "bounced" | "refused";
    }
  | {
      readonly does: "tell";
      readonly to: Whom;
      readonly hoursAgo: number;
      readonly direction: "outbound" | "inbound";
      readonly key: string | undefined;
      readonly fault: Fault | undefined;
    }
  | { readonly does: "optOut"; readonly to: Whom }
  | {
      readonly does: "link";
      readonly contactId: (typeof CONTACTS)[number];
      readonly addresses: readonly (0 | 1)[];
    }
  | { readonly does: "wait"; readonly ms: number };

/** The commands that make a touch. */
export type Touching = Extract<Command, { readonly does: "check" | "tell" }>;

const whom = fc.constantFrom<Whom>(0, 0, 1, "p1", "p2");
const key = fc.constantFrom(undefined, undefined, "a", "b");
/** What hangs is cut off by real time, which no order of calls waits for. */
const FAULTS_IN_TURN = FAULTS.filter((kind) => !kind.startsWith("hangs") && kind !== "loses a race");
const someFault = fc.option(
  fc.record({ call: fc.nat({ max: 3 }), kind: fc.constantFrom(...FAULTS_IN_TURN) }),
  { nil: undefined, freq: 3 },
);
const which = fc.nat({ max: 30 });

const commandWith = (fault: fc.Arbitrary<Fault | undefined>): fc.Arbitrary<Command> =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        does: fc.constant("check" as const),
        to: whom,
        purpose: fc.constantFrom("marketing" as const, "marketing" as const, "notice" as const),
        mode: fc.constantFrom("record" as const, "reserve" as const),
        days: fc.constantFrom(0, 0, 1, 6),
        key,
        fault,
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        does: fc.constantFrom("confirm" as const, "confirm" as const, "release" as const),
        which,
        fault,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant("outcome" as const),
        which,
        outcome: fc.constantFrom("delivered" as const, "bounced" as const, "refused" as const),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        does: fc.constant("tell" as const),
        to: whom,
        hoursAgo: fc.constantFrom(0, 1, 100),
        direction: fc.constantFrom("outbound" as const, "inbound" as const),
        key,
        fault,
      }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constant("optOut" as const), to: whom }) },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant("link" as const),
        contactId: fc.constantFrom(...CONTACTS),
        addresses: fc.subarray<0 | 1>([0, 1], { minLength: 1 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constant("wait" as const),
        ms: fc.constantFrom(MINUTE_MS, 2 * MINUTE_MS, HOUR_MS, DAY_MS, 3 * DAY_MS),
      }),
    },
  );

/** A command whose store may falter at one call. */
export const command = commandWith(someFault);
/** A command whose store works. */
export const soundCommand = commandWith(fc.constant(undefined));

/** When the touch of a command happens, begun at `now`: planned, told of the past, or at once. */
export function instantOf(asked: Touching, now: EpochMs): EpochMs {
  if (asked.does === "tell") return epochMs(now - asked.hoursAgo * HOUR_MS);
  return asked.mode === "reserve" ? epochMs(now + asked.days * DAY_MS) : now;
}

/** The body of a check, or of an item that is told. */
export function bodyOf(asked: Touching, now: EpochMs): object {
  const to = typeof asked.to === "string" ? { contactId: asked.to } : addressBody(asked.to);
  const common = { to, channel: "other", department: "growth" };
  const at = formatInstant(instantOf(asked, now));
  if (asked.does === "tell") {
    const { direction, key: idempotencyKey } = asked;
    return { ...common, purpose: "marketing", direction, at, ...(idempotencyKey && { idempotencyKey }) };
  }
  const { purpose, mode, days } = asked;
  return { ...common, purpose, mode, ...(mode === "reserve" && days > 0 && { at }) };
}

const addressBody = (place: 0 | 1) => {
  const { type, value } = ADDRESSES[place];
  return { [type]: value };
};
