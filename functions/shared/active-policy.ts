import { loadCalendar } from "../../lib/core/calendar.ts";
import type { CompiledPolicy, ListsAsOf } from "../../lib/core/compile-policy.ts";
import { TouchgateError } from "../../lib/core/errors.ts";
import type { DurationMs } from "../../lib/core/time.ts";
import { presetsOf } from "../../lib/regulations/load-presets.ts";
import { readListAges } from "../../lib/store/list-ages.ts";
import { readActivePointer, readPepper, readPolicy } from "../../lib/store/policies.ts";
import type { Store } from "../../lib/store/store.ts";
import { type Freshness, Refreshing } from "./refreshing.ts";

/** The policy in force, and the pepper that is read with it. */
export interface ActivePolicy {
  readonly compiled: CompiledPolicy;
  /** As it was put. */
  readonly document: unknown;
  readonly version: number;
  readonly pepper: string;
  /** States keep touches for at least so long; undefined while no rebuild asks for it. */
  readonly keepMs?: DurationMs;
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
    const [pointer, ages, pepper, { validatePolicy }, { compilePolicy }, calendar] = await Promise.all([
      readActivePointer(store),
      readListAges(store),
      previous?.pepper ?? readPepper(store),
      import("../../lib/core/validate-policy.ts"),
      import("../../lib/core/compile-policy.ts"),
      loadCalendar(),
    ]);
    if (pointer === undefined || pepper === undefined) throw new NoPolicy();
    const { version, keepMs } = pointer;
    const listsAsOf = new Map([...ages].map(([list, { asOf }]) => [list, asOf]));
    if (previous?.version === version && previous.keepMs === keepMs) return withAges(previous, listsAsOf);
    const { document } = await readPolicy(store, version);
    const verdict = validatePolicy(document, calendar, await presetsOf(document));
    if (!verdict.valid) throw new UnreadablePolicy(version);
    const compiled = compilePolicy(verdict.document, {
      version,
      calendar,
      listsAsOf,
      keepMs,
      presets: verdict.presets,
    });
    return { compiled, document, version, pepper, ...(keepMs !== undefined && { keepMs }) };
  }, freshness);
}

/** The same while no list was told whole anew. */
function withAges(active: ActivePolicy, listsAsOf: ListsAsOf): ActivePolicy {
  const { listsAsOf: before } = active.compiled;
  const isSame =
    before.size === listsAsOf.size && [...listsAsOf].every(([list, at]) => before.get(list) === at);
  return isSame ? active : { ...active, compiled: { ...active.compiled, listsAsOf } };
}
