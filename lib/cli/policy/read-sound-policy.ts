import { loadCalendar } from "../../core/calendar.ts";
import { validateDocument } from "../../core/validate-document.ts";
import type { PolicyVerdict } from "../../core/validate-policy.ts";
import { cannotUse, readPolicyFile } from "../../policy-files/policy-file.ts";
import { presetsOf } from "../../regulations/load-presets.ts";

/** A policy file without faults, as it was written and as it is read. */
export type SoundPolicy = Extract<PolicyVerdict, { valid: true }> & { readonly value: unknown };

/** @throws CannotReadFile with every fault, a line each. */
export async function readSoundPolicy(file: string): Promise<SoundPolicy> {
  const parsed = readPolicyFile(file);
  const { value, issues } = parsed;
  if (issues.length > 0) throw cannotUse(file, parsed, issues);
  const verdict = validateDocument(value, await loadCalendar(), await presetsOf(value));
  if (!verdict.valid) throw cannotUse(file, parsed, verdict.issues);
  return { ...verdict, value };
}
