import type { Deps } from "../shared/deps.ts";
import { createHttpHandler } from "../shared/http.ts";
import { adapterOf } from "./adapters.ts";
import { MOST_BYTES, receiveFrom } from "./receive.ts";

export const createHandler = (deps?: Deps, findAdapter = adapterOf) =>
  createHttpHandler(
    { receive: { takes: "bytes", maxBodyBytes: MOST_BYTES, run: receiveFrom(findAdapter) } },
    deps,
  );
export const handler = createHandler();
