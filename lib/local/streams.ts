import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deps } from "../../functions/shared/deps.ts";
import { EMULATOR_ACCESS } from "../store/create-table.ts";
import { openStream } from "../store/stream-reader.ts";
import type { Emulator } from "./emulator.ts";
import { loadConsumers } from "./handlers.ts";
import { failureFolder, fileCheckpoints, memoryCheckpoints } from "./stream-files.ts";
import { type StreamPump, startStreamPump } from "./stream-pump.ts";

/**
 * Starts the stream functions on an emulator's stream. Where they are in it, and what they could not take, is kept
 * beside the data. On an engine that is not ours (`DYNAMODB_ENDPOINT`) each start reads the stream from its beginning,
 * which changes nothing and takes its time.
 */
export async function startStreams(options: {
  readonly deps: Deps;
  readonly emulator: Emulator;
  readonly tableName: string;
  readonly onFault: (message: string) => void;
}): Promise<StreamPump> {
  const { deps, emulator, tableName, onFault } = options;
  const folder = emulator.data?.folder;
  return startStreamPump({
    reader: await openStream({ endpoint: emulator.endpoint, tableName, ...EMULATOR_ACCESS }),
    consumers: await loadConsumers(deps),
    checkpoints: folder === undefined ? memoryCheckpoints() : fileCheckpoints(folder),
    onFailure: failureFolder(folder ?? join(tmpdir(), "touchgate"), onFault),
    onFault,
  });
}
