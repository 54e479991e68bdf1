import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { TransactionCanceledException, TransactionConflictException } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newContact } from "../../lib/core/contact.ts";
import { epochMs } from "../../lib/core/time.ts";
import type { Emulator } from "../../lib/local/emulator.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { createTable, EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoClient } from "../../lib/store/dynamo-client.ts";
import { createDynamoStore } from "../../lib/store/dynamo-store.ts";
import { StoreUnavailable } from "../../lib/store/errors.ts";
import { sizeOf, toStateItem } from "../../lib/store/items.ts";
import { stateKey } from "../../lib/store/keys.ts";
import { eventsOf } from "../../lib/store/packed-events.ts";
import type { CallOptions, Item, Store } from "../../lib/store/store.ts";
import { addressed, ask, depsOver, EMAIL, NOW, PHONE, policyWithCap } from "../support/checking.ts";
import { availableEngines, startEngine } from "../support/engines.ts";
import { TWELVE_TOUCHES } from "../support/twelve-touches.ts";

const TABLE = "touchgate";
const CAP_1 = await policyWithCap(1);

let items = 0;
const freshKey = () => ({ pk: `dynamo-${++items}`, sk: "#" });

type Calls = Readonly<Record<string, (options?: CallOptions) => Promise<unknown>>>;
const readsOf = (store: Store): Calls => ({
  get: (options) => store.get(freshKey(), options),
  query: (options) => store.query({ pk: "any" }, options),
});
const writesOf = (store: Store): Calls => ({
  put: (options) => store.put({ item: freshKey(), expected: "absent" }, options),
  transact: (options) => store.transact([{ item: freshKey() }, { item: freshKey() }], options),
  delete: (options) => store.delete(freshKey(), options),
});

async function expectUnavailable(calls: Calls, mayHaveWritten: boolean, options?: CallOptions) {
  for (const [name, call] of Object.entries(calls)) {
    const fault = await call(options).catch((error: unknown) => error);
    expect(fault, name).toBeInstanceOf(StoreUnavailable);
    expect(fault, name).toMatchObject({ mayHaveWritten, retryable: true, code: "store_unavailable" });
  }
}

/** What happens to the next call between the SDK's retries and the wire, once. */
type Mishap = (send: () => Promise<unknown>) => Promise<unknown>;

/** A real client whose next calls can be made to go wrong, and that notes what it sends. */
function fragileClient(endpoint: string) {
  const client = createDynamoClient({ endpoint, ...EMULATOR_ACCESS });
  const mishaps: Mishap[] = [];
  const sent: { readonly name: string; readonly input: object; readonly body: string }[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const body = String((args.request as { body?: unknown }).body);
      sent.push({ name: String(context.commandName), input: args.input, body });
      const mishap = mishaps.shift();
      const send = () => next(args);
      return (mishap === undefined ? send() : mishap(send)) as ReturnType<typeof next>;
    },
    { step: "deserialize", priority: "high", name: "mishap" },
  );
  return { client, mishaps, sent };
}

const instead =
  (error: Error): Mishap =>
  async () => {
    throw error;
  };
const losingTheAnswer: Mishap = async (send) => {
  await send();
  throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
};
const $metadata = { attempts: 1 };
const conflict = () => new TransactionConflictException({ $metadata, message: "in conflict" });
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    $metadata,
    message: "cancelled",
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

describe("where nothing listens", () => {
  const store = createDynamoStore({
    tableName: TABLE,
    endpoint: "http://127.0.0.1:9",
    ...EMULATOR_ACCESS,
  });

  it("every call ends with StoreUnavailable; a write that was sent may stand, for all that is known", async () => {
    await expectUnavailable(readsOf(store), false);
    await expectUnavailable(writesOf(store), true);
  });
});

