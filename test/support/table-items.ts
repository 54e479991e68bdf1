import { EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoScanner } from "../../lib/store/dynamo-scanner.ts";
import { itemsOf } from "../../lib/store/scanner.ts";
import type { Item } from "../../lib/store/store.ts";
import type { TestGate } from "./gate.ts";

/** Every item of a gate's table, as it stands, once its streams have told what was written. */
export async function tableItems({ emulator, drain }: TestGate): Promise<readonly Item[]> {
  await drain();
  const scanner = createDynamoScanner({
    ...{ tableName: "touchgate", endpoint: emulator.endpoint, ...EMULATOR_ACCESS },
  });
  const items: Item[] = [];
  for await (const item of itemsOf(scanner, { segment: 0, segments: 1 })) items.push(item);
  return items;
}
