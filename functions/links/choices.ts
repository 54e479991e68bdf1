import type { ChannelWishes, Preferences } from "../../lib/core/contact.ts";
import { mergePreferences } from "../../lib/core/merge-wishes.ts";
import { clockTimeMs } from "../../lib/core/rule-document.ts";
import { DAY_MS, type EpochMs, epochMs } from "../../lib/core/time.ts";
import { CHANNELS, type Channel } from "../../lib/core/words.ts";
import type { FormFields } from "../shared/body.ts";

/** Channels whose hours can be chosen on the page: those that ring. */
export const TIMED_CHANNELS = ["call", "sms"] as const;
type TimedChannel = (typeof TIMED_CHANNELS)[number];

/** How long one can ask for silence. */
export const PAUSE_DAYS = [7, 30, 90] as const;
/** What can be chosen for messages in any seven days. */
export const WEEKLY_LIMITS = [1, 2, 3, 5, 7] as const;

/** What a customer chose on the preference page. What the page did not show is not spoken of. */
export interface Choices {
  /** ETag of the preferences that the page showed. */
  readonly seen: string;
  readonly channels: ReadonlyMap<Channel, boolean>;
  readonly topics: ReadonlyMap<string, boolean>;
  /** Null for no limit of their own; undefined to leave it as it is. So below. */
  readonly maxPerWeek: number | null | undefined;
  readonly hours: ReadonlyMap<TimedChannel, readonly [from: string, to: string] | null>;
  readonly pausedUntil: EpochMs | null | undefined;
  readonly everything: "stop" | "resume" | undefined;
}

/** A field that cannot be saved, by the name it has in the form. */
export type ChoiceFault = { readonly field: string; readonly fault: "hours" };

/**
 * Reads the form. A field that is not there, or that nobody could choose, changes nothing.
 * `topics`: those that the page shows now; of others, which it may have shown before, as many as there is room for.
 */
export function readChoices(
  form: FormFields,
  { now, topics }: { readonly now: EpochMs; readonly topics: readonly string[] },
): { readonly choices: Choices; readonly faults: readonly ChoiceFault[] } {
  const faults: ChoiceFault[] = [];
  const hours = new Map<TimedChannel, readonly [string, string] | null>();
  for (const channel of TIMED_CHANNELS) {
    const read = hoursIn(form, channel);
    if (read === "fault") faults.push({ field: `from:${channel}`, fault: "hours" });
    else if (read !== undefined) hours.set(channel, read);
  }
  const everything = form.get("everything");
  const choices: Choices = {
    seen: seenIn(form),
    channels: new Map(
      switchesIn(form, "channel").filter((one): one is [Channel, boolean] => isChannel(one[0])),
    ),
    topics: new Map(known(switchesIn(form, "topic"), topics)),
    maxPerWeek: limitIn(form.get("maxPerWeek")),
    hours,
    pausedUntil: pauseIn(form.get("pause"), now),
    everything: everything === "stop" || everything === "resume" ? everything : undefined,
  };
  return { choices, faults };
}

/** A box that is not ticked is not sent: `shown` tells which there were. */
function switchesIn(form: FormFields, kind: "channel" | "topic"): [string, boolean][] {
  const on = new Set(form.getAll(kind));
  return form
    .getAll("shown")
    .filter((name) => name.startsWith(`${kind}:`))
    .map((name) => name.slice(kind.length + 1))
    .filter((name) => name.length > 0 && name.length <= 128)
    .map((name) => [name, on.has(name)]);
}

/** Without what was made up beyond so many topics: they stand in the state that every check reads. */
function known(switches: readonly [string, boolean][], topics: readonly string[]): [string, boolean][] {
  const shown = new Set(topics);
  const others = new Set(switches.map(([name]) => name).filter((name) => !shown.has(name)));
  const taken = new Set([...others].slice(0, Math.max(0, MOST_TOPICS - shown.size)));
  return switches.filter(([name]) => shown.has(name) || taken.has(name));
}
const MOST_TOPICS = 100;

/** `*` would match whatever stands, and take back what came meanwhile. */
function seenIn(form: FormFields): string {
  const seen = form.get("seen") ?? "";
  return seen === "*" ? "" : seen;
}

const isChannel = (name: string): name is Channel => (CHANNELS as readonly string[]).includes(name);

function limitIn(text: string | null): number | null | undefined {
  if (text === "") return null;
  const limit = /^\d{1,3}$/.test(text ?? "") ? Number(text) : undefined;
  return limit;
}

/** Both empty: any time of day. Until midnight is written 24:00, which a field for times of day cannot hold. */
function hoursIn(form: FormFields, channel: TimedChannel) {
  const [from, to] = [form.get(`from:${channel}`), form.get(`to:${channel}`)];
  if (from === null || to === null) return undefined;
  if (from === "" && to === "") return null;
  const end = to === "00:00" ? "24:00" : to;
  if (!TIME.test(from) || !(TIME.test(end) || end === "24:00")) return "fault";
  return clockTimeMs(from) < clockTimeMs(end) ? ([from, end] as const) : "fault";
}
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

function pauseIn(text: string | null, now: EpochMs): EpochMs | null | undefined {
  if (text === "none") return null;
  const days = PAUSE_DAYS.find((one) => text === `P${one}D`);
  return days === undefined ? undefined : epochMs(now + days * DAY_MS);
}

/** The preferences as the customer wants them, from those that the page showed. */
export function applyChoices(before: Preferences, choices: Choices): Preferences {
  const { channels, topics, hours, maxPerWeek, pausedUntil, everything } = choices;
  const wishes: Partial<Record<Channel, ChannelWishes>> = { ...before.channels };
  for (const [channel, isOn] of channels) wishes[channel] = switched(wishes[channel], isOn);
  for (const [channel, range] of hours) wishes[channel] = { ...wishes[channel], hours: range && [range] };
  const optOuts = Object.fromEntries([...topics].map(([topic, isOn]) => [topic, { optOut: !isOn }]));
  return {
    ...before,
    channels: wishes,
    topics: { ...before.topics, ...optOuts },
    ...(maxPerWeek !== undefined && { maxPerWeek }),
    ...(pausedUntil !== undefined && { pausedUntil }),
    ...(everything !== undefined && { optOutAll: everything === "stop" }),
  };
}

/** A STOP stays what it was, unless the customer switches the channel on again. */
function switched(wishes: ChannelWishes | undefined, isOn: boolean): ChannelWishes {
  if (isOn) return { ...wishes, optOut: false };
  return { ...wishes, optOut: wishes?.optOut === "hard" ? "hard" : true };
}

/** As much of it as silences somebody: added to whatever stands, it takes nothing back. */
export function noesOf(choices: Choices): Preferences {
  const off = <K extends string>(switches: ReadonlyMap<K, boolean>) =>
    Object.fromEntries([...switches].filter(([, isOn]) => !isOn).map(([name]) => [name, { optOut: true }]));
  const timed = [...choices.hours].flatMap(([channel, range]) =>
    range === null ? [] : [[channel, { hours: [range] }] as const],
  );
  const { maxPerWeek, pausedUntil, everything } = choices;
  return mergePreferences(
    { channels: off(choices.channels), topics: off(choices.topics) },
    {
      channels: Object.fromEntries(timed),
      ...(maxPerWeek !== undefined && { maxPerWeek }),
      ...(pausedUntil !== undefined && { pausedUntil }),
      ...(everything === "stop" && { optOutAll: true }),
    },
  );
}
