/**
 * Bodies that are nearly right: a valid one with some of its parts broken, JSON of any shape, JSON cut or
 * flipped, bytes. Everything comes from a seed, so that a failure can be had again.
 */

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <T>(random: Random, choices: readonly T[]): T =>
  choices[below(random, choices.length)] as T;

const below = (random: Random, limit: number): number => Math.floor(random() * limit);

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const LEAVES: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e21,
  -1e-9,
  Number.MAX_SAFE_INTEGER + 2,
  "",
  " ",
  "0",
  "null",
  "x".repeat(129),
  "x".repeat(5_000),
  "\u0000",
  "\n",
  "a,b;c@d",
  "\ud800",
  "\udc00x",
  "👩‍👩‍👧‍👦",
  "ﷺ",
  "é\u0301",
  "\u202e",
  "__proto__",
  "constructor",
  "c_AAAAAAAAAAAAAAAAAAAAAA",
  "2026-11-23T10:00:00.000Z",
  "2026-02-30T10:00:00Z",
  "+275760-09-13T00:00:00Z",
  "P1D",
  "P999999D",
  "PT0S",
  "24:00",
  "Asia/Shanghai",
  "hard",
  "unknown",
  [],
  {},
  [[]],
  [null],
];

const NAMES: readonly string[] = [
  "__proto__",
  "constructor",
  "toString",
  "",
  "0",
  "rules.0.kind",
  "to",
  "email",
  "phone",
  "region",
  "contactId",
  "mode",
  "at",
  "override",
  "identities",
  "attributes",
  "value",
  "type",
  "id",
  "max",
  "window",
  "when",
  "counts",
  "length",
  "\ud800",
];

/** JSON of any shape, at most `depth` levels of it. */
export function anyJson(random: Random, depth = 3): Json {
  const shape = depth === 0 ? 0 : random();
  if (shape < 0.5) return pick(random, LEAVES);
  const size = below(random, 4);
  if (shape < 0.7) return Array.from({ length: size }, () => anyJson(random, depth - 1));
  return objectOf(Array.from({ length: size }, () => [pick(random, NAMES), anyJson(random, depth - 1)]));
}

/** An object with these own entries, whatever their names. */
const objectOf = (entries: readonly (readonly [string, Json])[]): Json => {
  const made: Record<string, Json> = {};
  for (const [name, value] of entries) {
    Object.defineProperty(made, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return made;
};

/** `value` with one part of it changed. */
function mutated(random: Random, value: Json): Json {
  if (value === null || typeof value !== "object" || random() < 0.1) return replaced(random, value);
  if (Array.isArray(value)) return mutatedList(random, value as readonly Json[]);
  const entries = Object.entries(value as { readonly [name: string]: Json });
  const chosen = below(random, entries.length + 1);
  const entry = entries[chosen];
  if (entry === undefined) return objectOf([...entries, [pick(random, NAMES), anyJson(random, 2)]]);
  const fate = random();
  if (fate < 0.1) return objectOf(entries.filter((_, i) => i !== chosen));
  const renamed = fate < 0.2 ? pick(random, NAMES) : entry[0];
  return objectOf(entries.map((old, i) => (i === chosen ? [renamed, mutated(random, entry[1])] : old)));
}

function mutatedList(random: Random, list: readonly Json[]): Json {
  const chosen = below(random, list.length + 1);
  const entry = list[chosen];
  if (entry === undefined) return [...list, anyJson(random, 2)];
  const fate = random();
  if (fate < 0.1) return list.filter((_, i) => i !== chosen);
  if (fate < 0.2) return [...list, ...Array.from({ length: 1 + below(random, 60) }, () => entry)];
  return list.map((old, i) => (i === chosen ? mutated(random, entry) : old));
}

function replaced(random: Random, value: Json): Json {
  const fate = random();
  if (fate < 0.1) return [value];
  if (fate < 0.2) return objectOf([[pick(random, NAMES), value]]);
  if (typeof value === "string" && fate < 0.5) {
    const at = below(random, value.length + 1);
    const odd = pick(random, LEAVES);
    return value.slice(0, at) + (typeof odd === "string" ? odd : "") + value.slice(at + below(random, 3));
  }
  if (typeof value === "number" && fate < 0.5) return value * pick(random, [-1, 0, 0.5, 1_000, 1e12]);
  return anyJson(random, 2);
}

/** The bytes of a body that may be anything from valid to noise, mostly near to one of `valid`. */
export function fuzzedBody(random: Random, valid: readonly unknown[]): Buffer {
  const kind = random();
  if (kind < 0.03) return Buffer.from(Array.from({ length: below(random, 200) }, () => below(random, 256)));
  if (kind < 0.1) return Buffer.from(JSON.stringify(anyJson(random, 4)));
  let body = pick(random, valid) as Json;
  for (let times = below(random, 4); times > 0; times -= 1) body = mutated(random, body);
  const bytes = Buffer.from(JSON.stringify(body));
  if (kind < 0.13) return bytes.subarray(0, below(random, bytes.length + 1));
  if (kind < 0.16 && bytes.length > 0) bytes[below(random, bytes.length)] = below(random, 256);
  return bytes;
}
