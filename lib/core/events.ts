import type { ContactStatus, ManualLock, Owner, Suppression } from "./contact.ts";
import type { EpochMs } from "./time.ts";
import type { Touch } from "./touches.ts";
import type { Outcome } from "./words.ts";

/**
 * What one write of a state did. Written with the state and replaced by the next write, so that consumers of
 * the stream never guess from a difference.
 */
export type StateEvent =
  | {
      /** Also a reservation, when it is made. */
      readonly type: "touched";
      readonly touch: Touch;
      /** The sender's own message or call id. */
      readonly reference: string | undefined;
      readonly by: Actor;
      /** Rules that were set aside for it, and why. */
      readonly override?: Override | undefined;
      /** Ids of rules on trial that would have stopped it; left out for none. */
      readonly shadow?: readonly string[] | undefined;
    }
  | (Told & { readonly type: "confirmed"; readonly touch: Touch })
  /** What became of a touch, by its public id. */
  | (Told & { readonly type: "released"; readonly touchId: string })
  | (Told & { readonly type: "outcome"; readonly touchId: string; readonly outcome: Outcome })
  | (Told & {
      readonly type: "preference" | "consent" | "owner" | "attributes";
      readonly changes: readonly FieldChange[];
    })
  | (Told & { readonly type: "lock"; readonly change: "added" | "removed"; readonly lock: ManualLock })
  | (Told & {
      readonly type: "suppression";
      readonly change: "added" | "removed";
      readonly suppression: Suppression;
    })
  /** An audit has found how the contact stands. */
  | (Told & {
      readonly type: "status";
      readonly from: ContactStatus;
      readonly to: ContactStatus;
      /** Ids of the audit's rules that say so; empty for a contact that is active again. */
      readonly rules: readonly string[];
    })
  | (Told & {
      readonly type: "linked" | "unlinked";
      readonly key: string;
      /** It was another's, and only shared: touches that went to it have not left with it. */
      readonly shared?: true;
    })
  /** Touches and wishes that came from another key, and where they went. */
  | (Told & {
      readonly type: "movedIn";
      readonly from: string;
      /** Why two contacts were made one; undefined for an address that was linked. */
      readonly rule?: string | undefined;
    })
  | (Told & { readonly type: "movedOut"; readonly to: string })
  /** A merge was taken apart: told to both, each with the id of the other. */
  | (Told & { readonly type: "unmerged"; readonly from: string })
  /** The person was erased: told at each of their keys. */
  | (Told & { readonly type: "erased" });

/**
 * Whether one of the events recorded this touch. The SDK's own retry after a lost answer meets what its first attempt
 * wrote, and knows it by the id that was made once for the request.
 */
export const recorded = (events: readonly StateEvent[], touchId: string): boolean =>
  events.some((event) => event.type === "touched" && event.touch.id === touchId);

/** Rules that a request set aside, and its reason. */
export interface Override {
  readonly rules: readonly string[];
  readonly reason: string;
}

/** Id of the API key that asked for it, or `customer` for one who followed a link; null when it was nobody. */
export type Actor = string | null;
export const CUSTOMER: Actor = "customer";

/** When something was said, and by whom. */
export interface Told {
  readonly at: EpochMs;
  readonly by: Actor;
}

/** One field that changed; null stands for absent. */
export interface FieldChange {
  /** Dotted, like `channels.email.optOut`. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Every field in which two documents differ, deepest paths only. Lists are compared whole. */
export function fieldChanges(before: object, after: object): FieldChange[] {
  const from = new Map(leavesOf(before));
  const to = new Map(leavesOf(after));
  const paths = [...new Set([...from.keys(), ...to.keys()])].sort();
  return paths
    .map((path) => ({ path, from: from.get(path) ?? null, to: to.get(path) ?? null }))
    .filter((change) => JSON.stringify(change.from) !== JSON.stringify(change.to));
}

function leavesOf(value: object, path = ""): [string, unknown][] {
  return Object.entries(value).flatMap(([name, field]): [string, unknown][] => {
    const here = path === "" ? name : `${path}.${name}`;
    const isBranch = typeof field === "object" && field !== null && !Array.isArray(field);
    return isBranch ? leavesOf(field, here) : [[here, field]];
  });
}

/** Who owns a contact from now on, told also when it is the same: none for one that had nobody. */
export const ownerChange = (
  before: Owner | undefined,
  after: Owner | undefined,
  told: Told,
): Extract<StateEvent, { changes: unknown }>[] =>
  before === undefined ? [] : [{ type: "owner", ...told, changes: fieldChanges(before, after ?? NOBODY) }];

const NOBODY: Owner = { agent: undefined, department: undefined };
