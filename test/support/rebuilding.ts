import { changeContact } from "../../functions/contacts/command.ts";
import { createHandler as createRecord } from "../../functions/record/handler.ts";
import { bootstrap } from "../../functions/shared/bootstrap.ts";
import type { Deps } from "../../functions/shared/deps.ts";
import { mergeContacts } from "../../functions/shared/merge-contacts.ts";
import { unmergeContacts } from "../../functions/shared/unmerge-contacts.ts";
import { type RebuildRun, type Rebuilt, runRebuild } from "../../lib/cli/rebuilding/run-rebuild.ts";
import type { NormalisedIdentity } from "../../lib/core/identity/normalise.ts";
import { withoutEnded } from "../../lib/core/record.ts";
import { retentionOf } from "../../lib/core/retention.ts";
import { DAY_MS, type EpochMs, epochMs, formatInstant } from "../../lib/core/time.ts";
import type { Outcome } from "../../lib/core/words.ts";
import { activateNewPolicy } from "../../lib/store/activate-policy.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { PEPPER_KEY } from "../../lib/store/keys.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import { readActivePointer } from "../../lib/store/policies.ts";
import type { Store } from "../../lib/store/store.ts";
import { addressed, PEPPER } from "./checking.ts";
import { streaming, toStreamRecord } from "./stream-records.ts";
import { keyOfAddress, openWriteSide, type TestClock, type WriteSide } from "./write-side.ts";

/** Looks back a week; `LONG` counts a month with the same words, and so needs what the short one lets go. */
const RULES = [
  { id: "weekly", kind: "cap", max: 3, window: { rolling: "P7D" } },
  { id: "after-refusal", kind: "cooldown", after: ["refused"], for: "P2D" },
  { id: "talks", kind: "cap", max: 9, window: { rolling: "P7D" }, counts: { outcome: "conversation" } },
];
const COMMON = {
  id: "p",
  timezone: "UTC",
  purposes: { marketing: {}, notice: { obeys: "hard", counts: false } },
};
export const policyOf = (retention: string) => ({ ...COMMON, retention, rules: RULES });
export const LONG_RETENTION = "P60D";
export const LONG = {
  ...policyOf(LONG_RETENTION),
  rules: [
    { id: "monthly", kind: "cap", max: 4, window: { rolling: "P30D" } },
    { id: "same-address", kind: "cap", max: 3, window: { rolling: "P60D" }, per: ["address"] },
    { id: "same-campaign", kind: "cap", max: 1, window: { rolling: "P45D" }, per: ["campaign", "channel"] },
    { id: "after-refusal", kind: "cooldown", after: ["refused"], for: "P50D" },
    { id: "talks", kind: "cap", max: 1, window: { rolling: "P60D" }, counts: { outcome: "conversation" } },
  ],
};

const TOLD = { at: epochMs(0), by: "steward" } as const;
const BECAUSE = { rule: "steward", score: undefined, evidence: [], policyVersion: undefined } as const;

/** A gate over a store of its own, its stream told by hand. */
export interface PruningGate {
  readonly table: ReturnType<typeof createMemoryStore>;
  readonly side: WriteSide;
  /** When touches were, by their public ids. */
  readonly times: Map<string, EpochMs>;
  /** Touches and outcomes that were told of them. */
  readonly outcomes: Set<string>;
  merge(survivor: string, loser: string): Promise<unknown>;
  unmerge(contactId: string, merged: string): Promise<unknown>;
  remove(contactId: string, identity: NormalisedIdentity): Promise<unknown>;
  /** Tells the timeline what every write so far did. */
  tell(): Promise<void>;
}

export async function openPruningGate(clock: TestClock, retention: string): Promise<PruningGate> {
  const table = createMemoryStore();
  await table.put({ item: { ...PEPPER_KEY, pepper: PEPPER } });
  await bootstrap(table, { policy: policyOf(retention) });
  const { store, images } = streaming(table);
  const side = (await openWriteSide(store, { clock }))(store);
  const { deps } = side;
  const record = createRecord({ ...deps, store: table });
  return {
    table,
    side,
    times: new Map(),
    outcomes: new Set(),
    merge: (survivor, loser) =>
      mergeContacts({ deps, survivor, loser, told: { ...TOLD, at: clock.now }, because: BECAUSE }),
    unmerge: (contactId, mergedId) =>
      unmergeContacts({ deps, contactId, mergedId, told: { ...TOLD, at: clock.now } }),
    remove: (contactId, identity) =>
      changeContact(
        { deps, pepper: PEPPER },
        {
          ...{ contactId, identities: [], removeIdentities: [identity], attributes: {} },
          ...{ onDuplicate: "allow", mayCreate: true, ifMatch: undefined, by: "crm" },
        },
      ),
    async tell() {
      const told = images.splice(0).filter(({ events }) => events !== undefined);
      const { batchItemFailures } = await record({ Records: told.map(toStreamRecord) });
      if (batchItemFailures.length > 0) throw new Error("the stream was not told");
    },
  };
}

