import type { EpochMs } from "../time.ts";

/** What an audit looks for, in the order in which it is reported. */
export const FINDING_KINDS = [
  "ghost",
  "junk",
  "stale",
  "duplicate",
  "address",
  "zone",
  "owner",
  "consent",
  "suppression",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Every code, with its kind and what it stands for in the plural. */
export const FINDING_CODES = {
  unreachable: { kind: "ghost", title: "Contacts that are never reached" },
  channel_unreachable: { kind: "ghost", title: "Channels on which a contact is never reached" },
  junk_outcomes: { kind: "junk", title: "Contacts whose outcomes make them junk" },
  never_engaged: { kind: "junk", title: "Contacts that never respond" },
  junk_tag: { kind: "junk", title: "Contacts whose tags make them junk" },
  stale: { kind: "stale", title: "Contacts without a sign of life" },
  duplicate_waiting: { kind: "duplicate", title: "Pairs that wait for a decision" },
  address_invalid: { kind: "address", title: "Addresses that do not work" },
  address_disposable: { kind: "address", title: "Disposable addresses" },
  no_zone: { kind: "zone", title: "Contacts whose time zone is unknown" },
  owner_not_listed: { kind: "owner", title: "Contacts whose owner is not on the list of agents" },
  owner_silent: { kind: "owner", title: "Owners who have touched nobody for long" },
  consent_ending: { kind: "consent", title: "Consents that end soon" },
  suppression_ended: { kind: "suppression", title: "Suppressions that have ended" },
} as const satisfies Readonly<Record<string, { readonly kind: FindingKind; readonly title: string }>>;
export type FindingCode = keyof typeof FINDING_CODES;

/** One thing that an audit has found, and what mends it. No address is in it: contacts are named by their ids. */
export interface Finding {
  readonly kind: FindingKind;
  readonly code: FindingCode;
  readonly contactId: string;
  /** One sentence. */
  readonly detail: string;
  /** Since when it is so; undefined when nobody knows, or it is not a matter of time. */
  readonly since: EpochMs | undefined;
  /** What it was judged by, typed by code in docs. */
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly action: Action;
}

/** What mends a finding. */
export interface Action {
  readonly text: string;
  /** The command, or the HTTP call with its body, that does so. `…` stands for what only people know. Null when it is done. */
  readonly command: string | null;
}

/** Sets the statuses that an audit finds. */
export const APPLY = "touchgate audit --apply";

/** A finding with the kind of its code. */
export const finding = (found: Omit<Finding, "kind">): Finding => ({
  kind: FINDING_CODES[found.code].kind,
  ...found,
});
