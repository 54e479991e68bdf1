import { describe, expect, it } from "vitest";
import { listKeys } from "../../../functions/keys/command.ts";
import {
  isLoopback,
  putDevelopmentKeys,
  removeDevelopmentKeys,
} from "../../../lib/local/development-keys.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";

describe("the development keys", () => {
  it("are one for everything and one for each of two departments, however often they are put", async () => {
    const store = createMemoryStore();
    await putDevelopmentKeys(store);
    await putDevelopmentKeys(store);
    const keys = (await listKeys(store)).map(({ id, department }) => [id, department]);
    expect(keys).toEqual([
      ["dev_admin", null],
      ["dev_marketing", "marketing"],
      ["dev_sales", "sales"],
    ]);
  });

  it("leave the data when a gate starts on a host that others can reach", async () => {
    const store = createMemoryStore();
    await putDevelopmentKeys(store);
    await removeDevelopmentKeys(store);
    await removeDevelopmentKeys(store);
    expect(await listKeys(store)).toEqual([]);
  });

  it("are for hosts that only this machine reaches", () => {
    expect(["127.0.0.1", "127.8.8.8", "localhost", "::1"].filter(isLoopback)).toHaveLength(4);
    expect(
      ["0.0.0.0", "::", "10.0.0.7", "127.example.com", "localhost.example.com", ""].filter(isLoopback),
    ).toEqual([]);
  });
});
