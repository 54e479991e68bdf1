import type { Component } from "./component.ts";

/** What a sender is told of a reason code, in the words of docs/reasons.md. */
export interface ReasonText {
  /** Completes "Given …". */
  readonly given: string;
  /** What to do next. */
  readonly next: string;
  /** The reason's `details`. */
  readonly details: Component;
}
