import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Sha256 } from "../../../lib/store/sha256.ts";

const exact = ({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer =>
  buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;

/** The same secret or text in each form that the SDK may hand over. */
const formsOf = (text: string) => {
  const bytes = new TextEncoder().encode(text);
  const inside = new Uint8Array([7, ...bytes, 7]).subarray(1, -1);
  return [text, bytes, inside, exact(bytes)];
};

describe("the hash that requests are signed with", () => {
  it("is SHA-256, of text and of bytes in any form", () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        const expected = createHash("sha256").update(text).digest("hex");
        for (const data of formsOf(text)) {
          const hash = new Sha256();
          hash.update(data);
          expect(Buffer.from(await hash.digest()).toString("hex")).toBe(expected);
        }
      }),
    ));

  it("with a secret is the HMAC, also with the same secret again", () =>
    fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), fc.string(), async (secret, text) => {
        const expected = createHmac("sha256", secret).update(text).digest("hex");
        for (const key of [...formsOf(secret), ...formsOf(secret)]) {
          const hash = new Sha256(key);
          hash.update(text);
          expect(Buffer.from(await hash.digest()).toString("hex")).toBe(expected);
        }
      }),
    ));

  it("begins anew when reset", async () => {
    const hash = new Sha256("secret");
    hash.update("thrown away");
    hash.reset();
    hash.update("kept");
    const expected = createHmac("sha256", "secret").update("kept").digest("hex");
    expect(Buffer.from(await hash.digest()).toString("hex")).toBe(expected);
  });
});
