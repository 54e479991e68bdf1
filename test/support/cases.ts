import { readdirSync, readFileSync } from "node:fs";
import * as z from "zod/mini";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { compilePolicy } from "../../lib/core/compile-policy.ts";
import { type Contact, destinationOf, type Identity, newContact } from "../../lib/core/contact.ts";
import {
  AttributesDocument,
  IdentityDocument,
  PreferencesDocument,
} from "../../lib/core/contact-document.ts";
import { decide, type Verdict } from "../../lib/core/decide.ts";
import { normaliseIdentity } from "../../lib/core/identity/normalise.ts";
import { parse } from "../../lib/core/issues.ts";
import { REASON_CODES } from "../../lib/core/reasons.ts";
import { inOrder } from "../../lib/core/record.ts";
import type { Request } from "../../lib/core/request.ts";
import { type EpochMs, formatInstant, parseInstant } from "../../lib/core/time.ts";
import { TOUCH_STATES, type Touch } from "../../lib/core/touches.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import { CHANNELS, OUTCOMES } from "../../lib/core/words.ts";

/**
 * Cases as data: each file of `test/cases/` shows one thing about decisions. They are asked of `decide` (here)
 * and of a running gate (`case-over-http.ts`).
 */

const CASES = new URL("../cases/", import.meta.url);

/** `test/cases/case.schema.json` is made of this; editors and other languages read it. */
export const CASE_SCHEMA_FILE = new URL("case.schema.json", CASES);

const Instant = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/));
const Name = z.string().check(z.minLength(1));
const Address = z.strictObject({ email: z.optional(Name), phone: z.optional(Name) });
const tags = {
  campaign: z.optional(Name),
  topic: z.optional(Name),
  product: z.optional(Name),
  subject: z.optional(Name),
  agent: z.optional(Name),
  /** One of the contact's addresses; left out, the contact is named by its id. */
  to: z.optional(Address),
};
const asked = { channel: z.enum(CHANNELS), department: Name, purpose: Name, ...tags };

const HistoryTouch = z.strictObject({
  at: Instant,
  ...asked,
  state: z.optional(z.enum(TOUCH_STATES)),
  expiresAt: z.optional(Instant),
  outcomes: z.optional(z.array(z.strictObject({ outcome: z.enum(OUTCOMES), at: Instant }))),
});

const ExpectedReason = z.strictObject({
  rule: Name,
  code: z.enum(REASON_CODES),
  nextAllowedAt: z.optional(z.nullable(Instant)),
  details: z.optional(z.record(z.string(), z.unknown())),
});

/** One file of `test/cases/`. */
export const CaseSchema = z.strictObject({
  $schema: z.literal("./case.schema.json"),
  /** What the case shows, in a sentence. */
  shows: Name,
  /** The arithmetic behind what is expected. */
  why: Name,
  policy: z.record(z.string(), z.unknown()),
  contact: z.strictObject({
    attributes: z.optional(z.record(z.string(), z.unknown())),
    identities: z.optional(z.array(z.strictObject({ type: Name, value: Name }))),
    preferences: z.optional(z.record(z.string(), z.unknown())),
    suppressions: z.optional(
      z.array(z.strictObject({ list: Name, address: z.optional(Name), expiresAt: z.optional(Instant) })),
    ),
  }),
  /** Touches that were admitted before the policy came; those after `now` are planned ones. */
  history: z.array(HistoryTouch),
  now: Instant,
  /** The body of `POST /v1/check`; `at` asks for a planned touch. */
  request: z.strictObject({ ...asked, at: z.optional(Instant) }),
  expect: z.strictObject({
    decision: z.enum(["allow", "defer", "deny"]),
    reasons: z.array(ExpectedReason),
    /** Left out: none. */
    warnings: z.optional(z.array(ExpectedReason)),
    shadow: z.optional(z.array(ExpectedReason)),
    nextAllowedAt: z.nullable(Instant),
  }),
});
export type Case = z.infer<typeof CaseSchema> & { readonly name: string };

/** Every case, by file name. @throws Error naming the file and all its faults when one has not the form. */
export function loadCases(): readonly Case[] {
  const files = readdirSync(CASES).filter((file) => file.endsWith(".json") && file !== "case.schema.json");
  return files.sort().map((file) => {
    const parsed = parse(CaseSchema, JSON.parse(readFileSync(new URL(file, CASES), "utf8")), "the case");
    if ("issues" in parsed) throw new Error(`${file}: ${JSON.stringify(parsed.issues)}`);
    return { ...parsed.value, name: file.replace(/\.json$/, "") };
  });
}

