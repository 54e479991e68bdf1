import { decisionBody } from "../../functions/check/answer.ts";
import { checkBatch } from "../../functions/check/batch.ts";
import { type Checked, check } from "../../functions/check/command.ts";
import { keyOf, readCheck } from "../../functions/check/request.ts";
import { type ContactChanged, changeContact } from "../../functions/contacts/command.ts";
import { type PreferencesBody, putPreferences } from "../../functions/preferences/command.ts";
import type { Caller } from "../../functions/shared/authenticate.ts";
import { bootstrap } from "../../functions/shared/bootstrap.ts";
import { createDeps, type Deps } from "../../functions/shared/deps.ts";
import { Lanes } from "../../functions/shared/lanes.ts";
import { type Refusal, refuse } from "../../functions/shared/problem.ts";
import { identityOf } from "../../functions/shared/recipient.ts";
import { confirmTouch, releaseTouch, reportOutcome } from "../../functions/touches/change.ts";
import { tellTouches } from "../../functions/touches/tell.ts";
import { readTouchId } from "../../functions/touches/touch-id.ts";
import type { NormalisedIdentity } from "../../lib/core/identity/normalise.ts";
import type { EpochMs } from "../../lib/core/time.ts";
import type { Outcome } from "../../lib/core/words.ts";
import { RememberedLinks } from "../../lib/store/contacts.ts";
import type { Store } from "../../lib/store/store.ts";

/** What the policy of the write side's tests lets through. */
export const CAP = 2;
export const WINDOW_DAYS = 7;
export const COOLDOWN_DAYS = 2;

/** A cap, a wait after a refusal, and notices, which count for nothing. */
export const WRITE_SIDE_POLICY = {
  id: "write-side",
  timezone: "UTC",
  retention: "P90D",
  purposes: { marketing: {}, notice: { obeys: "hard", counts: false } },
  rules: [
    { id: "weekly", kind: "cap", max: CAP, window: { rolling: `P${WINDOW_DAYS}D` } },
    { id: "after-refusal", kind: "cooldown", after: ["refused"], for: `P${COOLDOWN_DAYS}D` },
  ],
};

/** A clock that shows what it was set to. */
export interface TestClock {
  now: EpochMs;
}

/** Everything one caller can do to a contact, as the handlers do it once a request is authenticated. */
export interface WriteSide {
  readonly deps: Deps;
  readonly pepper: string;
  /** `body` as `POST /v1/check` takes it. */
  check(body: object, key?: string): Promise<Checked | Refusal>;
  batch(items: readonly object[]): ReturnType<typeof checkBatch>;
  confirm(touchId: string): ReturnType<typeof confirmTouch>;
  release(touchId: string): ReturnType<typeof releaseTouch>;
  outcome(touchId: string, outcome: Outcome): ReturnType<typeof reportOutcome>;
  tell(item: object): Promise<ToldAnswer>;
  optOut(contactKey: string): Promise<PreferencesBody | Refusal>;
  link(contactId: string, identities: readonly NormalisedIdentity[]): Promise<ContactChanged | Refusal>;
}

/** An item's answer of `POST /v1/touches`. */
export interface ToldAnswer {
  readonly status: number;
  readonly touchId?: string;
  readonly broke?: readonly string[];
  readonly problem?: { readonly code: string };
}

export interface WriteSideOptions {
  readonly clock: TestClock;
  readonly deadlineMs?: number;
}

/** The policy, read once: what follows asks the store for contacts only. */
export async function openWriteSide(store: Store, { clock, deadlineMs }: WriteSideOptions) {
  await bootstrap(store, { policy: WRITE_SIDE_POLICY });
  const shared = createDeps({
    store,
    now: () => clock.now,
    log: () => {},
    pause: async () => {},
    cacheSeconds: 3_600,
    deadlineMs: deadlineMs ?? 60_000,
    batchDeadlineMs: deadlineMs ?? 60_000,
  });
  const policy = await shared.policy.get();
  /** Another instance of the function, with nothing in memory but the policy, that speaks through `own`. */
  return (own: Store): WriteSide => {
    const deps: Deps = { ...shared, store: own, lanes: new Lanes(), links: new RememberedLinks() };
    return writeSideOf(deps, policy);
  };
}

export const ASKER = "asker";
const CALLER: Caller = {
  keyId: ASKER,
  department: "growth",
  scopes: ["check", "touches"],
  outage: undefined,
};
/** What is told comes by a key of its own. */
const TELLER: Caller = { ...CALLER, keyId: "teller" };

function writeSideOf(deps: Deps, policy: Awaited<ReturnType<Deps["policy"]["get"]>>): WriteSide {
  const { pepper, compiled } = policy;
  const by = CALLER.keyId;
  const ended = (end: typeof confirmTouch) => async (touchId: string) => {
    const named = readTouchId(touchId);
    return named === undefined
      ? refuse("touch_not_found", `${touchId} is no touch id.`)
      : end({ deps, caller: CALLER, named });
  };
  return {
    deps,
    pepper,
    async check(body, key) {
      const now = deps.now();
      const ready = await readCheck(body, { policy: compiled, pepper, caller: CALLER, now, issues: [] });
      if ("refused" in ready) return ready;
      const checked = await check({ ...ready, deps, policy, now, by, key: keyOf(ready, { sent: key, by }) });
      // An answer that cannot be written is none.
      if (!("refused" in checked)) decisionBody(checked, { ready, policy, now });
      return checked;
    },
    batch: (items) =>
      checkBatch(
        { deps, caller: CALLER, policy, now: deps.now(), language: "en", outage: undefined },
        { items },
      ),
    confirm: ended(confirmTouch),
    release: ended(releaseTouch),
    async outcome(touchId, outcome) {
      const named = readTouchId(touchId);
      return named === undefined
        ? refuse("touch_not_found", `${touchId} is no touch id.`)
        : reportOutcome({ deps, caller: CALLER, named, outcome, at: undefined });
    },
    async tell(item) {
      const [told] = await tellTouches({ deps, caller: TELLER, items: [item] });
      return told as ToldAnswer;
    },
    optOut: (contactId) =>
      putPreferences(deps, { contactId, preferences: { optOutAll: true }, ifMatch: undefined, by }),
    link: (contactId, identities) =>
      changeContact(
        { deps, pepper },
        {
          contactId,
          identities,
          attributes: {},
          onDuplicate: "allow",
          mayCreate: true,
          ifMatch: undefined,
          by,
        },
      ),
  };
}

/** The key of an address's own state. */
export const keyOfAddress = ({ pepper }: WriteSide, address: NormalisedIdentity): string =>
  identityOf(pepper, address).key;
