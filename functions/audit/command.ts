import type { Finding } from "../../lib/core/audit/finding.ts";
import type { ItemKey } from "../../lib/store/store.ts";
import { inParallel } from "../shared/in-parallel.ts";
import { auditPage, auditRest, type Sink } from "./audit-page.ts";
import { type AuditAsked, contextOf } from "./context.ts";
import type { StatusChange } from "./set-status.ts";
import { newTally, type Tally } from "./tally.ts";

/** How an audit is run by one process from its beginning to its end. */
export interface AuditCommand extends AuditAsked {
  readonly onFinding?: (finding: Finding) => unknown;
  readonly onStatus?: (change: StatusChange) => unknown;
  /** Told after each page: contacts so far, and the part of the table that is done, 0–1. */
  readonly onProgress?: (contacts: number, part: number) => void;
}

/** What an audit came to. */
export interface AuditReport {
  /** ISO 8601. */
  readonly at: string;
  readonly policy: { readonly id: string; readonly version: number };
  /** Whether statuses were set. */
  readonly applied: boolean;
  readonly tally: Tally;
}

/**
 * The table is read in so many parts, so many of them at once. Keys are spread evenly, so parts tell how much is done,
 * which nothing else does: DynamoDB counts its items every six hours.
 */
const SEGMENTS = 64;
const SEGMENTS_AT_ONCE = 4;

/**
 * Audits every contact. It holds a page of each part at a time, whatever there is. It can be run again at any time: who
 * has the status already that they are judged to have is not written.
 *
 * Known limitation: contacts that are put while it runs may be seen or not.
 */
export async function runAudit(command: AuditCommand): Promise<AuditReport> {
  const { onProgress, onFinding, onStatus, deps, scanner, at, agents, applies } = command;
  const context = await contextOf({ deps, scanner, at, agents, applies });
  const tally = newTally();
  const sink: Sink = { tally, onFinding, onStatus };
  let done = 0;
  await inParallel(Array.from({ length: SEGMENTS }), SEGMENTS_AT_ONCE, async (_, segment) => {
    let after: ItemKey | undefined;
    do {
      after = await auditPage(context, { segment, segments: SEGMENTS, after }, sink);
      onProgress?.(tally.contacts, done / SEGMENTS);
    } while (after !== undefined);
    onProgress?.(tally.contacts, ++done / SEGMENTS);
  });
  await auditRest(context, sink);
  return { at: new Date(at).toISOString(), policy: context.policy, applied: applies, tally };
}
