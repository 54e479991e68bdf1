import { idsOf } from "../../lib/core/contact.ts";
import type { Resolution } from "../../lib/core/identity/match-verdict.ts";
import { resolveCandidates } from "../../lib/core/identity/resolve-candidates.ts";
import { mergeContacts } from "../shared/merge-contacts.ts";
import { inOrderOfMerging } from "../shared/survivor.ts";
import type { Context } from "./context.ts";
import { type Case, held, type Judged, judgeAll, matchContextOf } from "./judge.ts";
import { search } from "./search.ts";
import { isAsJudged, type Subject } from "./subject.ts";
import { readPairsOf } from "./view.ts";

/**
 * Merges a contact with the one that it certainly is, if there is one and neither of the two fits anybody else that
 * contradicts it.
 * @returns the pairs that wait for a person; `changed` after a merge, and when what was judged no longer stands.
 */
export async function resolve(context: Context, one: Case): Promise<Resolution["pairs"] | "changed"> {
  const { subject } = one;
  let judged = await asTheirsSee(context, subject, await judgeAll(context, one));
  for (;;) {
    const { merge, pairs } = await resolveCandidates(judged, matchContextOf(context, one.generic));
    const other = judged.find(({ contactId }) => contactId === merge);
    if (other === undefined) return pairs;
    const refusal = await join(context, subject, other);
    if (refusal === undefined) return "changed";
    const waits = { ...other, verdict: held(other.verdict, refusal) };
    judged = judged.map((each) => (each === other ? waits : each));
  }
}

/** A candidate that fits two contacts that contradict each other joins none of them, whoever is asked. */
async function asTheirsSee(
  context: Context,
  { contact }: Subject,
  judged: readonly Judged[],
): Promise<readonly Judged[]> {
  const seen: Judged[] = [];
  for (const candidate of judged) {
    const theirs = candidate.verdict.tier === "auto" ? await tornOf(context, candidate.subject) : undefined;
    const found = theirs?.pairs.find(({ contactId }) => contactId === contact.contactId);
    if (found === undefined) seen.push(candidate);
    else
      seen.push({
        ...candidate,
        verdict: { tier: found.tier, score: found.score, evidence: found.evidence },
      });
  }
  return seen;
}

/** What becomes of a contact that may merge with several and joins none of them; undefined for any other. */
async function tornOf(context: Context, subject: Subject): Promise<Resolution | undefined> {
  const pairs = await readPairsOf(context.deps.store, idsOf(subject.contact));
  const { case: one } = await search(context, { subject, pairs });
  const judged = await judgeAll(context, one);
  if (judged.filter(({ verdict }) => verdict.tier === "auto").length < 2) return undefined;
  const resolution = await resolveCandidates(judged, matchContextOf(context, one.generic));
  return resolution.merge === undefined ? resolution : undefined;
}

/** @returns why the two must not be one by themselves; undefined when they are, or are no longer what was judged. */
async function join(context: Context, subject: Subject, other: Judged): Promise<string | undefined> {
  const [remains] = inOrderOfMerging(subject.contact.contactId, other.contactId);
  const [survivor, loser] = remains === other.contactId ? [other.subject, subject] : [subject, other.subject];
  const { score, evidence } = other.verdict;
  const merged = await mergeContacts({
    deps: context.deps,
    survivor: survivor.contact.contactId,
    loser: loser.contact.contactId,
    because: { rule: evidence[0]?.rule ?? "", score, evidence, policyVersion: context.policyVersion },
    told: { at: context.deps.now(), by: null },
    isAsJudged: (a, b) => isAsJudged(survivor, a) && isAsJudged(loser, b),
  });
  return "refused" in merged && merged.refused === "limit_reached" ? merged.detail : undefined;
}
