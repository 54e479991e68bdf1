import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRows } from "../../../bench/dedup/csv.ts";
import { findPairs } from "../../../bench/dedup/find-pairs.ts";
import { SHIPPED_POLICY } from "../../../bench/dedup/judge-set.ts";
import { identitiesOf, type Labelled } from "../../../bench/dedup/labelled.ts";
import { AMERICAN } from "../../../bench/dedup/made-names.ts";
import { makePeople } from "../../../bench/dedup/made-people.ts";
import { pairsOfPersons, qualityOf, truePairsOf } from "../../../bench/dedup/persons.ts";

const labelled = (id: string, label: string): Labelled => ({ id, label, record: { identities: [] } });
const [a, b, c, d] = [labelled("a", "1"), labelled("b", "1"), labelled("c", "1"), labelled("d", "2")];

describe("how pairs are counted", () => {
  it("counts every pair of records of one label", () => {
    expect(truePairsOf([a, b, c, d])).toBe(3);
  });

  it("takes merges as closed, and a suggestion for all records of both persons", () => {
    const pair = (one: Labelled, other: Labelled, tier: "auto" | "suggest") => ({
      a: one,
      b: other,
      tier,
      score: 1,
    });
    const { merged, suggested } = pairsOfPersons([a, b, c, d], [pair(a, b, "auto"), pair(b, c, "suggest")]);
    expect(merged.map((both) => both.map(({ id }) => id))).toEqual([["a", "b"]]);
    expect(
      suggested.map((both) =>
        both
          .map(({ id }) => id)
          .sort()
          .join(""),
      ),
    ).toEqual(["ac", "bc"]);
    expect(qualityOf([...merged, ...suggested], 3)).toMatchObject({ recall: 1, precision: 1, wrong: 0 });
    expect(qualityOf([[a, d]], 3)).toMatchObject({ recall: 0, precision: 0, wrong: 1, f1: 0 });
  });
});

describe("how sets are read", () => {
  it("reads quoted cells, doubled quotes, line ends of both kinds and spaces around", () => {
    const folder = mkdtempSync(join(tmpdir(), "touchgate-csv-"));
    try {
      const path = join(folder, "set.csv");
      writeFileSync(path, 'id, name ,note\r\n1, Li ,"a, ""b"""\n2,,\n');
      expect(readRows(path)).toEqual([
        { id: "1", name: "Li", note: 'a, "b"' },
        { id: "2", name: "", note: "" },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("leaves out addresses that the gate would refuse", async () => {
    const read = await identitiesOf([
      { type: "email", value: "a@b@acme.example" },
      { type: "email", value: " Info@ACME.example" },
    ]);
    expect(read.map(({ key, flags }) => [key, flags])).toEqual([["email info@acme.example", ["role"]]]);
  });
});

describe("people made by chance", () => {
  it("are the same for the same seed, and others for another", async () => {
    const make = (seed: number) => makePeople({ names: AMERICAN, size: 40, seed });
    expect(await make(3)).toEqual(await make(3));
    expect((await make(4)).map(({ record }) => record)).not.toEqual(
      (await make(3)).map(({ record }) => record),
    );
  });

  it("are found through their keys, none merged wrongly", async () => {
    const set = await makePeople({ names: AMERICAN, size: 300, seed: 11 });
    const { pairs } = await findPairs(set, SHIPPED_POLICY);
    const merged = pairs.filter(({ tier }) => tier === "auto");
    expect(merged.length).toBeGreaterThan(50);
    expect(merged.filter((pair) => pair.a.label !== pair.b.label)).toEqual([]);
  });
});
