import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import { fieldOf, segmentsOf } from "../core/hints/path-segments.ts";
import type { Fault, ParsedFile, Place, PlacedIssue } from "./parsed-file.ts";
import { readJson } from "./read-json.ts";
import { TOO_DEEP, yamlMessage } from "./yaml-fault.ts";

/** No policy says the same so often; a few lines of YAML can stand for gigabytes. */
const MOST_ALIASES = 100;

/** Reads a text as JSON, which is strict, or as YAML 1.2. Never throws for what the text holds. */
export function parseText(text: string, format: "json" | "yaml"): ParsedFile {
  return format === "json" ? parseJson(text) : parseYaml(text);
}

/** Where things stand is looked up only when there is something to say. */
function parseJson(text: string): ParsedFile {
  const read = readJson(text);
  const { document, placeAt } = laidOut(text);
  if ("fault" in read) return unread([read.fault], placeAt);
  if (read.hasRepeatedNames) {
    const composed = document();
    return unread(composed === undefined ? [DEEP] : repeatedNames(composed, text), placeAt);
  }
  const { value } = read;
  return { value, issues: [], placeOf: (path) => placeAt(offsetOf(document(), segmentsOf(value, path))) };
}

function parseYaml(text: string): ParsedFile {
  const { document, placeAt } = laidOut(text);
  const composed = document();
  if (composed === undefined) return unread([DEEP], placeAt);
  const faults = yamlFaults(composed, text);
  if (faults.length > 0) return unread(faults, placeAt);
  const value = documentValue(composed);
  if (value instanceof ReferenceError) return unread([{ offset: 0, message: TOO_MUCH }], placeAt);
  return { value, issues: [], placeOf: (path) => placeAt(offsetOf(composed, segmentsOf(value, path))) };
}

/** The nodes of a text with their places, made when they are asked for. */
function laidOut(text: string) {
  const lines = new LineCounter();
  let made: { readonly document: Document | undefined } | undefined;
  const document = (): Document | undefined => {
    made ??= { document: compose(text, lines) };
    return made.document;
  };
  const placeAt = (offset: number): Place => {
    document();
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  return { document, placeAt };
}

const DEEP: Fault = { offset: 0, message: TOO_DEEP };
const TOO_MUCH = "aliases stand for too much here, or for themselves: write them out";

const unread = (faults: readonly Fault[], placeAt: (offset: number) => Place): ParsedFile => ({
  value: undefined,
  issues: faults.map(({ offset, message }): PlacedIssue => ({ path: "", message, ...placeAt(offset) })),
  placeOf: () => placeAt(0),
});

/** Undefined when the text is nested so deeply that nothing could be made of it. */
function compose(text: string, lineCounter: LineCounter): Document | undefined {
  try {
    const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true });
    // The parser tells of its own exhaustion as of a fault of the text.
    return document.errors.some(({ message }) => message.includes("call stack")) ? undefined : document;
  } catch (fault) {
    if (fault instanceof RangeError) return undefined;
    throw fault;
  }
}

const repeatedNames = ({ errors }: Document, text: string): Fault[] =>
  errors.filter(({ code }) => code === "DUPLICATE_KEY").map((error) => faultOf(error, text));

/** Names that are written twice, each; of other faults the first alone, for it brings others after it. */
function yamlFaults(document: Document, text: string): Fault[] {
  const others = [...document.errors, ...document.warnings].filter(({ code }) => code !== "DUPLICATE_KEY");
  const first = others.sort((a, b) => a.pos[0] - b.pos[0]).slice(0, 1);
  return [
    ...oldVersion(document),
    ...repeatedNames(document, text),
    ...first.map((error) => faultOf(error, text)),
    ...unknownAliases(document),
  ];
}

const faultOf = ({ code, message, pos: [offset] }: YAMLError, text: string): Fault => ({
  offset,
  message: yamlMessage(code, message, text.slice(offset, offset + 100)),
});

/** Under YAML 1.1 a country NO is false, and 09:00 is 540. */
function oldVersion({ directives }: Document): Fault[] {
  if (directives?.yaml.explicit !== true || directives.yaml.version === "1.2") return [];
  return [
    {
      offset: 0,
      message: "this asks for YAML 1.1, in which NO is false and 09:00 is 540: take the %YAML line out",
    },
  ];
}

function unknownAliases(document: Document): Fault[] {
  const found: Fault[] = [];
  const anchors = new Set<string>();
  visit(document, {
    Value(_key, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_key, { source, range }) {
      if (anchors.has(source)) return;
      const message = `*${source} names no anchor: define &${source} before it, or quote a text that begins with *`;
      found.push({ offset: range?.[0] ?? 0, message });
    },
  });
  return found;
}

function documentValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown;
  } catch (fault) {
    if (fault instanceof ReferenceError) return fault;
    throw fault;
  }
}

/** Where the key of the last name stands, the entry of a list, or the nearest of what holds it. */
function offsetOf(document: Document | undefined, segments: readonly string[]): number {
  let node: unknown = document?.contents;
  let offset = rangeOf(node) ?? 0;
  for (const name of segments) {
    if (isAlias(node) && document !== undefined) node = node.resolve(document);
    if (!isCollection(node)) return offset;
    const pair = isMap(node)
      ? node.items.find(({ key }) => String(isScalar(key) ? key.value : key) === name)
      : undefined;
    const inner: unknown = isMap(node) ? pair?.value : fieldOf(node.items, name);
    offset = rangeOf(isPair(pair) ? pair.key : inner) ?? offset;
    node = inner;
  }
  return offset;
}

const rangeOf = (node: unknown): number | undefined =>
  (node as { readonly range?: readonly number[] } | null | undefined)?.range?.[0];
