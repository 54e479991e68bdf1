import { type Calendar, loadCalendar } from "../../lib/core/calendar.ts";
import { type CompiledPolicy, compilePolicy } from "../../lib/core/compile-policy.ts";
import { decide, type Verdict } from "../../lib/core/decide.ts";
import type { PolicyDocument } from "../../lib/core/policy.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import { COMPANY_POLICY } from "./policy.ts";
import type { Question } from "./questions.ts";

/** A policy as its author sends it: validated, then compiled. @throws Error when it is not valid. */
export function compiledOf(input: unknown, calendar: Calendar): CompiledPolicy {
  return compilePolicy(documentOf(input, calendar), { version: 1, calendar });
}

export function documentOf(input: unknown, calendar: Calendar): PolicyDocument {
  const checked = validatePolicy(input, calendar);
  if (!checked.valid) throw new Error(`The policy is not valid: ${JSON.stringify(checked.issues)}`);
  return checked.document;
}

export const companyPolicy = async (): Promise<CompiledPolicy> =>
  compiledOf(COMPANY_POLICY, await loadCalendar());

export const ask = (policy: CompiledPolicy, { contact, request, now }: Question): Verdict =>
  decide(policy, contact, request, now);
