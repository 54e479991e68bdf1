import * as z from "zod/mini";
import type { Issue } from "../core/errors.ts";
import { parse } from "../core/issues.ts";
import { epochMs, formatInstant, parseInstant } from "../core/time.ts";
import { type Case, CaseSchema } from "./case.ts";
import { askedAt, instant, type Probe } from "./probes.ts";

/**
 * A case as the author of a policy writes it: the kit's own form, of which more may be left out. The policy is the one
 * that is tried; what `expect` does not name is not looked at.
 */
export interface AuthorCase {
  readonly of: Case;
  /** As much as the author expects. */
  readonly expected: Readonly<Record<string, unknown>>;
}

const { shape } = CaseSchema;
const Expect = shape.expect.shape;
const Reason = Expect.reasons.def.element;

/** What may be left out, is. */
export const AuthorSchema = z.strictObject({
  ...shape,
  $schema: z.optional(z.string()),
  /** What tells cases of one file apart; left out, what it shows. */
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  why: z.optional(z.string()),
  policy: z.optional(shape.policy),
  contact: z.optional(shape.contact),
  history: z.optional(shape.history),
  expect: z.strictObject({
    ...Expect,
    reasons: z.optional(z.array(z.partial(Reason))),
    warnings: z.optional(z.array(z.partial(Reason))),
    shadow: z.optional(z.array(z.partial(Reason))),
    nextAllowedAt: z.optional(Expect.nextAllowedAt),
  }),
});

/** Fields of a case that hold an instant; authors need not write the milliseconds. */
const INSTANTS = new Set(["at", "now", "expiresAt", "until", "nextAllowedAt"]);

function withInstants(value: unknown, name = ""): unknown {
  if (typeof value === "string") {
    const at = INSTANTS.has(name) ? parseInstant(value) : undefined;
    return at === undefined ? value : formatInstant(at);
  }
  if (Array.isArray(value)) return value.map((item) => withInstants(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withInstants(field, key)]));
}

/** Whether a document holds cases as a list, or as `{cases: […]}`: one of them at least looks like a case. */
export function isListOfCases(document: unknown): boolean {
  const { cases = document } = Object(document) as { readonly cases?: unknown };
  const looksLikeCase = (item: unknown) =>
    ["shows", "request", "expect"].some((name) => Object.hasOwn(Object(item), name));
  return Array.isArray(cases) && cases.some(looksLikeCase);
}

/** What is written in a file of cases: one, a list of them, or `{cases: […]}`; each with its path. */
export function casesIn(value: unknown): readonly { readonly path: string; readonly written: unknown }[] {
  const { cases } = Object(value) as { readonly cases?: unknown };
  const list = Array.isArray(value) ? value : cases;
  if (!Array.isArray(list)) return [{ path: "", written: value }];
  const under = Array.isArray(value) ? "" : "cases.";
  return list.map((written, index) => ({ path: `${under}${index}`, written }));
}

/** One case, tried on `policy` where it has none of its own; or all that is wrong with it. */
export function readAuthorCase(
  written: unknown,
  { policy, path }: { readonly policy: Readonly<Record<string, unknown>> | undefined; readonly path: string },
): AuthorCase | { readonly issues: readonly Issue[] } {
  const parsed = parse(AuthorSchema, withInstants(written), "the case");
  const at = (inner: string) => [path, inner].filter((part) => part !== "").join(".");
  if ("issues" in parsed) {
    return { issues: parsed.issues.map((issue) => ({ ...issue, path: at(issue.path) })) };
  }
  const { name = parsed.value.shows, why = "", contact = {}, history = [], expect, ...rest } = parsed.value;
  const tried = rest.policy ?? policy;
  if (tried === undefined) {
    return {
      issues: [{ path: at("policy"), message: "is missing: say which with --policy, or write it here" }],
    };
  }
  const expected = { ...expect, reasons: expect.reasons ?? [], nextAllowedAt: expect.nextAllowedAt ?? null };
  const of = {
    ...rest,
    $schema: "./case.schema.json",
    name,
    why,
    contact,
    history,
    policy: tried,
    expect: expected,
  };
  return { of: of as Case, expected: expect };
}

/** What is asked for a case: itself, and when it says when it will pass, that instant and the millisecond before. */
export function authorProbesOf({ of, expected }: AuthorCase): readonly Probe[] {
  const itself: Probe = { asked: of, when: "", expected };
  const next = expected.nextAllowedAt;
  if (typeof next !== "string") return [itself];
  const then = {
    asked: askedAt(of, instant(next)),
    when: "at nextAllowedAt",
    expected: { decision: "allow" },
  };
  if (instant(next) <= instant(of.now)) return [itself, then];
  return [
    itself,
    {
      asked: askedAt(of, epochMs(instant(next) - 1)),
      when: "1 ms before nextAllowedAt",
      expected: { decision: "defer" },
    },
    then,
  ];
}
