/** A message file of smsd: header lines, a blank one, and the text in whatever alphabet the headers name. */
export interface MessageFile {
  /** As they stand, in their order; a line without a colon has an empty value. */
  readonly headers: readonly Header[];
  /** All after the blank line, byte by byte. */
  readonly body: Uint8Array;
  /** What in the headers smsd and we could read differently. */
  readonly faults: readonly string[];
}

/** One line. smsd tells names apart by their case. */
export interface Header {
  readonly name: string;
  readonly value: string;
}

/** smsd cuts a longer line, and takes what is left for a header of its own. It has been seen to do so at 755. */
const MOST_LINE_BYTES = 700;
/** Of what we write, so that it stays one line. */
const MOST_VALUE_BYTES = 400;

interface Line {
  readonly start: number;
  /** After its line feed. */
  readonly end: number;
  readonly bytes: Uint8Array;
}

/** The lines above the blank one, and where the text begins. */
function linesOf(file: Uint8Array): {
  readonly lines: readonly Line[];
  readonly headEnd: number;
  readonly bodyStart: number;
} {
  const lines: Line[] = [];
  let start = 0;
  while (start < file.length) {
    const feed = file.indexOf(0x0a, start);
    const end = feed === -1 ? file.length : feed + 1;
    const bytes = file.subarray(start, end);
    // Spaces, tabs and carriage returns make no line.
    if (bytes.every((byte) => [0x20, 0x09, 0x0d, 0x0a].includes(byte))) {
      return { lines, headEnd: start, bodyStart: end };
    }
    lines.push({ start, end, bytes });
    start = end;
  }
  return { lines, headEnd: file.length, bodyStart: file.length };
}

/** Reads a file; faults are told, and nothing is thrown. */
export function readMessageFile(file: Uint8Array): MessageFile {
  const { lines, bodyStart } = linesOf(file);
  const faults = lines.flatMap(({ bytes }, index) => {
    if (bytes.length > MOST_LINE_BYTES) return [`line ${index + 1} is longer than ${MOST_LINE_BYTES} bytes`];
    const isOdd = bytes.some((byte) => byte < 0x20 && ![0x09, 0x0d, 0x0a].includes(byte));
    return isOdd ? [`line ${index + 1} has control characters`] : [];
  });
  return { headers: lines.map(({ bytes }) => headerIn(bytes)), body: file.subarray(bodyStart), faults };
}

function headerIn(bytes: Uint8Array): Header {
  const line = textOf(bytes);
  const colon = line.indexOf(":");
  return colon === -1
    ? { name: line.trimEnd(), value: "" }
    : { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
}

/** UTF-8 where it is that, else smsd's own ISO-8859-15. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder("iso-8859-15").decode(bytes);
  }
}

/** The value of a header that stands there once or more, the last; undefined for none. */
export const headerOf = ({ headers }: MessageFile, name: string): string | undefined =>
  headers.findLast((header) => header.name === name)?.value;

/**
 * The file with these headers in place of those it has under the same names; undefined takes one away. Everything else
 * stays as it is, byte by byte.
 */
export function withHeaders(
  file: Uint8Array,
  headers: Readonly<Record<string, string | undefined>>,
): Uint8Array<ArrayBuffer> {
  const { lines, headEnd } = linesOf(file);
  const kept = lines.filter(({ bytes }) => !Object.hasOwn(headers, headerIn(bytes).name));
  const added = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [Buffer.from(`${name}: ${oneLine(value)}\n`)],
  );
  const head = kept.map(({ bytes }) => bytes);
  const last = head.at(-1);
  const isOpen = added.length > 0 && last !== undefined && last.at(-1) !== 0x0a;
  return new Uint8Array(
    Buffer.concat([...head, ...(isOpen ? [Buffer.from("\n")] : []), ...added, file.subarray(headEnd)]),
  );
}

/** What fits into one header line. */
function oneLine(text: string): string {
  const letters = [...text.replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, " ").trim()];
  let bytes = 0;
  const fitting = letters.findIndex((letter) => {
    bytes += Buffer.byteLength(letter);
    return bytes > MOST_VALUE_BYTES;
  });
  return fitting === -1 ? letters.join("") : `${letters.slice(0, fitting - 3).join("")}...`;
}
