import { createHash } from "node:crypto";
import { type Action, DUNNO } from "../../adapters/postfix/action.ts";
import type { PolicyRequest } from "../../adapters/postfix/read-requests.ts";
import { type Answer, type Client, GateProblem, GateUnavailable } from "../../client/client.ts";
import type { Question } from "./questions.ts";

/** How messages are asked for. */
export interface JudgeOptions {
  readonly gate: Client;
  /** Undefined for a message that passes unasked. */
  readonly questionOf: (request: PolicyRequest) => Question | undefined;
  /** What is done while the gate does not answer. */
  readonly onUnavailable: "allow" | "defer" | "deny";
  /** From RCPT to the end of the message, in seconds: a message that is given up frees its places after it. */
  readonly leaseSeconds: number;
  /** One line for each decision; no address in it. */
  readonly log: (line: Readonly<Record<string, unknown>>) => void;
}

/** Answers questions of Postfix. */
export type Judge = (request: PolicyRequest) => Promise<Action>;

/** Messages that are under way. Those forgotten are asked for again, or deferred: never let through uncounted. */
const MOST_MESSAGES = 20_000;
const MESSAGES_WITHOUT_END = 50;

/**
 * Holds a place for each recipient at RCPT, and confirms all of a message at its end. A question that is asked twice is
 * one touch, as `instance` and recipient make its key.
 */
export function createJudge(options: JudgeOptions): Judge {
  const { gate, questionOf, leaseSeconds, log } = options;
  /** Touches by `instance`, the oldest first. */
  const underWay = new Map<string, Set<string>>();

  let isEndSeen = false;
  const warnOnce = (): void => {
    if (isEndSeen || underWay.size !== MESSAGES_WITHOUT_END) return;
    const warning = `No message of ${MESSAGES_WITHOUT_END} has come to its end: is smtpd_end_of_data_restrictions set? Nothing is confirmed without it.`;
    log({ warning });
  };

  const ask = async (request: PolicyRequest, question: Question): Promise<Answer> => {
    const [instance = "", email = ""] = [request.get("instance"), request.get("recipient")];
    const idempotencyKey = createHash("sha256").update(`${instance}\0${email}`).digest("hex");
    const asked = { to: { email }, channel: "email", mode: "reserve", reserveSeconds: leaseSeconds } as const;
    const answer = await gate.check({ ...asked, ...question }, { idempotencyKey });
    if (answer.decision === "allow") {
      const touches = underWay.get(instance) ?? new Set();
      if (answer.touchId !== undefined) touches.add(answer.touchId);
      underWay.set(instance, touches);
      const [oldest] = underWay.keys();
      warnOnce();
      if (underWay.size > MOST_MESSAGES && oldest !== undefined) underWay.delete(oldest);
    }
    log({
      ...{ instance, decision: answer.decision, source: answer.source, touchId: answer.touchId },
      ...(answer.source === "gate"
        ? { contactId: answer.contactId, codes: answer.reasons.map(({ code }) => code) }
        : { cause: answer.cause }),
    });
    return answer;
  };

  const atRecipient = async (request: PolicyRequest, question: Question): Promise<Action> =>
    actionOf(await ask(request, question));

  const atEnd = async (request: PolicyRequest, question: Question): Promise<Action> => {
    isEndSeen = true;
    const instance = request.get("instance") ?? "";
    if (!underWay.has(instance)) {
      // Forgotten, as after a restart. With one recipient it is known whom to ask for; the same key finds the place.
      if ((request.get("recipient") ?? "") === "")
        return later("The gate has lost this message, send it again");
      const answer = await ask(request, question);
      if (answer.decision !== "allow") return actionOf(answer);
    }
    const touches = [...(underWay.get(instance) ?? [])];
    underWay.delete(instance);
    const ended = await Promise.allSettled(touches.map((touchId) => gate.confirm(touchId)));
    const faults = ended.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
    log({
      instance,
      confirmed: touches.length - faults.length,
      ...(faults.length > 0 && { faults: faults.map(String) }),
    });
    if (faults.length === 0) return DUNNO;
    if (options.onUnavailable === "allow" && faults.every((fault) => fault instanceof GateUnavailable))
      return DUNNO;
    // It is not taken, so nobody of it was written to.
    const confirmed = touches.filter((_, index) => ended[index]?.status === "fulfilled");
    await Promise.allSettled(confirmed.map((touchId) => gate.tellOutcome(touchId, { outcome: "failed" })));
    return later("The gate could not confirm this message, send it again");
  };

  return async (request) => {
    const state = request.get("protocol_state");
    const isAsked = state === "RCPT" || state === "END-OF-MESSAGE";
    // Bounces and the like have no sender, and are no touch.
    const question = isAsked && request.get("sender") !== "" ? questionOf(request) : undefined;
    if (question === undefined) return DUNNO;
    try {
      return await (state === "RCPT" ? atRecipient : atEnd)(request, question);
    } catch (fault) {
      if (!(fault instanceof GateProblem)) throw fault;
      log({
        instance: request.get("instance"),
        problem: fault.code,
        status: fault.status,
        cause: fault.message,
      });
      const isAddress = fault.issues.length > 0 && fault.issues.every(({ path }) => path === "to.email");
      if (isAddress)
        return { do: "reject", status: "5.1.3", text: "Not an e-mail address that can be asked for" };
      return later("The gate refuses the question; see the log of touchgate postfix");
    }
  };
}

const later = (text: string): Action => ({ do: "defer", status: "4.3.5", text });

/** What Postfix is told: why, and when again. */
function actionOf(answer: Answer): Action {
  if (answer.decision === "allow") return DUNNO;
  if (answer.source === "fail_mode") {
    const isFinal = answer.decision === "deny";
    return {
      do: isFinal ? "reject" : "defer",
      status: isFinal ? "5.3.0" : "4.3.0",
      text: "The gate does not answer",
    };
  }
  const why = answer.reasons.map(({ message }) => message).join("; ");
  if (answer.decision === "deny") return { do: "reject", status: "5.7.1", text: why };
  return { do: "defer", status: "4.7.1", text: `Not before ${answer.nextAllowedAt}: ${why}` };
}
