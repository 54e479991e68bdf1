import * as z from "zod/mini";
import { Instant } from "./request.ts";

/** So many contacts are drawn where nobody says how many. */
export const USUAL_SAMPLE = 1_000;
const MOST_SAMPLE = 10_000;

/** The body of `POST /v1/policies/simulate`. Left out, `to` is now, and `from` thirty days before it. */
export const SimulationDocument = z.strictObject({
  policy: z.record(z.string(), z.unknown()),
  from: z.optional(Instant),
  to: z.optional(Instant),
  sample: z.optional(z.int().check(z.gte(1), z.lte(MOST_SAMPLE))),
});
