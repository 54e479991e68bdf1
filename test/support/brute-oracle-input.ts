/** What the oracle is asked with: plain data, told here once more and not taken from lib/core. */

export type Names = readonly string[];
export interface OracleTouch {
  readonly at: number;
  readonly channel: string;
  readonly department: string;
  readonly purpose: string;
  readonly campaign: string | undefined;
  readonly topic: string | undefined;
  readonly product: string | undefined;
  readonly subject: string | undefined;
  readonly agent: string | undefined;
  readonly address: string | undefined;
  readonly state: string;
  readonly expiresAt: number | undefined;
  readonly outcomes: readonly { readonly outcome: string; readonly at: number }[];
}
export interface OracleIdentity {
  readonly key: string;
  readonly type: string;
  readonly regions: Names;
  readonly valid: boolean;
}
export interface OracleConsent {
  readonly channel: string;
  readonly purpose: string;
  readonly level: string;
  readonly at: number;
  readonly expiresAt: number | undefined;
}
export interface OracleContact {
  readonly contactId: string;
  readonly originKey: string | undefined;
  readonly status: string;
  readonly attributes: Readonly<Record<string, string | Names | undefined>>;
  readonly identities: readonly OracleIdentity[];
  readonly preferences: {
    readonly optOutAll?: boolean;
    readonly channels?: Readonly<Record<string, OracleChannelWishes | undefined>>;
    readonly topics?: Readonly<Record<string, { readonly optOut?: boolean }>>;
    readonly departments?: Readonly<Record<string, { readonly optOut?: boolean }>>;
    readonly pausedUntil?: number | null;
    readonly maxPerWeek?: number | null;
  };
  readonly suppressions: readonly {
    readonly identityKey: string | undefined;
    readonly expiresAt: number | undefined;
  }[];
  readonly consents: readonly OracleConsent[];
  readonly owner: { readonly agent: string | undefined; readonly department: string | undefined } | undefined;
  readonly locks: readonly { readonly department: string; readonly until: number }[];
  readonly touches: readonly OracleTouch[];
  readonly historyBytes: number;
}
export interface OracleChannelWishes {
  readonly optOut?: boolean | "hard";
  readonly maxPerWeek?: number | null;
  readonly hours?: readonly Range[] | null;
}
export interface OracleRequest {
  readonly channel: string;
  readonly department: string;
  readonly purpose: string;
  readonly campaign: string | undefined;
  readonly topic: string | undefined;
  readonly product: string | undefined;
  readonly subject: string | undefined;
  readonly agent: string | undefined;
  readonly namedKey: string | undefined;
  readonly overridden?: Names | undefined;
}
export type Range = readonly [string, string];
export type Wanted = Readonly<Record<string, Names | undefined>>;
export type OracleMax =
  | number
  | { readonly by: string; readonly values: Readonly<Record<string, number>>; readonly default: number };
export interface OracleWindow {
  readonly rolling?: string;
  readonly calendar?: string;
  readonly consecutiveDays?: number;
  readonly zone?: string;
  readonly weekStart?: string;
}
export interface OracleRule {
  readonly id: string;
  readonly kind: string;
  readonly effect?: string;
  readonly hard?: boolean;
  readonly overridable?: boolean;
  readonly when?: Wanted;
  readonly unless?: Wanted;
  /** `outcome` is one word, the other fields are lists. */
  readonly counts?: Readonly<Record<string, Names | string | undefined>>;
  readonly per?: Names | string;
  readonly max?: OracleMax;
  /** A length for exclusive rules. */
  readonly window?: OracleWindow | string;
  readonly min?: string;
  readonly differs?: Names;
  readonly period?: string;
  readonly holds?: string;
  readonly after?: Names;
  readonly for?: string;
  readonly dayOne?: boolean;
  readonly allow?: readonly { readonly days: Names; readonly ranges: readonly Range[] }[];
  readonly zone?: string;
  readonly unknownZone?: string;
  readonly holidays?: Names;
  readonly groups?: Names;
  readonly by?: string;
  readonly level?: string;
  readonly contact?: Wanted;
  readonly basisPoints?: number;
  readonly salt?: string;
}
export interface OraclePolicy {
  readonly timezone: string;
  readonly retention: string;
  readonly purposes: Readonly<Record<string, { obeys?: string; counts?: boolean }>>;
  readonly campaignGroups?: Readonly<Record<string, Names>>;
  readonly suppressionLists?: Readonly<
    Record<string, { readonly maxAgeDays: number; readonly when?: Wanted }>
  >;
  readonly rules: readonly OracleRule[];
}

/** One question, put together. */
export interface OracleQuestion {
  readonly policy: OraclePolicy;
  readonly contact: OracleContact;
  readonly request: OracleRequest;
  readonly listsAsOf: Readonly<Record<string, number>>;
}
