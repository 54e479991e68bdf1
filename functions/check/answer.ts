import type { Contact } from "../../lib/core/contact.ts";
import { type Alternative, alternativesOf, remainingOf } from "../../lib/core/outlook.ts";
import type { Reason } from "../../lib/core/reasons.ts";
import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import type { ActivePolicy } from "../shared/active-policy.ts";
import { touchBody } from "../shared/touch-body.ts";
import { type Checked, requestOf } from "./command.ts";
import type { ReadyCheck } from "./request.ts";

/** The decision as the contract writes it (docs, `POST /v1/check`). */
export function decisionBody(
  checked: Checked,
  { ready, policy, now }: { ready: ReadyCheck; policy: ActivePolicy; now: EpochMs },
) {
  const { verdict, contact, recorded, touchId, expiresAt, replayOf } = checked;
  const { request } = ready;
  const asked = new Set(request.include);
  const outlook = [policy.compiled, contact, requestOf(ready), now] as const;
  return {
    decision: verdict.decision,
    mode: request.mode,
    recorded,
    ...(touchId !== undefined && { touchId }),
    ...(expiresAt !== undefined && { expiresAt: formatInstant(expiresAt) }),
    contactId: contact.contactId,
    reasons: verdict.reasons.map(reasonBody),
    warnings: verdict.warnings.map(reasonBody),
    shadow: verdict.shadow.map(reasonBody),
    nextAllowedAt: instantOrNull(verdict.nextAllowedAt),
    policy: { id: policy.compiled.id, version: replayOf?.policyVersion ?? policy.version },
    evaluatedAt: formatInstant(replayOf?.at ?? now),
    replayed: replayOf !== undefined,
    ...(asked.has("recent") && { recent: recentTouches(contact, now) }),
    ...(asked.has("alternatives") && { alternatives: alternativesOf(...outlook).map(alternativeBody) }),
    ...(asked.has("remaining") && { remaining: remainingOf(...outlook) }),
  };
}

const instantOrNull = (at: EpochMs | null) => (at === null ? null : formatInstant(at));

const reasonBody = (reason: Reason) => ({ ...reason, nextAllowedAt: instantOrNull(reason.nextAllowedAt) });

const alternativeBody = (alternative: Alternative) => ({
  ...alternative,
  nextAllowedAt: instantOrNull(alternative.nextAllowedAt),
});

/** How many of the last touches an agent is shown. */
const MOST_RECENT = 10;

/** The last touches before this one, newest first. */
const recentTouches = ({ contactId, touches }: Contact, now: EpochMs) =>
  touches
    .slice(-MOST_RECENT)
    .reverse()
    .map((touch) => touchBody(touch, { contactId, now }));
