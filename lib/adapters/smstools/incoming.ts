import { headerOf, type MessageFile, textOf } from "./message-file.ts";
import type { Phone } from "./outgoing.ts";

/** What somebody wrote. */
export interface Incoming {
  readonly from: Phone;
  readonly text: string;
}

/** So much of a message is told. */
const MOST_CHARS = 2_000;

/**
 * Reads a received message; undefined for one of a name or a short number in place of a telephone's, or of data in place
 * of words. `region` is the country of national numbers.
 */
export function readIncoming(file: MessageFile, region: string | undefined): Incoming | undefined {
  const from = phoneOf(headerOf(file, "From") ?? "", headerOf(file, "From_TOA"), region);
  const text = wordsOf(file);
  return from === undefined || text === undefined ? undefined : { from, text: text.slice(0, MOST_CHARS) };
}

/** Type of address, as `91 international, ISDN/telephone`; absent in files of old versions. */
function phoneOf(from: string, toa = "international", region: string | undefined): Phone | undefined {
  if (!/^\+?\d{7,15}$/.test(from)) return undefined;
  const digits = from.replace("+", "");
  if (toa.includes("international") || from.startsWith("+")) return { phone: `+${digits}` };
  // Without its country the gate keeps it for a person to look at.
  return { phone: digits, ...(region !== undefined && { region }) };
}

/** By the first three letters of the alphabet's name, as smsd goes. */
function wordsOf(file: MessageFile): string | undefined {
  const alphabet = (headerOf(file, "Alphabet") ?? "ISO").slice(0, 3).toLowerCase();
  if (alphabet === "bin") return undefined;
  if (["ucs", "chi", "uni"].includes(alphabet)) return new TextDecoder("utf-16be").decode(file.body);
  return textOf(file.body);
}

/** What became of a message, as its service centre reports. */
export interface Report {
  /** The last seven digits: networks write a number in several ways. */
  readonly tail: string;
  /** That the service centre gave the message; it begins anew after 255. */
  readonly messageId: string;
  /** Undefined while it still tries, or when nobody knows. */
  readonly outcome: "delivered" | "failed" | undefined;
}

/** Reads a status report; undefined when it is none. */
export function readReport(file: MessageFile): Report | undefined {
  const text = textOf(file.body);
  const messageId = /^Message_id: *(\d+)/m.exec(text)?.[1];
  const status = /^Status: *(\d+)/m.exec(text)?.[1];
  if (messageId === undefined || status === undefined) return undefined;
  const tail = tailOf(headerOf(file, "From") ?? "");
  return tail === "" ? undefined : { tail, messageId, outcome: outcomeOf(Number(status)) };
}

/** What is alike in all spellings of a number. */
export const tailOf = (number: string): string => number.replaceAll(/\D/g, "").slice(-7);

/** TP-Status of 3GPP TS 23.040: 0 received; 1 and 2 unknown or replaced; from 32 it is tried on, from 64 no longer. */
function outcomeOf(status: number): Report["outcome"] {
  if (status === 0) return "delivered";
  return status >= 64 && status < 128 ? "failed" : undefined;
}

/** The ids that a sent message was given, of its header; several when every part is reported. */
export const messageIdsOf = (file: MessageFile): readonly string[] =>
  headerOf(file, "Message_id")?.match(/\d+/g) ?? [];
