import type { Touch } from "./touches.ts";

/**
 * What one write of a state did. Written with the state and replaced by the next write, so that consumers of
 * the stream never guess from a difference.
 */
export type StateEvent =
  | {
      readonly type: "touched";
      readonly touch: Touch;
      /** The sender's own message or call id. */
      readonly reference: string | undefined;
    }
  | { readonly type: "preference" }
  | { readonly type: "linked"; readonly key: string }
  /** Touches and wishes that came from another key, and where they went. */
  | { readonly type: "movedIn"; readonly from: string }
  | { readonly type: "movedOut"; readonly to: string };
