import { createHash, createHmac, randomBytes } from "node:crypto";
import type { ItemKey } from "./store.ts";

/** Where each kind of item lives in the single table. */

export const stateKey = (contactKey: string): ItemKey => ({ pk: `C#${contactKey}`, sk: "#" });
export const cardKey = (contactKey: string): ItemKey => ({ pk: `C#${contactKey}`, sk: "CARD" });

export const POLICY_PARTITION = "POLICY";
export const ACTIVE_POLICY_KEY: ItemKey = { pk: POLICY_PARTITION, sk: "ACTIVE" };
export const PEPPER_KEY: ItemKey = { pk: POLICY_PARTITION, sk: "PEPPER" };
/** Padded, so that versions sort as numbers. */
export const policyVersionKey = (version: number): ItemKey => ({
  pk: POLICY_PARTITION,
  sk: `V#${String(version).padStart(8, "0")}`,
});

/** All API keys share one partition, so that they can be listed without a scan. */
export const API_KEY_PARTITION = "KEY";
export const apiKeyKey = (id: string): ItemKey => ({ pk: API_KEY_PARTITION, sk: id });

/** Bytes of the keyed hash that are kept: 128 bits. */
const CONTACT_KEY_BYTES = 16;

/**
 * The contact key of an address: `c_` + HMAC-SHA-256 of its type and normalised value. It needs no look-up and
 * reveals nothing without the pepper.
 */
export function contactKeyOf(pepper: string, { type, value }: { type: string; value: string }): string {
  const hash = createHmac("sha256", pepper).update(`${type}\u0000${value}`).digest();
  return `c_${hash.subarray(0, CONTACT_KEY_BYTES).toString("base64url")}`;
}

/** Ids that the gate makes begin so; callers' own ids may not. */
export const isMadeByGate = (contactId: string): boolean => contactId.startsWith("c_");

/** A new secret of 256 bits. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** A short unique id of 72 bits. */
export const newId = (): string => randomBytes(9).toString("base64url");

/** SHA-256 of a secret, hexadecimal: what is kept of it. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** The public id of a touch: its own id and the key of the state that keeps it. */
export const touchIdOf = (contactKey: string, id: string): string => `t_${id}.${contactKey}`;
