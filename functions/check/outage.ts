import { newContact } from "../../lib/core/contact.ts";
import { messageOf } from "../../lib/core/messages.ts";
import type { Reason } from "../../lib/core/reasons.ts";
import { StoreUnavailable } from "../../lib/store/errors.ts";
import type { ActivePolicy } from "../shared/active-policy.ts";
import { withDeadline } from "../shared/deadline.ts";
import type { Call } from "../shared/http.ts";
import type { Refusal } from "../shared/problem.ts";
import { type CheckCommand, type Checked, check } from "./command.ts";

/** The policy a check goes by, and the fault that kept a newer one away. */
export interface PolicyAtHand {
  readonly policy: ActivePolicy;
  /** Undefined while the store answers. */
  readonly outage: StoreUnavailable | undefined;
}

/**
 * The policy in force; while the store does not answer, the last one known, which then serves only to tell
 * which purposes may go through. @throws StoreUnavailable when none is in memory.
 */
export async function policyAtHand({
  deps,
  caller,
  deadlineAtMs,
}: Pick<Call, "deps" | "caller" | "deadlineAtMs">): Promise<PolicyAtHand> {
  try {
    // The key could not be asked for in time: nor could the policy.
    if (caller.outage !== undefined) throw caller.outage;
    return { policy: await deps.policy.get(deadlineAtMs), outage: undefined };
  } catch (fault) {
    const last = deps.policy.last();
    if (!(fault instanceof StoreUnavailable) || last === undefined) throw fault;
    return { policy: last, outage: fault };
  }
}

/**
 * The check in its contact's lane and within its deadline. The wait for others who are served is no time of the
 * store's. When the store cannot answer, a purpose with `onOutage: "allow"` goes through and says so; for every
 * other the fault is thrown.
 */
export async function checkInTime(
  command: Omit<CheckCommand, "signal">,
  until: { readonly deadlineAtMs: number; readonly outage: StoreUnavailable | undefined },
): Promise<Checked | Refusal> {
  const { deps } = command;
  try {
    if (until.outage !== undefined) throw until.outage;
    return await deps.lanes.run(
      laneOf(command),
      (servedMs) => withDeadline(until.deadlineAtMs + servedMs, (signal) => check({ ...command, signal })),
      deps.deadlineMs,
    );
  } catch (fault) {
    const through = throughOutage(command, fault);
    if (through === undefined) throw fault;
    return through;
  }
}

/** What is answered when the store could not: undefined for a purpose that may not go through unchecked. */
export function throughOutage(command: Omit<CheckCommand, "signal">, fault: unknown): Checked | undefined {
  const { policy, request } = command;
  const mayPass = policy.compiled.purposes.get(request.purpose)?.onOutage === "allow";
  return mayPass && fault instanceof StoreUnavailable ? goneThrough(command, fault) : undefined;
}

/** The key that the check will write, as far as it is known before the first read. */
const laneOf = ({ deps, recipient }: Omit<CheckCommand, "signal">): string =>
  "contactId" in recipient
    ? recipient.contactId
    : (deps.links.get(recipient.address.key) ?? recipient.address.key);

function goneThrough(
  { deps, now, recipient, language }: Omit<CheckCommand, "signal">,
  fault: StoreUnavailable,
): Checked {
  const details = { deadlineMs: deps.deadlineMs };
  const message = messageOf({ code: "outage", details, at: now }, language);
  const reason: Reason = {
    rule: "outage",
    kind: "outage",
    code: "outage",
    message,
    nextAllowedAt: null,
    details,
  };
  return {
    verdict: { decision: "allow", reasons: [reason], warnings: [], shadow: [], nextAllowedAt: null },
    contact: newContact("address" in recipient ? recipient.address.key : recipient.contactId),
    recorded: fault.mayHaveWritten ? "unknown" : false,
    touchId: undefined,
  };
}
