import { duplicateWaiting } from "../../lib/core/audit/find-duplicates.ts";
import { agentsOf, findSilentOwners } from "../../lib/core/audit/find-owners.ts";
import { APPLY, type Finding } from "../../lib/core/audit/finding.ts";
import type { Contact } from "../../lib/core/contact.ts";
import { pairIdOf, readQueue } from "../../lib/store/duplicates.ts";
import { fromStateItem } from "../../lib/store/items.ts";
import { stateKey } from "../../lib/store/keys.ts";
import type { ScanPage } from "../../lib/store/scanner.ts";
import type { Item, ItemKey } from "../../lib/store/store.ts";
import { inParallel } from "../shared/in-parallel.ts";
import type { AuditContext } from "./context.ts";
import { type Judged, judge } from "./judge.ts";
import { changeOf, type StatusChange, setStatus } from "./set-status.ts";
import { addAgents, addFinding, addStatus, type Tally } from "./tally.ts";
import { verifyDue } from "./verify-due.ts";

/** Where findings and changes go. */
export interface Sink {
  readonly tally: Tally;
  readonly onFinding?: ((finding: Finding) => unknown) | undefined;
  readonly onStatus?: ((change: StatusChange) => unknown) | undefined;
}

/** Contacts of a page that are worked on at once. */
const AT_ONCE = 8;

/** Audits the contacts of one page of a segment, and gives where the next begins; undefined after the last. */
export async function auditPage(
  context: AuditContext,
  page: { readonly segment: number; readonly segments: number; readonly after: ItemKey | undefined },
  sink: Sink,
): Promise<ScanPage["next"]> {
  const { sk } = stateKey("");
  const { items, next } = await context.scanner.scan({ ...page, only: [sk] });
  await inParallel(items.flatMap(contactIn), AT_ONCE, (contact) => auditOne(context, contact, sink));
  return next;
}

/** None for a key whose contact has gone elsewhere, and for what else has the sort key of a state. */
function contactIn(item: Item): Contact[] {
  const [kind, contactKey] = splitOnce(item.pk);
  if (kind !== "C") return [];
  const state = fromStateItem(contactKey, item);
  return state.kind === "contact" ? [state.contact] : [];
}

const splitOnce = (pk: string): readonly [string, string] => [
  pk.slice(0, pk.indexOf("#")),
  pk.slice(pk.indexOf("#") + 1),
];

async function auditOne(context: AuditContext, scanned: Contact, sink: Sink): Promise<void> {
  const { tally } = sink;
  const contact = await verifyDue(context, scanned, tally.verification);
  const judged = await judge(context, contact);
  const change = context.applies ? await setStatus(context, contact, judged) : changeOf(contact, judged);
  tally.contacts++;
  addAgents(tally, agentsOf(contact, judged.facts));
  const settled = settledOf(context, { contact, judged, change });
  for (const one of judged.verdict.findings) await tell(sink, withAction(one, settled));
  if (change === undefined) return;
  addStatus(tally, change);
  await sink.onStatus?.(change);
}

/** What is left to do about a status; undefined when it is to be set. */
function settledOf(
  { applies }: AuditContext,
  of: { readonly contact: Contact; readonly judged: Judged; readonly change: StatusChange | undefined },
): string | undefined {
  const { contact, judged, change } = of;
  if (change !== undefined) return applies ? `Its status was set to ${change.to}.` : undefined;
  const asked = judged.verdict.status?.status;
  if (asked === undefined) return `Its status is ${contact.status}, which stops everything.`;
  return asked === contact.status ? `Its status is ${contact.status}.` : undefined;
}

const withAction = (found: Finding, settled: string | undefined): Finding =>
  settled === undefined || found.action.command !== APPLY
    ? found
    : { ...found, action: { text: settled, command: null } };

async function tell({ tally, onFinding }: Sink, found: Finding): Promise<void> {
  addFinding(tally, found);
  await onFinding?.(found);
}

/** What no contact tells by itself: pairs that wait, and owners who act nowhere. To be told once, after the scan. */
export async function auditRest({ deps, audit, agents, at }: AuditContext, sink: Sink): Promise<void> {
  let cursor: string | undefined;
  do {
    const { pairs, next } = await readQueue(deps.store, { state: "open", cursor, limit: 100 });
    for (const pair of pairs) {
      await tell(sink, duplicateWaiting({ ...pair, id: pairIdOf(pair.contacts) }));
    }
    cursor = next;
  } while (cursor !== undefined);
  if (sink.tally.tooManyAgents) return;
  // Who is not on the list has been told with each contact.
  const seen = [...sink.tally.agents].filter(([agent]) => agents?.has(agent) ?? true);
  for (const one of findSilentOwners(audit.ownerSilentAfter, new Map(seen), at)) await tell(sink, one);
}
