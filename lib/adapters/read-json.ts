import type * as z from "zod/mini";
import type { Issue } from "../core/errors.ts";
import { type Parsed, parse } from "../core/issues.ts";
import { Text } from "../core/request.ts";
import type { HookMessage, HookReading } from "./hook.ts";

/** What an adapter makes of bodies, without ever throwing. */

/** The value that a body holds as JSON; undefined when it is none. */
export function jsonIn(body: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(Buffer.from(body).toString("utf8")) as unknown };
  } catch {
    return undefined;
  }
}

export const NO_JSON: HookReading = { messages: [], issues: [{ path: "", message: "must be JSON" }] };

export const told = (...messages: readonly HookMessage[]): HookReading => ({ messages, issues: [] });

export const ignored = (because: string): HookReading => told({ kind: "ignored", because });

/** Reads one event by its schema; an event that does not fit it is told with its faults. */
export function readAs<S extends z.core.$ZodType>(
  schema: S,
  value: unknown,
  read: (event: z.output<S>) => HookReading,
): HookReading {
  const parsed: Parsed<z.output<S>> = parse(schema, value, "the event");
  return "issues" in parsed ? { messages: [], issues: parsed.issues } : read(parsed.value);
}

/** Reads each event of a list; faults carry the place of theirs. */
export function readEach(
  events: readonly unknown[],
  prefix: string,
  read: (event: unknown, index: number) => HookReading,
): HookReading {
  const readings = events.map((event, index) => {
    const { messages, issues } = read(event, index);
    return { messages, issues: issues.map(under([prefix, index].filter((part) => part !== "").join("."))) };
  });
  return {
    messages: readings.flatMap(({ messages }) => messages),
    issues: readings.flatMap(({ issues }) => issues),
  };
}

/** The fault of a part as a fault of the whole. */
export const under =
  (prefix: string) =>
  ({ path, message }: Issue): Issue => ({ path: [prefix, path].filter(Boolean).join("."), message });

/** A text that can stand as an id or a note; undefined for anything else, so that no event is lost over one. */
export function textIn(value: unknown): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return Text.safeParse(text).success ? (text as string) : undefined;
}

const MOST_LOOKED_AT = 2_000;
/** Mail servers repeat the address that they refuse. */
const ADDRESS = /[^\s<>()[\]"',;:]+@[^\s<>()[\]"',;:]+|\+\d{7,15}/g;

/** The beginning of a vendor's words on one line, without addresses; undefined for none. */
export function detailIn(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const words = value.slice(0, MOST_LOOKED_AT).replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, " ");
  const line = [...words.replace(ADDRESS, "…").trim()].slice(0, 128).join("");
  return line === "" ? undefined : line.slice(0, 128).replace(/\p{Cs}$/u, "");
}
