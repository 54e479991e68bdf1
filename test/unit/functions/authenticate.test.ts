import { describe, expect, it } from "vitest";
import { callerOf } from "../../../functions/shared/authenticate.ts";
import { putApiKey } from "../../../lib/store/api-keys.ts";
import { apiKeyKey, hashOf } from "../../../lib/store/keys.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";
import { depsOver } from "../../support/checking.ts";

const TEXT = "tg_k1.secret";
const store = createMemoryStore();
await putApiKey(store, {
  id: "k1",
  text: TEXT,
  department: "sales",
  scopes: ["check", "contacts:read"],
  note: null,
  createdAt: "2026-03-10T12:00:00.000Z",
});
const deps = depsOver(store);

const asking = (authorization: string | undefined, scope: "check" | "admin" | "public" = "check") =>
  callerOf({ authorization, scope, deps, deadlineAtMs: performance.now() + 10_000 });
const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString("base64")}`;

describe("a caller", () => {
  it("is known by a key, sent as a bearer token or as the password of Basic", async () => {
    const caller = { keyId: "k1", department: "sales", scopes: ["check", "contacts:read"] };
    for (const authorization of [
      `Bearer ${TEXT}`,
      `bearer  ${TEXT}`,
      `  BEARER ${TEXT} `,
      basic(`anyone:${TEXT}`),
      basic(`:${TEXT}`),
    ]) {
      expect(await asking(authorization), authorization).toEqual(caller);
    }
  });

  it.each([
    undefined,
    "",
    "Bearer",
    "Bearer ",
    TEXT,
    `Token ${TEXT}`,
    `Bearer ${TEXT}x`,
    `Bearer ${TEXT.slice(0, -1)}`,
    "Bearer tg_k1",
    "Bearer tg_k1.",
    "Bearer tg_k2.secret",
    "Bearer k1.secret",
    `Bearer ${hashOf(TEXT)}`,
    `Bearer tg_${"x".repeat(65)}.secret`,
    `Bearer ${TEXT} ${TEXT}`,
    basic(TEXT),
    basic(`${TEXT}:`),
    "Basic ///",
    "Bearer tg_../ACTIVE",
  ])("without a good key is turned away: %s", async (authorization) => {
    expect(await asking(authorization)).toMatchObject({ refused: "unauthenticated" });
  });

  it("whose key lacks the scope is turned away, and told what the key has", async () => {
    expect(await asking(`Bearer ${TEXT}`, "admin")).toMatchObject({
      refused: "missing_scope",
      detail: "This needs the scope admin; the key has check, contacts:read.",
    });
  });

  it("of a public route is nobody in particular, whatever they send", async () => {
    const nobody = { keyId: null, department: null, scopes: [] };
    expect(await asking(undefined, "public")).toEqual(nobody);
    expect(await asking(`Bearer ${TEXT}`, "public")).toEqual(nobody);
  });

  it("is never known by the text of the key: only its hash is kept", async () => {
    const item = await store.get(apiKeyKey("k1"));
    expect(JSON.stringify(item)).not.toContain("secret");
    expect(item?.hash).toBe(hashOf(TEXT));
  });
});
