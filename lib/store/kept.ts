import { type ApiKey, fromApiKeyItem } from "./api-keys.ts";
import { type AuditPart, fromAuditItem } from "./audits.ts";
import { type Change, fromChangeItem } from "./changes.ts";
import { type DayCount, fromCountItem } from "./counts.ts";
import { type DuplicatePair, fromPairItem } from "./duplicates.ts";
import { type HeldHistory, heldHistoryIn } from "./held-history.ts";
import { fromHookItem, type StoredHook } from "./hooks.ts";
import { kindOfItem } from "./item-kinds.ts";
import { type Card, fromCardItem, fromStateItem, type State } from "./items.ts";
import { type LinkKey, linkKeysIn } from "./link-keys.ts";
import { agesIn, type ListAges } from "./list-ages.ts";
import { fromMergeItem, type Merge } from "./merges.ts";
import { fromPolicyItem, type StoredPolicy } from "./policies.ts";
import type { Item } from "./store.ts";
import { fromSuppressionItem, type ListedSuppression } from "./suppressions.ts";
import { shownIn, type TimelineEntry } from "./timeline.ts";

/** What an item of the table is, for whoever reads the whole of it. */
export type Kept =
  | { readonly kind: "state"; readonly key: string; readonly state: State }
  | { readonly kind: "card"; readonly key: string; readonly card: Card }
  | { readonly kind: "timeline" | "owner"; readonly key: string; readonly shown: TimelineEntry["shown"] }
  | { readonly kind: "merge"; readonly merge: Merge }
  | { readonly kind: "duplicate"; readonly pair: DuplicatePair }
  | { readonly kind: "suppression"; readonly listed: ListedSuppression }
  | ({ readonly kind: "policy" } & StoredPolicy)
  | { readonly kind: "activePolicy"; readonly version: number }
  /** How far back states hold touches. */
  | ({ readonly kind: "heldHistory" } & HeldHistory)
  | { readonly kind: "pepper"; readonly pepper: string }
  /** What links are signed with. */
  | { readonly kind: "linkKeys"; readonly linkKeys: readonly LinkKey[] }
  /** As of when suppression lists are whole. */
  | { readonly kind: "listAges"; readonly ages: ListAges }
  /** Who changed a policy, a key or the age of a list. */
  | { readonly kind: "change"; readonly change: Change }
  /** A vendor that may call, with its secrets. */
  | { readonly kind: "hook"; readonly hook: StoredHook }
  | { readonly kind: "apiKey"; readonly apiKey: ApiKey }
  | { readonly kind: "count"; readonly count: DayCount & { readonly day: string } }
  | { readonly kind: "audit"; readonly part: AuditPart }
  /**
   * Made of what the others hold, so that nothing is lost with it: match keys, queues, who shares an address, how far
   * an audit has come; or of use only for hours.
   */
  | { readonly kind: "derived" }
  /** As it lies in the table: of an audit, or of a kind that is not known here. */
  | { readonly kind: "other"; readonly item: Item };

/** @throws BadItem when it does not decode. */
export function readKeptItem(item: Item): Kept {
  const key = item.pk.slice("C#".length);
  switch (kindOfItem(item)) {
    case "state":
      return { kind: "state", key, state: fromStateItem(key, item) };
    case "card":
      return { kind: "card", key, card: fromCardItem(item) };
    case "touch":
    case "audit":
      return { kind: "timeline", key, shown: shownIn(item) };
    case "ownerSince":
      return { kind: "owner", key, shown: shownIn(item) };
    case "merge":
      return { kind: "merge", merge: fromMergeItem(item) };
    case "duplicate":
      return { kind: "duplicate", pair: fromPairItem(item) };
    case "suppression":
      return { kind: "suppression", listed: fromSuppressionItem(item) };
    case "count":
      return { kind: "count", count: fromCountItem(item) };
    case "apiKey":
      return { kind: "apiKey", apiKey: fromApiKeyItem(item) };
    case "policy":
      return { kind: "policy", ...fromPolicyItem(item) };
    case "activePolicy":
      return { kind: "activePolicy", version: Number(item.version) };
    case "heldHistory":
      return { kind: "heldHistory", ...heldHistoryIn(item) };
    case "pepper":
      return { kind: "pepper", pepper: String(item.pepper) };
    case "linkKeys":
      return { kind: "linkKeys", linkKeys: linkKeysIn(item) };
    case "listAges":
      return { kind: "listAges", ages: agesIn(item) };
    case "change":
      return { kind: "change", change: fromChangeItem(item) };
    case "hook":
      return { kind: "hook", hook: fromHookItem(item) };
    case "kept":
    case "member":
    case "sharer":
    case "erasure":
    case "queued":
    case "matchKey":
    case "genericValue":
    case "hookProof":
    case "simulation":
    case "rebuild":
      return { kind: "derived" };
    case "auditReport":
    case "auditRun":
      return ofAudit(item);
    case "lastWords":
    case "reference":
    case "review":
    case undefined:
      return { kind: "other", item };
  }
}

function ofAudit(item: Item): Kept {
  const part = fromAuditItem(item);
  return part === undefined ? { kind: "derived" } : { kind: "audit", part };
}
