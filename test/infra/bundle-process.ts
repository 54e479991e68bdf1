/**
 * A process that stands in for Lambda: loads the bundle in the folder named by its argument and answers each event
 * that its parent sends, as the deployed function would. Started by loaded-bundle.ts.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ENTRY_FILE } from "../../lib/infra/bundle.ts";

const [folder = ""] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(join(folder, ENTRY_FILE)).href);
const context = {
  functionName: "under-test",
  awsRequestId: "request-1",
  getRemainingTimeInMillis: () => 30_000,
};

process.on("message", async (event) => {
  const outcome = await handler(event, context).then(
    (answer: unknown) => ({ answer }),
    (fault: unknown) => ({ fault: String(fault) }),
  );
  process.send?.(outcome);
});
process.send?.("loaded");
