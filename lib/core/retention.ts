import { DAY_MS, type DurationMs, durationMs, parseDuration } from "./time.ts";

/** What a policy retains that does not say. */
export const DEFAULT_RETENTION = "P90D";

/** Longest retention a policy may ask for. */
export const MAX_RETENTION_MS = 400 * DAY_MS;

/** How long states keep touches under a policy document that was found valid. */
export function retentionOf(document: unknown): DurationMs {
  const { retention = DEFAULT_RETENTION } = document as { readonly retention?: string };
  const parsed = parseDuration(retention);
  return typeof parsed === "string" ? durationMs(0) : parsed;
}
