import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { HookRequest } from "../../lib/adapters/hook.ts";
import { epochMs } from "../../lib/core/time.ts";
import { type HookGate, startHookGate } from "../support/hook-gate.ts";
import { NOW, SAMPLES } from "../support/hook-samples.ts";

let hooks: HookGate;
beforeAll(async () => {
  hooks = await startHookGate();
});
afterAll(() => hooks.stop());
beforeEach(() => hooks.setClock());

const flipped = (body: Uint8Array): Uint8Array => {
  const bytes = Uint8Array.from(body);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  return bytes;
};
/** Vendors that sign nothing: what they know is in a header or in the address. */
const UNSIGNED = ["postmark", "aliyun"];

describe.each(SAMPLES)("a request of $name", ({ adapter: { vendor }, request, proofs, oldest }) => {
  it("is taken, and again without any more effect", async () => {
    expect((await hooks.send(request(NOW))).status).toBeLessThan(203);
    const before = await hooks.stored();
    expect((await hooks.send(request(NOW))).status).toBeLessThan(203);
    expect(await hooks.changedSince(before)).toEqual([]);
  });

  const good = request(NOW);
  const faults: Readonly<Record<string, HookRequest | undefined>> = {
    "a byte flipped":
      UNSIGNED.includes(vendor) || vendor === "mailgun" ? undefined : { ...good, body: flipped(good.body) },
    "another body to what Mailgun signed":
      vendor === "mailgun"
        ? { ...good, body: Buffer.from(Buffer.from(good.body).toString().replace("jane@", "joan@")) }
        : undefined,
    "another address": ["twilio", "hubspot"].includes(vendor)
      ? { ...good, url: `${good.url}${good.url.includes("?") ? "&" : "?"}a=b` }
      : undefined,
    "another key in the address":
      vendor === "aliyun" ? { ...good, url: good.url.replace("k_0", "k_1") } : undefined,
    "another content type": { ...good, headers: { ...good.headers, "content-type": "application/xml" } },
    "a proof left out":
      proofs[0] === undefined
        ? undefined
        : {
            ...good,
            headers: Object.fromEntries(Object.entries(good.headers).filter(([name]) => name !== proofs[0])),
          },
    "a time too old": oldest === undefined ? undefined : request(epochMs(NOW - oldest - 2_000)),
    "a time to come": oldest === undefined ? undefined : request(epochMs(NOW + 10 * 60_000)),
  };
  it.each(Object.entries(faults).filter(([, fault]) => fault !== undefined))(
    "is refused with 401 and without effect for %s",
    async (_, fault) => {
      await hooks.send(good);
      const before = await hooks.stored();
      const { status, text } = await hooks.send(fault as HookRequest);
      expect([status, JSON.parse(text).code]).toEqual([401, "hook_unverified"]);
      expect(await hooks.changedSince(before)).toEqual([]);
    },
  );
});
