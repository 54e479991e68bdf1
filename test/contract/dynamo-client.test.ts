import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTable, EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoClient } from "../../lib/store/dynamo-client.ts";
import { createDynamoStore } from "../../lib/store/dynamo-store.ts";
import { StoreUnavailable } from "../../lib/store/errors.ts";
import type { CallOptions, Store } from "../../lib/store/store.ts";
import { type FaultyEngine, first, startFaultyEngine } from "../support/faulty-engine.ts";

const TABLE = "touchgate";
let engine: FaultyEngine;
let client: DynamoDBClient;
let store: Store;

beforeAll(async () => {
  engine = await startFaultyEngine();
  await createTable(engine.endpoint, TABLE);
});
afterAll(() => engine?.stop());
beforeEach(() => {
  engine.fails = () => undefined;
  client = createDynamoClient({ endpoint: engine.endpoint, ...EMULATOR_ACCESS });
  store = createDynamoStore({ tableName: TABLE }, client);
  return () => client.destroy();
});

let items = 0;
const freshItem = () => ({ pk: `client-${++items}`, sk: "#", version: 1 });

describe("a throttled call", () => {
  it("is tried again before a check's deadline has passed", async () => {
    const throttled = new Set<string>();
    engine.fails = ({ body }) => {
      if (throttled.has(body)) return undefined;
      throttled.add(body);
      return "throttled";
    };
    const tookMs = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const startedAtMs = performance.now();
        await store.get(freshItem());
        return performance.now() - startedAtMs;
      }),
    );
    expect(throttled.size).toBe(20);
    expect(Math.max(...tookMs)).toBeLessThan(400);
  });

  const writes: Readonly<Record<string, (options?: CallOptions) => Promise<unknown>>> = {
    PutItem: (options) => store.put({ item: freshItem(), expected: "absent" }, options),
    TransactWriteItems: (options) => store.transact([{ item: freshItem() }], options),
    DeleteItem: (options) => store.delete(freshItem(), options),
  };
  const cases = Object.entries(writes).map(([operation, write]) => ({ operation, write }));

  it.each(cases)(
    "$operation that was refused at every attempt wrote nothing",
    async ({ operation, write }) => {
      engine.fails = first(operation, "throttled", "throttled", "throttled", "throttled");
      const fault = await write().catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(StoreUnavailable);
      expect(fault).toMatchObject({ mayHaveWritten: false });
    },
  );

  it.each(cases)(
    "$operation wrote nothing when its deadline passes in the wait after",
    async ({ operation, write }) => {
      const deadline = new AbortController();
      client.middlewareStack.add(
        (next) => async (args) => {
          try {
            return await next(args);
          } finally {
            deadline.abort();
          }
        },
        { step: "deserialize", priority: "high", name: "deadline" },
      );
      engine.fails = first(operation, "throttled");
      const fault = await write({ signal: deadline.signal }).catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(StoreUnavailable);
      expect(fault).toMatchObject({ mayHaveWritten: false });
    },
  );

  it.each(cases)(
    "$operation may stand when an attempt before was not answered",
    async ({ operation, write }) => {
      engine.fails = first(operation, "answer lost", "throttled", "throttled", "throttled");
      const fault = await write().catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(StoreUnavailable);
      expect(fault).toMatchObject({ mayHaveWritten: true });
    },
  );
});

describe("an answer that stalls after its first byte", () => {
  it("ends, and a read is tried again", async () => {
    const item = freshItem();
    await store.put({ item });
    engine.fails = first("GetItem", "answer stalls");
    expect(await store.get(item)).toEqual(item);
  });

  it("ends, and a write meets what it wrote", async () => {
    const item = freshItem();
    engine.fails = first("PutItem", "answer stalls");
    expect(await store.put({ item, expected: "absent" })).toEqual({ written: false, current: item });
  });
});
