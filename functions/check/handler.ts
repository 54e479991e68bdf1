import { MAX_BATCH_BYTES } from "../shared/body.ts";
import type { Deps } from "../shared/deps.ts";
import { createHttpHandler } from "../shared/http.ts";

/** What reads and decides is loaded while the first request is authenticated: a cold start waits for both at once. */
const single = import("./single.ts");

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      check: {
        takes: "json",
        query: ["denyStatus"],
        servesOutage: true,
        run: async (call) => (await single).runCheck(call),
      },
      batch: {
        takes: "json",
        maxBodyBytes: MAX_BATCH_BYTES,
        servesOutage: true,
        run: async (call) => (await import("./batch.ts")).runBatch(call),
      },
    },
    deps,
  );
export const handler = createHandler();
