import type { Deps } from "../shared/deps.ts";
import { createHttpHandler } from "../shared/http.ts";
import { MOST_BYTES, receive } from "./receive.ts";

export const createHandler = (deps?: Deps) =>
  createHttpHandler({ receive: { takes: "bytes", maxBodyBytes: MOST_BYTES, run: receive } }, deps);
export const handler = createHandler();
