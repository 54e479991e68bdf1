import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { publishedSchema } from "../../lib/conform/case.ts";
import { decideCase } from "../../lib/conform/decide-case.ts";
import { differences } from "../../lib/conform/differences.ts";
import { CASE_SCHEMA_FILE, loadCases } from "../../lib/conform/load-cases.ts";
import { probesOf } from "../../lib/conform/probes.ts";
import { RULE_KINDS } from "../../lib/core/words.ts";

const cases = loadCases();

describe("the cases", () => {
  it("are named in kebab-case by what they show, and no sentence is told twice", () => {
    for (const { name } of cases) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+){2,}$/);
    expect(new Set(cases.map(({ shows }) => shows)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(150);
  });

  it("share no address and no contact id, so that one gate can hold all of their contacts", () => {
    const addresses = cases.flatMap(({ contact }) => (contact.identities ?? []).map(({ value }) => value));
    const ids = cases.flatMap(({ contact }) => contact.id ?? []);
    for (const names of [addresses, ids]) {
      expect(names.filter((value, index) => names.indexOf(value) !== index)).toEqual([]);
    }
  });

  it("have the form that case.schema.json tells to others", () => {
    const published = JSON.parse(readFileSync(CASE_SCHEMA_FILE, "utf8"));
    expect(published).toEqual(JSON.parse(JSON.stringify(publishedSchema())));
  });

  it("expect an instant exactly of what is deferred", () => {
    for (const { name, expect: wanted } of cases) {
      expect(wanted.nextAllowedAt !== null, name).toBe(wanted.decision === "defer");
    }
  });

  it("show every rule kind where it stops a touch, but for cadence, which never does", () => {
    const stopping = cases.flatMap(({ policy, expect: { reasons } }) =>
      (policy.rules as readonly { id: string; kind: string }[])
        .filter(({ id }) => reasons.some(({ rule }) => rule === id))
        .map(({ kind }) => kind),
    );
    expect(RULE_KINDS.filter((kind) => !stopping.includes(kind))).toEqual(["cadence"]);
  });
});

describe("decide", () => {
  for (const one of cases) {
    it(`${one.name}: ${one.shows}`, async () => {
      for (const { asked, when, expected } of probesOf(one)) {
        expect(differences(expected, await decideCase(asked)), when).toEqual([]);
      }
    });
  }
});
