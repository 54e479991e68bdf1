import type { Reason } from "../reasons.ts";
import type { PastTouch } from "./past-touch.ts";

/** What came of trying a policy on history, as plain JSON: parts can be added up in any order. */
export interface Tally {
  /** Outbound touches that were judged. */
  touches: number;
  inbound: number;
  wouldAllow: number;
  wouldDefer: number;
  wouldDeny: number;
  /** Outbound touches that could not be judged, by why. */
  notJudged: Record<string, number>;
  /** Deferred touches by how long they would have waited: up to each of `WAITS_HOURS`, and longer. */
  waits: number[];
  /** By rule: touches that it would have stopped, and those that it alone would. */
  byRule: Record<string, { stopped: number; alone: number }>;
  /** By rule: touches that it would have warned of, or that it would have stopped if it were not on trial. */
  warned: Record<string, number>;
  shadow: Record<string, number>;
  by: Record<Dimension, Record<string, Count>>;
  contacts: number;
  /** Contacts with a touch that would have been stopped. */
  stoppedContacts: number;
  /** Those with most such touches first. */
  hardest: HitContact[];
  /** A few for each rule, the same in every run. */
  samples: Sample[];
  /** Only where another policy was tried beside it. */
  difference?: Difference;
}

export interface Count {
  touches: number;
  wouldDefer: number;
  wouldDeny: number;
}

export interface HitContact {
  readonly contact: string;
  readonly touches: number;
  readonly stopped: number;
}

/** A decision that would have been, with its reasons. */
export interface Sample {
  readonly contact: string;
  /** ISO 8601. */
  readonly at: string;
  readonly department: string;
  readonly channel: string;
  readonly purpose: string;
  readonly decision: "defer" | "deny";
  readonly nextAllowedAt: string | null;
  readonly reasons: readonly { readonly rule: string; readonly code: string; readonly message: string }[];
  /** Orders samples by chance, the same chance each time. */
  readonly lot: number;
}

/** Against the policy in force: which touches would have come out otherwise. */
export interface Difference {
  /** What the other policy would have done. */
  wouldAllow: number;
  wouldDefer: number;
  wouldDeny: number;
  newlyStopped: number;
  newlyAllowed: number;
  /** By rule of either policy: touches that it newly stops, and that it no longer stops. */
  byRule: Record<string, { newlyStopped: number; newlyAllowed: number }>;
}

export const DIMENSIONS = [
  ...(["department", "channel", "purpose", "campaign"] as const),
  ...(["stage", "tier", "engagement", "country"] as const),
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const WAITS_HOURS = [1, 4, 12, 24, 72, 168, 720] as const;
const MOST_HIT = 100;
const SAMPLES_OF_RULE = 3;
/** Of campaigns and the like so many are told apart: a tally is kept in one item. */
const MOST_VALUES = 500;
const OTHERS = "(others)";

export const emptyTally = (): Tally => ({
  ...{ touches: 0, inbound: 0, wouldAllow: 0, wouldDefer: 0, wouldDeny: 0, notJudged: {} },
  waits: [...WAITS_HOURS, 0].map(() => 0),
  ...{ byRule: {}, warned: {}, shadow: {} },
  by: Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, {}])) as Tally["by"],
  ...{ contacts: 0, stoppedContacts: 0, hardest: [], samples: [] },
});

const ownOf = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** The entry of a name, made where there is none. */
export function entryOf<T>(record: Record<string, T>, name: string, make: () => T): T {
  const known = ownOf(record, name);
  if (known !== undefined) return known;
  const made = make();
  Object.defineProperty(record, name, { value: made, enumerable: true, writable: true, configurable: true });
  return made;
}

export const addTo = (record: Record<string, number>, name: string, more = 1): void => {
  const before = Object.hasOwn(record, name) ? (record[name] ?? 0) : 0;
  Object.defineProperty(record, name, {
    ...{ value: before + more, enumerable: true, writable: true, configurable: true },
  });
};

const noCount = (): Count => ({ touches: 0, wouldDefer: 0, wouldDeny: 0 });

/** The name under which a new value is counted: its own, or that of all for which there is no room. */
const toldApart = (counts: Readonly<Record<string, Count>>, value: string): string =>
  Object.keys(counts).length < MOST_VALUES ? value : OTHERS;

/** Adds one touch to the count of each dimension. */
export function countBy(
  { by }: Tally,
  values: Readonly<Record<Dimension, string | undefined>>,
  decision: "allow" | "defer" | "deny",
): void {
  for (const dimension of DIMENSIONS) {
    const counts = by[dimension];
    const value = values[dimension] ?? "unknown";
    const count = ownOf(counts, value) ?? entryOf(counts, toldApart(counts, value), noCount);
    count.touches += 1;
    if (decision === "defer") count.wouldDefer += 1;
    if (decision === "deny") count.wouldDeny += 1;
  }
}

