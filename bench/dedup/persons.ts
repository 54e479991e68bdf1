import type { FoundPair } from "./find-pairs.ts";
import type { Labelled } from "./labelled.ts";

/** How many of the pairs that a set holds were found, and how many of those found are right. */
export interface Quality {
  readonly recall: number;
  readonly precision: number;
  readonly f1: number;
  readonly wrong: number;
}

/** Pairs of records of one label that the set holds. */
export function truePairsOf(set: readonly Labelled[]): number {
  const counts = new Map<string, number>();
  for (const { label } of set) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}

/** The quality of pairs of records; nothing found is not wrong. */
export function qualityOf(pairs: readonly (readonly [Labelled, Labelled])[], truePairs: number): Quality {
  const right = pairs.filter(([a, b]) => a.label === b.label).length;
  const precision = pairs.length === 0 ? 1 : right / pairs.length;
  const recall = right / truePairs;
  return {
    recall,
    precision,
    f1: (2 * precision * recall) / (precision + recall) || 0,
    wrong: pairs.length - right,
  };
}

/**
 * The pairs of records that stand for one person once every automatic merge is done, and those that are so when the
 * suggested pairs are counted, too: a suggestion between two persons stands for all of their records.
 */
export function pairsOfPersons(
  set: readonly Labelled[],
  pairs: readonly FoundPair[],
): { readonly merged: [Labelled, Labelled][]; readonly suggested: [Labelled, Labelled][] } {
  const person = new Map(set.map((record) => [record.id, record.id]));
  const rootOf = (id: string): string => {
    const above = person.get(id) ?? id;
    return above === id ? id : rootOf(above);
  };
  for (const { a, b, tier } of pairs) if (tier === "auto") person.set(rootOf(a.id), rootOf(b.id));
  const members = new Map<string, Labelled[]>();
  for (const record of set) {
    const root = rootOf(record.id);
    members.set(root, [...(members.get(root) ?? []), record]);
  }
  const merged = [...members.values()].flatMap(pairsWithin);
  const proposed = new Map<string, readonly [string, string]>();
  for (const { a, b, tier } of pairs) {
    const [one, other] = [rootOf(a.id), rootOf(b.id)].sort() as [string, string];
    if (tier === "suggest" && one !== other) proposed.set(`${one} ${other}`, [one, other]);
  }
  const suggested = [...proposed.values()].flatMap(([one, other]) =>
    (members.get(one) ?? []).flatMap((a) =>
      (members.get(other) ?? []).map((b): [Labelled, Labelled] => [a, b]),
    ),
  );
  return { merged, suggested };
}

const pairsWithin = (records: readonly Labelled[]): [Labelled, Labelled][] =>
  records.flatMap((a, at) => records.slice(at + 1).map((b): [Labelled, Labelled] => [a, b]));
