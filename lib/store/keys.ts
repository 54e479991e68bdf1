import { createHmac, createSecretKey, hash, type KeyObject, randomBytes, randomFillSync } from "node:crypto";
import type { ItemKey } from "./store.ts";

/** Where each kind of item lives in the single table. */

export const stateKey = (contactKey: string): ItemKey => ({ pk: `C#${contactKey}`, sk: "#" });
export const cardKey = (contactKey: string): ItemKey => ({ pk: `C#${contactKey}`, sk: "CARD" });

export const POLICY_PARTITION = "POLICY";
export const ACTIVE_POLICY_KEY: ItemKey = { pk: POLICY_PARTITION, sk: "ACTIVE" };
export const PEPPER_KEY: ItemKey = { pk: POLICY_PARTITION, sk: "PEPPER" };
export const LINK_KEYS_KEY: ItemKey = { pk: POLICY_PARTITION, sk: "LINKKEYS" };
/** The instants as of which suppression lists are whole. */
export const LIST_AGES_KEY: ItemKey = { pk: POLICY_PARTITION, sk: "LISTS" };
/** How far back states hold touches. */
export const HELD_HISTORY_KEY: ItemKey = { pk: POLICY_PARTITION, sk: "HELD" };
/** How far a rebuild has come. */
export const REBUILD_KEY: ItemKey = { pk: POLICY_PARTITION, sk: "REBUILD" };
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
  const digest = createHmac("sha256", secretKeyOf(pepper)).update(`${type}\u0000${value}`).digest();
  return `c_${digest.toString("base64url", 0, CONTACT_KEY_BYTES)}`;
}

/** A process has one pepper: its key is made once, and not for each address. */
let lastKey: { readonly pepper: string; readonly key: KeyObject } | undefined;

function secretKeyOf(pepper: string): KeyObject {
  if (lastKey?.pepper !== pepper) lastKey = { pepper, key: createSecretKey(pepper, "utf8") };
  return lastKey.key;
}

/** Ids that the gate makes begin so; callers' own ids may not. */
export const isMadeByGate = (contactId: string): boolean => contactId.startsWith("c_");

/** A new secret of 256 bits. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

const ID_BYTES = 9;
/** Random bytes drawn ahead: asking the system for each id alone costs as much as deciding a check. */
const drawn = Buffer.alloc(ID_BYTES * 256);
let usedBytes = drawn.length;

/** A short unique id of 72 bits. */
export function newId(): string {
  if (usedBytes === drawn.length) {
    randomFillSync(drawn);
    usedBytes = 0;
  }
  usedBytes += ID_BYTES;
  return drawn.toString("base64url", usedBytes - ID_BYTES, usedBytes);
}

/** SHA-256 of a secret, hexadecimal: what is kept of it. */
export const hashOf = (secret: string): string => hash("sha256", secret);

/** The public id of a touch: its own id and the key of the state that keeps it. */
export const touchIdOf = (contactKey: string, id: string): string => `t_${id}.${contactKey}`;
