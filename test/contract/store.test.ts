import { describe, it } from "vitest";
import { createTable, EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoStore } from "../../lib/store/dynamo-store.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import { availableEngines, type EngineKind, startEngine } from "../support/engines.ts";
import { holdsToTheStoreContract, type OpenStore } from "../support/store-contract.ts";

const TABLE = "touchgate";

async function openOn(kind: EngineKind): Promise<OpenStore> {
  const { endpoint, stop } = await startEngine(kind);
  await createTable(endpoint, TABLE);
  const store = createDynamoStore({ tableName: TABLE, endpoint, ...EMULATOR_ACCESS });
  // DynamoDB Local lets only 50 connections at a time queue to be accepted; the races need 200.
  for (const atOnce of [50, 100, 150, 200]) {
    await Promise.all(Array.from({ length: atOnce }, () => store.get({ pk: "nothing", sk: "#" })));
  }
  return { store, stop };
}

holdsToTheStoreContract("memory", async () => ({ store: createMemoryStore(), stop: async () => {} }));

for (const found of await availableEngines()) {
  if ("missing" in found) describe.skip(`${found.kind}: ${found.missing}`, () => it("is not here", () => {}));
  else holdsToTheStoreContract(found.kind, () => openOn(found.kind));
}