/** Runs a rebuild over a table, as the command does, without waiting. */
export const rebuildOver = (
  table: ReturnType<typeof createMemoryStore>,
  deps: Deps,
  more: Partial<RebuildRun> = {},
): Promise<Rebuilt> =>
  runRebuild({
    ...{ deps, scanner: table, retention: retentionOf(LONG), segments: 3, atOnce: 2 },
    ...{ waitMs: 0, wait: async () => {}, onProgress: () => {} },
    ...more,
  });

/** Puts the long policy in force, however the gate came to hold as much. @throws Error when it does not. */
export async function putLong(store: Store): Promise<void> {
  const active = await readActivePointer(store);
  const done = await activateNewPolicy(store, { document: LONG, active, told: { at: epochMs(0), by: null } });
  if (done === "lost" || "heldMs" in done) throw new Error(`not activated: ${JSON.stringify(done)}`);
}

/** The touches that a key's contact keeps under the long policy, without the ids that chance gave them. */
export async function touchesAt(store: Store, deps: Deps, key: string) {
  const contact = await findContact({ store }, key);
  if (contact === undefined) return undefined;
  const { compiled } = await deps.policy.renew();
  return withoutEnded(contact, { policy: compiled, now: deps.now() })
    .touches.filter(({ bearing }) => bearing === undefined)
    .map(({ id: _, expiresAt: __, ...touch }) => ({ ...touch, at: formatInstant(touch.at) }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

export const PHONES: readonly NormalisedIdentity[] = ["+4930100001", "+4930100002", "+4930100003"].map(
  (value) => ({
    ...{ type: "phone", value, regions: ["DE"], flags: [] },
  }),
);
export const keyOfPhone = (index: number): string =>
  addressed(PHONES[index] as NormalisedIdentity).address.key;
export { keyOfAddress };

/** What happens to a gate. */
export type Step =
  | {
      readonly does: "check";
      readonly to: number | string;
      readonly purpose: string;
      readonly campaign: string | undefined;
      readonly mode: "record" | "reserve";
    }
  | {
      readonly does: "tell";
      readonly to: number | string;
      readonly daysAgo: number;
      readonly outcome: Outcome | undefined;
    }
  | { readonly does: "confirm" | "release"; readonly back: number }
  | { readonly does: "outcome"; readonly back: number; readonly outcome: Outcome }
  | { readonly does: "link"; readonly contactId: string; readonly phones: readonly number[] }
  | { readonly does: "remove"; readonly contactId: string; readonly phone: number }
  | { readonly does: "merge" | "unmerge"; readonly contactId: string; readonly other: string }
  | { readonly does: "told" };

/** Does the same to a gate as to its twin; `made` are the public ids of its touches. */
export async function act(gate: PruningGate, step: Step, made: (string | undefined)[]): Promise<void> {
  const { side } = gate;
  const phone = (index: number) => PHONES[index] as NormalisedIdentity;
  const toOf = (to: number | string) =>
    typeof to === "string" ? { contactId: to } : { phone: phone(to).value };
  const back = "back" in step ? made[made.length - 1 - step.back] : undefined;
  switch (step.does) {
    case "check": {
      const { to, purpose, campaign, mode } = step;
      const body = {
        to: toOf(to),
        channel: "sms",
        purpose,
        mode,
        ...(campaign !== undefined && { campaign }),
      };
      const checked = await side.check(body);
      const touchId = "refused" in checked ? undefined : checked.touchId;
      made.push(touchId);
      if (touchId !== undefined) gate.times.set(touchId, side.deps.now());
      return;
    }
    case "tell": {
      const at = formatInstant(epochMs(side.deps.now() - step.daysAgo * 86_400_000));
      const { outcome } = step;
      const { touchId } = await side.tell({
        ...{ to: toOf(step.to), channel: "call", purpose: "marketing", at },
        ...(outcome !== undefined && { outcome }),
      });
      made.push(touchId);
      gate.outcomes.add(`${touchId} ${outcome}`);
      gate.times.set(String(touchId), epochMs(Date.parse(at)));
      return;
    }
    case "confirm":
    case "release":
      if (back !== undefined) await side[step.does](back);
      return;
    case "outcome":
      // Told again without an instant it changes nothing while the touch is remembered, and is new when it is not.
      if (back === undefined || gate.outcomes.has(`${back} ${step.outcome}`)) return;
      gate.outcomes.add(`${back} ${step.outcome}`);
      // A refusal of what was let go starts no wait: from then on the two would decide differently, rebuilt or not.
      if (step.outcome === "refused" && side.deps.now() - (gate.times.get(back) ?? 0) > 6 * DAY_MS) return;
      await side.outcome(back, step.outcome);
      return;
    case "link":
      await side.link(step.contactId, step.phones.map(phone));
      return;
    case "remove":
      await gate.remove(step.contactId, phone(step.phone));
      return;
    case "merge":
    case "unmerge":
      if (step.contactId !== step.other) await gate[step.does](step.contactId, step.other);
      return;
    case "told":
      await gate.tell();
      return;
  }
}

export const later = (now: EpochMs, milliseconds: number): EpochMs => epochMs(now + milliseconds);
