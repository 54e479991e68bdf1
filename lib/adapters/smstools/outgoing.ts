import { type Header, headerOf, type MessageFile } from "./message-file.ts";

/** What a message's own headers say of it: `Touchgate-Department: sales`. Left out, the handlers' defaults count. */
const QUESTION = {
  "Touchgate-Department": "department",
  "Touchgate-Purpose": "purpose",
  "Touchgate-Campaign": "campaign",
  "Touchgate-Topic": "topic",
  "Touchgate-Product": "product",
  "Touchgate-Subject": "subject",
  "Touchgate-Agent": "agent",
  "Touchgate-Reference": "reference",
} as const;

/** What the handlers write into a file. */
export const OURS = {
  /** The message's own, whatever its file is called: what is asked for it twice is one touch. */
  id: "Touchgate-Id",
  /** `allow`, `defer`, `deny`, or `unasked`: sent without an answer, as the operator chose. */
  decision: "Touchgate-Decision",
  touch: "Touchgate-Touch",
  reason: "Touchgate-Reason",
  /** When it was first put off, ISO 8601. */
  since: "Touchgate-Since",
  /** When it is put back, ISO 8601. */
  notBefore: "Touchgate-Not-Before",
} as const;

/** The parts of a question that a message may name. */
export type Asked = { readonly [name in (typeof QUESTION)[keyof typeof QUESTION]]?: string };

/** A number as smsd would dial it. */
export interface Phone {
  readonly phone: string;
  /** ISO 3166-1; with a national number. */
  readonly region?: string;
}

/** A message that wants to be sent. */
export interface Outgoing {
  /** Undefined for a short number: a service, and nobody who could be asked for. */
  readonly to: Phone | undefined;
  /** `call` for `Voicecall: yes`. */
  readonly channel: "sms" | "call";
  readonly asked: Asked;
  /** From an earlier round; undefined when there was none, or when it has ended and this is another message. */
  readonly id: string | undefined;
  /** When it was first put off, in milliseconds since 1970; undefined when it was not. */
  readonly sinceMs: number | undefined;
}

/** Reads what a message asks for, by smsd's own rules; or everything that is wrong with it. */
export function readOutgoing(
  file: MessageFile,
  region: string | undefined,
): Outgoing | { readonly issues: readonly string[] } {
  const issues = [...file.faults];
  for (const [name, why] of UNREADABLE) {
    if (file.headers.some((header) => header.name === name && !isNo(header))) issues.push(`${name}: ${why}`);
  }
  const asked: Record<string, string> = {};
  for (const { name, value } of file.headers) {
    const lower = name.toLowerCase();
    if (!lower.startsWith("touchgate-") || (Object.values(OURS) as string[]).includes(name)) continue;
    const [known, field] = Object.entries(QUESTION).find(([one]) => one.toLowerCase() === lower.trim()) ?? [];
    if (field === undefined) issues.push(`${name}: is not known, use ${Object.keys(QUESTION).join(", ")}`);
    else if (value === "") issues.push(`${known}: is empty`);
    else if (Object.hasOwn(asked, field)) issues.push(`${known}: stands there twice`);
    else asked[field] = value;
  }
  const to = readTo(file, region);
  if (typeof to === "string") issues.push(to);
  if (issues.length > 0 || typeof to === "string") return { issues };
  // smsd writes these into what it is done with: who puts it back means another message.
  const isEnded = file.headers.some(({ name }) => name === "Sent" || name === "Failed");
  const id = isEnded ? undefined : headerOf(file, OURS.id);
  const since = isEnded ? Number.NaN : Date.parse(headerOf(file, OURS.since) ?? "");
  return {
    ...{ to: to.person, asked },
    channel: isYes(headerOf(file, "Voicecall")) ? "call" : "sms",
    id: id !== undefined && /^[A-Za-z0-9-]{8,64}$/.test(id) ? id : undefined,
    sinceMs: Number.isNaN(since) ? undefined : since,
  };
}

/** What could name another recipient than the one that is asked for. */
const UNREADABLE: readonly (readonly [string, string])[] = [
  ["Include", "what it brings in is not looked at, so it may not be used"],
  ["Text_is_pdu", "the recipient would stand in the text, so it may not be used"],
];

/** A To as smsd reads it, with a word for one that it would read in an odd way. */
function readTo(
  file: MessageFile,
  region: string | undefined,
): string | { readonly person: Phone | undefined } {
  const [to, ...others] = file.headers.filter(({ name }) => name === "To").map(({ value }) => value);
  if (to === undefined || to === "") return "To: is missing";
  if (others.length > 0) return "To: stands there more than once";
  if (/^s\d{1,8}$/.test(to)) return { person: undefined };
  if (!/^\+?[\d -]{3,40}$/.test(to)) return "To: is no number such as 491721234567 or s12345";
  const isInternational = (headerOf(file, "To_TOA") ?? "international").toLowerCase() === "international";
  const digits = to.replaceAll(/[^\d]/g, "").replace(/^00/, "");
  if (isInternational) return { person: { phone: `+${digits}` } };
  if (region === undefined) return "To: is a national number; the handlers need --region to know the country";
  return { person: { phone: digits, region } };
}

/** Words that smsd takes for a yes. */
const isYes = (value: string | undefined): boolean =>
  ["true", "yes", "on", "1"].includes((value ?? "").toLowerCase());

const isNo = ({ name, value }: Header): boolean => name === "Text_is_pdu" && !isYes(value);
