import type { DynamoDBRecord } from "aws-lambda";
import { type ContactChange, changeContact } from "../../functions/contacts/command.ts";
import { createHandler } from "../../functions/dedup/handler.ts";
import type { ActivePolicy } from "../../functions/shared/active-policy.ts";
import type { Alert } from "../../functions/shared/alerts.ts";
import { createDeps, type Deps } from "../../functions/shared/deps.ts";
import type { Refreshing } from "../../functions/shared/refreshing.ts";
import { unmergeContacts } from "../../functions/shared/unmerge-contacts.ts";
import type { Contact } from "../../lib/core/contact.ts";
import { normaliseIdentity } from "../../lib/core/identity/normalise.ts";
import { DAY_MS, type EpochMs, epochMs } from "../../lib/core/time.ts";
import { findContact } from "../../lib/store/contacts.ts";
import {
  type DuplicatePair,
  type PairState,
  pairIdOf,
  readPair,
  readQueue,
} from "../../lib/store/duplicates.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import type { Item, Store } from "../../lib/store/store.ts";
import { NOW, policyWithCap } from "./checking.ts";
import { streaming, toStreamRecord } from "./stream-records.ts";

const POLICY = await policyWithCap(2);

/** What a caller puts: addresses as `email:…`, `phone:…` or `zoho:…`, and attributes. */
export interface Put {
  readonly id: string;
  readonly addresses: readonly string[];
  readonly attributes?: ContactChange["attributes"];
}

/** A gate without HTTP whose stream is handed over by the test. */
export interface DedupWorld {
  readonly deps: Deps;
  readonly store: Store;
  /** What was told on the bus. */
  readonly alerts: Alert[];
  put(one: Put): Promise<void>;
  patch(id: string, removed: readonly string[]): Promise<void>;
  unmerge(contactId: string, mergedId: string): Promise<void>;
  /** Card writes that were not handed over yet; taken with the call. */
  take(): DynamoDBRecord[];
  /** Hands records over, as one batch. @throws Error when one of them failed. */
  deliver(records: readonly DynamoDBRecord[]): Promise<void>;
  /** Hands everything over until nothing is left. */
  drain(): Promise<void>;
  contact(id: string): Promise<Contact>;
  pair(a: string, b: string): Promise<DuplicatePair | undefined>;
  queue(state: PairState): Promise<readonly DuplicatePair[]>;
  /** Lets days pass. */
  wait(days: number): void;
}

/** `duplicates` in place of the shipped duplicate policy. */
export function dedupWorld({ duplicates }: { readonly duplicates?: object } = {}): DedupWorld {
  const { store, images } = streaming(createMemoryStore());
  const alerts: Alert[] = [];
  let now: EpochMs = NOW;
  const document = { ...(POLICY.document as object), ...(duplicates !== undefined && { duplicates }) };
  const active: ActivePolicy = { ...POLICY, document };
  const deps: Deps = {
    ...createDeps({ store, now: () => now, log: () => {}, pause: async () => {} }),
    alert: async (alert) => void alerts.push(alert),
    policy: { get: async () => active } as Refreshing<ActivePolicy>,
  };
  const handler = createHandler(deps);
  let delivered = 0;
  const read = (address: string) => {
    const [type = "", value = ""] = address.split(/:(.*)/);
    return normaliseIdentity({ type, value });
  };
  const change = async (change: Partial<ContactChange> & { contactId: string }) => {
    const common = { identities: [], attributes: {}, onDuplicate: "allow", mayCreate: true } as const;
    const done = await changeContact(
      { deps, pepper: active.pepper },
      { ...common, ifMatch: undefined, by: "crm", ...change },
    );
    if ("refused" in done) throw new Error(done.detail);
  };
  const normalised = async (addresses: readonly string[]) => {
    const results = await Promise.all(addresses.map(read));
    return results.map((result) => {
      if (!result.ok) throw new Error(result.fault);
      return result.identity;
    });
  };
  const world: DedupWorld = {
    deps,
    store,
    alerts,
    put: async ({ id, addresses, attributes = {} }) =>
      change({ contactId: id, identities: await normalised(addresses), attributes }),
    patch: async (id, removed) => change({ contactId: id, removeIdentities: await normalised(removed) }),
    async unmerge(contactId, mergedId) {
      const done = await unmergeContacts({ deps, contactId, mergedId, told: { at: now, by: "steward" } });
      if ("refused" in done) throw new Error(done.detail);
    },
    take() {
      const from = delivered;
      delivered = images.length;
      return images
        .slice(from)
        .map((item: Item, index) => ({ item, number: from + index }))
        .filter(({ item }) => item.card !== undefined)
        .map(({ item, number }) => toStreamRecord(item, number));
    },
    async deliver(records) {
      const { batchItemFailures } = await handler({ Records: [...records] });
      if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records failed`);
    },
    async drain() {
      for (let batch = world.take(); batch.length > 0; batch = world.take()) await world.deliver(batch);
    },
    async contact(id) {
      const found = await findContact({ store }, id);
      if (found === undefined) throw new Error(`${id} is nobody`);
      return found;
    },
    pair: async (a, b) => (await readPair(store, pairIdOf([a, b])))?.pair,
    queue: async (state) => (await readQueue(store, { state, cursor: undefined, limit: 1_000 })).pairs,
    wait(days) {
      now = epochMs(now + days * DAY_MS);
    },
  };
  return world;
}
