import { loadCalendar } from "../../lib/core/calendar.ts";
import type { CompiledPolicy } from "../../lib/core/compile-policy.ts";
import { TouchgateError } from "../../lib/core/errors.ts";
import { readListAges } from "../../lib/store/list-ages.ts";
import { readActiveVersion, readPepper, readPolicy } from "../../lib/store/policies.ts";
import type { Store } from "../../lib/store/store.ts";
import { type Freshness, Refreshing } from "./refreshing.ts";

/** The policy in force, and the pepper that is read with it. */
export interface ActivePolicy {
  readonly compiled: CompiledPolicy;
  /** As it was put. */
  readonly document: unknown;
  readonly version: number;
  readonly pepper: string;
}

/** No policy was ever put, so nothing can be decided. */
export class NoPolicy extends TouchgateError {
  constructor() {
    super({
      code: "no_policy",
      publicMessage: "No policy is active yet: put one with PUT /v1/policies/active.",
      retryable: true,
    });
  }
}

/** A stored policy that this version cannot run, put by another version of the gate. */
class UnreadablePolicy extends TouchgateError {
  constructor(version: number) {
    super({
      code: "unreadable_policy",
      publicMessage: `Policy version ${version} is not one that this version of the gate can run.`,
    });
  }
}

/**
 * Polls the small pointer, and with it the ages of lists; fetches the document only when it names another version.
 * @throws NoPolicy
 */
export function activePolicyOf(store: Store, freshness: Freshness): Refreshing<ActivePolicy> {
  return new Refreshing(async (previous) => {
    // A cold start waits once for what it reads and for what it compiles with; the rest is a matter of microseconds.
    const [version, ages, pepper, { validatePolicy }, { compilePolicy }, calendar] = await Promise.all([
      readActiveVersion(store),
      readListAges(store),
      previous?.pepper ?? readPepper(store),
      import("../../lib/core/validate-policy.ts"),
      import("../../lib/core/compile-policy.ts"),
      loadCalendar(),
    ]);
    if (version === undefined || pepper === undefined) throw new NoPolicy();
    const listsAsOf = new Map([...ages].map(([list, { asOf }]) => [list, asOf]));
    if (previous?.version === version) {
      return { ...previous, compiled: { ...previous.compiled, listsAsOf } };
    }
    const { document } = await readPolicy(store, version);
    const verdict = validatePolicy(document, calendar);
    if (!verdict.valid) throw new UnreadablePolicy(version);
    const compiled = compilePolicy(verdict.document, { version, calendar, listsAsOf });
    return { compiled, document, version, pepper };
  }, freshness);
}
