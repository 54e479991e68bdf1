import { flagsOf } from "../../lib/core/identity/flags.ts";
import type { MatchIdentity, MatchRecord } from "../../lib/core/identity/match-record.ts";
import { normaliseIdentity } from "../../lib/core/identity/normalise.ts";

/** A record that is known to be of one person or firm. */
export interface Labelled {
  readonly id: string;
  /** Who it is: records with the same label are duplicates. */
  readonly label: string;
  readonly record: MatchRecord;
}

/** An address as a data set has it. */
export interface RawIdentity {
  readonly type: string;
  readonly value: string;
  readonly region?: string;
}

/**
 * Addresses as the gate keeps them: normalised and with their flags. One that the gate would refuse is left out, as
 * it would be there.
 */
export async function identitiesOf(raw: readonly RawIdentity[]): Promise<readonly MatchIdentity[]> {
  const read = await Promise.all(
    raw.map(async (identity) => {
      const result = await normaliseIdentity(identity);
      if (!result.ok) return [];
      const { type, value } = result.identity;
      const flags = await flagsOf({ type, value });
      return [{ key: `${type} ${value}`, type, value, valid: true, flags, shared: false }];
    }),
  );
  return read.flat();
}

/** Only the fields that say something. */
export function textsOf(
  fields: Readonly<Partial<Record<Exclude<keyof MatchRecord, "identities">, string | undefined>>>,
): Omit<MatchRecord, "identities"> {
  const given = Object.entries(fields).filter(([, text]) => text !== undefined && text.trim() !== "");
  return Object.fromEntries(given.map(([field, text]) => [field, text?.trim()]));
}
