import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { clientContract } from "../../../bench/generate-client-contract.ts";

it("the client's types are those of the schemas that validate", async () => {
  const file = readFileSync(new URL("../../../lib/client/contract.ts", import.meta.url), "utf8");
  expect(file, "stale: node bench/generate-client-contract.ts").toBe(await clientContract());
});
