import { type EpochMs, formatInstant } from "../time.ts";
import { type Finding, finding } from "./finding.ts";

/** A pair of the steward's queue that is open. */
export interface WaitingPair {
  readonly id: string;
  readonly contacts: readonly [string, string];
  readonly tier: string;
  /** 0–1. */
  readonly score: number;
  /** When it came up. */
  readonly at: EpochMs;
}

/** Two contacts that may be one person, as long as nobody has said whether they are. */
export function duplicateWaiting({ id, contacts, tier, score, at }: WaitingPair): Finding {
  const [contactId, other] = contacts;
  return finding({
    code: "duplicate_waiting",
    contactId,
    detail: `${contactId} and ${other} may be one person.`,
    since: at,
    evidence: { pair: id, other, tier, score, at: formatInstant(at) },
    action: {
      text: "Say whether they are one; dismiss the pair when they are not.",
      command: `POST /v1/duplicates/${id}/merge`,
    },
  });
}
