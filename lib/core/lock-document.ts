import * as z from "zod/mini";
import type { Issue } from "./errors.ts";
import { Instant, Text } from "./request.ts";
import { DAY_MS, type EpochMs } from "./time.ts";

/** The body of `POST /v1/contacts/{contactId}/locks`. A key's own department may be left out. */
export const LockDocument = z.strictObject({
  department: z.optional(Text),
  until: Instant,
  reason: z.optional(z.nullable(Text)),
});
export type LockDocument = z.infer<typeof LockDocument>;

/** A contact is locked by at most so many at once. */
export const MOST_LOCKS = 20;

const LONGEST_LOCK_DAYS = 400;

/** What only the clock can tell: an end that has passed, or that nobody plans for. */
export function untilIssues(until: EpochMs, now: EpochMs): Issue[] {
  if (until <= now) return [{ path: "until", message: "must lie ahead" }];
  if (until <= now + LONGEST_LOCK_DAYS * DAY_MS) return [];
  return [{ path: "until", message: `must lie within ${LONGEST_LOCK_DAYS} days from now` }];
}
