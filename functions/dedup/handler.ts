import { alertingDeps } from "../shared/alert-bus.ts";
import type { Deps } from "../shared/deps.ts";
import { createStreamHandler } from "../shared/stream-handler.ts";
import { deduplicator } from "./command.ts";

/** Finds the duplicates of each contact whose card was written, one contact after the other. */
export const createHandler = (deps?: Deps) =>
  createStreamHandler(
    { function: "dedup", begin: deduplicator, inParallel: false },
    deps ? () => deps : alertingDeps,
  );

export const handler = createHandler();
