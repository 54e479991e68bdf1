import { mergeBody } from "../../../functions/contacts/held.ts";
import { pairBody } from "../../../functions/duplicates/pair-body.ts";
import { type EpochMs, formatInstant } from "../../core/time.ts";
import type { Kept } from "../../store/kept.ts";
import type { ListAges } from "../../store/list-ages.ts";
import type { ListedSuppression } from "../../store/suppressions.ts";
import type { Line } from "./line.ts";

/** What is exported beside contacts, each item by itself. */
type Single = Exclude<Kept, { readonly kind: "state" | "card" }>;

/**
 * The lines of an item. Of an API key never what it is, only what it may do; the pepper and other secrets only when
 * they were asked for; of what the others can be made into again nothing.
 */
export function itemLines(kept: Single, { now, withPepper }: { now: EpochMs; withPepper: boolean }): Line[] {
  switch (kept.kind) {
    case "timeline":
      return [{ kind: "timeline", contactId: kept.key, ...kept.shown }];
    case "owner":
      return [{ kind: "ownerSince", contactId: kept.key, ...kept.shown }];
    case "merge":
      return [{ kind: "merge", ...mergeBody(kept.merge) }];
    case "duplicate":
      return kept.pair.state === "withdrawn" ? [] : [{ kind: "duplicate", ...pairBody(kept.pair) }];
    case "suppression":
      return suppressionLines(kept.listed, now);
    case "apiKey": {
      const { hash: _, ...shown } = kept.apiKey;
      return [{ kind: "apiKey", ...shown }];
    }
    case "count":
      return [{ kind: "count", ...kept.count }];
    case "audit":
      return [{ kind: "audit", ...kept.part }];
    case "pepper":
    case "linkKeys":
      return withPepper ? [kept] : [];
    case "listAges":
      return listLines(kept.ages);
    case "change":
      return [{ kind: "change", ...kept.change, at: formatInstant(kept.change.at) }];
    case "hook": {
      const { secrets, ...shown } = kept.hook;
      return [{ kind: "hook", ...shown, ...(withPepper && { secrets }) }];
    }
    case "policy":
    case "activePolicy":
    case "heldHistory":
      return [{ ...kept }];
    case "derived":
      return [];
    case "other":
      return [{ kind: "item", item: kept.item }];
  }
}

const listLines = (ages: ListAges): Line[] =>
  [...ages].map(([list, { asOf, toldAt, by }]) => ({
    ...{ kind: "suppressionList", list, asOf: formatInstant(asOf), toldAt: formatInstant(toldAt), by },
  }));

/** One that has ended is none any more. */
function suppressionLines(
  { identityKey: _, reason, expiresAt, ...listed }: ListedSuppression,
  now: EpochMs,
): Line[] {
  if (expiresAt !== undefined && expiresAt <= now) return [];
  const until = expiresAt === undefined ? null : formatInstant(expiresAt);
  return [{ kind: "suppression", ...listed, reason: reason ?? null, expiresAt: until }];
}
