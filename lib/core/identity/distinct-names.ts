import { compareNames } from "./compare-names.ts";
import { type ReadRecord, readRecord } from "./compare-records.ts";
import type { MatchRecord } from "./match-record.ts";
import type { PersonName } from "./person-name.ts";

/**
 * How many different people and firms contacts are by their names: names that can be one person's count once, and so
 * does a firm without a person. Contacts without either count for none.
 */
export async function distinctNames(records: readonly MatchRecord[]): Promise<number> {
  const read = await Promise.all(records.map(readRecord));
  const firms = new Set(
    read.flatMap(({ name, company }) => (name === undefined && company ? [company] : [])),
  );
  const people: PersonName[] = [];
  for (const { name } of read.sort(byName)) {
    if (name !== undefined && !people.some((other) => isOneName(name, other))) people.push(name);
  }
  return people.length + firms.size;
}

function isOneName(a: PersonName, b: PersonName): boolean {
  const { level } = compareNames(a, b);
  return level === "same" || level === "compatible";
}

/** Whatever order they come in, the count is the same. */
const byName = (a: ReadRecord, b: ReadRecord): number =>
  (a.record.name ?? "") < (b.record.name ?? "") ? -1 : 1;
