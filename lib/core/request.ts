import * as z from "zod/mini";
import type { Issue } from "./errors.ts";
import { DAY_MS, type EpochMs, parseInstant } from "./time.ts";
import { CHANNELS, type Channel, MODES } from "./words.ts";

/** What decisions read of a request, its recipient already found. */
export interface Request {
  readonly channel: Channel;
  readonly department: string;
  readonly purpose: string;
  readonly campaign: string | undefined;
  readonly topic: string | undefined;
  readonly product: string | undefined;
  readonly subject: string | undefined;
  readonly agent: string | undefined;
  /** Contact key of the address that named the recipient; undefined when a contact id did. */
  readonly namedKey: string | undefined;
  /** Planned instant; undefined for now. */
  readonly at: EpochMs | undefined;
  /** Ids of rules that may be overridden and are not to stop this touch; undefined for none. */
  readonly overridden?: readonly string[] | undefined;
  /** Whether a lease or an idempotency key keeps the touch in the state, also when it does not count. */
  readonly kept?: boolean | undefined;
}

/** Furthest a touch can be planned ahead. */
export const PLANNING_HORIZON_MS = 90 * DAY_MS;

/** A surrogate without its other half is no character, and DynamoDB takes none. */
export const NOT_PRINTABLE = "must not hold control characters or half of a surrogate pair";
export const PRINTABLE = /^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u;

/** A short text of 1–128 characters without control characters. */
export const Text = z
  .string()
  .check(z.minLength(1), z.maxLength(128), z.regex(PRINTABLE, { error: NOT_PRINTABLE }));

/** An ISO 8601 instant with `Z` or an offset, parsed to epoch milliseconds. */
export const Instant = z.pipe(
  z.string().check(
    z.maxLength(64),
    z.refine((text) => parseInstant(text) !== undefined, {
      error: "must be an ISO 8601 instant with Z or an offset, like 2026-11-24T02:10:00.000Z",
    }),
  ),
  z.transform((text) => parseInstant(text) as EpochMs),
);

/** An id the caller chose, or one the gate made (`c_…`). */
export const ContactId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_.:-]{1,128}$/, { error: "must be 1–128 characters of A-Za-z0-9_.:-" }));

/** Zod asks a check of an object only when all fields are sound, unless told so. */
export const WITH_OTHER_FAULTS = {
  when: ({ value }: { value: unknown }) => typeof value === "object" && value !== null,
};

/** ISO 3166-1 alpha-2, in either case. */
export const CountryCode = z
  .string()
  .check(z.regex(/^[A-Za-z]{2}$/, { error: "must be an ISO 3166-1 code of two letters, like CN" }));

/** Names the person in exactly one of four ways. */
export const Recipient = z
  .strictObject({
    contactId: z.optional(ContactId),
    email: z.optional(z.string().check(z.minLength(1), z.maxLength(320))),
    phone: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
    region: z.optional(CountryCode),
    externalId: z.optional(z.strictObject({ system: Text, id: Text })),
  })
  .check(
    z.superRefine((to, context) => {
      const named = (["contactId", "email", "phone", "externalId"] as const).filter(
        (k) => to[k] !== undefined,
      );
      if (named.length === 0) {
        context.addIssue("names nobody: give one of contactId, email, phone, externalId");
      } else if (named.length > 1) {
        context.addIssue(`names the recipient more than once (${named.join(", ")}): give exactly one`);
      }
      if (to.region !== undefined && to.phone === undefined) {
        context.addIssue({ code: "custom", path: ["region"], message: "goes with phone only", input: to });
      }
    }, WITH_OTHER_FAULTS),
  );
export type Recipient = z.infer<typeof Recipient>;

export const INCLUDES = ["recent", "alternatives", "remaining"] as const;

/** Rules that are set aside for one touch, and why: both are audited. */
const Override = z.strictObject({
  rules: z.array(Text).check(z.minLength(1), z.maxLength(50)),
  reason: z.string().check(z.minLength(1), z.maxLength(512), z.regex(PRINTABLE, { error: NOT_PRINTABLE })),
});

/** The body of `POST /v1/check`. */
export const CheckRequestSchema = z.strictObject({
  to: Recipient,
  channel: z.enum(CHANNELS),
  department: z.optional(Text),
  purpose: Text,
  campaign: z.optional(Text),
  topic: z.optional(Text),
  product: z.optional(Text),
  subject: z.optional(Text),
  agent: z.optional(Text),
  reference: z.optional(Text),
  mode: z._default(z.enum(MODES), "record"),
  reserveSeconds: z.optional(z.int().check(z.gte(5), z.lte(86_400))),
  at: z.optional(Instant),
  override: z.optional(Override),
  include: z.optional(z.array(z.enum(INCLUDES)).check(z.maxLength(INCLUDES.length))),
});
export type CheckRequest = z.infer<typeof CheckRequestSchema>;

/** When a touch is planned for, and the mode that was asked for. */
export interface Plan {
  readonly at: EpochMs | undefined;
  readonly mode: string;
  readonly reserveSeconds: unknown;
}

/** A planned instant that has passed; undefined when it has not. */
export const overdueIssue = ({ at }: Plan, now: EpochMs): Issue | undefined =>
  at !== undefined && at < now ? { path: "at", message: "must not lie in the past" } : undefined;

/** What only the clock can tell of a request that has its form: a planned instant too far ahead, and the like. */
export function planningIssues(request: Plan, now: EpochMs): Issue[] {
  const issues: Issue[] = [];
  if (request.reserveSeconds !== undefined && request.mode !== "reserve") {
    issues.push({ path: "reserveSeconds", message: "goes with mode reserve only" });
  }
  if (request.at === undefined) return issues;
  if (request.mode === "record") {
    issues.push({
      path: "at",
      message: "goes with mode reserve or dryRun only: what is recorded happens now",
    });
  }
  if (request.at > now + PLANNING_HORIZON_MS) {
    issues.push({ path: "at", message: "must lie within 90 days from now" });
  }
  return issues;
}
