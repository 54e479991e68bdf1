import { type EpochMs, epochMs } from "../core/time.ts";
import {
  BEARINGS,
  type ReportedOutcome,
  TOUCH_STATES,
  type Touch,
  type TouchState,
} from "../core/touches.ts";
import { CHANNELS, type Channel, OUTCOMES } from "../core/words.ts";

/**
 * Touches as text: one line each, fields separated by commas, instants in base 36, words as numbers into a
 * table of words that the lines share. Trailing empty fields are left out. Words hold no line breaks (the
 * request schema refuses control characters).
 *
 *   id,at,channel,department,purpose,campaign,topic,product,subject,agent,address,origin,state,expiresAt,outcomes,bearing
 */
export interface PackedTouches {
  /** The table of words, one a line. */
  readonly words: string;
  readonly lines: string;
}

const BASE = 36;
const WORD_FIELDS = [
  "department",
  "purpose",
  "campaign",
  "topic",
  "product",
  "subject",
  "agent",
  "address",
  "origin",
] as const;

/** Packs touches of one or several lists against one table of words. */
export function packTouches(lists: readonly (readonly Touch[])[]): { words: string; lists: string[] } {
  const numbers = new Map<string, string>();
  const numberOf = (word: string): string => {
    let number = numbers.get(word);
    if (number === undefined) {
      number = numbers.size.toString(BASE);
      numbers.set(word, number);
    }
    return number;
  };
  const packed = lists.map((touches) => touches.map((touch) => packTouch(touch, numberOf)).join("\n"));
  return { words: [...numbers.keys()].join("\n"), lists: packed };
}

function packTouch(touch: Touch, numberOf: (word: string) => string): string {
  let line = `${touch.id},${touch.at.toString(BASE)},${CHANNELS.indexOf(touch.channel).toString(BASE)}`;
  for (const field of WORD_FIELDS) {
    const word = touch[field];
    line += word === undefined ? "," : `,${numberOf(word)}`;
  }
  const { state, expiresAt, outcomes, bearing } = touch;
  if (state !== "recorded" || expiresAt !== undefined || outcomes.length > 0 || bearing !== undefined) {
    line += `,${state === "recorded" ? "" : TOUCH_STATES.indexOf(state).toString(BASE)}`;
    line += `,${expiresAt?.toString(BASE) ?? ""}`;
    line += `,${outcomes.map(({ outcome, at }) => `${OUTCOMES.indexOf(outcome)}@${at.toString(BASE)}`).join(";")}`;
    line += bearing === undefined ? "," : `,${BEARINGS.indexOf(bearing)}`;
  }
  let end = line.length;
  while (line.charCodeAt(end - 1) === COMMA) end--;
  return line.slice(0, end);
}

const COMMA = ",".charCodeAt(0);

/** The touches of one packed list. @throws Error when a line does not decode. */
export function unpackTouches({ words, lines }: PackedTouches): Touch[] {
  if (lines === "") return [];
  const table = words.split("\n");
  return lines.split("\n").map((line) => unpackTouch(line, table));
}

function unpackTouch(line: string, table: readonly string[]): Touch {
  const fields = line.split(",");
  const word = (index: number): string | undefined => {
    const number = fields[index];
    return number ? must(table[Number.parseInt(number, BASE)], line) : undefined;
  };
  return {
    id: must(fields[0], line),
    at: instant(must(fields[1], line), line),
    channel: must(CHANNELS[Number.parseInt(must(fields[2], line), BASE)], line) as Channel,
    department: must(word(3), line),
    purpose: must(word(4), line),
    campaign: word(5),
    topic: word(6),
    product: word(7),
    subject: word(8),
    agent: word(9),
    address: word(10),
    origin: word(11),
    state: fields[12]
      ? (must(TOUCH_STATES[Number.parseInt(fields[12], BASE)], line) as TouchState)
      : "recorded",
    expiresAt: fields[13] ? instant(fields[13], line) : undefined,
    outcomes: fields[14] ? fields[14].split(";").map((text) => unpackOutcome(text, line)) : NONE,
    ...(fields[15] ? { bearing: must(BEARINGS[Number(fields[15])], line) } : undefined),
  };
}

const NONE: readonly ReportedOutcome[] = [];

function unpackOutcome(text: string, line: string): ReportedOutcome {
  const [number = "", at = ""] = text.split("@");
  return { outcome: must(OUTCOMES[Number(number)], line), at: instant(at, line) };
}

function instant(text: string, line: string): EpochMs {
  const milliseconds = Number.parseInt(text, BASE);
  if (Number.isNaN(milliseconds)) throw new Error(`no instant in touch ${line}`);
  return epochMs(milliseconds);
}

function must<T>(value: T | undefined, line: string): T {
  if (value === undefined) throw new Error(`a field is missing in touch ${line}`);
  return value;
}
