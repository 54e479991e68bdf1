/** What clocks show, asked of `Intl`, and how long durations are: the oracle's own, sharing no code with lib/core. */

const DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();
let known = new Map<string, string>();

/** `2026-03-29 01:59:59`, what clocks in the zone show. */
export function wallClock(zone: string, x: number): string {
  const second = Math.floor(x / 1_000) * 1_000;
  const name = `${zone} ${second}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      hourCycle: "h23",
      ...{ year: "numeric", month: "2-digit", day: "2-digit" },
      ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
    });
  formats.set(zone, format);
  const shown = format.format(second);
  if (known.size > 200_000) known = new Map();
  known.set(name, shown);
  return shown;
}

/** Milliseconds of a duration in weeks, days, hours, minutes and seconds. */
export function lengthOf(duration: string): number {
  const units: Record<string, number> = { W: 7 * DAY, D: DAY, H: 3_600_000, M: 60_000, S: 1_000 };
  return [...duration.matchAll(/(\d+)([WDHMS])/g)].reduce(
    (sum, [, amount, unit = ""]) => sum + Number(amount) * (units[unit] ?? Number.NaN),
    0,
  );
}
