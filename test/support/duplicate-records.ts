import { readFileSync } from "node:fs";
import * as z from "zod/mini";
import { DuplicatePolicy } from "../../lib/core/identity/duplicate-policy.ts";
import type { MatchIdentity, MatchRecord } from "../../lib/core/identity/match-record.ts";
import type { MatchContext } from "../../lib/core/identity/match-verdict.ts";

/** A contact as cases write it; an identity is `type value` and then what else is known of it. */
export const CaseRecord = z.strictObject({
  identities: z.array(z.string()),
  name: z.optional(z.string()),
  company: z.optional(z.string()),
  birthDate: z.optional(z.string()),
  city: z.optional(z.string()),
  street: z.optional(z.string()),
  postalCode: z.optional(z.string()),
});
export type CaseRecord = z.infer<typeof CaseRecord>;

/** `email li@example.com role shared`: flags, and `shared` and `invalid`. */
export function identityOf(text: string): MatchIdentity {
  const [type = "", value = "", ...words] = text.split(" ");
  return {
    key: `${type} ${value}`,
    type,
    value,
    valid: !words.includes("invalid"),
    flags: words.filter((word) => word !== "invalid" && word !== "shared"),
    shared: words.includes("shared"),
  };
}

export const recordOf = ({ identities, ...texts }: CaseRecord): MatchRecord =>
  ({ identities: identities.map(identityOf), ...texts }) as MatchRecord;

const SHIPPED: unknown = JSON.parse(readFileSync("policies/duplicates.json", "utf8"));

/** The shipped policy with some of its fields changed. */
export const policyWith = (changes: object = {}): DuplicatePolicy =>
  DuplicatePolicy.parse({ ...(SHIPPED as object), ...changes });

/** By the shipped policy; `generic` lists values that stopped being keys, as `kind value`. */
export const contextOf = (changes: object = {}, generic: readonly string[] = []): MatchContext => ({
  policy: policyWith(changes),
  generic: (kind, value) => generic.includes(`${kind} ${value}`),
});
