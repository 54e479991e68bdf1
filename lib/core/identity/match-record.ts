/** One address of a contact as matching reads it. */
export interface MatchIdentity {
  /** Contact key of the address. */
  readonly key: string;
  /** `email`, `phone`, or the name of the system whose id it is. */
  readonly type: string;
  /** Canonical value, in clear. */
  readonly value: string;
  /** False when the address is known not to work; it then identifies nobody. */
  readonly valid: boolean;
  /** What is known of the address: `role`, `disposable`, `free-mail`, `generic`. */
  readonly flags: readonly string[];
  /** True when another contact listed the address first. */
  readonly shared: boolean;
}

/** What matching reads of one contact; an absent field is unknown and speaks neither for nor against. */
export interface MatchRecord {
  readonly identities: readonly MatchIdentity[];
  /** As typed, of any script and in any order. */
  readonly name?: string;
  readonly company?: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string;
  readonly city?: string;
  readonly street?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}
