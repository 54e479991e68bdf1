import { parseInstant } from "../../../core/time.ts";
import type { Item } from "../../../store/store.ts";
import { shownIn } from "../../../store/timeline.ts";

/** Touches that were sent, of one side of a rule on trial, and what came of them. */
export interface Side {
  touches: number;
  /** Complaints, opt-outs and refusals: each touch once for each. */
  complained: number;
  unsubscribed: number;
  refused: number;
  bounced: number;
}

/** What a rule on trial would have done to what was sent since it is on trial. */
export interface Trial {
  readonly rule: string;
  /** ISO 8601; touches before it were not judged by it. */
  readonly since: string;
  readonly stopped: Side;
  readonly passed: Side;
  /** Touches that it would have stopped, by department and channel. */
  readonly by: Record<string, number>;
}

const OUTCOMES = ["complained", "unsubscribed", "refused", "bounced"] as const;
const noSide = (): Side => ({ touches: 0, complained: 0, unsubscribed: 0, refused: 0, bounced: 0 });

export const newTrial = (rule: string, since: string): Trial => ({
  ...{ rule, since, stopped: noSide(), passed: noSide(), by: {} },
});

interface Sent {
  readonly at: number;
  readonly department: string;
  readonly channel: string;
  readonly shadow: readonly string[];
  readonly isReserved: boolean;
  readonly outcomes: Set<string>;
}

/** Adds the timeline of one contact key, in whatever order its items come. */
export function addTimeline(
  trials: readonly Trial[],
  items: readonly Item[],
  span: { from: number; to: number },
): void {
  const sent = new Map<string, Sent>();
  const told: (readonly [touchId: string, outcome: string])[] = [];
  /** Reservations are sent when they are confirmed. */
  const confirmed = new Set<string>();
  const released = new Set<string>();
  for (const item of items) {
    const { type, touchId, at, outcome, department, channel, shadow, state } = shownIn(item);
    if (type === "outcome") told.push([String(touchId), String(outcome)]);
    if (type === "confirmed") confirmed.add(String(touchId));
    if (type === "released" || state === "released") released.add(String(touchId));
    if (type !== "touch") continue;
    const outcomes = new Set(typeof outcome === "string" ? [outcome] : []);
    const isReserved = state === "reserved";
    const known = { department: String(department), channel: String(channel), isReserved };
    const rules = Array.isArray(shadow) ? shadow.map(String) : [];
    sent.set(String(touchId), { at: parseInstant(String(at)) ?? 0, ...known, shadow: rules, outcomes });
  }
  for (const [touchId, outcome] of told) sent.get(touchId)?.outcomes.add(outcome);
  for (const [touchId, touch] of sent) {
    if (released.has(touchId) || (touch.isReserved && !confirmed.has(touchId))) continue;
    if (touch.at >= span.from && touch.at < span.to) for (const trial of trials) addTouch(trial, touch);
  }
}

function addTouch({ rule, since, stopped, passed, by }: Trial, touch: Sent): void {
  if (touch.at < (parseInstant(since) ?? 0)) return;
  const isStopped = touch.shadow.includes(rule);
  const side = isStopped ? stopped : passed;
  side.touches += 1;
  for (const outcome of OUTCOMES) if (touch.outcomes.has(outcome)) side[outcome] += 1;
  if (!isStopped) return;
  const name = `${touch.department}, ${touch.channel}`;
  by[name] = (by[name] ?? 0) + 1;
}
