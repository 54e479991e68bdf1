import { HOLIDAY_LISTS } from "../holidays/holidays.ts";
import type { PolicyDocument } from "../policy.ts";
import { durationOf, type RuleDocument } from "../rule-document.ts";
import { DAY_MS } from "../time.ts";
import type { Lint } from "./finding.ts";

/** Groups of campaigns that no rule speaks of. */
export const unusedGroupLint: Lint = ({ campaignGroups = {}, rules }) => {
  const used = new Set(rules.flatMap((rule) => (rule.kind === "exclusive" ? rule.groups : [])));
  return Object.keys(campaignGroups)
    .filter((name) => !used.has(name))
    .map((name) => ({
      path: `campaignGroups.${name}`,
      message: `no rule names the group ${name}: add an exclusive rule for it, or take it out`,
      claim: "told",
    }));
};

/** The company's own days that no rule names. Presets name lists too: to those days may be added. */
export const unusedHolidaysLint: Lint = ({ holidayLists = {}, rules, extends: presets = [] }) => {
  const used = new Set(rules.flatMap((rule) => (rule.kind === "hours" ? (rule.holidays ?? []) : [])));
  return Object.keys(holidayLists)
    .filter((name) => !used.has(name) && !(presets.length > 0 && HOLIDAY_LISTS.includes(name)))
    .map((name) => ({
      path: `holidayLists.${name}`,
      message: `no rule names the holidays ${name}: name them under holidays of an hours rule, or take them out`,
      claim: "told",
    }));
};

/** So long is kept by default. */
const DEFAULT_RETENTION_DAYS = 90;

/** Touches that are kept long after the last rule has looked at them. Presets look back too: with them nobody tells. */
export const retentionLint: Lint = ({ retention, rules, extends: presets = [] }: PolicyDocument) => {
  const keptDays = durationOf(retention) / DAY_MS;
  const neededDays = Math.max(7, ...rules.map((rule) => Math.ceil(reachMsOf(rule) / DAY_MS)));
  if (presets.length > 0 || keptDays <= DEFAULT_RETENTION_DAYS || keptDays <= 2 * neededDays) return [];
  const enough = Math.max(neededDays, DEFAULT_RETENTION_DAYS);
  const message = `no rule looks back further than P${neededDays}D: every state keeps, and every check reads, touches of ${retention} for nothing; P${enough}D is enough`;
  return [{ path: "retention", message, claim: "told" }];
};

/** How far back a rule looks, in milliseconds. */
function reachMsOf(rule: RuleDocument): number {
  switch (rule.kind) {
    case "cap":
      if ("rolling" in rule.window) return durationOf(rule.window.rolling);
      if ("consecutiveDays" in rule.window) return (rule.window.consecutiveDays + 1) * DAY_MS;
      return { day: 2, week: 8, month: 32 }[rule.window.calendar] * DAY_MS;
    case "gap":
      return durationOf(rule.min);
    case "lock":
      return durationOf(rule.period);
    case "exclusive":
      return durationOf(rule.window);
    case "cooldown":
      return rule.for === "forever" ? 0 : durationOf(rule.for);
    case "cadence":
      return durationOf(rule.per);
    default:
      return 0;
  }
}
