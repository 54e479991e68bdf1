import type { Contact } from "../contact.ts";
import { type EpochMs, parseInstant } from "../time.ts";
import { type ReportedOutcome, standingOf, type Touch } from "../touches.ts";
import type { Channel, Outcome } from "../words.ts";

/** What is known of a contact's past: of its state and of its timeline together. */
export interface Facts {
  /** Every touch up to the instant of the audit, oldest first. */
  readonly touches: readonly PastTouch[];
  /** Every outcome, also of touches that were not read. */
  readonly outcomes: readonly ReportedOutcome[];
  /** When addresses were listed, by their keys. */
  readonly links: readonly { readonly key: string; readonly at: EpochMs }[];
  /** When wishes, owners, locks and lists were changed. */
  readonly changes: readonly EpochMs[];
  /** Agents who were made the owner, and when. */
  readonly handedTo: readonly { readonly agent: string; readonly at: EpochMs }[];
}

export interface PastTouch {
  readonly id: string;
  readonly at: EpochMs;
  readonly channel: Channel;
  /** Whether it came from the contact. */
  readonly inbound: boolean;
  /** Whether it happened, as far as anybody said: not a reservation that was never confirmed. */
  readonly stands: boolean;
  readonly agent: string | undefined;
  readonly outcomes: readonly ReportedOutcome[];
}

/** A timeline entry as it is shown by the API; fields that its type lacks are undefined. */
interface Entry {
  readonly type?: unknown;
  readonly at?: unknown;
  readonly touchId?: unknown;
  readonly channel?: unknown;
  readonly agent?: unknown;
  readonly state?: unknown;
  readonly outcome?: unknown;
  readonly key?: unknown;
  readonly changes?: unknown;
}

/** Joins a state and the entries of its timeline, in any order, as of `at`; what lies after it is left out. */
export function factsOf(contact: Contact, entries: readonly unknown[], at: EpochMs): Facts {
  const dated = entries.flatMap((entry) => datedOf(entry, at));
  const ofType = (...types: string[]) => dated.filter(({ entry }) => types.includes(String(entry.type)));
  const confirmed = new Set(ofType("confirmed").map(({ entry }) => idOf(entry.touchId)));
  const reported = ofType("outcome").map((one) => ({
    id: idOf(one.entry.touchId),
    outcome: one.entry.outcome as Outcome,
    at: one.at,
  }));
  const touches = new Map<string, PastTouch>();
  for (const one of ofType("touch", "inbound")) {
    const touch = toldTouch(one, confirmed);
    touches.set(touch.id, touch);
  }
  for (const touch of contact.touches) {
    if (touch.at <= at) touches.set(touch.id, withState(touches.get(touch.id), touch, at));
  }
  const outcomesOf = new Map<string, ReportedOutcome[]>();
  for (const { id, ...outcome } of reported) outcomesOf.set(id, [...(outcomesOf.get(id) ?? []), outcome]);
  const whole = [...touches.values()].map((touch) => ({
    ...touch,
    outcomes: distinct([...touch.outcomes, ...(outcomesOf.get(touch.id) ?? [])]),
  }));
  return {
    touches: whole.sort((a, b) => a.at - b.at),
    outcomes: [...whole.flatMap(({ outcomes }) => outcomes), ...reported],
    links: ofType("link").map(({ entry, at: linkedAt }) => ({ key: String(entry.key), at: linkedAt })),
    changes: ofType("preference", "consent", "owner", "lock", "suppression").map((one) => one.at),
    handedTo: ofType("owner").flatMap(({ entry, at: handedAt }) =>
      newAgents(entry.changes).map((agent) => ({ agent, at: handedAt })),
    ),
  };
}

interface Dated {
  readonly entry: Entry;
  readonly at: EpochMs;
}

function datedOf(entry: unknown, until: EpochMs): Dated[] {
  const read = entry as Entry;
  const at = parseInstant(String(read.at));
  return at === undefined || at > until ? [] : [{ entry: read, at }];
}

/** A touch's own id, out of `t_<id>.<contact key>`. */
const idOf = (touchId: unknown): string => {
  const text = String(touchId);
  return text.slice("t_".length, text.indexOf("."));
};

function toldTouch({ entry, at }: Dated, confirmed: ReadonlySet<string>): PastTouch {
  const id = idOf(entry.touchId);
  const { agent, outcome } = entry;
  return {
    id,
    at,
    channel: entry.channel as Channel,
    inbound: entry.type === "inbound",
    stands: entry.state !== "reserved" || confirmed.has(id),
    agent: typeof agent === "string" ? agent : undefined,
    outcomes: typeof outcome === "string" ? [{ outcome: outcome as Outcome, at }] : [],
  };
}

/** The state knows how a touch stands, and may know it before the timeline does. */
function withState(told: PastTouch | undefined, touch: Touch, at: EpochMs): PastTouch {
  const { id, channel, agent, bearing } = touch;
  const standing = standingOf(touch, at);
  const known = touch.outcomes.filter((outcome) => outcome.at <= at);
  return {
    ...{ id, at: touch.at, channel, agent },
    inbound: bearing === "inbound",
    stands: standing === "recorded" || standing === "confirmed",
    outcomes: [...(told?.outcomes ?? []), ...known],
  };
}

const distinct = (outcomes: readonly ReportedOutcome[]): ReportedOutcome[] => {
  const byName = new Map(outcomes.map((one) => [`${one.outcome} ${one.at}`, one]));
  return [...byName.values()].sort((a, b) => a.at - b.at);
};

function newAgents(changes: unknown): string[] {
  if (!Array.isArray(changes)) return [];
  return changes.flatMap(({ path, to }: { readonly path?: unknown; readonly to?: unknown }) =>
    path === "agent" && typeof to === "string" ? [to] : [],
  );
}

/** Outcomes that only a person brings about. An open is none: mail programs open what they fetch. */
const HUMAN: readonly Outcome[] = [
  "replied",
  "answered",
  "conversation",
  "clicked",
  "refused",
  "converted",
  "unsubscribed",
  "complained",
];

export const isHuman = ({ outcome }: ReportedOutcome): boolean => HUMAN.includes(outcome);

/** The last instant at which the contact showed itself: an outcome of theirs, or what they began. */
export function lastHumanAt({ touches, outcomes }: Facts): EpochMs | undefined {
  const inbound = touches.filter((touch) => touch.inbound).map(({ at }) => at);
  return latest([...outcomes.filter(isHuman).map(({ at }) => at), ...inbound]);
}

/** Undefined of none. */
export const latest = (instants: readonly EpochMs[]): EpochMs | undefined =>
  instants.reduce<EpochMs | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);
