import type { StateEvent } from "../../lib/core/events.ts";
import { DAY_MS, type EpochMs, HOUR_MS } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { fromStateItem } from "../../lib/store/items.ts";
import { eventsOf } from "../../lib/store/packed-events.ts";
import type { Item } from "../../lib/store/store.ts";
import { ASKER, CAP, COOLDOWN_DAYS, WINDOW_DAYS } from "./write-side.ts";
import type { Done } from "./write-side-client.ts";

/** A state as it was written, and what the clock showed. */
export interface Written {
  readonly item: Item;
  readonly now: EpochMs;
}

/** A touch as the recount sees it. */
interface Seen {
  readonly id: string;
  readonly at: EpochMs;
  readonly counts: boolean;
  /** Where it was recorded. */
  readonly home: string;
  /** Of the idempotency key that it was asked for with. */
  readonly keyHash: string | undefined;
  readonly keptFrom: EpochMs;
  /** End of the lease; undefined once it stands. */
  leaseEnd: EpochMs | undefined;
  released: boolean;
  failed: boolean;
}

/**
 * Counts again, from what was answered and in the order in which it was written, and says where a promise was broken:
 * - an admitted touch finds fewer than the cap in every window of seven days that holds it, live leases included
 *   (late logs, outcomes and links may fill a window further; nothing is admitted into it then),
 * - none is admitted after an acknowledged opt-out, nor within a cooldown,
 * - one key has one standing touch,
 * - every acknowledged touch stands, and no touch stands that nobody was told of, but where an answer was lost.
 */
export function brokenPromises(
  written: readonly Written[],
  { done, keyOf }: { readonly done: readonly Done[]; readonly keyOf: (to: unknown) => string },
): string[] {
  const broken: string[] = [];
  const seen = new Map<string, Seen>();
  const moves = new Map<string, string>();
  const refusals: { readonly of: Seen; readonly at: EpochMs }[] = [];
  const whereIs = (key: string): string => {
    const to = moves.get(key);
    return to === undefined ? key : whereIs(to);
  };
  const standsAt = (person: string, now: EpochMs) =>
    [...seen.values()].filter(
      ({ home, released, leaseEnd }) =>
        whereIs(home) === person && !released && (leaseEnd === undefined || leaseEnd > now),
    );

  /** What must hold when `touch` is let in as the write of number `index`. */
  const admit = (touch: Seen, index: number, person: string): void => {
    const { now } = written[index] as Written;
    const say = (what: string) => broken.push(`write ${index}: ${touch.id} was admitted ${what}`);
    const others = standsAt(person, now).filter(({ id }) => id !== touch.id);
    // A reservation counts until its lease ends: a touch that is planned for later does not find it.
    const counting = others
      .filter(({ counts, failed, leaseEnd }) => counts && !failed && (leaseEnd ?? Infinity) > touch.at)
      .map(({ at }) => at);
    if (touch.counts && fullest(counting, touch.at) >= CAP) say(`into a window that held ${CAP}`);
    for (const { command, answer, answeredAfter } of done) {
      if (command.does !== "optOut" || answer !== "allow" || answeredAfter > index) continue;
      if (whereIs(keyOf(command.to)) === person) say("after an opt-out");
    }
    const cooling = refusals.some(
      ({ of, at }) =>
        of.id !== touch.id &&
        whereIs(of.home) === person &&
        at <= touch.at &&
        touch.at < at + COOLDOWN_DAYS * DAY_MS,
    );
    if (touch.counts && cooling) say("within a cooldown");
    const twice = others.some(
      ({ keyHash, keptFrom }) =>
        keyHash !== undefined && keyHash === touch.keyHash && keptFrom + 24 * HOUR_MS > now,
    );
    // An expired reservation has freed its key: confirmed late, it stands beside the touch that took the key since.
    if (twice && !seen.has(touch.id)) say("though its key had a touch");
  };

  const happened = (event: StateEvent, index: number, item: Item): void => {
    const person = item.pk.slice(2);
    if (event.type === "touched") {
      const known = seen.get(event.touch.id);
      // What no state keeps may be told again under its id: the timeline shows it once.
      if (known?.counts === false && known.keyHash === undefined && known.leaseEnd === undefined) return;
      // Nor is an ended reservation known after a day: a request that takes so long is cut off by its deadline.
      const forgotten =
        known?.leaseEnd !== undefined && known.leaseEnd + DAY_MS <= (written[index] as Written).now;
      if (known !== undefined && !forgotten)
        broken.push(`write ${index}: ${event.touch.id} was recorded twice`);
      const touch = seenOf(event.touch, { item, now: (written[index] as Written).now });
      if (event.by === ASKER) admit(touch, index, person);
      seen.set(touch.id, touch);
      return;
    }
    if (event.type !== "confirmed" && event.type !== "released" && event.type !== "outcome") return;
    const touch = seen.get(event.type === "confirmed" ? event.touch.id : idOf(event.touchId));
    if (touch === undefined) {
      broken.push(`write ${index}: ${event.type} is told of a touch that was never recorded`);
    } else if (event.type === "confirmed") {
      const late = touch.leaseEnd !== undefined && touch.leaseEnd <= event.at;
      touch.leaseEnd = undefined;
      if (late) admit(touch, index, person);
    } else if (event.type === "released") {
      if (touch.leaseEnd === undefined) broken.push(`write ${index}: ${touch.id} stood and was released`);
      touch.released = true;
    } else {
      if (event.outcome === "bounced") touch.failed = true;
      if (event.outcome === "refused" && touch.counts) refusals.push({ of: touch, at: event.at });
    }
  };

  for (const [index, { item }] of written.entries()) {
    if (item.sk !== "#") continue;
    for (const event of eventsOf(item)) happened(event, index, item);
    if (typeof item.movedTo === "string") moves.set(item.pk.slice(2), item.movedTo);
  }
  return [...broken, ...brokenAcknowledgements(seen, done)];
}

