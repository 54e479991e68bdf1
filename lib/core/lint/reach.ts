import type { ExcludeDocument } from "../rule-document.ts";
import { eachRule, type Finding, found, type Lint, neverFires, type Placed } from "./finding.ts";
import { both, covers, isHard, reachOf, wordsByField } from "./scope.ts";

/** Rules that are asked for nothing. */
export const reachLint: Lint = eachRule((placed) => {
  const unreached = [...emptyReach(placed), ...sparedReach(placed)].slice(0, 1);
  return unreached.length > 0 ? unreached : [...looseningPurposes(placed), ...deadExclusion(placed)];
});

function emptyReach(placed: Placed): Finding[] {
  const { rule, policy } = placed;
  const field = Object.entries(reachOf(rule, policy)).find(([, words]) => words?.length === 0)?.[0];
  if (field === undefined) return [];
  if (field !== "purpose")
    return neverFires(placed, `when.${field}`, `no request can have such a word in ${field}: name another`);
  const why = "every purpose it is for obeys hard rules only: add hard: true, or name another purpose";
  return neverFires(placed, rule.when?.purpose === undefined ? undefined : "when.purpose", why);
}

function sparedReach(placed: Placed): Finding[] {
  const { rule, policy } = placed;
  if (rule.unless === undefined || !covers(wordsByField(rule.unless), reachOf(rule, policy))) return [];
  return neverFires(placed, "unless", "unless spares everything that when names: narrow unless, or drop it");
}

/** Purposes that a rule names and does not bind. */
function looseningPurposes(placed: Placed): Finding[] {
  const { rule, policy } = placed;
  if (isHard(rule)) return [];
  return (rule.when?.purpose ?? []).flatMap((name, index) =>
    policy.purposes[name]?.obeys === "hard"
      ? [
          found(placed, "told", {
            field: `when.purpose.${index}`,
            message: `${rule.id} does not bind ${name}, which obeys hard rules only: add hard: true, or take ${name} out`,
          }),
        ]
      : [],
  );
}

const SINGLE_FIELDS = ["country", "region", "stage", "tier", "recipientType"] as const;

/** Exclusions of contacts that the rule is not asked for, or that are stopped anyway. */
function deadExclusion(placed: Placed): Finding[] {
  const { rule } = placed;
  if (rule.kind !== "exclude") return [];
  const field = SINGLE_FIELDS.find((name) => {
    const words = plainWords(rule.contact, name);
    return words !== undefined && both(words, rule.when?.[name])?.length === 0;
  });
  if (field !== undefined) {
    const why = `when.${field} names none of these: make them agree`;
    return neverFires(placed, `contact.${field}`, why);
  }
  const { status } = rule.contact;
  const isStopped = status?.every((word) => word === "invalid" || word === "erased") ?? false;
  if (!isStopped) return [];
  const message = `${rule.id} adds nothing: invalid and erased contacts are never contacted; name ghost or junk, or drop it`;
  return [found(placed, "neverAlone", { field: "contact.status", message })];
}

/** Undefined when the request fills a part of one in. */
const plainWords = (
  contact: ExcludeDocument["contact"],
  field: (typeof SINGLE_FIELDS)[number],
): readonly string[] | undefined => {
  const words = contact[field];
  return words?.some((word) => word.includes("{")) === true ? undefined : words;
};
