import type { Attributes } from "../contact.ts";
import type { EpochMs } from "../time.ts";
import type { ReportedOutcome } from "../touches.ts";
import type { Channel } from "../words.ts";

/** A touch of recorded history, as a policy is tried on it. */
export interface PastTouch {
  readonly at: EpochMs;
  readonly channel: Channel;
  readonly department: string;
  readonly purpose: string;
  readonly campaign?: string | undefined;
  readonly topic?: string | undefined;
  readonly product?: string | undefined;
  readonly subject?: string | undefined;
  readonly agent?: string | undefined;
  /** Begun by the contact: nobody asked, and it counts for nothing. */
  readonly isInbound?: boolean | undefined;
  /** Before the time that is looked at: it was sent, counts, and is not judged. */
  readonly isGiven?: boolean | undefined;
  /** What became of it, each at its own instant. */
  readonly outcomes?: readonly ReportedOutcome[] | undefined;
  /** What the rules read of the contact as it was then; left out, as it is given for all. */
  readonly attributes?: Attributes | undefined;
}
