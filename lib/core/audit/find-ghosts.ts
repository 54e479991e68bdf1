import { type Contact, reaches } from "../contact.ts";
import { type EpochMs, formatInstant } from "../time.ts";
import { ADDRESS_TYPE_OF_CHANNEL, type Channel } from "../words.ts";
import type { GhostRule } from "./audit-policy.ts";
import { type Facts, isHuman, lastHumanAt, type PastTouch } from "./facts.ts";
import { APPLY, type Finding, finding } from "./finding.ts";

/** On one channel the contact was tried so often in a row, and never reached. */
interface Streak {
  readonly rule: GhostRule;
  readonly channel: Channel;
  readonly times: number;
  /** The touch that began the last `rule.times` of it. */
  readonly since: EpochMs;
  readonly last: EpochMs;
}

/**
 * A contact is a ghost when every kind of address that it has fails and it has not shown itself since, on any channel.
 * When only some fail, each channel is told by itself.
 */
export function findGhosts(rules: readonly GhostRule[], contact: Contact, facts: Facts): Finding[] {
  const streaks = rules.flatMap((rule) =>
    rule.channel.flatMap((channel) => streakOn(channel, rule, facts) ?? []),
  );
  const standing = streaks.filter((streak) => !hasNewAddress(streak, contact, facts));
  const shownAt = lastHumanAt(facts);
  const silent = standing.filter(({ since }) => shownAt === undefined || shownAt < since);
  if (silent.length === 0 || !failsEverywhere(contact, silent)) return standing.map(onChannel(contact));
  return [unreachable(contact, silent)];
}

/** Touches of which nothing is known say nothing; any other outcome ends a streak. */
function streakOn(channel: Channel, rule: GhostRule, facts: Facts): Streak | undefined {
  const known = facts.touches.filter(
    (touch) => touch.channel === channel && !touch.inbound && touch.outcomes.length > 0,
  );
  const failed: PastTouch[] = [];
  for (const touch of known.toReversed()) {
    if (!fails(touch, rule)) break;
    failed.push(touch);
  }
  const [last] = failed;
  const first = failed[rule.times - 1];
  if (last === undefined || first === undefined) return undefined;
  return { rule, channel, times: failed.length, since: first.at, last: last.at };
}

const fails = ({ outcomes }: PastTouch, rule: GhostRule): boolean =>
  outcomes.some(({ outcome }) => rule.outcomes.includes(outcome)) && !outcomes.some(isHuman);

/**
 * Whether the contact got an address of the channel's type after the last failure: nobody has tried it yet. What it was
 * first listed with is none, as a past that is told later lies before it.
 */
function hasNewAddress({ channel, last }: Streak, contact: Contact, { links }: Facts): boolean {
  const type = ADDRESS_TYPE_OF_CHANNEL[channel];
  const first = Math.min(...links.map(({ at }) => at));
  const keys = new Set(contact.identities.filter((one) => one.type === type).map(({ key }) => key));
  return links.some(({ key, at }) => at > last && at > first && keys.has(key));
}

/** Whether no address is left that may reach the contact. */
function failsEverywhere({ identities }: Contact, silent: readonly Streak[]): boolean {
  const reachable = identities.filter(({ type, valid }) => valid && ADDRESS_TYPES.includes(type));
  return reachable.every((identity) => silent.some(({ channel }) => reaches([identity], channel)));
}

const ADDRESS_TYPES: readonly string[] = Object.values(ADDRESS_TYPE_OF_CHANNEL);

const told = ({ rule, channel, times, last }: Streak) => ({
  rule: rule.id,
  channel,
  times,
  lastAt: formatInstant(last),
});

function unreachable({ contactId }: Contact, streaks: readonly Streak[]): Finding {
  const tried = streaks.map(({ channel, times }) => `${times} on ${channel}`).join(", ");
  const [longest] = [...streaks].sort((a, b) => a.since - b.since);
  return finding({
    code: "unreachable",
    contactId,
    detail: `Nothing reaches the contact any more: the last attempts failed (${tried}), and nobody answered since.`,
    since: longest?.since,
    evidence: { rules: [...new Set(streaks.map(({ rule }) => rule.id))], attempts: streaks.map(told) },
    action: {
      text: "Mark it as a ghost; a rule that excludes ghosts then spares the effort.",
      command: APPLY,
    },
  });
}

const onChannel =
  ({ contactId }: Contact) =>
  (streak: Streak): Finding =>
    finding({
      code: "channel_unreachable",
      contactId,
      detail: `The last ${streak.times} attempts on ${streak.channel} did not reach the contact.`,
      since: streak.since,
      evidence: told(streak),
      action: {
        text: `Use another channel, or ask for another address for ${streak.channel}.`,
        command: `PATCH /v1/contacts/${contactId} {"identities":[…]}`,
      },
    });
