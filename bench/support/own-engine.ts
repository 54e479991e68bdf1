import { readFileSync } from "node:fs";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { bootstrap } from "../../functions/shared/bootstrap.ts";
import { createDeps, type Deps } from "../../functions/shared/deps.ts";
import { DEVELOPMENT_KEYS, putDevelopmentKeys } from "../../lib/local/development-keys.ts";
import { startEmulator } from "../../lib/local/emulator.ts";
import { createTable, EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoClient } from "../../lib/store/dynamo-client.ts";
import { createDynamoStore } from "../../lib/store/dynamo-store.ts";
import type { Store } from "../../lib/store/store.ts";

export const TABLE_NAME = "touchgate";
/** May do everything, for any department. */
export const KEY = DEVELOPMENT_KEYS[0].secret;

/** The shipped default policy, as a document. */
export const defaultPolicy = (): unknown =>
  JSON.parse(readFileSync(new URL("../../policies/default.json", import.meta.url), "utf8"));

/** An engine of our own with an empty table in memory, the default policy and the development keys. */
export interface OwnEngine {
  readonly kind: string;
  /** Where it is and how it is spoken to, for a client of another kind. */
  readonly access: { readonly endpoint: string } & typeof EMULATOR_ACCESS;
  /** As the functions make theirs. */
  readonly client: DynamoDBClient;
  readonly store: Store;
  /** Another client and its store, which has sent nothing yet: what is added to its middleware takes effect. */
  another(): { readonly client: DynamoDBClient; readonly store: Store };
  stop(): Promise<void>;
}

/** @throws CannotStart when there is no engine. */
export async function startOwnEngine(): Promise<OwnEngine> {
  const emulator = await startEmulator({ dataDirectory: undefined });
  const access = { endpoint: emulator.endpoint, ...EMULATOR_ACCESS };
  const clients: DynamoDBClient[] = [];
  const another = () => {
    const client = createDynamoClient(access);
    clients.push(client);
    return { client, store: createDynamoStore({ tableName: TABLE_NAME, ...access }, client) };
  };
  const { client, store } = another();
  const stop = async () => {
    for (const made of clients) made.destroy();
    await emulator.stop();
  };
  try {
    await createTable(emulator.endpoint, TABLE_NAME);
    await bootstrap(store, { policy: defaultPolicy() });
    await putDevelopmentKeys(store);
    return { kind: emulator.kind, access, client, store, another, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/**
 * What the functions run with. Log lines are made as when deployed and then dropped: what a terminal or a pipe
 * takes to write them is no cost of the gate.
 */
export function benchDeps(options: Omit<Parameters<typeof createDeps>[0], "log">): Deps {
  return createDeps({ ...options, log: (line) => void `${JSON.stringify(line)}\n` });
}
