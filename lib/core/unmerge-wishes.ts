import { type ChannelWishes, type Consent, type Contact, type Preferences, reaches } from "./contact.ts";
import { common, lesser, mergeChannelWishes, mergeConsents, mergePreferences } from "./merge-wishes.ts";
import type { Heard, Side } from "./unmerge.ts";
import type { Channel } from "./words.ts";

/** A contact when it was merged, as it is now, and what was said of it in between. */
interface Changed {
  readonly was: Contact;
  readonly is: Contact;
  readonly heard: Heard | undefined;
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
export function preferencesApart(
  side: Side,
  other: Side,
  { was: { preferences: was }, is: { preferences: is }, heard }: Changed,
): Preferences {
  const said = mergePreferences(saidSince(was, is), heard?.preferences ?? {});
  const own = mergePreferences(side.before.preferences, said);
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
function saidSince(was: Preferences, is: Preferences): Preferences {
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
  { was: { consents: was }, is: { consents: is = [] }, heard }: Changed,
): Contact["consents"] {
  const before = side.before.consents;
  const changed = (consent: Consent) => !isSame(sameIn(is, consent), sameIn(was, consent));
  const own = heard?.consents ? mergeConsents(before ?? [], is) : before;
  const kept = own?.flatMap((consent): Consent[] => {
    if (!changed(consent)) return [consent];
    if (isSpokenFor(consent.channel, side, other)) return [];
    const current = sameIn(is, consent);
    return current === undefined ? [] : [lesser(consent, current)];
  });
  const given = is.filter((consent) => changed(consent) && isSpokenFor(consent.channel, side, other));
  return kept === undefined && given.length === 0 ? undefined : [...(kept ?? []), ...given];
}

const sameIn = (consents: Contact["consents"], { channel, purpose }: Consent): Consent | undefined =>
  consents?.find((one) => one.channel === channel && one.purpose === purpose);

/** By what they say: a field that is undefined is as good as none. */
const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? "";
