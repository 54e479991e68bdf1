import type { CompiledPolicy } from "../compile-policy.ts";
import type { Attributes } from "../contact.ts";
import type { Verdict } from "../decide.ts";
import { engagementAt } from "../engagement.ts";
import { murmurHash } from "../murmur-hash.ts";
import { type EpochMs, formatInstant } from "../time.ts";
import type { PastTouch } from "./past-touch.ts";
import { judge, note, type Run, type Standing, startRun } from "./run.ts";
import {
  addTo,
  countBy,
  countStopped,
  emptyTally,
  entryOf,
  hardestOf,
  keepSample,
  mayKeep,
  noDifference,
  type Sample,
  type Tally,
} from "./tally.ts";

/** What is tried, and beside what. */
export interface SimulationOptions {
  readonly candidate: CompiledPolicy;
  /** The policy in force, tried beside it on the same history. */
  readonly active?: CompiledPolicy | undefined;
  /** What the rules read of contacts where their history does not say. */
  readonly attributes?: Attributes;
  /** What else they read, where it is known; the same for all contacts that are added. */
  readonly standing?: Standing;
}

/**
 * Tries a policy on recorded history: each outbound touch is decided at its own instant, on what the policy itself would
 * have let pass before. Pure: the same history gives the same tally, whatever the order of contacts.
 */
export interface Simulation {
  /**
   * The touches of one contact in order of time; those of others may lie between. False for one that is earlier than
   * the one before it, which is not taken. `toActive` is the touch in the words of the active policy, where they are
   * others.
   */
  add(contact: string, touch: PastTouch, toActive?: PastTouch): boolean;
  /** What came of all that was added. */
  tally(): Tally;
}

interface Tried {
  readonly candidate: Run;
  readonly active: Run | undefined;
  touches: number;
  stopped: number;
  lastAt: EpochMs;
  /** The same for the same contact, as if by chance; made when it is asked for. */
  chance: number | undefined;
}

export function createSimulation(options: SimulationOptions): Simulation {
  const { candidate, active, attributes = {}, standing } = options;
  const tally = emptyTally();
  const difference = active === undefined ? undefined : noDifference();
  const contacts = new Map<string, Tried>();

  const triedOf = (contact: string, lastAt: EpochMs): Tried => {
    const known = contacts.get(contact);
    if (known !== undefined) return known;
    const tried = {
      candidate: startRun(candidate, contact, standing),
      active: active && startRun(active, contact, standing),
      touches: 0,
      stopped: 0,
      lastAt,
      chance: undefined,
    };
    contacts.set(contact, tried);
    return tried;
  };

  return {
    add(contact, touch, toActive = touch) {
      const why = unjudgeable(touch, candidate);
      if (why !== undefined) {
        addTo(tally.notJudged, why);
        return true;
      }
      const tried = triedOf(contact, touch.at);
      if (touch.at < tried.lastAt) return false;
      tried.lastAt = touch.at;
      if (touch.isInbound === true || touch.isGiven === true) {
        if (touch.isGiven !== true) tally.inbound += 1;
        note(tried.candidate, touch);
        if (tried.active !== undefined) note(tried.active, toActive);
        return true;
      }
      const known = touch.attributes ?? attributes;
      const verdict = judge(tried.candidate, touch, known);
      tried.touches += 1;
      if (verdict.decision !== "allow") tried.stopped += 1;
      tell(tally, { contact, touch, attributes: known, verdict, tried });
      if (difference !== undefined && tried.active !== undefined) {
        compare(difference, verdict, judge(tried.active, toActive, known));
      }
      return true;
    },
    tally() {
      const hit = [...contacts].flatMap(([contact, { touches, stopped }]) =>
        stopped > 0 ? [{ contact, touches, stopped }] : [],
      );
      return {
        ...tally,
        contacts: [...contacts.values()].filter(({ touches }) => touches > 0).length,
        stoppedContacts: hit.length,
        hardest: hardestOf(hit),
        ...(difference !== undefined && { difference }),
      };
    },
  };
}

/** A purpose that the policy does not declare, or one that asks for a field that history lacks. */
function unjudgeable(touch: PastTouch, { purposes, departments }: CompiledPolicy): string | undefined {
  if (touch.isInbound === true || touch.isGiven === true) return undefined;
  const purpose = purposes.get(touch.purpose);
  if (purpose === undefined) return `the policy has no purpose ${touch.purpose}`;
  if (departments?.has(touch.department) === false) return `the policy has no department ${touch.department}`;
  if (purpose.requires.length === 0) return undefined;
  const lacking = purpose.requires.filter((field) => field !== "reference" && touch[field] === undefined);
  return lacking.length === 0 ? undefined : `${touch.purpose} requires ${lacking.join(" and ")}`;
}

interface Told {
  readonly contact: string;
  readonly touch: PastTouch;
  readonly attributes: Attributes;
  readonly verdict: Verdict;
  readonly tried: Tried;
}

function tell(tally: Tally, told: Told): void {
  const { touch, attributes, verdict, tried } = told;
  const { decision, reasons, warnings, shadow, nextAllowedAt } = verdict;
  tally.touches += 1;
  for (const { rule } of warnings) addTo(tally.warned, rule);
  for (const { rule } of shadow) addTo(tally.shadow, rule);
  const { department, channel, purpose, campaign } = touch;
  const { stage, tier, country } = attributes;
  const engagement = engagementAt(tried.candidate.contact.touches, touch.at);
  countBy(tally, { department, channel, purpose, campaign, stage, tier, country, engagement }, decision);
  if (decision === "allow") {
    tally.wouldAllow += 1;
    return;
  }
  tally[decision === "defer" ? "wouldDefer" : "wouldDeny"] += 1;
  countStopped(tally, reasons, nextAllowedAt === null ? undefined : nextAllowedAt - touch.at);
  tried.chance ??= murmurHash(told.contact);
  const lot = Math.imul(tried.chance ^ touch.at, 0x9e3779b1) >>> 0;
  if (mayKeep(tally.samples, reasons[0]?.rule ?? "", lot)) {
    keepSample(tally.samples, { ...sampleOf(told, decision), lot });
  }
}

const instant = (at: EpochMs | null): string | null => (at === null ? null : formatInstant(at));

function sampleOf({ contact, touch, verdict }: Told, decision: "defer" | "deny"): Omit<Sample, "lot"> {
  const { department, channel, purpose } = touch;
  return {
    ...{ contact, at: formatInstant(touch.at), department, channel, purpose, decision },
    nextAllowedAt: instant(verdict.nextAllowedAt),
    reasons: verdict.reasons.map(({ rule, code, message }) => ({ rule, code, message })),
  };
}

const stopped = ({ decision }: Verdict): boolean => decision !== "allow";

function compare(difference: Tally["difference"] & object, now: Verdict, before: Verdict): void {
  if (before.decision === "allow") difference.wouldAllow += 1;
  else difference[before.decision === "defer" ? "wouldDefer" : "wouldDeny"] += 1;
  if (stopped(now) === stopped(before)) return;
  const field = stopped(now) ? "newlyStopped" : "newlyAllowed";
  difference[field] += 1;
  for (const rule of new Set((stopped(now) ? now : before).reasons.map((reason) => reason.rule))) {
    entryOf(difference.byRule, rule, () => ({ newlyStopped: 0, newlyAllowed: 0 }))[field] += 1;
  }
}
