import type { EpochMs } from "./time.ts";
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
  /** End of a reservation's lease; undefined for a recorded touch. */
  readonly expiresAt: EpochMs | undefined;
  /** What became of it, oldest first. */
  readonly outcomes: readonly ReportedOutcome[];
}

export const TOUCH_STATES = ["recorded", "reserved", "confirmed", "released"] as const;
export type TouchState = (typeof TOUCH_STATES)[number];

export interface ReportedOutcome {
  readonly outcome: Outcome;
  readonly at: EpochMs;
}

/**
 * Whether a touch counts when judged as of `asOf`: reservations until their lease ends, nothing that was
 * released, failed or bounced.
 */
export function counts(touch: Touch, asOf: EpochMs): boolean {
  if (touch.state === "released") return false;
  if (touch.state === "reserved" && touch.expiresAt !== undefined && touch.expiresAt <= asOf) return false;
  for (const { outcome } of touch.outcomes) if (outcome === "failed" || outcome === "bounced") return false;
  return true;
}
