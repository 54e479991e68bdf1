import { MAX_BATCH_BYTES } from "../shared/body.ts";
import type { Deps } from "../shared/deps.ts";
import { createHttpHandler } from "../shared/http.ts";
import { CHECK_PARAMETERS } from "./query.ts";

/** Parameters that say how a decision is to be answered. */
const ANSWERED_BY = ["denyStatus", "shape"];

/** What reads and decides is loaded while the first request is authenticated: a cold start waits for both at once. */
const single = import("./single.ts");

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      check: {
        takes: "json",
        query: ANSWERED_BY,
        servesOutage: true,
        run: async (call) => (await single).runCheck(call),
      },
      get: {
        takes: "nothing",
        query: [...CHECK_PARAMETERS, ...ANSWERED_BY],
        records: true,
        servesOutage: true,
        run: async (call) => (await single).runGetCheck(call),
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
