/**
 * MurmurHash3, 32 bits, seed 0, of a text in UTF-8, written from its description in whole numbers of any size: the
 * oracle's own, sharing no code with lib/core.
 */
export function bruteMurmur(text: string): number {
  const bytes = [...Buffer.from(text, "utf8")].map(BigInt);
  const cut = (n: bigint) => n % 2n ** 32n;
  const left = (n: bigint, bits: bigint) => cut(n * 2n ** bits) + n / 2n ** (32n - bits);
  const mixed = (block: bigint) => cut(left(cut(block * 0xcc9e2d51n), 15n) * 0x1b873593n);
  let hash = 0n;
  let rest = bytes;
  while (rest.length >= 4) {
    hash = cut(left(hash ^ mixed(littleEndian(rest.slice(0, 4))), 13n) * 5n + 0xe6546b64n);
    rest = rest.slice(4);
  }
  hash ^= mixed(littleEndian(rest));
  hash ^= BigInt(bytes.length);
  hash = cut((hash ^ (hash / 2n ** 16n)) * 0x85ebca6bn);
  hash = cut((hash ^ (hash / 2n ** 13n)) * 0xc2b2ae35n);
  return Number(hash ^ (hash / 2n ** 16n));
}

const littleEndian = (bytes: readonly bigint[]): bigint =>
  bytes.reduce((sum, byte, index) => sum + byte * 256n ** BigInt(index), 0n);
