import type { Issue } from "../core/errors.ts";

/** Where something stands in a file, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** An issue with its place. */
export interface PlacedIssue extends Issue, Place {}

/** A text that was read as JSON or YAML. */
export interface ParsedFile {
  /** Undefined when the text has no value. */
  readonly value: unknown;
  /** What keeps it from being read. */
  readonly issues: readonly PlacedIssue[];
  /** Where a dotted path stands; of what is missing, where it would belong. */
  placeOf(path: string): Place;
}

/** What keeps a text from being read; `offset` counts its UTF-16 units from 0. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
}
