import type { Fault } from "./parsed-file.ts";

/** What a text holds as JSON, or the first fault of it. */
export type ReadJson =
  | { readonly value: unknown; readonly hasRepeatedNames: boolean }
  | { readonly fault: Fault };

/** Reads a text as JSON. Never throws for what it holds. */
export function readJson(text: string): ReadJson {
  try {
    const value = JSON.parse(text) as unknown;
    return { value, hasRepeatedNames: namesWritten(text) > namesIn(value) };
  } catch (fault) {
    const offset = offsetOf(text, (fault as Error).message);
    return { fault: { offset, message: sentence(text, offset) } };
  }
}

/** In sound JSON, a text with a colon after it is a name. */
const namesWritten = (text: string): number =>
  [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:)?/g)].filter(([, colon]) => colon !== undefined).length;

function namesIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, inner: unknown) => sum + namesIn(inner), own);
}

function faultOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (fault) {
    return (fault as Error).message;
  }
}

/** Where the engine says so; else the least beginning of the text that it stumbles over; else the end. */
function offsetOf(text: string, message: string): number {
  const said = /at position (\d+)/.exec(message)?.[1];
  if (said !== undefined) return Number(said);
  const isFaulty = (length: number) => faultOf(text.slice(0, length))?.startsWith(UNEXPECTED) === true;
  if (!message.startsWith(UNEXPECTED)) return text.length;
  let sound = 0;
  let faulty = text.length;
  while (faulty - sound > 1) {
    const middle = Math.floor((sound + faulty) / 2);
    if (isFaulty(middle)) faulty = middle;
    else sound = middle;
  }
  return sound;
}

const UNEXPECTED = "Unexpected token";

/** What to do about it, by what stands there. */
function sentence(text: string, offset: number): string {
  const here = text[offset];
  const before = text.slice(0, offset).trimEnd().at(-1);
  if (here === undefined)
    return "the file ends too early: close what was opened, a bracket, a brace or a quote";
  if (here === "/" || here === "#") return "JSON has no comments: take it out, or name the file .yaml";
  if (before === "," && (here === "}" || here === "]"))
    return "JSON has no comma before a closing bracket: take it out";
  if (here === "'") return 'JSON quotes with ", not with \': write "';
  if (here < " ") return "a line ends within a text: close its quote, or write \\n";
  return `this is not JSON: ${JSON.stringify(here)} is not expected here; write what is missing before it, a comma or a quote`;
}
