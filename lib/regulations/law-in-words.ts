import { ruleInWords } from "../core/policy-difference/difference.ts";
import type { RegulationRule } from "../core/regulations/regulation-document.ts";

/** What a rule of a preset asks, in words of one line; whom it binds, and where it is written, stand beside it. */
export function lawInWords(law: RegulationRule): string {
  const { jurisdiction: _, regulates, source, sourceUrl, verifiedOn, confidence, strength, ...rule } = law;
  const { effectiveFrom, effectiveTo, timeBasis, consentLifts, ...said } = rule;
  const lifted = consentLifts === undefined ? [] : [`${CONSENTS[consentLifts]} lifts it`];
  const arriving = timeBasis === "receipt" ? ["by the time of arrival"] : [];
  return [ownWords(said as RegulationRule), ...arriving, ...lifted].filter((part) => part !== "").join("; ");
}

const CONSENTS = {
  implied: "implied consent",
  express: "express consent",
  expressWritten: "express written consent",
} as const;

function ownWords(law: RegulationRule): string {
  const { id, kind, when } = law;
  const whom = ruleInWords({ id, kind, ...(when !== undefined && { when }) });
  if (law.kind !== "duty" && law.kind !== "register") return ruleInWords(law);
  const says =
    law.kind === "duty"
      ? law.says
      : `nobody on the register, of which a copy (list ${law.list}) is at most ${law.maxAgeDays} days old`;
  return whom === "" ? says : `${whom}: ${says}`;
}