/** Adds what stopped a touch, and for how long. */
export function countStopped(tally: Tally, reasons: readonly Reason[], waitMs: number | undefined): void {
  const rules = new Set(reasons.map(({ rule }) => rule));
  for (const rule of rules) {
    const count = entryOf(tally.byRule, rule, () => ({ stopped: 0, alone: 0 }));
    count.stopped += 1;
    if (rules.size === 1) count.alone += 1;
  }
  if (waitMs === undefined) return;
  const index = WAITS_HOURS.findIndex((hours) => waitMs <= hours * 3_600_000);
  const bucket = index === -1 ? WAITS_HOURS.length : index;
  tally.waits[bucket] = (tally.waits[bucket] ?? 0) + 1;
}

/** Whether one with this lot may be among those of its rule that are kept. */
export function mayKeep(samples: readonly Sample[], rule: string, lot: number): boolean {
  let count = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (const sample of samples) {
    if (firstRule(sample) !== rule) continue;
    count += 1;
    if (sample.lot > highest) highest = sample.lot;
  }
  return count < SAMPLES_OF_RULE || lot <= highest;
}

/** Keeps the samples with the lowest lots of each rule that comes first in their reasons. */
export function keepSample(samples: Sample[], sample: Sample): void {
  const rule = firstRule(sample);
  const same = samples.filter((one) => firstRule(one) === rule);
  if (same.length < SAMPLES_OF_RULE) {
    samples.push(sample);
    return;
  }
  const last = same.reduce((a, b) => (inOrder(a, b) > 0 ? a : b));
  if (inOrder(sample, last) < 0) samples[samples.indexOf(last)] = sample;
}

export const firstRule = ({ reasons }: Sample): string => reasons[0]?.rule ?? "";

const nameOf = ({ contact, at, channel, department, purpose }: Sample): string =>
  [contact, at, channel, department, purpose].join(" ");

const inOrder = (a: Sample, b: Sample): number => a.lot - b.lot || (nameOf(a) < nameOf(b) ? -1 : 1);

/** Those hit hardest, the same whatever order they came in. */
export const hardestOf = (contacts: readonly HitContact[]): HitContact[] =>
  [...contacts]
    .sort((a, b) => b.stopped - a.stopped || b.touches - a.touches || (a.contact < b.contact ? -1 : 1))
    .slice(0, MOST_HIT);

/** The tally, with nothing that is told of single ones of these. */
export const withoutContacts = (tally: Tally, contacts: ReadonlySet<string>): Tally => ({
  ...tally,
  hardest: tally.hardest.filter(({ contact }) => !contacts.has(contact)),
  samples: tally.samples.filter(({ contact }) => !contacts.has(contact)),
});

/** Both together. No contact may be in both. */
export function mergeTallies(a: Tally, b: Tally): Tally {
  const sum = emptyTally();
  for (const part of [a, b]) {
    for (const field of ["touches", "inbound", "wouldAllow", "wouldDefer", "wouldDeny"] as const) {
      sum[field] += part[field];
    }
    sum.contacts += part.contacts;
    sum.stoppedContacts += part.stoppedContacts;
    sum.waits = sum.waits.map((count, index) => count + (part.waits[index] ?? 0));
    for (const field of ["notJudged", "warned", "shadow"] as const) {
      for (const [name, count] of Object.entries(part[field])) addTo(sum[field], name, count);
    }
    addEntries(sum.byRule, part.byRule, () => ({ stopped: 0, alone: 0 }));
    for (const dimension of DIMENSIONS) {
      for (const [value, counts] of Object.entries(part.by[dimension])) {
        addEntries(sum.by[dimension], { [toldApart(sum.by[dimension], value)]: counts }, noCount);
      }
    }
    for (const sample of part.samples) keepSample(sum.samples, sample);
  }
  sum.samples.sort(inOrder);
  sum.hardest = hardestOf([...a.hardest, ...b.hardest]);
  const differences = [a.difference, b.difference].filter((one) => one !== undefined);
  return differences.length === 0
    ? sum
    : { ...sum, difference: differences.reduce(addDifference, noDifference()) };
}

function addEntries<T extends { [K in keyof T]: number }>(
  into: Record<string, T>,
  from: Readonly<Record<string, T>>,
  make: () => T,
): void {
  for (const [name, counts] of Object.entries(from)) {
    const entry = entryOf(into, name, make);
    for (const field of Object.keys(counts) as (keyof T)[])
      entry[field] = (entry[field] + counts[field]) as T[keyof T];
  }
}

export const noDifference = (): Difference => ({
  ...{ wouldAllow: 0, wouldDefer: 0, wouldDeny: 0, newlyStopped: 0, newlyAllowed: 0, byRule: {} },
});

function addDifference(a: Difference, b: Difference): Difference {
  const sum = noDifference();
  for (const part of [a, b]) {
    for (const field of ["wouldAllow", "wouldDefer", "wouldDeny", "newlyStopped", "newlyAllowed"] as const) {
      sum[field] += part[field];
    }
    addEntries(sum.byRule, part.byRule, () => ({ newlyStopped: 0, newlyAllowed: 0 }));
  }
  return sum;
}

/** Why a touch cannot be judged; undefined when it can. */
export type NotJudged = (touch: PastTouch) => string | undefined;
