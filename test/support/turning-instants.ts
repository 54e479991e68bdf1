import { ZONES } from "./arbitrary-policies.ts";
import { type Question, toOracle } from "./arbitrary-questions.ts";
import { lengthOf, wallClock } from "./brute-clock.ts";

const DAY = 86_400_000;

/**
 * Instants from x on at which a verdict may turn: touches entering and leaving, leases, pauses, local
 * midnights and openings, each a millisecond to either side; and some days apart up to `to`.
 */
export function turningInstants(of: Question, x: number, to: number): number[] {
  const { document: policy, contact } = of;
  const zones = new Set([policy.timezone, ...toOracle(of).zones]);
  const lengths = new Set(["P7D"]);
  const times = new Set(["00:00"]);
  for (const one of policy.rules) {
    for (const text of [one.window?.rolling, one.min, one.period]) if (text !== undefined) lengths.add(text);
    for (const name of [one.zone, one.window?.zone, one.unknownZone]) {
      if (name !== undefined && ZONES.includes(name)) zones.add(name);
    }
    for (const { ranges: open } of one.allow ?? []) for (const [from] of open) times.add(from);
  }
  for (const wishes of Object.values(contact.preferences.channels ?? {})) {
    for (const [from] of wishes.hours ?? []) times.add(from);
  }
  const found = contact.touches.flatMap(({ at, expiresAt }) => [
    at,
    ...(expiresAt === undefined ? [] : [expiresAt]),
    ...[...lengths].flatMap((text) => [at + lengthOf(text), at - lengthOf(text)]),
  ]);
  if (typeof contact.preferences.pausedUntil === "number") found.push(contact.preferences.pausedUntil);
  const days = [...Array.from({ length: 9 }, (_, i) => x + i * DAY), to - DAY, to];
  for (const name of zones) for (const day of days) found.push(...localInstants(name, day, times));
  for (let at = x; at <= to; at += 11 * DAY + 3_600_007) found.push(at);
  const beside = found.flatMap((at) => [at - 1, at, at + 1]);
  return [...new Set([x, ...beside])].filter((at) => at >= x && at <= to);
}

/** When clocks in a zone show these times around the day of `near`; a superset where the clocks change. */
function localInstants(name: string, near: number, times: ReadonlySet<string>): number[] {
  const midnight = Math.floor(near / DAY) * DAY;
  const offsets = new Set([-12, 12, 36].map((hours) => offsetAt(name, midnight + (hours * DAY) / 24)));
  return [...times].flatMap((time) =>
    [...offsets].map(
      (offset) => midnight + Number(time.slice(0, 2)) * 3_600_000 + Number(time.slice(3)) * 60_000 - offset,
    ),
  );
}

const offsetAt = (name: string, at: number): number =>
  Date.parse(`${wallClock(name, at).replace(" ", "T")}Z`) - at;
