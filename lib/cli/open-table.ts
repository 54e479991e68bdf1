import { createDeps, type Deps } from "../../functions/shared/deps.ts";
import { startGate } from "../local/gate.ts";
import { findRunning } from "../local/running-gate.ts";
import { EMULATOR_ACCESS } from "../store/create-table.ts";
import { createDynamoScanner } from "../store/dynamo-scanner.ts";
import { createDynamoStore, type DynamoStoreOptions } from "../store/dynamo-store.ts";
import type { Scanner } from "../store/scanner.ts";

/** A table that a command works on itself, with the same commands as the functions. */
export interface OpenTable {
  readonly deps: Deps;
  readonly scanner: Scanner;
  /** Where it is, for a line on the screen: `table touchgate-prod`. */
  readonly name: string;
  /** Whether reading and writing it costs money. */
  readonly isDeployed: boolean;
  close(): Promise<void>;
}

export interface TableOptions {
  /** A deployed table, reached with the AWS credentials of the environment or at `DYNAMODB_ENDPOINT`. */
  readonly table?: string | undefined;
  /** Of the gate on this machine. */
  readonly data: string;
}

/** For people at a keyboard a slow answer is better than none. */
const DEADLINE_MS = 20_000;

/**
 * The table that was named; else that of the gate that runs here; else a gate of its own on the same data, so that
 * what is written is deduplicated and recorded as ever.
 * @throws CannotStart when the data is in use and nothing answers there.
 */
export async function openTable({ table, data }: TableOptions): Promise<OpenTable> {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  if (table !== undefined) {
    const access = { tableName: table, ...(endpoint !== undefined && { endpoint, ...EMULATOR_ACCESS }) };
    return { ...opened(access), name: `table ${table}`, isDeployed: endpoint === undefined };
  }
  const running = await findRunning(data);
  if (running !== undefined) {
    const access = { tableName: running.tableName, endpoint: running.endpoint, ...EMULATOR_ACCESS };
    return { ...opened(access), name: `the gate at ${running.url}`, isDeployed: false };
  }
  const gate = await startGate({ port: 0, dataDirectory: data, deadlineMs: DEADLINE_MS });
  const access = { tableName: "touchgate", endpoint: gate.emulator.endpoint, ...EMULATOR_ACCESS };
  return {
    ...opened(access),
    name: `the data in ${data}`,
    isDeployed: false,
    // What was written is recorded and looked through for duplicates before the gate goes.
    close: () => sayingSo(gate.drain()).then(() => gate.stop()),
  };
}

const SILENT_MS = 2_000;

/** Tells people who wait for long what for, and that nothing is lost when they do not. */
async function sayingSo(draining: Promise<unknown>): Promise<void> {
  const saying = setTimeout(
    () =>
      console.error(
        "What was written is put on timelines and looked through for duplicates. Stopped now, that goes on with " +
          "the next command, or with npm start.",
      ),
    SILENT_MS,
  );
  await draining.finally(() => clearTimeout(saying));
}

function opened(access: DynamoStoreOptions): Pick<OpenTable, "deps" | "scanner" | "close"> {
  const store = createDynamoStore(access);
  return {
    deps: createDeps({ store, log: () => {}, deadlineMs: DEADLINE_MS, batchDeadlineMs: DEADLINE_MS }),
    scanner: createDynamoScanner(access),
    close: async () => {},
  };
}
