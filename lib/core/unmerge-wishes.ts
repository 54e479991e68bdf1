import { type ChannelWishes, type Consent, type Preferences, reaches } from "./contact.ts";
import { common, lesser, mergeChannelWishes, mergePreferences } from "./merge-wishes.ts";
import type { Side } from "./unmerge.ts";
import type { Channel } from "./words.ts";

/** A merged contact's document when it was merged, and as it is now. */
interface Changed<T> {
  readonly was: T;
  readonly is: T;
}

/**
 * Whether a channel reaches an address of this side and none of the other: what was said of it since the merge
 * was said of this side's address.
 */
const isSpokenFor = (channel: Channel, side: Side, other: Side): boolean =>
  reaches(side.identities, channel) && !reaches(other.identities, channel);

/**
 * One side's wishes: those it had, with every no that was said since. Of a channel that reaches only this side's
 * addresses it is what stands now, with every yes.
 */
export function preferencesApart(side: Side, other: Side, { was, is }: Changed<Preferences>): Preferences {
  const own = mergePreferences(side.before.preferences, saidSince({ was, is }));
  const channels: Partial<Record<Channel, ChannelWishes>> = { ...own.channels };
  for (const channel of Object.keys({ ...was.channels, ...is.channels }) as Channel[]) {
    const current = is.channels?.[channel];
    if (!isSpokenFor(channel, side, other) || isSame(current, was.channels?.[channel])) continue;
    if (current === undefined) delete channels[channel];
    else channels[channel] = current;
  }
  const { channels: _, ...rest } = own;
  return Object.keys(channels).length === 0 ? rest : { ...rest, channels };
}

/** Every no that stands now and did not before. */
function saidSince({ was, is }: Changed<Preferences>): Preferences {
  const channels = (Object.entries(is.channels ?? {}) as [Channel, ChannelWishes][])
    .map(([channel, wishes]) => [channel, stricterIn(wishes, was.channels?.[channel])] as const)
    .filter(([, stricter]) => Object.keys(stricter).length > 0);
  const topics = newOptOuts(was.topics, is.topics);
  const departments = newOptOuts(was.departments, is.departments);
  return {
    ...(is.optOutAll && !was.optOutAll && { optOutAll: true }),
    ...(channels.length > 0 && { channels: Object.fromEntries(channels) }),
    ...(topics && { topics }),
    ...(departments && { departments }),
    ...(isLater(is.pausedUntil, was.pausedUntil) && { pausedUntil: is.pausedUntil }),
    ...(isLower(is.maxPerWeek, was.maxPerWeek) && { maxPerWeek: is.maxPerWeek }),
  };
}

function stricterIn(is: ChannelWishes, was: ChannelWishes = {}): ChannelWishes {
  const firmer = mergeChannelWishes(was, is).optOut !== (was.optOut || undefined);
  const narrower = is.hours && !(was.hours && isSame(common(was.hours, is.hours), was.hours));
  return {
    ...(firmer && is.optOut !== undefined && { optOut: is.optOut }),
    ...(isLower(is.maxPerWeek, was.maxPerWeek) && { maxPerWeek: is.maxPerWeek }),
    ...(narrower && { hours: is.hours }),
  };
}

type OptOuts = NonNullable<Preferences["topics"]>;

function newOptOuts(was: OptOuts = {}, is: OptOuts = {}): OptOuts | undefined {
  const added = Object.entries(is).filter(([name, { optOut }]) => optOut === true && !was[name]?.optOut);
  return added.length === 0 ? undefined : Object.fromEntries(added);
}

type Limit = number | null | undefined;

const isLower = (limit: Limit, before: Limit): limit is number =>
  limit !== null && limit !== undefined && limit < (before ?? Number.POSITIVE_INFINITY);

const isLater = <T extends number>(instant: T | null | undefined, before: Limit): instant is T =>
  instant !== null && instant !== undefined && instant > (before ?? Number.NEGATIVE_INFINITY);

/**
 * One side's consents: those it had, less what was taken back or lessened since. What was given since goes to the
 * side whose address alone the channel reaches.
 */
export function consentsApart(
  side: Side,
  other: Side,
  { was, is }: Changed<readonly Consent[]>,
): readonly Consent[] {
  const changed = (consent: Consent) => !isSame(sameIn(is, consent), sameIn(was, consent));
  const kept = side.before.consents.flatMap((own): Consent[] => {
    if (!changed(own)) return [own];
    if (isSpokenFor(own.channel, side, other)) return [];
    const current = sameIn(is, own);
    return current === undefined ? [] : [lesser(own, current)];
  });
  const given = is.filter((consent) => changed(consent) && isSpokenFor(consent.channel, side, other));
  return [...kept, ...given];
}

const sameIn = (consents: readonly Consent[], { channel, purpose }: Consent): Consent | undefined =>
  consents.find((one) => one.channel === channel && one.purpose === purpose);

/** By what they say: a field that is undefined is as good as none. */
const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? "";
