import { isAscii } from "node:buffer";
import { BadFile } from "./bad-file.ts";
import { LONGEST_RECORD_CHARS } from "./record-limit.ts";

/** The first bytes of a file, and its bytes from the first one that is not ASCII. */
export interface ByteSample {
  readonly head: Uint8Array;
  readonly foreign: Uint8Array;
}

export const HEAD_BYTES = 256 * 1024;
const FOREIGN_BYTES = 64 * 1024;
/** So far a file is searched for its first byte that is not ASCII. */
const SEARCHED_BYTES = 64 * 1024 * 1024;

/** Takes a sample from the beginning of a file. */
export async function takeSample(chunks: AsyncIterable<Uint8Array>): Promise<ByteSample> {
  const head: Uint8Array[] = [];
  const foreign: Uint8Array[] = [];
  let [headBytes, foreignBytes, searched] = [0, 0, 0];
  for await (const chunk of chunks) {
    if (headBytes < HEAD_BYTES) head.push(chunk);
    headBytes += chunk.length;
    const first = foreignBytes > 0 ? 0 : isAscii(chunk) ? -1 : chunk.findIndex((byte) => byte >= 0x80);
    if (first >= 0) {
      foreign.push(chunk.subarray(first));
      foreignBytes += chunk.length - first;
    }
    searched += chunk.length;
    if (headBytes >= HEAD_BYTES && (foreignBytes >= FOREIGN_BYTES || searched >= SEARCHED_BYTES)) break;
  }
  return {
    head: Buffer.concat(head).subarray(0, HEAD_BYTES),
    foreign: Buffer.concat(foreign).subarray(0, FOREIGN_BYTES),
  };
}

/**
 * Tells a text's encoding: by its byte order mark; else UTF-8 when every byte of the sample fits; else GB18030 or
 * windows-1252 (Latin-1), whichever the runs of bytes above ASCII look like. ASCII alone counts as UTF-8.
 * @throws BadFile for what is no text.
 */
export function detectEncoding({ head, foreign }: ByteSample): string {
  const marked = MARKS.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
  if (marked !== undefined) return marked.encoding;
  refuseBinary(head);
  if (isUtf8(foreign)) return "utf-8";
  return looksChinese(foreign) ? "gb18030" : "windows-1252";
}

const MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
  { bytes: [0x84, 0x31, 0x95, 0x33], encoding: "gb18030" },
];

/** How files that people take for tables begin. */
const SIGNATURES = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    is: "an Excel workbook or a zip archive",
    so: "save the sheet as CSV UTF-8",
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], is: "an old Excel workbook", so: "save the sheet as CSV UTF-8" },
  { bytes: [0x25, 0x50, 0x44, 0x46], is: "a PDF", so: "export the table as CSV" },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], is: "compressed by zstd", so: "unpack it, or compress it by gzip" },
  { bytes: [0x42, 0x5a, 0x68], is: "compressed by bzip2", so: "unpack it, or compress it by gzip" },
  { bytes: [0xfd, 0x37, 0x7a, 0x58], is: "compressed by xz", so: "unpack it, or compress it by gzip" },
  { bytes: [0x1f, 0x8b], is: "compressed by gzip twice", so: "unpack it once" },
];

/** So many control characters in a thousand are no text's. */
const MOST_CONTROLS = 20;

function refuseBinary(head: Uint8Array): void {
  const known = SIGNATURES.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
  if (known !== undefined) throw new BadFile(`The file is ${known.is}, not text: ${known.so}.`);
  const zeros = [0, 0];
  let controls = 0;
  for (let at = 0; at < head.length; at++) {
    const byte = head[at] as number;
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] as number) + 1;
    if (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1a) controls += 1;
  }
  const [even = 0, odd = 0] = zeros;
  // A text of Western letters in UTF-16 has a zero in every second byte.
  const halfZeros = head.length / 4;
  if (odd > halfZeros && even === 0) throw unmarked("utf-16le");
  if (even > halfZeros && odd === 0) throw unmarked("utf-16be");
  if (even + odd > 0 || controls * 1_000 > head.length * MOST_CONTROLS) {
    throw new BadFile("The file is binary, not text: give a CSV or JSON Lines file, or one of them as gzip.");
  }
}

