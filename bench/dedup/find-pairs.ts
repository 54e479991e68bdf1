import { compareNames } from "../../lib/core/identity/compare-names.ts";
import type { DuplicatePolicy, Tier } from "../../lib/core/identity/duplicate-policy.ts";
import { comparePair, matchKeysOf } from "../../lib/core/identity/match.ts";
import { readPersonName } from "../../lib/core/identity/person-name.ts";
import type { Labelled } from "./labelled.ts";

/** A looser key under which more contacts stand than this is not looked at: the gate reads no more of a key. */
const MOST_MEMBERS = 20;

export interface FoundPair {
  readonly a: Labelled;
  readonly b: Labelled;
  readonly tier: Tier;
  readonly score: number;
}

/** What the gate would find in a set of contacts, each pair once; the time is of keys and comparisons. */
export interface Found {
  readonly pairs: readonly FoundPair[];
  /** Keys a contact has on average. */
  readonly keysPerRecord: number;
  /** Values that stopped being keys: held under more names than the policy allows. */
  readonly genericValues: number;
  readonly elapsedMs: number;
}

/** Finds pairs through match keys and judges them, as the gate does, but with all contacts known beforehand. */
export async function findPairs(set: readonly Labelled[], policy: DuplicatePolicy): Promise<Found> {
  const startedAtMs = performance.now();
  const holders = new Map<string, Labelled[]>();
  let keys = 0;
  for (const labelled of set) {
    for (const { kind, value } of await matchKeysOf(labelled.record, policy)) {
      keys += 1;
      const name = `${kind} ${value}`;
      const list = holders.get(name);
      if (list === undefined) holders.set(name, [labelled]);
      else list.push(labelled);
    }
  }
  const generic = await genericOf(holders, policy);
  const isGeneric = (kind: string, value: string) => generic.has(`${kind} ${value}`);
  const seen = new Set<string>();
  const pairs: FoundPair[] = [];
  for (const [name, list] of holders) {
    if (list.length > MOST_MEMBERS || generic.has(name)) continue;
    for (const [at, a] of list.entries()) {
      for (const b of list.slice(at + 1)) {
        const pair = a.id < b.id ? `${a.id} ${b.id}` : `${b.id} ${a.id}`;
        if (seen.has(pair)) continue;
        seen.add(pair);
        const { tier, score } = await comparePair(a.record, b.record, { policy, generic: isGeneric });
        pairs.push({ a, b, tier, score });
      }
    }
  }
  const elapsedMs = performance.now() - startedAtMs;
  return { pairs, keysPerRecord: keys / set.length, genericValues: generic.size, elapsedMs };
}

/** Addresses that stand under more different names than the policy allows; names that may be one person's are one. */
async function genericOf(
  holders: ReadonlyMap<string, readonly Labelled[]>,
  { limits }: DuplicatePolicy,
): Promise<ReadonlySet<string>> {
  const generic = new Set<string>();
  for (const [name, list] of holders) {
    if (list.length <= limits.namesPerValue || !/^(?:email|phone|[a-z][a-z0-9_-]*) /.test(name)) continue;
    const names = new Map(
      list.flatMap(({ record }) => record.name ?? record.company ?? []).map((text) => [text, text]),
    );
    const different: string[] = [];
    for (const text of names.keys()) {
      const name = await readPersonName(text);
      const known = await Promise.all(
        different.map(async (other) => compareNames(name, await readPersonName(other)).level !== "conflict"),
      );
      if (!known.some((same) => same)) different.push(text);
    }
    if (different.length > limits.namesPerValue) generic.add(name);
  }
  return generic;
}
