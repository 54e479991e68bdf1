import type { PolicyDocument } from "../policy.ts";
import type { RuleDocument } from "../rule-document.ts";
import { eachRule, type Finding, found, type Lint, neverFires, type Placed } from "./finding.ts";
import { both, countingOf, reachOf, wordsByField } from "./scope.ts";

/** Rules that look at past touches which there cannot be. */
export const countingLint: Lint = eachRule((placed) => {
  const { rule } = placed;
  if (rule.kind === "cap" && isNothing(rule.max)) return [];
  const found = [...uncounted(placed), ...neverEqual(placed), ...deadByKind(placed)];
  return found.some(({ claim }) => claim === "neverFires")
    ? found.filter(({ claim }) => claim === "neverFires").slice(0, 1)
    : found;
});

/** A cap of 0 denies whatever it counts. */
const isNothing = (max: Extract<RuleDocument, { kind: "cap" }>["max"]): boolean =>
  typeof max === "number" ? max === 0 : Math.min(max.default, ...Object.values(max.values)) === 0;

/** Touches of a purpose with `counts: false` count for no rule, but for those that were recorded while it had none. */
function uncounted(placed: Placed): Finding[] {
  const { rule, policy } = placed;
  const names = countingOf(rule).counts?.purpose ?? [];
  const isCounted = (name: string) => policy.purposes[name]?.counts !== false;
  if (rule.kind === "cadence" || names.every(isCounted)) return [];
  if (!names.some(isCounted)) {
    const message = `${rule.id} counts nothing that comes: no touch of ${names.join(", ")} counts; name a purpose that does`;
    return [found(placed, "told", { field: "counts.purpose", message })];
  }
  return names.flatMap((name, index) =>
    isCounted(name)
      ? []
      : [
          found(placed, "told", {
            field: `counts.purpose.${index}`,
            message: `${rule.id} does not count ${name}, which has counts: false: take it out, or let it count`,
          }),
        ],
  );
}

const EQUAL_FIELDS = ["channel", "department", "campaign"] as const;

/** `per` asks for a touch that equals the request in a field in which `counts` and `when` have nothing in common. */
function neverEqual(placed: Placed): Finding[] {
  const { rule, policy } = placed;
  const { counts, per } = countingOf(rule);
  const reach = reachOf(rule, policy);
  const field = EQUAL_FIELDS.find(
    (name) => per.includes(name) && both(reach[name], wordsByField(counts)[name])?.length === 0,
  );
  if (field === undefined) return [];
  return neverFires(
    placed,
    "per",
    `per ${field} asks for one that both when and counts name, and there is none`,
  );
}

function deadByKind(placed: Placed): Finding[] {
  const { rule, policy } = placed;
  const { per } = countingOf(rule);
  if (rule.kind === "lock") return deadLock(placed);
  if (rule.kind === "exclusive") return deadExclusive(placed, policy.campaignGroups ?? {});
  if (rule.kind === "gap" && rule.differs !== undefined && per.includes("campaign")) {
    return neverFires(
      placed,
      "per",
      "per campaign counts only touches of the same campaign, and differs only others",
    );
  }
  return [];
}

/** A lock is held by another department than the request's. */
function deadLock(placed: Placed): Finding[] {
  const { rule, policy } = placed;
  const { counts, per } = countingOf(rule);
  if (per.includes("department")) {
    return neverFires(
      placed,
      "per",
      "a lock is another department's, and per department counts only its own: drop it",
    );
  }
  const own = reachOf(rule, policy).department;
  // Touches of a department that was declared before lock still: only what the rule itself counts is certain.
  const others = counts?.department;
  if (own?.length !== 1 || others?.length !== 1 || own[0] !== others[0]) return [];
  const why = `${own[0]} is the only department it is for, and no other can hold it: name another one`;
  return neverFires(placed, "counts.department", why);
}

/** An exclusive rule needs two campaigns of one group. */
function deadExclusive(placed: Placed, groups: NonNullable<PolicyDocument["campaignGroups"]>): Finding[] {
  const { rule } = placed;
  if (rule.kind !== "exclusive") return [];
  const { counts, per } = countingOf(rule);
  if (per.includes("campaign")) {
    return neverFires(placed, "per", "per campaign counts only touches of the same campaign: drop it");
  }
  const lonely = rule.groups.filter(
    (name) => !hasPair(groups[name] ?? [], rule.when?.campaign, counts?.campaign),
  );
  if (lonely.length === rule.groups.length) {
    const why = `no group of it has two campaigns that can meet: add campaigns to ${lonely.join(", ")}`;
    return neverFires(placed, "groups", why);
  }
  return rule.groups.flatMap((name, index) =>
    lonely.includes(name)
      ? [
          found(placed, "told", {
            field: `groups.${index}`,
            message: `${rule.id} has no use for ${name}, in which no two campaigns can meet: add campaigns to it, or take it out`,
          }),
        ]
      : [],
  );
}

/** Whether one campaign of the group can be asked for while another one of it was sent. */
function hasPair(
  group: readonly string[],
  asked: readonly string[] | undefined,
  sent: readonly string[] | undefined,
): boolean {
  const mine = both(group, asked) ?? [];
  const theirs = both(group, sent) ?? [];
  return mine.some((campaign) => theirs.some((other) => other !== campaign));
}
