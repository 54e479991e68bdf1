import type * as z from "zod/mini";
import { parse } from "../../lib/core/issues.ts";

/** What is said of a value, as `path: message` lines; none of a sound one. */
export function faultsOf(schema: z.core.$ZodType, value: unknown): string[] {
  const parsed = parse(schema, value);
  return "value" in parsed ? [] : parsed.issues.map(({ path, message }) => `${path}: ${message}`);
}

/** What a schema makes of a sound value. @throws Error when it is not sound. */
export function parsedBy<S extends z.core.$ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = parse(schema, value);
  if (!("value" in parsed)) throw new Error(JSON.stringify(parsed.issues));
  return parsed.value;
}

/** What is said of an instant that is none. */
export const NO_INSTANT = "must be an ISO 8601 instant with Z or an offset, like 2026-11-24T02:10:00.000Z";

/** What is said of a text that no screen shows. */
export const NOT_PRINTABLE = "must not hold control characters or half of a surrogate pair";
