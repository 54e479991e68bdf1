import { instantOf } from "../core/calendar.ts";
import { DAY_MS, epochMs, formatInstant, HOUR_MS } from "../core/time.ts";
import { CHANNELS, CONSENT_SAYINGS, OUTCOMES } from "../core/words.ts";
import type { Reading } from "./map-columns.ts";
import type { Cell } from "./row-cells.ts";
import { readWrittenDate } from "./written-date.ts";

/** A value that a cell holds, or the rest of a sentence on it. */
export type CellValue<T> = { readonly value: T } | { readonly fault: string };

const YES = new Set(["true", "yes", "y", "1", "是", "on", "t"]);
const NO = new Set(["false", "no", "n", "0", "否", "off", "f"]);

export function readBoolean({ text }: Cell): CellValue<boolean> {
  const lower = text.toLowerCase();
  if (YES.has(lower)) return { value: true };
  return NO.has(lower) ? { value: false } : { fault: "must be true or false, yes or no, 1 or 0, 是 or 否" };
}

/** As a number when it is one; else as it is, for its schema to refuse. */
export const readNumber = ({ text }: Cell): CellValue<unknown> => ({
  value: /^\d+(\.0+)?$/.test(text) ? Number(text) : text,
});

/** Which instant of its day a bare date stands for. */
export type DayPart = "start" | "noon" | "end";

/** An instant; a local time is one of the file's zone. As the API writes it. */
export function readInstant(cell: Cell, reading: Reading, dayPart: DayPart): CellValue<string> {
  const date = readWrittenDate(cell.text, { order: orderOf(cell, reading) });
  if ("fault" in date) return date;
  if ("instant" in date) return { value: formatInstant(date.instant) };
  const { calendar, timezone } = reading;
  const day = dayPart === "end" && date.msOfDay === undefined ? date.day + 1 : date.day;
  const msOfDay = date.msOfDay ?? (dayPart === "noon" ? 12 * HOUR_MS : 0);
  return { value: formatInstant(instantOf(calendar, timezone, { day, msOfDay })) };
}

/** A birth date as `1990-05-17`; an instant counts as its date in the file's zone. */
export function readBirthDate(cell: Cell, reading: Reading): CellValue<string> {
  const { calendar, timezone, now } = reading;
  const today = calendar.wallClock(timezone, now).day;
  const date = readWrittenDate(cell.text, { order: orderOf(cell, reading), latestDay: today });
  if ("fault" in date) return date;
  const day = "instant" in date ? calendar.wallClock(timezone, date.instant).day : date.day;
  if (day > today) return { fault: "lies in the future" };
  return { value: formatInstant(epochMs(day * DAY_MS)).slice(0, 10) };
}

export const orderOf = ({ column }: Pick<Cell, "column">, { dates, dateOrders }: Reading) =>
  dates ?? dateOrders[column];

/** Words of other systems, as `wordOf` writes them, for the gate's. */
const CHANNEL_WORDS: Readonly<Record<string, string>> = {
  phone: "call",
  telephone: "call",
  voice: "call",
  phone_call: "call",
  cellular: "call",
  mobile: "call",
  e_mail: "email",
  mail: "email",
  text: "sms",
  text_message: "sms",
  letter: "mail",
  post: "mail",
  电话: "call",
  手机: "call",
  邮件: "email",
  电子邮件: "email",
  短信: "sms",
  微信: "wechat",
  拜访: "visit",
  会议: "meeting",
  信件: "mail",
};

const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  noanswer: "no_answer",
  not_answered: "no_answer",
  unanswered: "no_answer",
  bounce: "bounced",
  open: "opened",
  click: "clicked",
  complaint: "complained",
  spam: "complained",
  unsubscribe: "unsubscribed",
  reply: "replied",
  connected: "conversation",
  invalid_number: "wrong_number",
  接通: "conversation",
  已接通: "conversation",
  未接: "no_answer",
  未接通: "no_answer",
  无人接听: "no_answer",
  忙线: "busy",
  占线: "busy",
  空号: "wrong_number",
  拒绝: "refused",
  投诉: "complained",
  退信: "bounced",
  送达: "delivered",
};

const DIRECTION_WORDS: Readonly<Record<string, string>> = {
  in: "inbound",
  incoming: "inbound",
  呼入: "inbound",
  out: "outbound",
  outgoing: "outbound",
  呼出: "outbound",
};

const LEVEL_WORDS: Readonly<Record<string, string>> = {
  express_written: "expressWritten",
  written: "expressWritten",
  explicit: "express",
  revoked: "withdrawn",
  opt_out: "withdrawn",
};

/** `No answer` becomes `no_answer`. */
const wordOf = (text: string): string =>
  text
    .toLowerCase()
    .trim()
    .replace(/[\s\-/.]+/g, "_");

/** Reads a word of a closed set, also as other systems write it; one that is not known stays, to be refused. */
const readWord =
  (known: readonly string[], others: Readonly<Record<string, string>>) =>
  ({ text }: Cell): CellValue<string> => {
    const word = wordOf(text);
    return { value: known.find((one) => one.toLowerCase() === word) ?? others[word] ?? text };
  };

/** A channel may be told more closely, as in `call_mobile`. */
export const readChannel = (cell: Cell): CellValue<string> => {
  const [kind = ""] = wordOf(cell.text).split("_");
  const known = CHANNELS.find((channel) => channel === kind);
  return known === undefined ? readAnyChannel(cell) : { value: known };
};
const readAnyChannel = readWord(CHANNELS, CHANNEL_WORDS);

export const readOutcome = readWord(OUTCOMES, OUTCOME_WORDS);
export const readDirection = readWord(["inbound", "outbound"], DIRECTION_WORDS);
export const readLevel = readWord(CONSENT_SAYINGS, LEVEL_WORDS);

/** The entries of a cell that holds a list. */
export const readList = (text: string): readonly string[] =>
  text
    .split(/[;,|；，、]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
