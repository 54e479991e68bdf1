import type { Deps } from "../shared/deps.ts";
import { createStreamHandler } from "../shared/stream-handler.ts";
import { recorder } from "./command.ts";

/** Tells the timeline and the counts what each write of the batch did. */
export const createHandler = (deps?: Deps) =>
  createStreamHandler(
    { function: "record", begin: async (given) => recorder(given), inParallel: true },
    deps && (() => deps),
  );

export const handler = createHandler();
