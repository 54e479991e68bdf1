import { type EpochMs, NEVER } from "./time.ts";
import type { Channel, Outcome } from "./words.ts";

/** One outbound contact as the state keeps it. Its tags stay as they were when it was sent. */
export interface Touch {
  /** Unique within the contact; the public touch id is made of it and the contact key. */
  readonly id: string;
  /** When it happened, or is planned for. */
  readonly at: EpochMs;
  readonly channel: Channel;
  readonly department: string;
  readonly purpose: string;
  readonly campaign: string | undefined;
  readonly topic: string | undefined;
  readonly product: string | undefined;
  /** The matter (a debt, a case) that some laws count by. */
  readonly subject: string | undefined;
  readonly agent: string | undefined;
  /** Contact key of the address it went to; undefined when that was not known. */
  readonly address: string | undefined;
  /** Contact key at which it was recorded, when it came along from there; undefined when that is this contact. */
  readonly origin: string | undefined;
  /** A reservation counts until `expiresAt`; a released or expired one does not count. */
  readonly state: TouchState;
  /**
   * End of a reservation's lease; when it was released; when it was confirmed, if it does not count. Undefined for
   * every other touch.
   */
  readonly expiresAt: EpochMs | undefined;
  /** What became of it, oldest first. */
  readonly outcomes: readonly ReportedOutcome[];
  /** Undefined for a touch that counts. */
  readonly bearing?: Bearing | undefined;
}

/** Why a touch counts for no rule: its purpose does not count, or it came from the contact, not to them. */
export const BEARINGS = ["uncounted", "inbound"] as const;
export type Bearing = (typeof BEARINGS)[number];

/** Where a touch stands at `now`: a lease that is over has ended the reservation, and nobody needs to sweep. */
export const standingOf = (touch: Touch, now: EpochMs): TouchState | "expired" =>
  touch.state === "reserved" && leaseEnd(touch) <= now ? "expired" : touch.state;

export const leaseEnd = ({ expiresAt }: Touch): EpochMs => expiresAt ?? NEVER;

export const TOUCH_STATES = ["recorded", "reserved", "confirmed", "released"] as const;
export type TouchState = (typeof TOUCH_STATES)[number];

/** It never reached anybody. */
export const STOPS_COUNTING: readonly Outcome[] = ["failed", "bounced"];

export interface ReportedOutcome {
  readonly outcome: Outcome;
  readonly at: EpochMs;
}

/**
 * Whether a touch counts when judged as of `asOf`: reservations until their lease ends, nothing that was
 * released, failed or bounced.
 */
export function counts(touch: Touch, asOf: EpochMs): boolean {
  if (touch.bearing !== undefined) return false;
  const standing = standingOf(touch, asOf);
  if (standing === "released" || standing === "expired") return false;
  for (const { outcome } of touch.outcomes) if (STOPS_COUNTING.includes(outcome)) return false;
  return true;
}