/** The form in which both runners show a decision, and what a case expects of it. */
export const expectedOf = ({ expect }: Case) => ({ warnings: [], shadow: [], ...expect });

/** The instant a text of a case names. */
export const instant = (text: string): EpochMs => parseInstant(text) as EpochMs;

/** The same case asked at another instant: the planned one when it plans, else now. */
export const askedAt = (of: Case, at: EpochMs): Case =>
  of.request.at === undefined
    ? { ...of, now: formatInstant(at) }
    : { ...of, request: { ...of.request, at: formatInstant(at) } };

/** Asks the core. @throws Error when the policy or the contact of the case is not valid. */
export async function decideCase(of: Case) {
  const calendar = await loadCalendar();
  const checked = validatePolicy(of.policy, calendar);
  if (!checked.valid) throw new Error(`${of.name}: ${JSON.stringify(checked.issues)}`);
  const policy = compilePolicy(checked.document, { version: 1, calendar });
  const contact = await contactOf(of, (purpose) => policy.purposes.get(purpose)?.counts !== false);
  const { at, ...request } = of.request;
  const asked = requestOf(contact, request, at === undefined ? undefined : instant(at));
  return shown(decide(policy, contact, asked, instant(of.now)));
}

/** A verdict with its instants as the API writes them. */
function shown(verdict: Verdict) {
  const text = (at: EpochMs | null) => (at === null ? null : formatInstant(at));
  const reasons = (list: Verdict["reasons"]) =>
    list.map((reason) => ({ ...reason, nextAllowedAt: text(reason.nextAllowedAt) }));
  return {
    decision: verdict.decision,
    reasons: reasons(verdict.reasons),
    warnings: reasons(verdict.warnings),
    shadow: reasons(verdict.shadow),
    nextAllowedAt: text(verdict.nextAllowedAt),
  };
}

async function contactOf(of: Case, isCounted: (purpose: string) => boolean): Promise<Contact> {
  const { attributes, identities, preferences, suppressions } = of.contact;
  const contact: Contact = {
    ...newContact("c_case", await Promise.all((identities ?? []).map(identityOf))),
    attributes: accept(AttributesDocument, attributes ?? {}) as Contact["attributes"],
    preferences: accept(PreferencesDocument, preferences ?? {}) as Contact["preferences"],
    suppressions: (suppressions ?? []).map(({ list, address, expiresAt }) => ({
      identityKey: address,
      list,
      reason: undefined,
      expiresAt: expiresAt === undefined ? undefined : instant(expiresAt),
    })),
  };
  const history = of.history.filter(({ purpose }) => isCounted(purpose));
  return { ...contact, touches: inOrder(history.map((touch, index) => touchOf(contact, touch, index))) };
}

/** In a case an address is its own key. */
async function identityOf(document: { type: string; value: string }): Promise<Identity> {
  const { type, value } = accept(IdentityDocument, document);
  const normalised = await normaliseIdentity({ type, value });
  if (!normalised.ok) throw new Error(normalised.fault);
  const { regions } = normalised.identity;
  return { key: value, type, regions, valid: true, flags: [], shared: false };
}

function requestOf(
  contact: Contact,
  { to, ...fields }: z.infer<typeof HistoryTouch> | Case["request"],
  at: EpochMs | undefined,
): Request {
  const { channel, department, purpose, campaign, topic, product, subject, agent } = fields;
  const namedKey = to?.email ?? to?.phone;
  if (namedKey !== undefined && !contact.identities.some(({ key }) => key === namedKey)) {
    throw new Error(`${namedKey} is no address of the contact`);
  }
  return { channel, department, purpose, campaign, topic, product, subject, agent, namedKey, at };
}

function touchOf(contact: Contact, touch: z.infer<typeof HistoryTouch>, index: number): Touch {
  const { namedKey, at: _at, ...fields } = requestOf(contact, touch, undefined);
  return {
    ...fields,
    id: `t${index}`,
    at: instant(touch.at),
    address: destinationOf(contact, touch.channel, namedKey)?.key,
    origin: undefined,
    state: touch.state ?? "recorded",
    expiresAt: touch.expiresAt === undefined ? undefined : instant(touch.expiresAt),
    outcomes: (touch.outcomes ?? []).map(({ outcome, at }) => ({ outcome, at: instant(at) })),
  };
}

function accept<S extends z.core.$ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = parse(schema, value, "it");
  if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.value;
}
