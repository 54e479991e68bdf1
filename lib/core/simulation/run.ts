import type { CompiledPolicy } from "../compile-policy.ts";
import { type Attributes, type Contact, newContact } from "../contact.ts";
import { decide, type Verdict } from "../decide.ts";
import { withTouch } from "../record.ts";
import type { Request } from "../request.ts";
import type { EpochMs } from "../time.ts";
import type { ReportedOutcome, Touch } from "../touches.ts";
import type { PastTouch } from "./past-touch.ts";

/**
 * One contact under one policy. What the policy stops was not sent: it is in nobody's history, it comes to nothing, and
 * it is not sent later. A long log has many: they are data, and functions of their own would double what each takes.
 */
export interface Run {
  readonly policy: CompiledPolicy;
  contact: Contact;
  pending: readonly Pending[];
  /** Touches so far. */
  count: number;
}

interface Pending extends ReportedOutcome {
  readonly id: string;
}

/** What rules read of a contact besides attributes and touches. History does not keep it: it is as it stands today. */
export type Standing = Pick<Contact, "status" | "identities" | "consents" | "owner" | "originKey">;

const NOTHING: readonly Pending[] = [];

export const startRun = (policy: CompiledPolicy, contactId: string, standing?: Standing): Run => ({
  policy,
  contact: standing === undefined ? newContact(contactId) : { ...newContact(contactId), ...standing },
  pending: NOTHING,
  count: 0,
});

/** Decides a touch, and records it when it is allowed. In order of time. */
export function judge(run: Run, touch: PastTouch, attributes: Attributes): Verdict {
  hear(run, touch.at);
  if (run.contact.attributes !== attributes) run.contact = { ...run.contact, attributes };
  const verdict = decide(run.policy, run.contact, requestOf(touch), touch.at);
  if (verdict.decision === "allow") note(run, touch);
  return verdict;
}

/** Records a touch that the contact began, or that was sent before the history that is judged. */
export function note(run: Run, touch: PastTouch): void {
  const { policy } = run;
  run.count += 1;
  const id = `${run.count}`;
  run.contact = withTouch(run.contact, touchOf(id, touch, policy), { policy, now: touch.at });
  const { outcomes } = touch;
  if (outcomes === undefined || outcomes.length === 0) return;
  run.pending = [...run.pending, ...outcomes.map((told) => ({ ...told, id }))].sort((a, b) => a.at - b.at);
}

/** What became of earlier touches by now. */
function hear(run: Run, at: EpochMs): void {
  const { pending, contact } = run;
  if (pending[0] === undefined || pending[0].at > at) return;
  const heard = pending.filter((told) => told.at <= at);
  run.pending = pending.filter((told) => told.at > at);
  run.contact = { ...contact, touches: contact.touches.map((touch) => withOutcomes(touch, heard)) };
}

function withOutcomes(touch: Touch, heard: readonly Pending[]): Touch {
  const own = heard.filter(({ id }) => id === touch.id);
  if (own.length === 0) return touch;
  return { ...touch, outcomes: [...touch.outcomes, ...own.map(({ outcome, at }) => ({ outcome, at }))] };
}

const requestOf = (touch: PastTouch): Request => ({
  channel: touch.channel,
  department: touch.department,
  purpose: touch.purpose,
  campaign: touch.campaign,
  topic: touch.topic,
  product: touch.product,
  subject: touch.subject,
  agent: touch.agent,
  namedKey: undefined,
  at: undefined,
});

function touchOf(id: string, touch: PastTouch, policy: CompiledPolicy): Touch {
  const counts = policy.purposes.get(touch.purpose)?.counts !== false;
  const bearing = touch.isInbound ? "inbound" : counts ? undefined : "uncounted";
  const { channel, department, purpose, campaign, topic, product, subject, agent } = touch;
  const recorded: Touch = {
    id,
    at: touch.at,
    channel,
    department,
    purpose,
    campaign,
    topic,
    product,
    subject,
    agent,
    address: undefined,
    origin: undefined,
    state: "recorded",
    expiresAt: undefined,
    outcomes: [],
  };
  return bearing === undefined ? recorded : { ...recorded, bearing };
}