for (const found of await availableEngines()) {
  const title = "missing" in found ? `${found.kind}: ${found.missing}` : `on ${found.kind}`;
  describe.skipIf("missing" in found)(title, () => {
    let engine: Emulator;
    let client: DynamoDBClient;
    let mishaps: Mishap[];
    let sent: ReturnType<typeof fragileClient>["sent"];
    let store: Store;

    beforeAll(async () => {
      engine = await startEngine(found.kind);
      await createTable(engine.endpoint, TABLE);
    });
    afterAll(() => engine?.stop());
    beforeEach(() => {
      ({ client, mishaps, sent } = fragileClient(engine.endpoint));
      store = createDynamoStore({ tableName: TABLE }, client);
      return () => client.destroy();
    });

    it("asks for consistent reads, and for the item that refuses a put", async () => {
      const key = freshKey();
      await store.get(key);
      await store.query({ pk: key.pk });
      await store.put({ item: key, expected: "absent" });
      expect(sent).toMatchObject([
        { name: "GetItemCommand", input: { ConsistentRead: true } },
        { name: "QueryCommand", input: { ConsistentRead: true } },
        { name: "PutItemCommand", input: { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } },
      ]);
    });

    it("names itself, and keeps nothing of one call for the next", async () => {
      const agents: unknown[] = [];
      const ids = new Set<unknown>();
      client.middlewareStack.add(
        (next) => async (args) => {
          const { headers } = args.request as { headers: Record<string, string> };
          const answer = await next(args);
          agents.push(headers["user-agent"]);
          ids.add(headers["amz-sdk-invocation-id"]);
          return answer;
        },
        { step: "deserialize", priority: "high", name: "headers" },
      );
      await Promise.all([store.get(freshKey()), store.get(freshKey())]);
      expect(agents).toEqual(["touchgate", "touchgate"]);
      expect(ids.size).toBe(2);
    });

    it("a signal ends its own call and no other", async () => {
      const ended = new AbortController();
      const [first, second] = [freshKey(), freshKey()];
      mishaps.push(
        async (send) => {
          ended.abort();
          return send();
        },
        (send) => send(),
      );
      const [dropped, written] = await Promise.allSettled([
        store.put({ item: { ...first, n: 1 } }, { signal: ended.signal }),
        store.put({ item: { ...second, n: 2 } }, { signal: new AbortController().signal }),
      ]);
      expect(dropped).toMatchObject({ status: "rejected", reason: { mayHaveWritten: true } });
      expect(written).toMatchObject({ status: "fulfilled" });
      expect(await store.get(second)).toEqual({ ...second, n: 2 });
    });

    it("a signal aborted before the call ends it: reads wrote nothing, writes may have", async () => {
      const aborted = { signal: AbortSignal.abort() };
      await expectUnavailable(readsOf(store), false, aborted);
      await expectUnavailable(writesOf(store), true, aborted);
    });

    it("a signal aborted after the write was carried out says that it may stand, and it does", async () => {
      const item = { ...freshKey(), text: "stands" };
      const deadline = new AbortController();
      mishaps.push(async (send) => {
        await send();
        deadline.abort();
        throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
      });
      await expectUnavailable({ put: (options) => store.put({ item, expected: "absent" }, options) }, true, {
        signal: deadline.signal,
      });
      expect(await store.get(item)).toEqual(item);
    });

    it("a missing table makes every call end with StoreUnavailable", async () => {
      const nowhere = createDynamoStore({ tableName: "no-such-table" }, client);
      for (const call of Object.values({ ...readsOf(nowhere), ...writesOf(nowhere) })) {
        await expect(call()).rejects.toBeInstanceOf(StoreUnavailable);
      }
    });

    it("a deadline that passes while the SDK waits to try again ends the call without another try", async () => {
      const deadline = new AbortController();
      mishaps.push(async () => {
        deadline.abort();
        throw Object.assign(new Error("slow down"), { name: "ThrottlingException", $metadata });
      });
      const item = freshKey();
      await expectUnavailable({ put: (options) => store.put({ item }, options) }, true, {
        signal: deadline.signal,
      });
      expect(sent).toHaveLength(1);
    });

    describe("lost to a transaction in flight, which no engine shows but AWS does", () => {
      it("a put is refused with the item as it stands", async () => {
        const item = { ...freshKey(), version: 1, by: "a transaction" };
        await store.put({ item });
        mishaps.push(instead(conflict()));
        const refused = await store.put({ item: { ...item, by: "late" }, expected: 1 });
        expect(refused).toEqual({ written: false, current: item });
      });

      it("a put of a key never seen is refused with nothing while nothing stands", async () => {
        const item = { ...freshKey(), version: 1 };
        mishaps.push(instead(conflict()));
        expect(await store.put({ item, expected: "absent" })).toEqual({ written: false, current: undefined });
      });

      it("a transaction is lost", async () => {
        const writes = [{ item: freshKey() }, { item: freshKey() }];
        mishaps.push(instead(cancelled("None", "TransactionConflict")));
        expect(await store.transact(writes)).toBe("lost");
        expect(await store.get(writes[0]?.item as Item)).toBeUndefined();
      });

      it("a transaction cancelled because the table is overloaded is no lost race", async () => {
        mishaps.push(instead(cancelled("None", "ThrottlingError")));
        const fault = await store.transact([{ item: freshKey() }]).catch((error: unknown) => error);
        expect(fault).toBeInstanceOf(StoreUnavailable);
      });

      it("a check decides anew and is admitted", async () => {
        mishaps.push((send) => send(), instead(conflict()));
        const checked = await ask(depsOver(store), { to: freshStranger(), policy: CAP_1 });
        expect(checked).toMatchObject({ verdict: { decision: "allow" }, recorded: true });
        expect(sent.map(({ name }) => name)).toEqual([
          "GetItemCommand",
          "PutItemCommand",
          "GetItemCommand",
          "GetItemCommand",
          "PutItemCommand",
        ]);
      });
    });

    let strangers = 0;
    const freshStranger = () => addressed({ ...EMAIL, value: `stranger-${++strangers}@example.com` });

    describe("a write that stands and whose answer is lost, sent again by the SDK", () => {
      it("is refused by its own first attempt, which a put shows", async () => {
        const item = { ...freshKey(), version: 1, by: "us" };
        mishaps.push(losingTheAnswer);
        expect(await store.put({ item, expected: "absent" })).toEqual({ written: false, current: item });
        expect(sent.map(({ name }) => name)).toEqual(["PutItemCommand", "PutItemCommand"]);
      });

      it("is known by its token when it is a transaction", async () => {
        const writes = [freshKey(), freshKey()].map((item) => ({ item, expected: "absent" as const }));
        mishaps.push(losingTheAnswer);
        const result = await store.transact(writes);
        const tokens = sent.map(({ body }) => (JSON.parse(body) as Item).ClientRequestToken);
        expect(tokens).toEqual([expect.any(String), tokens[0]]);
        expect(result).toBe("written");
      });

      it.each(["marketing", "notice"] as const)(
        "is recognised by a check: one %s touch, allowed",
        async (purpose) => {
          const to = freshStranger();
          mishaps.push((send) => send(), losingTheAnswer);
          const checked = await ask(depsOver(store), { to, policy: CAP_1, purpose });
          expect(checked).toMatchObject({ verdict: { decision: "allow" }, recorded: true });

          const puts = sent.filter(({ name }) => name === "PutItemCommand");
          expect(puts).toHaveLength(2);
          const item = (await store.get(stateKey(to.address.key))) as Item;
          expect(item.version).toBe(1);
          const told = eventsOf(item).map((event) =>
            event.type === "touched" ? event.touch.id : event.type,
          );
          expect("touchId" in checked && checked.touchId).toBe(`t_${told[0]}.${to.address.key}`);
          expect(told).toHaveLength(1);
          const contact = await findContact({ store }, to.address.key);
          expect(contact?.touches.map(({ id }) => id)).toEqual(purpose === "marketing" ? told : []);
        },
      );
    });

    describe("sizes", () => {
      let metered: DynamoDBClient;
      let units: number | undefined;

      beforeAll(() => {
        metered = createDynamoClient({ endpoint: engine.endpoint, ...EMULATOR_ACCESS });
        metered.middlewareStack.add(
          (next) => async (args) => {
            const input = { ...args.input, ReturnConsumedCapacity: "TOTAL" } as typeof args.input;
            const result = await next({ ...args, input });
            const { ConsumedCapacity } = result.output as { ConsumedCapacity?: { CapacityUnits?: number } };
            units = ConsumedCapacity?.CapacityUnits;
            return result;
          },
          { step: "initialize", name: "meter" },
        );
      });
      afterAll(() => metered?.destroy());

      /** What a put of the item costs by the engine's own account, in write units of 1 KB. */
      async function unitsOf(item: Item): Promise<number | undefined> {
        await createDynamoStore({ tableName: TABLE }, metered).put({ item });
        return units;
      }

      it("of texts are what the engine counts, to the byte", async () => {
        for (const bytes of [1023, 1024, 1025, 2048, 2049, 32_768, 32_769]) {
          const bare = { ...freshKey(), text: "" };
          const item = { ...bare, text: "ü".repeat(100).padEnd(bytes - sizeOf(bare) - 100, "x") };
          expect(sizeOf(item)).toBe(bytes);
          expect(await unitsOf(item), `${bytes} bytes`).toBe(Math.ceil(bytes / 1024));
        }
      });

      it("of any item are what the engine counts", async () => {
        const value = fc.oneof(
          fc.string({ unit: "binary", maxLength: 400 }),
          fc.integer(),
          fc.constantFrom(0, 1_000_000, 1_773_144_000_000),
        );
        await fc.assert(
          fc.asyncProperty(fc.dictionary(fc.stringMatching(/^[a-z]{3,12}$/), value), async (attributes) => {
            const item = { ...attributes, ...freshKey() };
            const bytes = sizeOf(item);
            // Next to a boundary the rounding of numbers decides; sizeOf may be some bytes above the engine's.
            fc.pre(bytes % 1024 > 40);
            expect(await unitsOf(item)).toBe(Math.ceil(bytes / 1024));
          }),
          { numRuns: 40 },
        );
      });

      it("of a state with 12 touches and plain preferences cost one write unit", async () => {
        const item = toStateItem(TWELVE_TOUCHES.contact, TWELVE_TOUCHES.events);
        expect(sizeOf(item)).toBeLessThanOrEqual(1024);
        expect(await unitsOf(item)).toBe(1);
      });
    });

    it("a whole contact comes back from the engine as it was", async () => {
      const to = addressed(PHONE).address;
      const contact = { ...newContact(to.key, [to]), version: 3, preferences: { pausedUntil: epochMs(NOW) } };
      await store.put({
        item: toStateItem(contact, [{ type: "preference", at: NOW, by: null, changes: [] }]),
      });
      expect(await findContact({ store }, to.key)).toEqual(contact);
    });
  });
}
