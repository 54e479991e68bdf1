import { type ApiKey, fromApiKeyItem } from "./api-keys.ts";
import { type AuditPart, fromAuditItem, isOfAudit } from "./audits.ts";
import { type DayCount, fromCountItem } from "./counts.ts";
import { type DuplicatePair, fromPairItem } from "./duplicates.ts";
import { BadItem } from "./errors.ts";
import { type Card, fromCardItem, fromStateItem, type State } from "./items.ts";
import { API_KEY_PARTITION, POLICY_PARTITION } from "./keys.ts";
import { fromMergeItem, type Merge } from "./merges.ts";
import type { Item } from "./store.ts";
import { fromSuppressionItem, type ListedSuppression } from "./suppressions.ts";
import { fromTimelineItem, type TimelineEntry } from "./timeline.ts";

/** What an item of the table is, for whoever reads the whole of it. */
export type Kept =
  | { readonly kind: "state"; readonly key: string; readonly state: State }
  | { readonly kind: "card"; readonly key: string; readonly card: Card }
  | { readonly kind: "timeline" | "owner"; readonly key: string; readonly shown: TimelineEntry["shown"] }
  | { readonly kind: "merge"; readonly merge: Merge }
  | { readonly kind: "duplicate"; readonly pair: DuplicatePair }
  | { readonly kind: "suppression"; readonly listed: ListedSuppression }
  | {
      readonly kind: "policy";
      readonly version: number;
      readonly document: unknown;
      readonly createdAt: string;
    }
  | { readonly kind: "activePolicy"; readonly version: number }
  | { readonly kind: "pepper"; readonly pepper: string }
  | { readonly kind: "apiKey"; readonly apiKey: ApiKey }
  | { readonly kind: "count"; readonly count: DayCount & { readonly day: string } }
  | { readonly kind: "audit"; readonly part: AuditPart }
  /**
   * Made of what the others hold, so that nothing is lost with it: match keys, queues, who shares an address, how far
   * an audit has come.
   */
  | { readonly kind: "derived" }
  /** Of a kind that is not known here. */
  | { readonly kind: "other"; readonly item: Item };

/** @throws BadItem when it does not decode. */
export function readKeptItem(item: Item): Kept {
  const { pk } = item;
  if (pk.startsWith("C#")) return ofContact(pk.slice("C#".length), item);
  if (pk.startsWith("D#")) return { kind: "duplicate", pair: fromPairItem(item) };
  if (pk.startsWith("M#") || pk.startsWith("Q#")) return { kind: "derived" };
  if (pk.startsWith("N#")) return { kind: "count", count: fromCountItem(item) };
  if (pk.startsWith("S#")) return { kind: "suppression", listed: fromSuppressionItem(item) };
  if (isOfAudit(item)) return ofAudit(item);
  if (pk === POLICY_PARTITION) return ofPolicy(item);
  if (pk === API_KEY_PARTITION) return { kind: "apiKey", apiKey: fromApiKeyItem(item) };
  return { kind: "other", item };
}

function ofContact(key: string, item: Item): Kept {
  const { sk } = item;
  if (sk === "#") return { kind: "state", key, state: fromStateItem(key, item) };
  if (sk === "CARD") return { kind: "card", key, card: fromCardItem(item) };
  if (sk === "MERGE") return { kind: "merge", merge: fromMergeItem(item) };
  if (sk === "MATCH" || sk.startsWith("D#") || sk.startsWith("L#")) return { kind: "derived" };
  const entry = fromTimelineItem(item);
  if (entry === undefined) return { kind: "other", item };
  return { kind: entry.kind === "owner" ? "owner" : "timeline", key, shown: entry.shown };
}

function ofAudit(item: Item): Kept {
  const part = fromAuditItem(item);
  return part === undefined ? { kind: "derived" } : { kind: "audit", part };
}

function ofPolicy(item: Item): Kept {
  const { sk } = item;
  if (sk === "PEPPER") return { kind: "pepper", pepper: String(item.pepper) };
  if (sk === "ACTIVE") return { kind: "activePolicy", version: Number(item.version) };
  try {
    const document: unknown = JSON.parse(String(item.document));
    return {
      kind: "policy",
      version: Number(sk.slice("V#".length)),
      document,
      createdAt: String(item.createdAt),
    };
  } catch (cause) {
    throw new BadItem("policy", cause);
  }
}
