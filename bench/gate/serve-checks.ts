import { createHandler } from "../../functions/check/handler.ts";
import { FALLBACK, ROUTES } from "../../functions/routes.ts";
import { createRouter } from "../../lib/local/router.ts";
import { startServer } from "../../lib/local/server.ts";
import { EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoStore } from "../../lib/store/dynamo-store.ts";
import { benchDeps, TABLE_NAME } from "../support/own-engine.ts";

/** Rates are compared, not deadlines: on a busy machine a slow call is no failed one. */
const DEADLINE_MS = 20_000;

// Serves checks over HTTP on the engine at the address given, says where, and ends with its standard input.
const [endpoint] = process.argv.slice(2);
if (endpoint === undefined) throw new Error("Give the engine's address.");
const store = createDynamoStore({ tableName: TABLE_NAME, endpoint, ...EMULATOR_ACCESS });
const { url, stop } = await startServer({
  host: "127.0.0.1",
  port: 0,
  route: createRouter(ROUTES, FALLBACK),
  handlers: new Map([["check", createHandler(benchDeps({ store, deadlineMs: DEADLINE_MS }))]]),
  onFault: (fault) => console.error(fault),
});
console.log(url);
process.stdin.resume().once("end", () => void stop().then(() => process.exit(0)));
