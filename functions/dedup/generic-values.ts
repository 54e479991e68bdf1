import type { Contact, Identity } from "../../lib/core/contact.ts";
import { distinctNames } from "../../lib/core/identity/distinct-names.ts";
import { commitContact, findContact } from "../../lib/store/contacts.ts";
import { type DuplicatePair, pairIdOf, pairOf } from "../../lib/store/duplicates.ts";
import { addressPartitionOf, markGeneric } from "../../lib/store/match-keys.ts";
import type { Merge } from "../../lib/store/merges.ts";
import { attempts } from "../shared/attempts.ts";
import { readMerges } from "../shared/read-contact.ts";
import type { Context } from "./context.ts";
import { held } from "./judge.ts";
import { putPair } from "./put-pair.ts";
import type { Found, FoundKey } from "./search.ts";
import type { Subject } from "./subject.ts";
import type { View } from "./view.ts";

/**
 * An address that is held under more different names than the policy allows identifies nobody: it stops being a key,
 * all who hold it are flagged, and what was merged by it alone goes back to a person.
 */
const GENERIC = "generic";

/** Takes one contact through deduplication. */
export type Deduplicate = (context: Context, contactId: string) => Promise<void>;

/**
 * Marks the addresses of a contact that have turned out to be generic, and has everybody who holds them judged anew.
 * Until that is done the mark says so, and whoever comes by begins it again.
 * @returns whether there were any.
 */
export async function settleGenerics(
  context: Context,
  found: Found,
  deduplicate: Deduplicate,
): Promise<boolean> {
  const { store } = context.deps;
  const { subject } = found.case;
  const unsettled: string[] = [];
  for (const [pk, one] of found.keys) {
    if (!one.isAddress || one.members.generic?.isSettled === true || context.settling.has(pk)) continue;
    if (one.members.generic === undefined && !(await detect(context, found, [pk, one]))) continue;
    unsettled.push(pk);
  }
  if (unsettled.length === 0) return false;
  const within = { ...context, settling: new Set([...context.settling, ...unsettled]) };
  const members = unsettled.flatMap((pk) => found.keys.get(pk)?.members.contactIds ?? []);
  for (const contactId of new Set([subject.contact.contactId, ...members]))
    await deduplicate(within, contactId);
  for (const pk of unsettled) await markGeneric(store, pk, { isSettled: true });
  return true;
}

/** Whether too many names hold an address; it is then told on the bus and marked. */
async function detect(
  { deps, duplicates }: Context,
  { case: { subject }, leads }: Found,
  [pk, { key, members }]: readonly [string, FoundKey],
): Promise<boolean> {
  const holders = new Set([subject, ...members.contactIds.flatMap((id) => leads.get(id) ?? [])]);
  const names = await distinctNames([...holders].map(({ record }) => record));
  if (names <= duplicates.limits.namesPerValue) return false;
  const address = subject.contact.identities.find((identity) => addressPartitionOf(identity) === pk);
  const { kind } = key;
  const id = `generic-${address?.key}`;
  await deps.alert({ type: "GenericValueDetected", id, kind, key: address?.key ?? pk, names });
  await markGeneric(deps.store, pk, { isSettled: false });
  return true;
}

/** Flags the addresses of a contact that are generic. @returns whether any was not. */
export async function flagGenerics(context: Context, { case: one }: Found): Promise<boolean> {
  const { deps } = context;
  const { contactId } = one.subject.contact;
  const isUnflagged = (identity: Identity): boolean =>
    one.generic.has(addressPartitionOf(identity)) && !identity.flags.includes(GENERIC);
  if (!one.subject.contact.identities.some(isUnflagged)) return false;
  for await (const _ of attempts(deps)) {
    const contact = await findContact({ store: deps.store }, contactId);
    if (contact?.contactId !== contactId || !contact.identities.some(isUnflagged)) return true;
    const identities = contact.identities.map((identity) =>
      isUnflagged(identity) ? { ...identity, flags: [...identity.flags, GENERIC] } : identity,
    );
    if ((await commitContact({ store: deps.store }, { ...contact, identities }, [])).written) return true;
  }
  return true;
}

/** Puts the merges of a contact that nobody asked for, and that only generic addresses speak for, back into the queue. */
export async function doubtMerges(
  context: Context,
  { subject, pairs }: View,
): Promise<"kept" | "changed" | "lost"> {
  const { deps } = context;
  const doubted = (await readMerges(deps, subject.contact)).filter((merge) => isDoubtful(merge, subject));
  let kept: "kept" | "changed" = "kept";
  for (const merge of doubted) {
    const contacts = pairOf(merge.survivor.contactId, merge.loser.contactId);
    const before = pairs.get(pairIdOf(contacts));
    if (before !== undefined && !isUndoubted(before.pair)) continue;
    const next = doubtedPair(context, merge, contacts);
    await deps.alert(suggestionOf(next));
    if ((await putPair(context, before, next)) === "lost") return "lost";
    kept = "changed";
  }
  return kept;
}

/** A merge that a steward has confirmed stands, and one that waits for a steward waits. */
const isUndoubted = ({ state, by }: DuplicatePair): boolean => state === "merged" && by === null;

/** Whether every address that the two had in common when they were merged is generic. */
function isDoubtful({ by, survivor, loser }: Merge, { contact }: Subject): boolean {
  if (by !== null) return false;
  const common = survivor.identities.filter(({ key }) => loser.identities.some((one) => one.key === key));
  return common.length > 0 && common.every(({ key }) => isGeneric(contact, key));
}

const isGeneric = ({ identities }: Contact, key: string): boolean =>
  identities.some((identity) => identity.key === key && identity.flags.includes(GENERIC));

function doubtedPair({ deps }: Context, merge: Merge, contacts: readonly [string, string]): DuplicatePair {
  const { score = 1, evidence } = merge.because;
  const verdict = held(
    { tier: "review", score, evidence },
    "They were merged by an address that has turned out to be held under too many names.",
  );
  return {
    contacts,
    tier: "review",
    score,
    evidence: verdict.evidence,
    state: "open",
    doubted: merge.loser.contactId,
    at: deps.now(),
    by: null,
  };
}

/** What is told on the bus of a pair that has come into the queue. */
export function suggestionOf({ contacts, tier, at }: DuplicatePair) {
  const pairId = pairIdOf(contacts);
  return { type: "DuplicateSuggested" as const, id: `${pairId}-${at}`, pairId, tier, contacts };
}
