/** What the oracle is asked with: plain data, told here once more and not taken from lib/core. */

export type Names = readonly string[];
export interface OracleTouch {
  readonly at: number;
  readonly channel: string;
  readonly department: string;
  readonly purpose: string;
  readonly campaign: string | undefined;
  readonly topic: string | undefined;
  readonly subject: string | undefined;
  readonly address: string | undefined;
  readonly state: string;
  readonly expiresAt: number | undefined;
  readonly outcomes: readonly { readonly outcome: string; readonly at: number }[];
}
export interface OracleContact {
  readonly attributes: Readonly<Record<string, string | Names | undefined>>;
  readonly preferences: {
    readonly optOutAll?: boolean;
    readonly channels?: Readonly<Record<string, OracleChannelWishes | undefined>>;
    readonly topics?: Readonly<Record<string, { readonly optOut?: boolean }>>;
    readonly departments?: Readonly<Record<string, { readonly optOut?: boolean }>>;
    readonly pausedUntil?: number | null;
    readonly maxPerWeek?: number | null;
  };
  readonly touches: readonly OracleTouch[];
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
  readonly subject: string | undefined;
}
export type Range = readonly [string, string];
export type Wanted = Readonly<Record<string, Names | undefined>>;
export interface OracleRule {
  readonly id: string;
  readonly kind: string;
  readonly effect?: string;
  readonly hard?: boolean;
  readonly when?: Wanted;
  readonly unless?: Wanted;
  readonly counts?: Wanted;
  readonly per?: Names;
  readonly max?: number | { by: string; values: Readonly<Record<string, number>>; default: number };
  readonly window?: {
    rolling?: string;
    calendar?: string;
    consecutiveDays?: number;
    zone?: string;
    weekStart?: string;
  };
  readonly min?: string;
  readonly differs?: Names;
  readonly period?: string;
  readonly allow?: readonly { readonly days: Names; readonly ranges: readonly Range[] }[];
  readonly zone?: string;
  readonly unknownZone?: string;
}
export interface OraclePolicy {
  readonly timezone: string;
  readonly purposes: Readonly<Record<string, { obeys?: string }>>;
  readonly rules: readonly OracleRule[];
}

/** One question, put together. `destination` is the key of the address, undefined when it is not known. */
export interface OracleQuestion {
  readonly policy: OraclePolicy;
  readonly contact: OracleContact;
  readonly request: OracleRequest;
  readonly destination: string | undefined;
  /** Every zone the contact may be in. */
  readonly zones: Names;
}
