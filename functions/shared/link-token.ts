import { createHmac, timingSafeEqual } from "node:crypto";
import type { Identity } from "../../lib/core/contact.ts";
import { type EpochMs, epochMs } from "../../lib/core/time.ts";
import type { LinkKey } from "../../lib/store/link-keys.ts";
import type { Recipient } from "./recipient.ts";

/**
 * The token in a link that a customer gets: whom it is about, what it is for and until when, and a keyed hash over
 * all of it: `<key id>.<claims>.<HMAC-SHA-256, 128 bits>`. It holds ids and keyed hashes, never an address. How it is signed follows
 * from the key alone: nothing in a token can choose it.
 */
export interface LinkClaims {
  /** A link to unsubscribe never opens the preference page: mails are forwarded. */
  readonly kind: "preferences" | "unsubscribe";
  /** A contact, or whoever has an address when the link is followed. */
  readonly whom: Recipient;
  /** What the link silences; undefined for its channel. */
  readonly topic: string | undefined;
  /** First instant at which it is good no longer; kept to the second. */
  readonly expiresAt: EpochMs;
}

/** @throws Error when no key signs. */
export function signLink(keys: readonly LinkKey[], claims: LinkClaims): string {
  const key = keys.find(({ state }) => state === "signing");
  if (key === undefined) throw new Error("No key signs links: make one first.");
  const { kind, whom, topic = "", expiresAt } = claims;
  const packed: Packed = [KIND_LETTERS[kind], Math.ceil(expiresAt / 1_000), topic, ...packWhom(whom)];
  const signed = `${key.id}.${Buffer.from(JSON.stringify(packed)).toString("base64url")}`;
  return `${signed}.${macOf(key, signed)}`;
}

/** What a token says, if it was made here for this kind of link and is still good. */
export function readLink(
  keys: readonly LinkKey[],
  token: string,
  { kind, now }: { readonly kind: LinkClaims["kind"]; readonly now: EpochMs },
): LinkClaims | "forged" | "expired" {
  const [, keyId, packed = "", mac = ""] = TOKEN.exec(token) ?? [];
  const key = keys.find(({ id, state }) => id === keyId && state !== "revoked");
  // As text: two spellings of the same bytes are two tokens.
  if (key === undefined || !isSame(mac, macOf(key, `${keyId}.${packed}`))) return "forged";
  const [letter, expiresAtSeconds, topic, ...whom] = JSON.parse(
    Buffer.from(packed, "base64url").toString("utf8"),
  ) as Packed;
  if (letter !== KIND_LETTERS[kind]) return "forged";
  const expiresAt = epochMs(expiresAtSeconds * 1_000);
  if (expiresAt <= now) return "expired";
  return { kind, whom: unpackWhom(whom), topic: topic === "" ? undefined : topic, expiresAt };
}

type PackedWhom = [id: string, type?: string, regions?: string, flags?: string];
type Packed = [letter: string, expiresAtSeconds: number, topic: string, ...PackedWhom];

/** Of an address as much as its contact is made from, should there be none yet. */
const packWhom = (whom: Recipient): PackedWhom =>
  "contactId" in whom
    ? [whom.contactId]
    : [whom.address.key, whom.address.type, whom.address.regions.join(), whom.address.flags.join()];

const unpackWhom = ([id, type, regions = "", flags = ""]: PackedWhom): Recipient =>
  type === undefined ? { contactId: id } : { address: addressOf(id, { type, regions, flags }) };

const addressOf = (key: string, packed: Record<"type" | "regions" | "flags", string>): Identity => ({
  key,
  type: packed.type,
  regions: listOf(packed.regions),
  valid: true,
  flags: listOf(packed.flags),
  shared: false,
});

const listOf = (packed: string): string[] => (packed === "" ? [] : packed.split(","));

const KIND_LETTERS = { preferences: "p", unsubscribe: "u" } as const;
const TOKEN = /^([\w-]{12})\.([\w-]{1,1800})\.([\w-]{22})$/;
const MAC_BYTES = 16;

const macOf = ({ secret }: LinkKey, signed: string): string =>
  createHmac("sha256", secret)
    .update(`touchgate link\u0000${signed}`)
    .digest()
    .toString("base64url", 0, MAC_BYTES);

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
