import { describe, expect, it } from "vitest";
import { murmurHash } from "../../../lib/core/murmur-hash.ts";

describe("MurmurHash3 of 32 bits with seed 0", () => {
  // Vectors that libraries in many languages publish for MurmurHash3_x86_32: of every length modulo 4.
  it.each([
    ["", 0x00000000],
    ["!", 0x72661cf4],
    ["!C", 0xa0f7b07a],
    ["!Ce", 0x7e4a8634],
    ["\0", 0x514e28b7],
    ["\0\0", 0x30f4c306],
    ["\0\0\0", 0x85f0b427],
    ["\0\0\0\0", 0x2362f9de],
    ["test", 0xba6bd213],
    ["hello", 0x248bfa47],
    ["testy1", 0x8a1a243a],
    ["testy12", 0x845461b9],
    ["hello, world", 0x149bbb7f],
    ["Hello, world!", 0xc0363e43],
    ["19 Jan 2038 at 3:14:07 AM", 0xe31e8a70],
    ["The quick brown fox jumps over the lazy dog", 0x2e4ff723],
  ])("of %j is the published one", (text, hash) => {
    expect(murmurHash(text)).toBe(hash);
  });

  it("is taken of the bytes of UTF-8", () => {
    expect(murmurHash("special characters açb↓c")).toBe(0xbe83b140);
  });

  it("is never negative", () => {
    for (let i = 0; i < 1_000; i++) expect(murmurHash(`k${i}`)).toBeGreaterThanOrEqual(0);
  });

  it.each(["2026", "2027", "盐"])("spreads keys evenly over a hundred parts, with the salt %s", (salt) => {
    const parts = new Array<number>(100).fill(0);
    const keys = 20_000;
    for (let i = 0; i < keys; i++) {
      const part = Math.floor((murmurHash(`${salt}:c_${i}`) % 10_000) / 100);
      parts[part] = (parts[part] ?? 0) + 1;
    }
    const share = parts.slice(0, 5).reduce((sum, count) => sum + count) / keys;
    expect(share).toBeGreaterThan(0.045);
    expect(share).toBeLessThan(0.055);
    // 200 keys a part, and a standard deviation of 14: five of them to either side.
    for (const count of parts) expect(Math.abs(count - 200)).toBeLessThan(70);
  });
});
