import { idsOf } from "../../lib/core/contact.ts";
import type { PairVerdict, Resolution } from "../../lib/core/identity/match-verdict.ts";
import { findContacts } from "../../lib/store/contacts.ts";
import { type DuplicatePair, type PairState, pairIdOf, pairOf } from "../../lib/store/duplicates.ts";
import { readMerges } from "../shared/read-contact.ts";
import type { Context } from "./context.ts";
import { suggestionOf } from "./generic-values.ts";
import { livingOf, putPair } from "./put-pair.ts";
import type { Subject } from "./subject.ts";
import type { View } from "./view.ts";

/** `changed` or `lost`: what was read is no longer what stands. */
export type Kept = "kept" | "changed" | "lost";

/**
 * Brings what was made of pairs to what stands: a pair that has become one is merged, one that was one and is no more
 * was told apart, whoever did it and by whatever id. Every merge that nobody asked for is among the pairs.
 */
export async function keepMerged(context: Context, { subject, pairs }: View): Promise<Kept> {
  let kept: Kept = "kept";
  for (const before of pairs.values()) {
    const state = await stateNow(context, subject, before.pair);
    if (state === before.pair.state) continue;
    const { doubted: _, ...pair } = before.pair;
    if ((await putPair(context, before, { ...pair, state, at: context.deps.now(), by: null })) === "lost")
      return "lost";
    kept = "changed";
  }
  for (const { survivor, loser, because, at, by } of await readMerges(context.deps, subject.contact)) {
    const contacts = pairOf(survivor.contactId, loser.contactId);
    if (by !== null || pairs.has(pairIdOf(contacts))) continue;
    const { score = 1, evidence } = because;
    const pair: DuplicatePair = { contacts, tier: "auto", score, evidence, state: "merged", at, by };
    if ((await putPair(context, undefined, pair)) === "lost") return "lost";
    kept = "changed";
  }
  return kept;
}

async function stateNow({ deps }: Context, subject: Subject, pair: DuplicatePair): Promise<PairState> {
  const { contacts, state, doubted } = pair;
  const own = idsOf(subject.contact);
  if (contacts.every((id) => own.includes(id)))
    return doubted !== undefined && state === "open" ? state : "merged";
  if (state !== "merged" && doubted === undefined) return state;
  // The merge may be newer than the contact as it was read here.
  const found = await findContacts({ store: deps.store }, contacts);
  const [a, b] = contacts.map((id) => found.get(id)?.contactId);
  return a === b ? state : "unmerged";
}

/**
 * Brings the open pairs of a contact to what was found: what waits for a person is open, and what nothing speaks for
 * any more is withdrawn. What a person has decided stays.
 */
export async function keepOpen(
  context: Context,
  { subject, pairs }: View,
  wanted: Resolution["pairs"],
): Promise<"kept" | "lost"> {
  const { contactId: own } = subject.contact;
  const open = new Map(wanted.map((one) => [pairIdOf([own, one.contactId]), one]));
  const fresh = [...open].flatMap(([id, { contactId }]) => (pairs.has(id) ? [] : [own, contactId]));
  const living = await livingOf(context, fresh);
  for (const [id, { contactId, ...verdict }] of open) {
    const before = pairs.get(id);
    const next = openPair(context, { contacts: pairOf(own, contactId), verdict, before: before?.pair });
    if (next === undefined) continue;
    if (before?.pair.state !== "open") await context.deps.alert(suggestionOf(next));
    if ((await putPair(context, before, next, living)) === "lost") return "lost";
  }
  for (const [id, before] of pairs) {
    if (open.has(id) || before.pair.state !== "open" || before.pair.doubted !== undefined) continue;
    const next = { ...before.pair, state: "withdrawn" as const, at: context.deps.now(), by: null };
    if ((await putPair(context, before, next)) === "lost") return "lost";
  }
  return "kept";
}

/** Undefined when the pair stands so already. */
function openPair(
  { deps }: Context,
  of: {
    readonly contacts: readonly [string, string];
    readonly verdict: PairVerdict;
    readonly before: DuplicatePair | undefined;
  },
): DuplicatePair | undefined {
  const { contacts, before } = of;
  const { tier, score, evidence } = of.verdict;
  if (tier === "none") return undefined;
  const found = { contacts, tier, score, evidence };
  const said = before?.saidTwo && { saidTwo: before.saidTwo };
  if (before?.state !== "open") return { ...found, ...said, state: "open", at: deps.now(), by: null };
  const stands = { contacts, tier: before.tier, score: before.score, evidence: before.evidence };
  return JSON.stringify(found) === JSON.stringify(stands) ? undefined : { ...before, ...found };
}
