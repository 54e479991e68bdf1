import { describe, it } from "vitest";
import { createTable, EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoScanner } from "../../lib/store/dynamo-scanner.ts";
import { createDynamoStore } from "../../lib/store/dynamo-store.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import { availableEngines, type EngineKind, startEngine } from "../support/engines.ts";
import { holdsToTheScannerContract, type OpenScanner } from "../support/scanner-contract.ts";

async function openOn(kind: EngineKind): Promise<OpenScanner> {
  const { endpoint, stop } = await startEngine(kind);
  const access = { tableName: "touchgate", endpoint, ...EMULATOR_ACCESS };
  await createTable(endpoint, access.tableName);
  return { store: createDynamoStore(access), scanner: createDynamoScanner(access), stop };
}

holdsToTheScannerContract("memory", async () => {
  const store = createMemoryStore();
  return { store, scanner: store, stop: async () => {} };
});

for (const found of await availableEngines()) {
  if ("missing" in found) describe.skip(`${found.kind}: ${found.missing}`, () => it("is not here", () => {}));
  else holdsToTheScannerContract(found.kind, () => openOn(found.kind));
}
