import {
  type ChannelWishes,
  type Consent,
  type Contact,
  type Identity,
  type Preferences,
  reaches,
  type TimeRange,
} from "./contact.ts";
import { clockTimeMs } from "./rule-document.ts";
import type { EpochMs } from "./time.ts";
import { ADDRESS_TYPE_OF_CHANNEL, CONSENT_SAYINGS } from "./words.ts";

type Consents = Contact["consents"];

/**
 * Of two persons' consents that turn out to be one person's, what both gave, in the lesser form. One who was never
 * asked takes nothing away; one who took everything back takes all.
 */
export function mergeConsents(a: Consents, b: Consents): Consents {
  if (a === undefined || b === undefined) return a ?? b;
  const sameIn = (consents: readonly Consent[], { channel, purpose }: Consent) =>
    consents.find((one) => one.channel === channel && one.purpose === purpose);
  const both = a.flatMap((consent) => {
    const other = sameIn(b, consent);
    return other === undefined ? [] : [lesser(consent, other)];
  });
  // That one was taken back stays on record, so that no older yes can come in again.
  const takenBack = [...a, ...b].filter(
    (consent) => consent.level === "withdrawn" && sameIn(both, consent) === undefined,
  );
  return [...both, ...takenBack];
}

/**
 * A contact's consents when an address is linked that had a contact of its own: the address speaks for the channels
 * that reach it, and where they reach other addresses too, both must have said yes. So must both for channels that
 * reach the person at no address, like a visit.
 */
export function linkConsents(contact: Contact, came: Contact): Consents {
  if (contact.consents === undefined || came.consents === undefined) return contact.consents ?? came.consents;
  const others = contact.identities.filter(({ key }) => key !== came.contactId);
  const speaks = (identities: readonly Identity[], { channel }: Consent) =>
    ADDRESS_TYPE_OF_CHANNEL[channel] === undefined || reaches(identities, channel);
  const isCames = (consent: Consent) => speaks(came.identities, consent);
  const isOthers = (consent: Consent) => speaks(others, consent);
  return [
    ...contact.consents.filter((consent) => !isCames(consent)),
    ...came.consents.filter((consent) => isCames(consent) && !isOthers(consent)),
    ...(mergeConsents(contact.consents, came.consents) ?? []).filter(
      (consent) => isCames(consent) && isOthers(consent),
    ),
  ];
}

export function lesser(a: Consent, b: Consent): Consent {
  const weaker = CONSENT_SAYINGS.indexOf(a.level) <= CONSENT_SAYINGS.indexOf(b.level) ? a : b;
  if (weaker.level === "withdrawn") return weaker;
  const ends = [a.expiresAt, b.expiresAt].filter((end) => end !== undefined);
  return {
    ...weaker,
    at: Math.max(a.at, b.at) as EpochMs,
    expiresAt: ends.length === 0 ? undefined : (Math.min(...ends) as EpochMs),
  };
}

/** Of two persons' wishes that turn out to be one person's, the more restrictive, field by field. */
export function mergePreferences(a: Preferences, b: Preferences): Preferences {
  return prune({
    optOutAll: a.optOutAll || b.optOutAll || undefined,
    channels: mergeRecords(a.channels, b.channels, mergeChannelWishes),
    topics: mergeRecords(a.topics, b.topics, mergeOptOuts),
    departments: mergeRecords(a.departments, b.departments, mergeOptOuts),
    pausedUntil: later(a.pausedUntil, b.pausedUntil),
    maxPerWeek: lower(a.maxPerWeek, b.maxPerWeek),
  }) as Preferences;
}

type OptOut = { readonly optOut?: boolean };

const mergeOptOuts = (a: OptOut, b: OptOut): OptOut => ({ optOut: a.optOut === true || b.optOut === true });

export function mergeChannelWishes(a: ChannelWishes, b: ChannelWishes): ChannelWishes {
  const optOut = a.optOut === "hard" || b.optOut === "hard" ? "hard" : a.optOut || b.optOut || undefined;
  return prune({ optOut, maxPerWeek: lower(a.maxPerWeek, b.maxPerWeek), hours: common(a.hours, b.hours) });
}

function mergeRecords<K extends string, V>(
  a: Readonly<Partial<Record<K, V>>> | undefined,
  b: Readonly<Partial<Record<K, V>>> | undefined,
  merge: (a: V, b: V) => V,
): Partial<Record<K, V>> | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const merged = new Map(Object.entries(a) as [K, V][]);
  for (const [name, value] of Object.entries(b) as [K, V][]) {
    const own = merged.get(name);
    merged.set(name, own === undefined ? value : merge(own, value));
  }
  return Object.fromEntries(merged) as Partial<Record<K, V>>;
}

/** The times of day that both permit; possibly none. */
export function common(
  a: readonly TimeRange[] | null | undefined,
  b: readonly TimeRange[] | null | undefined,
): readonly TimeRange[] | undefined {
  if (!a || !b) return a ?? b ?? undefined;
  return a.flatMap(([startA, endA]) =>
    b.flatMap(([startB, endB]): TimeRange[] => {
      const start = clockTimeMs(startA) > clockTimeMs(startB) ? startA : startB;
      const end = clockTimeMs(endA) < clockTimeMs(endB) ? endA : endB;
      return clockTimeMs(start) < clockTimeMs(end) ? [[start, end]] : [];
    }),
  );
}

const given = <T>(values: readonly (T | null | undefined)[]): T[] =>
  values.filter((value): value is T & {} => value !== null && value !== undefined);

const lower = (...limits: (number | null | undefined)[]): number | undefined => {
  const set = given(limits);
  return set.length === 0 ? undefined : Math.min(...set);
};

const later = (...instants: (EpochMs | null | undefined)[]): EpochMs | undefined => {
  const set = given(instants);
  return set.length === 0 ? undefined : (Math.max(...set) as EpochMs);
};

/** Without the fields that are undefined. */
const prune = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
