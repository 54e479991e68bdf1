import type { Reason } from "./reasons.ts";
import type { EpochMs } from "./time.ts";
import type { Touch } from "./touches.ts";
import { ADDRESS_TYPE_OF_CHANNEL, type Channel, type ConsentSaying } from "./words.ts";

/** An address of a contact as decisions see it: its key, never the address in clear. */
export interface Identity {
  /** Contact key of the address: `c_` + keyed hash. */
  readonly key: string;
  /** `email`, `phone`, or the name of the system whose id it is. */
  readonly type: string;
  /** ISO 3166-1 countries a phone number can belong to; empty for other types. */
  readonly regions: readonly string[];
  /** False when the address is known not to work; it then stops the channels of its type. */
  readonly valid: boolean;
  /** What is known of the address, e.g. `role`, `free-mail`. */
  readonly flags: readonly string[];
  /** True when another contact listed the address first; a check by the address is then the other's. */
  readonly shared: boolean;
  /** When a service last said anything of whether it works, to the day; undefined when none has. */
  readonly askedAt?: EpochMs;
}

/** What rules may ask of a contact; absent means unknown. */
export interface Attributes {
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** Subdivision of the country, e.g. `CA` or `44`. */
  readonly region?: string;
  /** IANA zone. */
  readonly timezone?: string;
  readonly language?: string;
  readonly stage?: string;
  readonly tier?: string;
  readonly tags?: readonly string[];
  readonly recipientType?: string;
}

/** Local wall-clock ranges, half-open, as `["09:00", "12:30"]`; `24:00` may end one. */
export type TimeRange = readonly [start: string, end: string];

export interface ChannelWishes {
  /** `"hard"` (a STOP) binds even purposes that obey only hard rules. */
  readonly optOut?: boolean | "hard";
  /** At most so many counting touches of this channel in any rolling 7 days. */
  readonly maxPerWeek?: number | null;
  /** Only inside these ranges of the contact's clock, every day. */
  readonly hours?: readonly TimeRange[] | null;
}

/** The customer's own wishes. An absent or null wish is no wish. */
export interface Preferences {
  readonly optOutAll?: boolean;
  readonly channels?: Readonly<Partial<Record<Channel, ChannelWishes>>>;
  readonly topics?: Readonly<Record<string, { readonly optOut?: boolean }>>;
  readonly departments?: Readonly<Record<string, { readonly optOut?: boolean }>>;
  readonly pausedUntil?: EpochMs | null;
  readonly maxPerWeek?: number | null;
}

/** A no from the company or the law: for one address, or without `identityKey` for the whole contact. */
export interface Suppression {
  readonly identityKey: string | undefined;
  readonly list: string;
  readonly reason: string | undefined;
  readonly expiresAt: EpochMs | undefined;
}

/** What a customer said of one channel for one purpose: a yes, or that it is taken back. */
export interface Consent {
  readonly channel: Channel;
  readonly purpose: string;
  /** `withdrawn` for one that the customer took back. */
  readonly level: ConsentSaying;
  /** When it was given or taken back; it is in force from then on. */
  readonly at: EpochMs;
  /** First instant at which it is no longer in force; undefined when it does not end by itself. */
  readonly expiresAt: EpochMs | undefined;
  /** Where it was given, like `web form`. */
  readonly source: string | undefined;
  /** What proves it: a text or a reference. */
  readonly evidence: string | undefined;
}

/** Who looks after a contact; at least one of the two is given. */
export interface Owner {
  readonly agent: string | undefined;
  readonly department: string | undefined;
}

/** A department keeps the contact to itself until an instant. */
export interface ManualLock {
  readonly lockId: string;
  readonly department: string;
  readonly until: EpochMs;
  readonly reason: string | undefined;
}

/** From the least restrictive on: what two contacts come to that are one. */
export const CONTACT_STATUSES = ["active", "ghost", "junk", "invalid", "erased"] as const;
export type ContactStatus = (typeof CONTACT_STATUSES)[number];

/** Statuses that stop every touch by themselves. The others stop nothing: `exclude` rules may name them. */
export const STOPPING_STATUSES = ["invalid", "erased"] as const satisfies readonly ContactStatus[];
export type StoppingStatus = (typeof STOPPING_STATUSES)[number];

