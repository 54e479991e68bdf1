import { type Deps, deployedDeps } from "../shared/deps.ts";
import { createStreamHandler } from "../shared/stream-handler.ts";
import { alertsToBus } from "./alert-bus.ts";
import { deduplicator } from "./command.ts";

let deployed: Deps | undefined;

/** As every function's, with the bus that TOUCHGATE_ALERT_BUS names; without it alerts are told in the log. */
function alertingDeps(): Deps {
  const bus = process.env.TOUCHGATE_ALERT_BUS;
  deployed ??= bus === undefined ? deployedDeps() : { ...deployedDeps(), alert: alertsToBus(bus) };
  return deployed;
}

/** Finds the duplicates of each contact whose card was written, one contact after the other. */
export const createHandler = (deps?: Deps) =>
  createStreamHandler(
    { function: "dedup", begin: deduplicator, inParallel: false },
    deps ? () => deps : alertingDeps,
  );

export const handler = createHandler();
