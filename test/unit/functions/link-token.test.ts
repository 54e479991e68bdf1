import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LinkClaims, readLink, signLink } from "../../../functions/shared/link-token.ts";
import { epochMs } from "../../../lib/core/time.ts";
import { ensureLinkKeys, type LinkKey, readLinkKeys, rotateLinkKeys } from "../../../lib/store/link-keys.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";

const NOW = epochMs(Date.parse("2026-11-23T08:00:00.000Z"));
const LATER = epochMs(NOW + 1_000);
const KEYS: readonly LinkKey[] = [
  { id: "newestkey_01", secret: "one secret", state: "signing", createdAt: NOW },
  { id: "older-key_02", secret: "another", state: "verifying", createdAt: NOW },
];
const CLAIMS: LinkClaims = {
  kind: "unsubscribe",
  whom: { contactId: "crm-1" },
  topic: "promotions",
  expiresAt: epochMs(NOW + 60_000),
};
const now = { kind: "unsubscribe", now: NOW } as const;

describe("a link's token", () => {
  it("says what was signed, until it expires", () => {
    const token = signLink(KEYS, CLAIMS);
    expect(readLink(KEYS, token, now)).toEqual(CLAIMS);
    expect(readLink(KEYS, token, { ...now, now: epochMs(CLAIMS.expiresAt - 1) })).toEqual(CLAIMS);
    expect(readLink(KEYS, token, { ...now, now: CLAIMS.expiresAt })).toBe("expired");
  });

  it("holds whatever ids and topics there are, in characters that a path takes as they are", () => {
    const id = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,128}$/);
    fc.assert(
      fc.property(
        id,
        fc.option(fc.string({ minLength: 1, maxLength: 128, unit: "grapheme" })),
        (contactId, topic) => {
          const claims = { ...CLAIMS, whom: { contactId }, topic: topic?.slice(0, 128) ?? undefined };
          const token = signLink(KEYS, claims);
          expect(token).toMatch(/^[\w.-]+$/);
          expect(readLink(KEYS, token, now)).toEqual(claims);
        },
      ),
    );
  });

  it("holds of an address what its contact is made from", () => {
    const address = { key: "c_Pc6WXNbu4kQuR8DVl1p2HA", type: "phone", valid: true, shared: false };
    for (const [regions, flags] of [
      [["US/850", "CA"], []],
      [[], ["role", "free-mail"]],
    ] as const) {
      const claims = { ...CLAIMS, topic: undefined, whom: { address: { ...address, regions, flags } } };
      expect(readLink(KEYS, signLink(KEYS, claims), now)).toEqual(claims);
    }
  });

  it("is good for nothing else than it was made for", () => {
    expect(readLink(KEYS, signLink(KEYS, CLAIMS), { ...now, kind: "preferences" })).toBe("forged");
  });

  it("is refused when any character of it is another, missing or more", () => {
    const token = signLink(KEYS, CLAIMS);
    const characters = fc.constantFrom(...`ABab01_-.~=+/ é\u0000`.split(""));
    fc.assert(
      fc.property(fc.nat(token.length - 1), characters, (at, character) => {
        fc.pre(token[at] !== character);
        const rest = token.slice(at + 1);
        for (const forged of [token.slice(0, at) + character + rest, token.slice(0, at) + rest]) {
          expect(readLink(KEYS, forged, now)).toBe("forged");
        }
        expect(readLink(KEYS, token.slice(0, at) + character + token.slice(at), now)).toBe("forged");
      }),
      { numRuns: 2_000 },
    );
    for (let length = 0; length < token.length; length++) {
      expect(readLink(KEYS, token.slice(0, length), now)).toBe("forged");
    }
  });

  it("is refused with another's claims, another's hash, or a key that is not ours", () => {
    const [keyId, packed, mac] = signLink(KEYS, CLAIMS).split(".");
    const [, other, othersMac] = signLink(KEYS, { ...CLAIMS, whom: { contactId: "crm-2" } }).split(".");
    const ours = (token: string) => readLink(KEYS, token, now);
    expect(ours(`${keyId}.${other}.${mac}`)).toBe("forged");
    expect(ours(`${keyId}.${packed}.${othersMac}`)).toBe("forged");
    expect(ours(`older-key_02.${packed}.${mac}`)).toBe("forged");
    expect(ours(`unknown-key_.${packed}.${mac}`)).toBe("forged");
    expect(readLink([], `${keyId}.${packed}.${mac}`, now)).toBe("forged");
  });

  it("cannot choose how it is signed", () => {
    const [keyId, packed] = signLink(KEYS, CLAIMS).split(".");
    const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const alg of ["none", "HS256", "HS1"]) {
      const signed = `${b64({ alg, kid: keyId })}.${packed}`;
      const hs256 = createHmac("sha256", "one secret").update(signed).digest("base64url");
      for (const mac of ["", hs256, hs256.slice(0, 22)]) {
        expect(readLink(KEYS, `${signed}.${mac}`, now)).toBe("forged");
        expect(readLink(KEYS, `${keyId}.${packed}.${mac}`, now)).toBe("forged");
      }
    }
    // With the key's public id, or nothing at all, in the secret's place.
    for (const secret of ["", String(keyId)]) {
      const mac = createHmac("sha256", secret).update(`touchgate link\u0000${keyId}.${packed}`).digest();
      expect(readLink(KEYS, `${keyId}.${packed}.${mac.toString("base64url", 0, 16)}`, now)).toBe("forged");
    }
  });
});

describe("the keys that links are signed with", () => {
  it("are made once, whoever comes at the same time", async () => {
    const store = createMemoryStore();
    expect(await readLinkKeys(store)).toEqual([]);
    const made = await Promise.all([1, 2, 3, 4].map(() => ensureLinkKeys(store, NOW)));
    for (const keys of made) expect(keys).toEqual(made[0]);
    expect(await readLinkKeys(store)).toMatchObject([{ state: "signing", createdAt: NOW }]);
  });

  it("go on verifying when a new one signs, and a revoked one does not", async () => {
    const store = createMemoryStore();
    const [first] = await ensureLinkKeys(store, NOW);
    const old = signLink(await readLinkKeys(store), CLAIMS);
    const rotated = await rotateLinkKeys(store, { now: LATER });
    expect(rotated.map(({ state }) => state)).toEqual(["signing", "verifying"]);
    expect(await readLinkKeys(store)).toEqual(rotated);
    expect(readLink(rotated, old, now)).toEqual(CLAIMS);
    expect(signLink(rotated, CLAIMS)).not.toBe(old);
    const revoked = await rotateLinkKeys(store, { now: LATER, revoke: first?.id });
    expect(revoked.map(({ state }) => state)).toEqual(["signing", "verifying", "revoked"]);
    expect(readLink(revoked, old, now)).toBe("forged");
    expect(readLink(revoked, signLink(rotated, CLAIMS), now)).toEqual(CLAIMS);
  });

  it("are rotated once by each who asks, at the same time too", async () => {
    const store = createMemoryStore();
    await ensureLinkKeys(store, NOW);
    await Promise.all([1, 2, 3].map(() => rotateLinkKeys(store, { now: LATER })));
    const keys = await readLinkKeys(store);
    expect(keys.map(({ state }) => state)).toEqual(["signing", ...Array(3).fill("verifying")]);
    expect(new Set(keys.map(({ secret }) => secret)).size).toBe(4);
  });
});
