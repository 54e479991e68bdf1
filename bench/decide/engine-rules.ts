import { type ConditionProperties, Engine, type RuleProperties } from "json-rules-engine";
import type { Calendar } from "../../lib/core/calendar.ts";
import type { PolicyDocument } from "../../lib/core/policy.ts";
import { durationOf, type RuleDocument } from "../../lib/core/rule-document.ts";
import { CONSENT_LEVELS } from "../../lib/core/words.ts";
import {
  type Asked,
  askedOf,
  bucketOf,
  consentRank,
  countIn,
  type FactOf,
  isOpen,
  maxOf,
  msLeftOfCooldown,
  msSinceOther,
  msSinceSameGroup,
  msSinceTouch,
} from "./engine-facts.ts";
import type { Question } from "./questions.ts";

/** Asks every rule of a policy; which fail, each as `effect rule`. */
export type AskEngine = (question: Question) => Promise<string[]>;

/**
 * A policy as rules of json-rules-engine, by what its documents advise: a rule asks first whether it speaks of the
 * request, by a condition of higher priority, and then compares a fact that is computed when it is asked for. These
 * facts are kept out of its cache: no other rule asks for them, and the key of the cache is a hash of an object.
 */
export function engineOf(policy: PolicyDocument, calendar: Calendar): AskEngine {
  const engine = new Engine();
  for (const rule of policy.rules) {
    const { conditions, facts } = translated(rule, policy, calendar);
    if (conditions.length === 0) continue;
    for (const [name, compute] of Object.entries(facts)) {
      engine.addFact(name, (_, almanac) => almanac.factValue<Asked>("asked").then(compute), { cache: false });
    }
    engine.addRule(ruleOf(rule, conditions));
  }
  return async (question) => {
    const { events } = await engine.run(factsOf(question));
    return events.map(({ type, params }) => `${type} ${params?.rule}`);
  };
}

function ruleOf(rule: RuleDocument, conditions: readonly ConditionProperties[]): RuleProperties {
  const speaksOf = (matcher: RuleDocument["when"], operator: string): ConditionProperties[] =>
    Object.entries(matcher ?? {}).map(([fact, value]) => ({ fact, operator, value, priority: 2 }));
  // Without one of several fields is not the same as without all of them; these rules name one.
  const all = [...speaksOf(rule.when, "in"), ...speaksOf(rule.unless, "notIn"), ...conditions];
  return {
    name: rule.id,
    conditions: { all },
    event: { type: rule.effect ?? "deny", params: { rule: rule.id } },
  };
}

/** What is known before any rule is asked. */
function factsOf(question: Question): Record<string, unknown> {
  const { request, contact } = question;
  const { stage = "unknown", tier = "unknown", country = "unknown", tags = [] } = contact.attributes;
  return {
    asked: askedOf(question),
    ...{ channel: request.channel, department: request.department, purpose: request.purpose },
    ...{ stage, tier, country, tags },
    agent: request.agent ?? "unknown",
    owner: contact.owner?.agent ?? "nobody",
    purchase: request.product === undefined ? "none" : `purchased:${request.product}`,
  };
}

interface Translated {
  readonly conditions: readonly ConditionProperties[];
  readonly facts: Readonly<Record<string, FactOf>>;
}

function translated(rule: RuleDocument, policy: PolicyDocument, calendar: Calendar): Translated {
  const { id } = rule;
  const one = (compute: FactOf, operator: string, value: unknown): Translated => ({
    conditions: [{ fact: id, operator, value, priority: 1 }],
    facts: { [id]: compute },
  });
  switch (rule.kind) {
    case "cap": {
      if (typeof rule.max === "number") return one(countIn(rule, calendar), "greaterThanInclusive", rule.max);
      const max = `${id} max`;
      const compared = one(countIn(rule, calendar), "greaterThanInclusive", { fact: max });
      return { ...compared, facts: { ...compared.facts, [max]: maxOf(rule.max) } };
    }
    case "gap":
      return one(msSinceTouch(rule), "lessThan", durationOf(rule.min));
    case "lock":
      return one(msSinceOther(rule), "lessThan", durationOf(rule.period));
    case "cooldown":
      return one(msLeftOfCooldown(rule, calendar), "greaterThan", 0);
    case "hours":
      return one(isOpen(rule, calendar), "equal", false);
    case "exclusive":
      return one(msSinceSameGroup(rule, policy.campaignGroups ?? {}), "lessThan", durationOf(rule.window));
    case "owner": {
      const others = [{ value: "nobody" }, { value: { fact: "agent" } }];
      return {
        conditions: others.map(({ value }) => ({ fact: "owner", operator: "notEqual", value, priority: 1 })),
        facts: {},
      };
    }
    case "consent":
      return one(consentRank(CONSENT_LEVELS), "lessThan", CONSENT_LEVELS.indexOf(rule.level ?? "express"));
    case "exclude": {
      const { tags, country } = rule.contact;
      const conditions: ConditionProperties[] = [
        ...(country === undefined ? [] : [{ fact: "country", operator: "in", value: country }]),
        // The only tag that the policy excludes by is the purchase of the request's product.
        ...(tags === undefined ? [] : [{ fact: "tags", operator: "contains", value: { fact: "purchase" } }]),
      ];
      return { conditions: conditions.map((condition) => ({ ...condition, priority: 1 })), facts: {} };
    }
    case "holdout":
      return one(bucketOf(rule.salt), "lessThan", rule.basisPoints);
    case "cadence":
      return { conditions: [], facts: {} };
  }
}