/** Answers and touches must be about each other. */
function brokenAcknowledgements(seen: ReadonlyMap<string, Seen>, done: readonly Done[]): string[] {
  const broken: string[] = [];
  const acknowledged = new Set<string>();
  let lost = 0;
  for (const { command, answer, touchId } of done) {
    if (command.does !== "check" && command.does !== "tell") {
      const touch = touchId === undefined ? undefined : seen.get(idOf(touchId));
      if (answer !== "allow" || touch === undefined) continue;
      if (command.does === "confirm" && (touch.leaseEnd !== undefined || touch.released)) {
        broken.push(`${touchId} was confirmed and does not stand`);
      }
      continue;
    }
    // Here the clock may leap days within a request, so that its own first attempt is forgotten before the second.
    const forgotten = command.fault?.kind === "sends twice" && answer !== "allow";
    if (answer === "unanswered" || answer === "contended" || forgotten) lost++;
    if (touchId === undefined) continue;
    acknowledged.add(idOf(touchId));
    if (!seen.has(idOf(touchId))) broken.push(`${touchId} was answered and never recorded`);
  }
  const untold = [...seen.keys()].filter((id) => !acknowledged.has(id));
  if (untold.length > lost)
    broken.push(`${untold.join(", ")}: nobody was told, and ${lost} answers were lost`);
  return broken;
}

function seenOf(touch: Touch, { item, now }: Written): Seen {
  const home = item.pk.slice(2);
  const state = fromStateItem(home, item);
  const kept =
    state.kind === "contact" ? state.contact.keys.find((key) => key.touch === touch.id) : undefined;
  return {
    id: touch.id,
    at: touch.at,
    counts: touch.bearing === undefined,
    home,
    keyHash: kept?.hash,
    keptFrom: kept?.at ?? now,
    leaseEnd: touch.state === "reserved" ? touch.expiresAt : undefined,
    released: false,
    failed: false,
  };
}

/** Most of `instants` in one window of seven days that also holds `x`: half-open, (end − 7 d, end]. */
function fullest(instants: readonly number[], x: number): number {
  const lengthMs = WINDOW_DAYS * DAY_MS;
  const ends = [x, ...instants.filter((at) => at > x && at < x + lengthMs)];
  return Math.max(...ends.map((end) => instants.filter((at) => at <= end && at > end - lengthMs).length));
}

export const idOf = (touchId: string): string => /^t_([^.]+)\./.exec(touchId)?.[1] ?? "no touch id";
