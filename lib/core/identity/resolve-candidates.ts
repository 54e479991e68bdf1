import { contradict } from "./match.ts";
import type { MatchRecord } from "./match-record.ts";
import type { JudgedCandidate, MatchContext, PairVerdict, Resolution } from "./match-verdict.ts";

type Candidate = JudgedCandidate<MatchRecord>;

/**
 * What becomes of a record that was judged against its candidates. It merges with the likeliest of those that it
 * may merge with by itself, and the others wait: the merged contact is judged anew. But when two of them contradict
 * each other it joins neither, and all of them go to review: whichever it joined, half of what it holds might be
 * another person's. The answer does not depend on the order of the candidates.
 */
export async function resolveCandidates(
  candidates: readonly Candidate[],
  context: MatchContext,
): Promise<Resolution> {
  const ordered = [...candidates].sort(likeliestFirst).filter(({ verdict }) => verdict.tier !== "none");
  const mergeable = ordered.filter(({ verdict }) => verdict.tier === "auto");
  const torn = await anyContradict(mergeable, context);
  const merge = torn ? undefined : mergeable[0]?.contactId;
  const pairs = ordered
    .filter(({ contactId }) => contactId !== merge)
    .map(({ contactId, verdict }) => ({ contactId, ...waiting(verdict, torn) }));
  return merge === undefined ? { pairs } : { merge, pairs };
}

/** A merge that does not happen now is at most proposed. */
function waiting(verdict: PairVerdict, torn: boolean): PairVerdict {
  if (verdict.tier !== "auto") return verdict;
  if (!torn) return { ...verdict, tier: "suggest" };
  const rule = verdict.evidence[0]?.rule ?? "";
  const detail = "It fits two contacts that contradict each other, so it joins neither by itself.";
  return {
    ...verdict,
    tier: "review",
    evidence: [...verdict.evidence, { field: "identities", rule, detail }],
  };
}

const likeliestFirst = (a: Candidate, b: Candidate): number =>
  b.verdict.score - a.verdict.score || (a.contactId < b.contactId ? -1 : 1);

async function anyContradict(candidates: readonly Candidate[], context: MatchContext): Promise<boolean> {
  for (const [at, one] of candidates.entries()) {
    for (const other of candidates.slice(at + 1)) {
      if (await contradict(one.record, other.record, context)) return true;
    }
  }
  return false;
}