const unmarked = (encoding: string): BadFile =>
  new BadFile(`The file looks like UTF-16 without a byte order mark: add --encoding ${encoding}.`);

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // As a stream, so that a character cut at the sample's end is no fault.
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * Chinese in GB18030 comes in pairs of bytes, nearly all in the area of GB 2312 (leads A1–F7, trails A1–FE), in runs of
 * even length. Accented Western letters stand alone between ASCII ones; where two meet, a letter is beside them. Of
 * long Chinese texts a good part of the bytes lies below C0, where Western and Cyrillic letters do not.
 */
function looksChinese(bytes: Uint8Array): boolean {
  let [chinese, western, low] = [0, 0, 0];
  let at = 0;
  while (at < bytes.length) {
    if ((bytes[at] as number) < 0x80) {
      at += 1;
      continue;
    }
    let end = at;
    while (end < bytes.length && (bytes[end] as number) >= 0x80) end += 1;
    const run = bytes.subarray(at, end);
    // Cut at the sample's end, a run tells nothing by its length.
    const isWhole = end < bytes.length || run.length % 2 === 0;
    const besideLetter = isLetter(bytes[at - 1]) || isLetter(bytes[end]);
    if (isWhole && isPairs(run) && !(run.length === 2 && besideLetter)) chinese += run.length;
    else if (isWhole) western += run.length;
    for (const byte of run) if (byte < 0xc0) low += 1;
    at = end;
  }
  const isLong = chinese >= LONG_ENOUGH_BYTES;
  return chinese > western && !(isLong && low * LOW_SHARE < chinese);
}

/** From so many bytes on a share says something, and so many bytes hold at least one below C0. */
const LONG_ENOUGH_BYTES = 60;
const LOW_SHARE = 10;

const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));

function isPairs(run: Uint8Array): boolean {
  if (run.length % 2 !== 0) return false;
  for (let at = 0; at < run.length; at += 2) {
    const [lead = 0, trail = 0] = [run[at], run[at + 1]];
    if (lead < 0xa1 || lead > 0xf7 || trail < 0xa1 || trail > 0xfe) return false;
  }
  return true;
}

/** The proper name of an encoding, by any name that the web knows it by. @throws BadFile for one that is not known. */
export function knownEncoding(name: string): string {
  try {
    return new TextDecoder(name).encoding;
  } catch (fault) {
    const names = "utf-8, utf-16le, gb18030, windows-1252";
    throw new BadFile(`There is no encoding called ${JSON.stringify(name)}: use one like ${names}.`, fault);
  }
}

/** The texts of chunks of bytes; what does not fit the encoding becomes U+FFFD. A byte order mark is left out. */
export async function* decoded(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  const isSplit = decoder.encoding === "gb18030" || decoder.encoding === "gbk";
  for await (const chunk of isSplit ? betweenCharacters(chunks) : chunks) {
    const text = decoder.decode(chunk, { stream: !isSplit });
    if (text !== "") yield text;
  }
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}

/** No character of GB18030 has such a byte but as a whole. */
const isAlone = (byte: number): boolean => byte < 0x30;

/** What is longer without such a byte has no line break either, and is passed over as too long a record. */
const MOST_HELD_BYTES = 4 * LONGEST_RECORD_CHARS;

/** Cuts GB18030 between characters: of malformed ones that pieces share, Node's decoder fails. */
async function* betweenCharacters(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const last = bytes.findLastIndex(isAlone);
    const end = last < 0 && bytes.length > MOST_HELD_BYTES ? bytes.length : last + 1;
    if (end > 0) yield bytes.subarray(0, end);
    held = bytes.subarray(end);
  }
  if (held.length > 0) yield held;
}
