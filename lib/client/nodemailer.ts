import type { Answer, CheckItem, CheckRequest, Client } from "./client.ts";
import type { GateProblem } from "./problem.ts";

/** What a message is asked for: everything of a check but who, how and by which mode. */
export type MessageRequest = Omit<
  CheckRequest,
  "to" | "channel" | "mode" | "reserveSeconds" | "at" | "include"
> & {
  /** Your id of the message or job, so that one that is sent again counts once; default its `messageId`. */
  readonly idempotencyKey?: string;
};

/** A message that goes to nobody, as the gate lets it through to none of its recipients. */
export class NotAllowed extends Error {
  override readonly name = "NotAllowed";
  readonly code = "ETOUCHGATE";
  /** By recipient. */
  readonly answers: ReadonlyMap<string, Answer>;

  constructor(answers: ReadonlyMap<string, Answer>) {
    super([...answers].map(([email, answer]) => `${email}: ${textOf(answer)}`).join("; "));
    this.answers = answers;
  }
}

function textOf(answer: Answer): string {
  const why = answer.source === "gate" ? answer.reasons[0]?.message : answer.cause;
  return `${answer.decision}, ${why}${answer.nextAllowedAt ? ` (after ${answer.nextAllowedAt})` : ""}`;
}

/** As much of nodemailer as this needs. */
interface Envelope {
  readonly from: string | false;
  readonly to: readonly string[];
}
interface Message {
  readonly data: { readonly touchgate?: Partial<MessageRequest> };
  readonly message: { getEnvelope(): Envelope; setEnvelope(envelope: Envelope): void; messageId(): string };
}
type Done = (fault: Error | null, info?: object) => void;
interface Transport {
  readonly name: string;
  readonly version: string;
  send(mail: Message, done: Done): void;
}
interface Sent {
  readonly rejected?: readonly string[];
}

/** Long, as a reservation that cannot be confirmed must go on counting: its message was sent. */
const LEASE_SECONDS = 3_600;

interface SmtpFault {
  readonly code?: string;
  readonly responseCode?: number;
  readonly syscall?: string;
}

/** Whether the server surely has not taken the message: it said so, or was not reached. */
const isUnsent = ({ code = "", responseCode = 0, syscall }: SmtpFault): boolean =>
  responseCode >= 400 || syscall === "connect" || UNSENT.includes(code);

const UNSENT = ["EAUTH", "ECONFIG", "EDNS", "EENVELOPE", "ENOAUTH", "EOAUTH2", "EPROXY", "ETLS"];

/**
 * Wraps a transport of nodemailer: every recipient of every message is asked for, and it goes to those who are allowed.
 * The result holds the gate's answers by recipient as `touchgate`, those who were not allowed among the `rejected`,
 * and touches that could not be confirmed as `unconfirmed`: they count for an hour only.
 * Sending fails with NotAllowed when nobody is left, and with GateProblem when the request is at fault.
 */
export function gated(
  { transporter }: { readonly transporter: unknown },
  { gate, ...defaults }: { readonly gate: Client } & Partial<MessageRequest>,
): Transport {
  const inner = transporter as Transport;

  const send = async (mail: Message): Promise<object> => {
    const { data, message } = mail;
    const envelope = message.getEnvelope();
    const request = { idempotencyKey: message.messageId(), ...defaults, ...data.touchgate };
    const answers = await ask(gate, envelope.to, request);
    const isAllowed = (email: string) => answers.get(email)?.decision === "allow";
    if (!envelope.to.some(isAllowed)) throw new NotAllowed(answers);
    message.setEnvelope({ ...envelope, to: envelope.to.filter(isAllowed) });
    let info: Sent;
    try {
      info = await handOver(inner, mail);
    } catch (fault) {
      await end(answers.values(), isUnsent(fault as SmtpFault) ? gate.release : gate.confirm);
      throw fault;
    }
    const refused = info.rejected ?? [];
    const isRefused = ([email]: readonly [string, Answer]) => refused.includes(email);
    await end(valuesOf(answers, isRefused), gate.release);
    const unconfirmed = await end(
      valuesOf(answers, (of) => !isRefused(of)),
      gate.confirm,
    );
    return {
      ...info,
      rejected: [...refused, ...envelope.to.filter((email) => !isAllowed(email))],
      touchgate: answers,
      unconfirmed,
    };
  };

  return {
    name: "touchgate",
    version: inner.version,
    send: (mail, done) => {
      send(mail).then((info) => done(null, info), done);
    },
    ...passedOn(inner),
  };
}

/** The gate's answer for each recipient. @throws GateProblem when one cannot be asked for; then nobody is written to. */
async function ask(
  gate: Client,
  recipients: readonly string[],
  { idempotencyKey, ...request }: Partial<MessageRequest>,
): Promise<ReadonlyMap<string, Answer>> {
  const keys = new Map<string, string>();
  for (const email of recipients) keys.set(email, await hashOf(`${idempotencyKey} ${email}`));
  const requestOf = (email: string): CheckItem => ({
    to: { email },
    idempotencyKey: keys.get(email) as string,
  });
  const defaults = { ...request, channel: "email", mode: "reserve", reserveSeconds: LEASE_SECONDS } as const;
  const answers = new Map<string, Answer>();
  let problem: GateProblem | undefined;
  for await (const { item, ...checked } of gate.checkAll(keys.keys(), { defaults, requestOf })) {
    if (checked.problem === undefined) answers.set(item, checked.answer);
    else problem ??= checked.problem;
  }
  if (problem === undefined) return answers;
  await end(answers.values(), gate.release);
  throw problem;
}

/** Confirms or releases what is reserved; the touches for which it could not. */
async function end(
  answers: Iterable<Answer>,
  call: (touchId: string) => Promise<unknown>,
): Promise<readonly string[]> {
  const touches = [...answers].flatMap(({ touchId }) => touchId ?? []);
  const ended = await Promise.allSettled(touches.map(call));
  return touches.filter((_, index) => ended[index]?.status === "rejected");
}

const valuesOf = (
  answers: ReadonlyMap<string, Answer>,
  fits: (entry: readonly [string, Answer]) => boolean,
): readonly Answer[] => [...answers].filter(fits).map(([, answer]) => answer);

const handOver = (inner: Transport, mail: Message): Promise<Sent> =>
  new Promise((resolve, reject) => {
    inner.send(mail, (fault, info = {}) => (fault ? reject(fault) : resolve(info)));
  });

/** A key may have 128 characters. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What a transport can do beside sending. */
function passedOn(inner: Transport): object {
  const names = ["verify", "close", "isIdle"] as const;
  const all = inner as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>;
  return Object.fromEntries(
    names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name].bind(inner)]])),
  );
}
