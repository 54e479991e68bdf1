import { randomUUID } from "node:crypto";
import { readMessageFile } from "../../adapters/smstools/message-file.ts";
import { type Asked, OURS, type Outgoing, readOutgoing } from "../../adapters/smstools/outgoing.ts";
import { type Answer, type CheckRequest, type Client, GateProblem } from "../../client/client.ts";
import { type Ours, putOff, rewrite } from "./deferred.ts";
import type { Files, Folders, Found } from "./files.ts";

/** What is asked for messages that do not say it themselves. */
export type Defaults = Partial<Pick<Asked, "department" | "purpose" | "campaign" | "topic">>;

/** How messages are checked. */
export interface Checking {
  readonly gate: Client;
  readonly files: Files;
  readonly folders: Folders;
  readonly defaults: Defaults;
  /** Country of national numbers, ISO 3166-1. */
  readonly region: string | undefined;
  /** When a message is asked for again while the gate does not answer, in seconds. */
  readonly retrySeconds: number;
  /** A message that would wait longer since it was first put off is rejected, in hours. */
  readonly waitHours: number;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** One line of what needs a person; smsd puts it into its log. */
  readonly warn: (line: string) => void;
}

/** What smsd makes of it: sent; into `failed/`; nothing, as the message has been put off. */
export type ExitCode = 0 | 1 | 2;
const [SEND, REJECT, TAKEN] = [0, 1, 2] as const;

/** What is at fault with a message itself; any other problem is ours, and the message waits for it to be mended. */
const FAULTS_OF_MESSAGE = ["invalid_request", "foreign_department", "contact_not_found", "too_large"];

/**
 * smsd's `checkhandler`. The touch is recorded by the check itself: a place that was only held would end while the
 * message waits for a modem, and be lost for good where nobody tells what was sent.
 */
export async function checkMessage(path: string, checking: Checking): Promise<ExitCode> {
  const { files, region, warn } = checking;
  const found = files.read(path);
  if (found === undefined) {
    warn(`${path} is not there: names may have letters, figures, and ._- only`);
    return REJECT;
  }
  const message = readOutgoing(readMessageFile(found.bytes), region);
  if ("issues" in message) return reject(path, found, message.issues.join("; "), checking);
  if (message.to === undefined) return SEND;
  const { id = randomUUID() } = message;
  // It has a name of its own before it is asked for: whatever happens next, it is asked for under that again.
  const named = id === message.id ? found : rewrite(path, found, { [OURS.id]: id }, checking);
  return decide(path, named, { ...message, id }, checking);
}

type Named = Outgoing & { readonly id: string };

async function decide(
  path: string,
  found: Found,
  message: Named,
  checking: Checking,
  again = false,
): Promise<ExitCode> {
  let answer: Answer;
  try {
    answer = await ask(message, checking);
  } catch (fault) {
    if (!(fault instanceof GateProblem)) throw fault;
    if (fault.code === "idempotency_conflict" && !again) {
      // Edited since: another message.
      const id = randomUUID();
      const renamed = rewrite(path, found, { [OURS.id]: id }, checking);
      return decide(path, renamed, { ...message, id }, checking, true);
    }
    if (FAULTS_OF_MESSAGE.includes(fault.code)) return reject(path, found, faultsOf(fault), checking);
    checking.warn(`the gate refuses to answer: ${fault.message}`);
    return wait(path, found, message, checking, {
      waitMs: checking.retrySeconds * 1_000,
      why: fault.message,
    });
  }
  switch (answer.decision) {
    case "allow": {
      const decision = answer.source === "gate" ? "allow" : "unasked";
      rewrite(path, found, { ...NOTHING, [OURS.decision]: decision, [OURS.touch]: answer.touchId }, checking);
      return SEND;
    }
    case "defer":
      return wait(path, found, message, checking, {
        waitMs: waitMsOf(answer, checking),
        why: reasonOf(answer),
      });
    case "deny":
      return reject(path, found, reasonOf(answer), checking);
  }
}

function ask({ to, channel, asked, id }: Named, { gate, defaults }: Checking): Promise<Answer> {
  // The gate says what is missing.
  const request = { to: to ?? {}, channel, ...defaults, ...asked } as CheckRequest;
  return gate.check(request, { idempotencyKey: id });
}

/** By the gate's own clock, so that ours may be wrong. */
function waitMsOf(answer: Answer, { retrySeconds }: Checking): number {
  if (answer.source === "fail_mode") return retrySeconds * 1_000;
  return Date.parse(answer.nextAllowedAt ?? answer.evaluatedAt) - Date.parse(answer.evaluatedAt);
}

function reasonOf(answer: Answer): string {
  if (answer.source === "fail_mode") return `the gate does not answer: ${answer.cause}`;
  return answer.reasons.map(({ code, message }) => `${code}: ${message}`).join("; ");
}

/** One after the other, as they stand in a line. */
const faultsOf = ({ issues, message }: GateProblem): string =>
  issues.map(({ path, message: fault }) => `${path}: ${fault}`).join("; ") || message;

/** What an earlier round has left. */
const NOTHING: Ours = {
  [OURS.decision]: undefined,
  [OURS.touch]: undefined,
  [OURS.reason]: undefined,
  [OURS.since]: undefined,
  [OURS.notBefore]: undefined,
};

/** Never to be sent: smsd puts it into `failed/`, where its own header tells why. */
function reject(path: string, found: Found, reason: string, checking: Checking): ExitCode {
  rewrite(path, found, { ...NOTHING, [OURS.decision]: "deny", [OURS.reason]: reason }, checking);
  return REJECT;
}

function wait(
  path: string,
  found: Found,
  { id, sinceMs }: Named,
  checking: Checking,
  { waitMs, why }: { readonly waitMs: number; readonly why: string },
): ExitCode {
  const { nowMs, waitHours } = checking;
  const now = nowMs();
  const since = sinceMs ?? now;
  const due = now + Math.max(1_000, waitMs);
  if (due > since + waitHours * 3_600_000) {
    const reason = `not before ${isoOf(due)}, which is more than ${waitHours} h of waiting; ${why}`;
    return reject(path, found, reason, checking);
  }
  const headers = {
    ...NOTHING,
    [OURS.decision]: "defer",
    [OURS.reason]: why,
    [OURS.since]: isoOf(since),
    [OURS.notBefore]: isoOf(due),
  };
  try {
    rewrite(path, found, headers, checking);
    putOff(path, { id, dueMs: due }, checking);
    return TAKEN;
  } catch (fault) {
    // Left where it is, smsd would ask for it again at once, and for nothing else.
    return reject(path, found, `it could not be put off: ${(fault as Error).message}; ${why}`, checking);
  }
}

const isoOf = (ms: number): string => new Date(ms).toISOString();
