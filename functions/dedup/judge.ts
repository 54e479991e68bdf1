import { idsOf } from "../../lib/core/contact.ts";
import { comparePair, contradict } from "../../lib/core/identity/match.ts";
import type { MatchRecord } from "../../lib/core/identity/match-record.ts";
import type {
  Evidence,
  JudgedCandidate,
  MatchContext,
  PairVerdict,
} from "../../lib/core/identity/match-verdict.ts";
import { DAY_MS } from "../../lib/core/time.ts";
import { isSaidTwo, pairIdOf, readPairs, type StoredPair } from "../../lib/store/duplicates.ts";
import { matchPartitionOf } from "../../lib/store/match-keys.ts";
import type { Merge } from "../../lib/store/merges.ts";
import { readMerges } from "../shared/read-contact.ts";
import type { Context } from "./context.ts";
import { ownPartOf, partOf, type Subject } from "./subject.ts";

/** A contact that may be the same person, and how likely. */
export interface Judged extends JudgedCandidate<MatchRecord> {
  readonly subject: Subject;
}

/** A contact, those it may be one with, and what was said of any of these pairs before. */
export interface Case {
  readonly subject: Subject;
  readonly candidates: readonly Subject[];
  /** All pairs of the subject's ids, by the pair's id. */
  readonly pairs: ReadonlyMap<string, StoredPair>;
  /** Match keys that are generic. */
  readonly generic: ReadonlySet<string>;
}

export const matchContextOf = (
  { duplicates, pepper }: Context,
  generic: ReadonlySet<string>,
): MatchContext => ({
  policy: duplicates,
  generic: (kind, value) => generic.has(matchPartitionOf(pepper, { kind, value })),
});

/**
 * What a contact is to each of its candidates; those to whom it is nothing are left out, and so are those whom a
 * steward has told apart from it: for good when they were one, else until the evidence changes.
 */
export async function judgeAll(context: Context, one: Case): Promise<readonly Judged[]> {
  const { subject, candidates, pairs, generic } = one;
  const judged: Judged[] = [];
  for (const candidate of candidates) {
    const verdict = await comparePair(subject.record, candidate.record, matchContextOf(context, generic));
    if (verdict.tier === "none" || isToldApart(subject, candidate, { pairs, verdict })) continue;
    const { contactId } = candidate.contact;
    const whole = verdict.tier === "auto" ? await guarded(context, one, { candidate, verdict }) : verdict;
    judged.push({ contactId, record: candidate.record, subject: candidate, verdict: whole });
  }
  return withoutToldApart(context, judged);
}

/** A contact that fits two whom a steward has told apart joins neither. */
async function withoutToldApart({ deps }: Context, judged: readonly Judged[]): Promise<readonly Judged[]> {
  const ids = judged
    .filter(({ verdict }) => verdict.tier === "auto")
    .map(({ subject }) => idsOf(subject.contact));
  const pairIds = ids.flatMap((ofOne, index) =>
    ids.slice(index + 1).flatMap((ofOther) => ofOne.flatMap((a) => ofOther.map((b) => pairIdOf([a, b])))),
  );
  if (pairIds.length === 0) return judged;
  const pairs = await readPairs(deps.store, [...new Set(pairIds)]);
  if (!pairs.some((one) => one !== undefined && isSaidTwo(one))) return judged;
  return judged.map((one) =>
    one.verdict.tier === "auto"
      ? {
          ...one,
          verdict: held(
            one.verdict,
            "It fits two contacts that were told apart, so it joins neither by itself.",
          ),
        }
      : one,
  );
}

function isToldApart(
  a: Subject,
  b: Subject,
  { pairs, verdict }: { readonly pairs: Case["pairs"]; readonly verdict: PairVerdict },
): boolean {
  return pairsBetween(a, b, pairs).some(
    ({ pair: { state, evidence } }) =>
      state === "unmerged" || (state === "dismissed" && isSameEvidence(evidence, verdict.evidence)),
  );
}

/** Pairs are known by the ids that the two had. */
export function pairsBetween(a: Subject, b: Subject, pairs: Case["pairs"]): StoredPair[] {
  const ids = idsOf(a.contact).flatMap((one) => idsOf(b.contact).map((other) => pairIdOf([one, other])));
  return ids.flatMap((id) => pairs.get(id) ?? []);
}

/** Whether as much speaks for a pair as did; limits and what else became of it are no evidence. */
export const isSameEvidence = (a: readonly Evidence[], b: readonly Evidence[]): boolean =>
  evidenceText(a) === evidenceText(b);

const evidenceText = (evidence: readonly Evidence[]): string =>
  evidence
    .filter(({ field }) => field !== "identities")
    .map(({ field, detail }) => `${field} ${detail}`)
    .sort()
    .join("\n");

/** A verdict that a person is to look at, and why. */
export function held(verdict: PairVerdict, detail: string): PairVerdict {
  const rule = verdict.evidence[0]?.rule ?? "";
  return {
    ...verdict,
    tier: "review",
    evidence: [...verdict.evidence, { field: "identities", rule, detail }],
  };
}

/** What only the store can tell against a merge: who was merged before, and how many today. */
async function guarded(
  context: Context,
  { subject, generic, pairs }: Case,
  { candidate, verdict }: { readonly candidate: Subject; readonly verdict: PairVerdict },
): Promise<PairVerdict> {
  if (pairsBetween(subject, candidate, pairs).some(isSaidTwo)) {
    return held(verdict, "They were dismissed as two before; other evidence has come since.");
  }
  const [own, others] = await Promise.all([
    readMerges(context.deps, subject.contact),
    readMerges(context.deps, candidate.contact),
  ]);
  const { autoMergesPerPersonAndDay: most } = context.duplicates.limits;
  if (mergedToday(context, own) + mergedToday(context, others) >= most) {
    return held(verdict, `As one person they would have been merged more than ${most} times today.`);
  }
  const parts = (of: Subject, merges: readonly Merge[]) => [
    ownPartOf(of),
    ...merges.map(({ said }) => partOf(said)),
  ];
  if (own.length + others.length === 0) return verdict;
  for (const a of parts(subject, own)) {
    for (const b of parts(candidate, others)) {
      if (await contradict(a, b, matchContextOf(context, generic))) {
        return held(verdict, "A contact that was merged into one of them contradicts the other.");
      }
    }
  }
  return verdict;
}

/** Merges of this UTC day that nobody asked for. */
const mergedToday = ({ deps }: Context, merges: readonly Merge[]): number =>
  merges.filter(({ by, at }) => by === null && Math.floor(at / DAY_MS) === Math.floor(deps.now() / DAY_MS))
    .length;
