import type { Outcome } from "../core/words.ts";
import type { HookMessage } from "./hook.ts";

/** What is common to events of e-mail, whoever tells them. */
export interface EmailEvent extends Pick<HookMessage & { kind: "optIn" }, "id" | "at"> {
  readonly email: string;
  readonly touchId?: string | undefined;
  readonly reference?: string | undefined;
  readonly detail?: string | undefined;
}

export function outcomeOf(event: EmailEvent, outcome: Outcome, isPermanent?: boolean): HookMessage {
  const { id, at, email, touchId, reference, detail } = event;
  const address = { type: "email", value: email } as const;
  return {
    kind: "outcome",
    id,
    at,
    outcome,
    channel: "email",
    address,
    touchId,
    reference,
    detail,
    isPermanent,
  };
}

export function stopOf(
  { id, at, email }: EmailEvent,
  { topic, isSure = true }: { readonly topic?: string | undefined; readonly isSure?: boolean } = {},
): HookMessage {
  const address = { type: "email", value: email } as const;
  return { kind: "optOut", id, at, channel: "email", scope: "channel", address, isSure, topic };
}

export const goOnOf = ({ id, at, email }: EmailEvent): HookMessage => ({
  kind: "optIn",
  id,
  at,
  channel: "email",
  address: { type: "email", value: email },
});

/** A complaint is an outcome of the message, and no less a no when nobody finds the message. */
export const complaintOf = (
  event: EmailEvent,
  { isSure = true }: { readonly isSure?: boolean } = {},
): readonly HookMessage[] => [outcomeOf(event, "complained"), stopOf(event, { isSure })];