/** The status when it stops every touch, else undefined. */
export const stoppedBy = (status: ContactStatus): StoppingStatus | undefined =>
  STOPPING_STATUSES.find((stopping) => stopping === status);

/** Of two statuses the more restrictive. */
export const stricterStatus = (a: ContactStatus, b: ContactStatus): ContactStatus =>
  CONTACT_STATUSES.indexOf(a) < CONTACT_STATUSES.indexOf(b) ? b : a;

/** A customer who has said stop may be told once that it was heard. */
export interface OwedConfirmation {
  readonly channel: Channel;
  /** First instant at which it is too late. */
  readonly until: EpochMs;
}

/** A contact's whole decision state: one item, one version. */
export interface Contact {
  /** The key of the state item, which is also the id of the contact. */
  readonly contactId: string;
  /** Grows with every write and never repeats; 0 for a contact never written. */
  readonly version: number;
  readonly status: ContactStatus;
  /** Whether somebody has put the contact; else it is a stranger, known by its own address only. */
  readonly put: boolean;
  readonly attributes: Attributes;
  readonly identities: readonly Identity[];
  readonly preferences: Preferences;
  readonly suppressions: readonly Suppression[];
  /** Undefined while nobody has said anything of consents; empty when none is left. */
  readonly consents: readonly Consent[] | undefined;
  readonly owner: Owner | undefined;
  readonly locks: readonly ManualLock[];
  /** Undefined for none. The touch that confirms takes its own away. */
  readonly confirmations?: readonly OwedConfirmation[] | undefined;
  /**
   * Contact key under which the person was first kept, when that is not this one: a person stays in or out of a
   * control group when an address of theirs is linked.
   */
  readonly originKey: string | undefined;
  /** Ids of the contacts that were merged into this one, sorted. */
  readonly merged: readonly string[];
  /** Ids of contacts that this one was taken apart from, the last at the end: a touch known here may stand there. */
  readonly parted: readonly string[];
  /** Oldest first. */
  readonly touches: readonly Touch[];
  /** Bytes that the touches took in the item as it was read; 0 for a contact never written. */
  readonly historyBytes: number;
  /** Idempotency keys of the last 24 h. */
  readonly keys: readonly KeptKey[];
}

/** An idempotency key and what was answered to it. */
export interface KeptKey {
  /** Of the API key and the key it sent. */
  readonly hash: string;
  /** Hash of the request. */
  readonly payload: string;
  /** The touch's own id. */
  readonly touch: string;
  readonly at: EpochMs;
  readonly policyVersion: number;
  /** What was reported beside the allowance; undefined for nothing. */
  readonly said: { readonly warnings: readonly Reason[]; readonly shadow: readonly Reason[] } | undefined;
  /** Of a touch that was told: the rules that it broke. */
  readonly broke?: readonly string[] | undefined;
}

const NONE: readonly never[] = Object.freeze([]);

/** A contact that nobody has touched yet, known by one address or by an id. */
export const newContact = (contactId: string, identities: readonly Identity[] = NONE): Contact => ({
  contactId,
  version: 0,
  status: "active",
  put: false,
  attributes: {},
  identities,
  preferences: {},
  suppressions: NONE,
  consents: undefined,
  owner: undefined,
  locks: NONE,
  originKey: undefined,
  merged: NONE,
  parted: NONE,
  touches: NONE,
  historyBytes: 0,
  keys: NONE,
});

/** Its id and those of the contacts merged into it. */
export const idsOf = ({ contactId, merged }: Contact): readonly string[] => [contactId, ...merged];

/**
 * The address a touch on `channel` goes to: the named identity when its type fits the channel, else the
 * contact's only fitting one, else unknown.
 */
export function destinationOf(
  contact: Contact,
  channel: Channel,
  namedKey: string | undefined,
): Identity | undefined {
  const type = ADDRESS_TYPE_OF_CHANNEL[channel];
  if (type === undefined) return undefined;
  const fitting = contact.identities.filter((identity) => identity.type === type);
  return (
    fitting.find((identity) => identity.key === namedKey) ?? (fitting.length === 1 ? fitting[0] : undefined)
  );
}

/** Whether a channel reaches one of these addresses. */
export const reaches = (identities: readonly Identity[], channel: Channel): boolean =>
  identities.some(({ type }) => type === ADDRESS_TYPE_OF_CHANNEL[channel]);
