import { DeleteTableCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Emulator } from "../../lib/local/emulator.ts";
import { createTable, EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoClient } from "../../lib/store/dynamo-client.ts";
import { createDynamoStore } from "../../lib/store/dynamo-store.ts";
import {
  openStream,
  PAGE_SIZE,
  type StreamReader,
  type StreamRecord,
} from "../../lib/store/stream-reader.ts";
import { availableEngines, startEngine } from "../support/engines.ts";
import { startFaultyEngine } from "../support/faulty-engine.ts";

for (const found of await availableEngines()) {
  const title = "missing" in found ? `${found.kind}: ${found.missing}` : `a table's stream on ${found.kind}`;
  describe.skipIf("missing" in found)(title, () => {
    let engine: Emulator;
    beforeAll(async () => {
      engine = await startEngine(found.kind);
    });
    afterAll(() => engine?.stop());

    const open = async (tableName: string) => {
      await createTable(engine.endpoint, tableName);
      const access = { tableName, endpoint: engine.endpoint, ...EMULATOR_ACCESS };
      return { store: createDynamoStore(access), reader: await openStream(access) };
    };
    const numberOf = ({ dynamodb }: StreamRecord) => Number(dynamodb?.NewImage?.n?.N);
    /** Everything after a place, page by page. */
    async function readAll(reader: StreamReader, shard: string, from?: string): Promise<StreamRecord[]> {
      const records: StreamRecord[] = [];
      for (;;) {
        const page = await reader.read(shard, records.at(-1)?.sequenceNumber ?? from);
        records.push(...page);
        if (page.length < PAGE_SIZE) return records;
      }
    }

    it("holds a write from the moment that it is acknowledged", async () => {
      const { store, reader } = await open("at-once");
      const [shard = ""] = await reader.shards();
      let after: string | undefined;
      for (let n = 0; n < 100; n++) {
        await store.put({ item: { pk: "at-once", sk: "#", n } });
        const records = await reader.read(shard, after);
        expect(records.map(numberOf)).toEqual([n]);
        after = records[0]?.sequenceNumber;
      }
    });

    it("is read in order and without gaps over its pages, from any place", async () => {
      const { store, reader } = await open("in-order");
      const [shard = ""] = await reader.shards();
      const writers = 8;
      const each = 130;
      await Promise.all(
        Array.from({ length: writers }, async (_, writer) => {
          for (let n = 0; n < each; n++) await store.put({ item: { pk: `${writer}`, sk: "#", n } });
        }),
      );
      const records = await readAll(reader, shard);
      expect(records).toHaveLength(writers * each);
      const byWriter = Map.groupBy(records, ({ dynamodb }) => dynamodb?.Keys?.pk?.S);
      for (const [, written] of byWriter) {
        expect(written.map(numberOf)).toEqual(Array.from({ length: each }, (_, n) => n));
      }
      for (const place of [0, 1, 91, 991, 1_039]) {
        const from = records[place]?.sequenceNumber as string;
        expect(await readAll(reader, shard, from)).toEqual(records.slice(place + 1));
      }
    });

    it("tells all items of a transaction", async () => {
      const { store, reader } = await open("transaction");
      const [shard = ""] = await reader.shards();
      await store.transact([1, 2, 3].map((n) => ({ item: { pk: `${n}`, sk: "#", n } })));
      expect((await readAll(reader, shard)).map(numberOf).sort()).toEqual([1, 2, 3]);
    });

    it("has another name when the table is made anew", async () => {
      const { store, reader } = await open("anew");
      await store.put({ item: { pk: "old", sk: "#", n: 1 } });
      const client = createDynamoClient({ endpoint: engine.endpoint, ...EMULATOR_ACCESS });
      await client.send(new DeleteTableCommand({ TableName: "anew" }));
      client.destroy();
      const anew = await open("anew");
      await anew.store.put({ item: { pk: "new", sk: "#", n: 2 } });
      expect(anew.reader.streamArn).not.toBe(reader.streamArn);
      const [shard = ""] = await anew.reader.shards();
      expect((await readAll(anew.reader, shard)).map(numberOf)).toContain(2);
    });
  });
}

it("the shards are asked for once, as long as they are open: the engine goes through the whole stream for it", async () => {
  const engine = await startFaultyEngine();
  const access = { tableName: "asked", endpoint: engine.endpoint, ...EMULATOR_ACCESS };
  await createTable(engine.endpoint, "asked");
  let described = 0;
  engine.fails = ({ operation }) => void (operation === "DescribeStream" && described++);
  const store = createDynamoStore(access);
  const reader = await openStream(access);
  for (let n = 0; n < 3; n++) {
    await store.put({ item: { pk: `${n}`, sk: "#", n } });
    for (const shard of await reader.shards())
      expect(await reader.read(shard, undefined)).toHaveLength(n + 1);
  }
  await engine.stop();
  expect(described).toBe(1);
});
