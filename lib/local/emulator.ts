import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { holdDataDirectory } from "./data-directory.ts";
import { answers, type EngineProcess, startEngineProcess } from "./engine-process.ts";
import { CannotStart } from "./errors.ts";
import { type Engine, findEngine } from "./find-engine.ts";

/** A DynamoDB to develop against. */
export interface Emulator {
  readonly endpoint: string;
  /** What runs: `DYNAMODB_ENDPOINT`, `dynoxide` or `dynamodb-local`. */
  readonly kind: Engine["kind"];
  /** Where the data lies, and whether it is kept when the emulator stops; undefined when it is not ours. */
  readonly data: { readonly folder: string; readonly kept: boolean } | undefined;
  stop(): Promise<void>;
}

/**
 * Starts the DynamoDB that is at hand (see `findEngine`). Without a data directory the data lives in memory
 * and goes with the emulator.
 * @throws CannotStart when there is none, it does not start, or another gate holds the data directory.
 */
export async function startEmulator(options: {
  dataDirectory: string | undefined;
  engine?: Engine;
  onCrash?: ((lastWords: string) => void) | undefined;
}): Promise<Emulator> {
  const engine = options.engine ?? findEngine();
  if (engine.kind === "DYNAMODB_ENDPOINT") return useRunning(engine.endpoint);
  const directory = await holdDataDirectory(options.dataDirectory);
  const watch = { deleteWithUs: directory.temporary ? directory.path : undefined, onCrash: options.onCrash };
  try {
    const child =
      engine.kind === "dynoxide"
        ? await startDynoxide(engine.binary, directory.path, watch)
        : await startDynamoDbLocal(engine, directory.path, watch);
    return {
      endpoint: child.endpoint,
      kind: engine.kind,
      data: { folder: directory.path, kept: !directory.temporary },
      stop: async () => {
        await child.stop();
        await directory.release();
      },
    };
  } catch (fault) {
    await directory.release();
    throw fault;
  }
}

type Watch = { deleteWithUs: string | undefined; onCrash: ((lastWords: string) => void) | undefined };

/** Always on a file, in memory too: only a file can be given the index that its stream lacks. */
async function startDynoxide(binary: string, directory: string, watch: Watch): Promise<EngineProcess> {
  const file = join(directory, "touchgate.db");
  const program = {
    command: binary,
    args: (port: number) => ["serve", "--host", "127.0.0.1", "--port", `${port}`, "--db-path", file],
    ...watch,
  };
  if (indexStream(file) === "no stream yet") {
    await (await startEngineProcess(program)).stop(); // Makes its tables.
    indexStream(file);
  }
  return startEngineProcess(program);
}

/**
 * dynoxide looks for the highest sequence number of a table's stream on every write, without an index: its
 * writes slow down tenfold in 30 000. With this index they do not. Must run while dynoxide does not.
 */
function indexStream(file: string): "indexed" | "no stream yet" {
  // An engine that was killed a moment ago may hold the file a little longer.
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    const stream = database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_stream_records'").get();
    if (stream === undefined) return "no stream yet";
    database.exec(
      "CREATE INDEX IF NOT EXISTS touchgate_stream ON _stream_records(table_name, CAST(sequence_number AS INTEGER))",
    );
    return "indexed";
  } finally {
    database.close();
  }
}

function startDynamoDbLocal(
  engine: { java: string; folder: string },
  directory: string,
  watch: Watch,
): Promise<EngineProcess> {
  return startEngineProcess({
    command: engine.java,
    args: (port) => [
      `-Djava.library.path=${join(engine.folder, "DynamoDBLocal_lib")}`,
      "-jar",
      join(engine.folder, "DynamoDBLocal.jar"),
      ...["-sharedDb", "-disableTelemetry", "-port", `${port}`],
      ...(watch.deleteWithUs === undefined ? ["-dbPath", directory] : ["-inMemory"]),
    ],
    folder: directory,
    ...watch,
  });
}

async function useRunning(endpoint: string): Promise<Emulator> {
  if (!(await answers(endpoint))) {
    throw new CannotStart(`Nothing answers at ${endpoint}, which DYNAMODB_ENDPOINT names.`);
  }
  return { endpoint, kind: "DYNAMODB_ENDPOINT", data: undefined, stop: async () => {} };
}
