/**
 * MurmurHash3, 32 bits, seed 0, over the UTF-8 bytes of a text: spreads evenly and is found in every language, so
 * that analysts can tell who is in a control group. No protection against anybody who means harm.
 *
 * Source: Austin Appleby, MurmurHash3_x86_32 (public domain).
 */
export function murmurHash(text: string): number {
  const bytes = UTF_8.encode(text);
  const whole = bytes.length - (bytes.length % 4);
  let hash = 0;
  for (let i = 0; i < whole; i += 4) {
    const block =
      byte(bytes, i) | (byte(bytes, i + 1) << 8) | (byte(bytes, i + 2) << 16) | (byte(bytes, i + 3) << 24);
    hash = Math.imul(rotate(hash ^ scramble(block), 13), 5) + 0xe6546b64;
  }
  let rest = 0;
  for (let i = bytes.length - 1; i >= whole; i--) rest = (rest << 8) | byte(bytes, i);
  return finish(hash ^ scramble(rest) ^ bytes.length);
}

const UTF_8 = new TextEncoder();

const byte = (bytes: Uint8Array, index: number): number => bytes[index] as number;

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

const scramble = (block: number): number => Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);

function finish(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
