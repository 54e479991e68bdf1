import type { EpochMs } from "../time.ts";
import { CONSENT_LEVELS } from "../words.ts";
import type { DetailsOf } from "./details.ts";
import { hasPassed } from "./spans.ts";

/** Why the consent on record does not do: there is none, it was taken back, is of a lesser level, ended, or begins later. */
export type ConsentStanding = "none" | "withdrawn" | "lesser" | "ended" | "ahead";

/** How the highest consent on record stands at the judged instant. */
export function consentStanding(
  { level, given, expiresAt }: DetailsOf["no_consent"],
  at: EpochMs,
): ConsentStanding {
  if (given === undefined) return "none";
  if (given === "withdrawn") return "withdrawn";
  if (CONSENT_LEVELS.indexOf(given) < CONSENT_LEVELS.indexOf(level)) return "lesser";
  return expiresAt !== undefined && hasPassed(expiresAt, at) ? "ended" : "ahead";
}
