/** A policy document taken apart into things with names, each with the fields that can differ. */

export type Fields = Readonly<Record<string, unknown>>;

/** What a thing is. */
export const NOUNS = [
  "rule",
  "purpose",
  "campaignGroup",
  "holidayList",
  "suppressionList",
  "part",
  "policy",
] as const;
export type Noun = (typeof NOUNS)[number];

/** One thing of a policy. */
export interface Thing {
  readonly noun: Noun;
  /** Its id or name; of the policy itself empty. */
  readonly name: string;
  /** Where it stands: rules by their ids, like `rules.two-a-week`. */
  readonly path: string;
  /** Its fields by dotted path below it. Lists, and what is compared whole, are one field. */
  readonly fields: ReadonlyMap<string, unknown>;
  /** As it was written. */
  readonly written: unknown;
}

/** By path, in the order in which a reader wants them: the rules first. */
export function thingsOf(document: unknown): ReadonlyMap<string, Thing> {
  const { rules, purposes, campaignGroups, holidayLists, suppressionLists, ...others } = fieldsOf(document);
  const parts = Object.entries(others).filter(([name]) => PARTS.includes(name));
  const scalars = Object.entries(others).filter(([name]) => !PARTS.includes(name));
  const things = [
    ...rulesOf(rules),
    ...named("purpose", "purposes", purposes),
    ...named("campaignGroup", "campaignGroups", campaignGroups),
    ...named("holidayList", "holidayLists", holidayLists),
    ...named("suppressionList", "suppressionLists", suppressionLists),
    { ...thing("policy", "", Object.fromEntries(scalars)), name: "" },
    ...parts.map(([name, part]) => ({ ...thing("part", name, part), name })),
  ];
  return new Map(things.map((one) => [one.path, one]));
}

/** Parts that decisions do not read, each a document of its own. */
const PARTS: readonly string[] = ["duplicates", "audit", "page"];

/** Ids of the rules in their order. */
export const ruleIdsOf = (document: unknown): readonly string[] => {
  const { rules } = fieldsOf(document);
  return Array.isArray(rules) ? rules.map((rule) => String(fieldsOf(rule).id)) : [];
};

const rulesOf = (rules: unknown): Thing[] =>
  Array.isArray(rules)
    ? rules.map((rule) => {
        const name = String(fieldsOf(rule).id);
        return { ...thing("rule", `rules.${name}`, rule, ["id"]), name };
      })
    : [];

const named = (noun: Noun, path: string, all: unknown): Thing[] =>
  Object.entries(fieldsOf(all)).map(([name, one]) => ({ ...thing(noun, `${path}.${name}`, one), name }));

const thing = (noun: Noun, path: string, written: unknown, except: readonly string[] = []) => ({
  noun,
  path,
  written,
  fields: new Map(leavesOf(written, noun).filter(([field]) => !except.includes(field))),
});

/** Fields of rules that read as one. */
const WHOLE = ["max", "window"];

function leavesOf(value: unknown, noun: Noun, path = ""): [string, unknown][] {
  const isBranch = typeof value === "object" && value !== null && !Array.isArray(value);
  const isWhole = noun === "rule" && WHOLE.includes(path);
  const entries = isBranch && !isWhole ? Object.entries(value) : [];
  if (entries.length === 0) return path === "" && isBranch ? [] : [[path, value]];
  return entries.flatMap(([name, field]) => leavesOf(field, noun, path === "" ? name : `${path}.${name}`));
}

/** No fields of what is not an object. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
