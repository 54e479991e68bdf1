import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { validateDuplicates } from "../../../lib/core/identity/validate-duplicates.ts";

type Fields = Readonly<Record<string, unknown>>;
const rule = (fields: Fields = {}): Fields => ({
  id: "r",
  match: { email: "exact" },
  tier: "auto",
  ...fields,
});
const policy = (fields: Fields = {}): Fields => ({ rules: [rule()], ...fields });

function issuesOf(input: unknown, base?: string): readonly string[] {
  const verdict = validateDuplicates(input, base);
  return verdict.valid ? [] : verdict.issues.map(({ path, message }) => `${path}: ${message}`);
}

describe("a duplicate policy that is valid", () => {
  it.each<[string, unknown]>([
    ["the shipped one", JSON.parse(readFileSync("policies/duplicates.json", "utf8"))],
    ["one without rules", { rules: [] }],
    ["one rule", policy()],
    ["a rule by score alone", policy({ rules: [rule({ match: {}, score: 0.9, tier: "review" })] })],
    ["auto by number and name", policy({ rules: [rule({ match: { phone: "exact", name: "same" } })] })],
    ["a system with a limit of its own", policy({ limits: { identitiesPerType: { zoho: 3 } } })],
  ])("%s", (_what, input) => {
    expect(issuesOf(input)).toEqual([]);
  });

  it("has a value for all that it leaves out", () => {
    const verdict = validateDuplicates(policy({ limits: { idsPerSystem: 2 } }));
    expect(verdict.valid && verdict.document).toMatchObject({
      enabled: true,
      expectedContacts: 10_000,
      blocked: [],
      limits: { identitiesPerPerson: 20, idsPerSystem: 2, autoMergesPerPersonAndDay: 5, namesPerValue: 3 },
    });
  });
});

describe("a duplicate policy with a fault", () => {
  it.each<[unknown, string]>([
    ["text", ": the duplicate policy must be an object"],
    [{}, "rules: is missing"],
    [policy({ rule: [] }), "rule: is not a known field"],
    [policy({ rules: [rule({ id: "Same Email" })] }), "rules.0.id: must be kebab-case, like department-lock"],
    [policy({ rules: [rule(), rule()] }), "rules.1.id: r is already the id of rules.0"],
    [policy({ rules: [rule({ tier: "merge" })] }), "rules.0.tier: must be one of: auto, suggest, review"],
    [
      policy({ rules: [rule({ match: { email: "fuzzy" } })] }),
      "rules.0.match.email: must be one of: exact, alias, similar",
    ],
    [policy({ rules: [rule({ match: { mail: "exact" } })] }), "rules.0.match.mail: is not a known field"],
    [policy({ rules: [rule({ score: 95 })] }), "rules.0.score: must be at most 1"],
    [
      policy({ rules: [rule({ match: { name: "same" } })] }),
      "rules.0.tier: auto needs an exact email, phone or externalId in match: write suggest, or name one",
    ],
    [
      policy({ rules: [rule({ match: { email: "alias" } })] }),
      "rules.0.tier: auto needs an exact email, phone or externalId in match: write suggest, or name one",
    ],
    [
      policy({ rules: [rule({ match: {}, tier: "suggest" })] }),
      "rules.0.match: must name a field, or the rule must have a score: it holds for every pair",
    ],
    [
      policy({ rules: [rule({ match: { email: "exact", name: "same" }, fields: 1 })] }),
      "rules.0.fields: must be at least 2: match names so many already",
    ],
    [
      policy({ blocked: [{ type: "E-Mail", pattern: "a@*" }] }),
      "blocked.0.type: must be email, phone or the name of a system: 2–32 characters of a-z, 0-9, _ and -",
    ],
    [policy({ blocked: [{ type: "email", pattern: "" }] }), "blocked.0.pattern: must not be empty"],
    [
      policy({ blocked: [{ type: "email", pattern: "**" }] }),
      "blocked.0.pattern: would block every address of its type: name a part of it",
    ],
    [policy({ limits: { identitiesPerPerson: 21 } }), "limits.identitiesPerPerson: must be at most 20"],
    [policy({ limits: { namesPerValue: 0 } }), "limits.namesPerValue: must be at least 1"],
    [
      policy({ limits: { identitiesPerPerson: 4, identitiesPerType: { email: 5 } } }),
      "limits.identitiesPerType.email: must be at most identitiesPerPerson, 4",
    ],
    [policy({ expectedContacts: 1 }), "expectedContacts: must be at least 100"],
  ])("%j", (input, issue) => {
    expect(issuesOf(input)).toEqual([issue]);
  });

  it("is told all of them at once, each below the field that the policy stands in", () => {
    const input = policy({ rules: [rule({ tier: "x" }), rule({ match: { name: "same" } })], blocked: 3 });
    expect(issuesOf(input, "duplicates")).toEqual([
      "duplicates.rules.0.tier: must be one of: auto, suggest, review",
      "duplicates.blocked: must be a list",
      "duplicates.rules.1.tier: auto needs an exact email, phone or externalId in match: write suggest, or name one",
    ]);
  });
});
