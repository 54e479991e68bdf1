import { putConsents } from "../../functions/consents/command.ts";
import { type ContactChange, changeContact } from "../../functions/contacts/command.ts";
import { eraseContact } from "../../functions/contacts/erase.ts";
import { createHandler as createDedup } from "../../functions/dedup/handler.ts";
import { take } from "../../functions/hooks/take.ts";
import { addLock } from "../../functions/locks/command.ts";
import { putOwner } from "../../functions/owner/command.ts";
import { putPreferences } from "../../functions/preferences/command.ts";
import { createHandler as createRecord } from "../../functions/record/handler.ts";
import type { ActivePolicy } from "../../functions/shared/active-policy.ts";
import { createDeps, type Deps } from "../../functions/shared/deps.ts";
import { mergeContacts } from "../../functions/shared/merge-contacts.ts";
import type { Refreshing } from "../../functions/shared/refreshing.ts";
import { unmergeContacts } from "../../functions/shared/unmerge-contacts.ts";
import { changeSuppressions } from "../../functions/suppressions/command.ts";
import { tellTouches } from "../../functions/touches/tell.ts";
import type { NormalisedIdentity } from "../../lib/core/identity/normalise.ts";
import { DAY_MS, epochMs } from "../../lib/core/time.ts";
import { writeChunk } from "../../lib/store/audits.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import { itemsOf } from "../../lib/store/scanner.ts";
import type { Item, Store } from "../../lib/store/store.ts";
import { addressed, NOW, PEPPER, policyWithCap } from "./checking.ts";
import { streaming, toStreamRecord } from "./stream-records.ts";

export const POLICY: ActivePolicy = await policyWithCap(50);
const CALLER = { keyId: "crm", department: null, scopes: [], outage: undefined } as const;
const TOLD = { at: NOW, by: "steward" } as const;
const BECAUSE = { rule: "steward", score: undefined, evidence: [], policyVersion: undefined } as const;

/** Dependencies of a function over a store, at NOW, under POLICY. */
export const erasingDeps = (store: Store): Deps => ({
  ...createDeps({ store, now: () => NOW, log: () => {}, pause: async () => {} }),
  alert: async () => {},
  policy: { get: async () => POLICY } as Refreshing<ActivePolicy>,
});

/** Copies of what a table holds, in the order of the keys. */
export async function dump(scanner: ReturnType<typeof createMemoryStore>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of itemsOf(scanner, { segment: 0, segments: 1 })) items.push({ ...item });
  return items.sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
}

export async function storeOf(items: readonly Item[]): Promise<ReturnType<typeof createMemoryStore>> {
  const store = createMemoryStore();
  for (const item of items) await store.put({ item });
  return store;
}

/** Hands what a table's stream tells to both of its consumers. */
export async function deliver(store: Store, images: readonly Item[]): Promise<void> {
  const records = images.map(toStreamRecord);
  const with_ = (attribute: string) => records.filter((_, index) => images[index]?.[attribute] !== undefined);
  const record = createRecord(erasingDeps(store));
  const dedup = createDedup(erasingDeps(store));
  const failed = [
    ...(await record({ Records: with_("events") })).batchItemFailures,
    ...(await dedup({ Records: with_("card") })).batchItemFailures,
  ];
  if (failed.length > 0) throw new Error(`${failed.length} records failed`);
}

/** A gate without HTTP, whose stream the test hands over, and everything that can be done to a person in it. */
export function erasureWorld() {
  const table = createMemoryStore();
  const { store, images } = streaming(table);
  const deps = erasingDeps(store);
  let delivered = 0;
  const change = (contactId: string, more: Partial<ContactChange>) =>
    changeContact(
      { deps, pepper: PEPPER },
      {
        ...{ contactId, identities: [], attributes: {}, onDuplicate: "allow", mayCreate: true },
        ...{ ifMatch: undefined, by: "crm", ...more },
      },
    );
  const listing = ({ type, value }: NormalisedIdentity, list: string, change: "added" | "removed") => {
    const identity = addressed({ type, value, regions: [], flags: [] }).address;
    const suppression = {
      identityKey: identity.key,
      list,
      // Callers' own words; those told while two were one stay on the other's timeline.
      reason: "asked by letter",
      expiresAt: undefined,
    };
    const changes = change === "added" ? [{ change, suppression }] : [{ change, list }];
    return changeSuppressions(deps, { identity, value, changes }, TOLD);
  };
  return {
    table,
    store,
    deps,
    /** Every write so far, as the stream tells it. */
    images: images as readonly Item[],
    put: (
      id: string,
      identities: readonly NormalisedIdentity[],
      attributes: ContactChange["attributes"] = {},
    ) => change(id, { identities, attributes }),
    remove: (id: string, identity: NormalisedIdentity) => change(id, { removeIdentities: [identity] }),
    merge: (survivor: string, loser: string) =>
      mergeContacts({ deps, survivor, loser, told: TOLD, because: BECAUSE }),
    unmerge: (contactId: string, mergedId: string) =>
      unmergeContacts({ deps, contactId, mergedId, told: TOLD }),
    suppress: (address: NormalisedIdentity, list: string) => listing(address, list, "added"),
    lift: (address: NormalisedIdentity, list: string) => listing(address, list, "removed"),
    wish: (contactId: string, topic: string) =>
      putPreferences(deps, {
        ...{ contactId, preferences: { topics: { [topic]: { optOut: true } } } },
        ...{ ifMatch: undefined, by: "crm" },
      }),
    consent: (contactId: string, evidence: string) => {
      const consent = { channel: "sms", purpose: "marketing", level: "express", evidence } as const;
      const at = epochMs(NOW - DAY_MS);
      const document = { consents: [{ ...consent, at, source: null, expiresAt: null }] };
      return putConsents(deps, { contactId, document, ifMatch: undefined, by: "crm" });
    },
    own: (contactId: string, agent: string) =>
      putOwner(deps, { contactId, said: { agent }, ifMatch: undefined, caller: CALLER }),
    lock: (contactId: string, reason: string) =>
      addLock(deps, {
        ...{ contactId, lock: { department: "legal", until: epochMs(NOW + DAY_MS), reason } },
        ...{ caller: CALLER, at: NOW },
      }),
    async touch(to: object, reference: string): Promise<void> {
      const item = { to, channel: "sms", department: "growth", purpose: "marketing", reference };
      await tellTouches({ deps, caller: CALLER, items: [item] });
    },
    /** They wrote something that a person should read. */
    hear: ({ value }: NormalisedIdentity, words: string) =>
      take(
        { deps, vendor: "standard", pepper: PEPPER },
        {
          ...{ kind: "optOut", id: "m-1", at: NOW, channel: "sms", scope: "channel", isSure: false },
          ...{ address: { type: "phone", value }, words },
        },
      ),
    find: (contactId: string) =>
      writeChunk(store, "2026-03-01T00:00:00.000Z", 0, [{ kind: "junk", contactId, evidence: {} }]),
    erase: (contactId: string) => eraseContact({ deps, contactId, ifMatch: undefined, told: TOLD }),
    /** Hands over what was not yet. */
    async drain(): Promise<void> {
      while (delivered < images.length) {
        const from = delivered;
        delivered = images.length;
        await deliver(store, images.slice(from));
      }
    },
  };
}
