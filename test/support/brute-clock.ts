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

/** From when to when the oracle knows the clocks. */
const FIRST = Date.parse("2024-01-01T00:00Z");
const LAST = Date.parse("2033-01-01T00:00Z");

const changes = new Map<string, readonly (readonly [from: number, offset: number])[]>();

/** Since when clocks in the zone are how far ahead of UTC, oldest first: asked day by day, then halved down. */
export function changesOf(zone: string): readonly (readonly [from: number, offset: number])[] {
  const before = changes.get(zone);
  if (before !== undefined) return before;
  const ask = (x: number) => Date.parse(`${wallClock(zone, x).replace(" ", "T")}Z`) - x;
  const found: [number, number][] = [[FIRST, ask(FIRST)]];
  for (let day = FIRST; day < LAST; day += DAY) {
    if (ask(day) === ask(day + DAY)) continue;
    let [last, first] = [day, day + DAY];
    while (first - last > 1_000) {
      const middle = Math.floor((last + first) / 2_000) * 1_000;
      if (ask(middle) === ask(day)) last = middle;
      else first = middle;
    }
    found.push([first, ask(first)]);
  }
  changes.set(zone, found);
  return found;
}

/** What clocks in the zone show, as if it were UTC. */
export function localTime(zone: string, x: number): number {
  if (x < FIRST || x >= LAST) throw new Error("outside the years that the oracle knows: widen them");
  const list = changesOf(zone);
  for (let i = list.length - 1; i >= 0; i--) {
    const [from, offset] = list[i] as (typeof list)[number];
    if (from <= x) return x + offset;
  }
  throw new Error("no offset is known");
}

/** Local date as days since 1970-01-01. */
export const dayNumber = (zone: string, x: number): number => Math.floor(localTime(zone, x) / DAY);

/** `2026-03-29` of a day number. */
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

const boundaries = new Map<string, readonly number[]>();

/**
 * Every instant at which clocks in the zone show the time of day, `HH:MM`, and every one at which they change;
 * oldest first. A repeated time is there twice, a skipped one not at all.
 */
export function instantsAt(zone: string, time: string): readonly number[] {
  const name = `${zone} ${time}`;
  const before = boundaries.get(name);
  if (before !== undefined) return before;
  const ofDay = Number(time.slice(0, 2)) * 3_600_000 + Number(time.slice(3)) * 60_000;
  const found = new Set(changesOf(zone).map(([from]) => from));
  const offsets = new Set(changesOf(zone).map(([, offset]) => offset));
  for (let day = FIRST + 2 * DAY; day < LAST - 2 * DAY; day += DAY) {
    for (const offset of offsets) {
      const x = day + ofDay - offset;
      if (localTime(zone, x) === day + ofDay) found.add(x);
    }
  }
  const sorted = [...found].sort((a, b) => a - b);
  boundaries.set(name, sorted);
  return sorted;
}

/** When clocks in the zone show a local time: the earlier of two; one that is skipped as the offset before tells. */
export function instantOf(zone: string, local: number): number {
  const offsets = changesOf(zone).map(([, offset]) => offset);
  const shown = [...new Set(offsets)]
    .map((offset) => local - offset)
    .filter((x) => localTime(zone, x) === local);
  if (shown.length > 0) return Math.min(...shown);
  // A day earlier the clocks had not changed yet.
  return local - (localTime(zone, local - DAY) - (local - DAY));
}

/** Milliseconds of a duration in weeks, days, hours, minutes and seconds. */
export function lengthOf(duration: string): number {
  const units: Record<string, number> = { W: 7 * DAY, D: DAY, H: 3_600_000, M: 60_000, S: 1_000 };
  return [...duration.matchAll(/(\d+)([WDHMS])/g)].reduce(
    (sum, [, amount, unit = ""]) => sum + Number(amount) * (units[unit] ?? Number.NaN),
    0,
  );
}
