import { describe, expect, it } from "vitest";
import { contactKeyOf, isMadeByGate, newId, stateKey } from "../../../lib/store/keys.ts";

describe("contactKeyOf", () => {
  it("never changes for an address: stored keys depend on it", () => {
    // printf 'email\0li@example.com' | openssl dgst -sha256 -hmac pepper -binary | head -c 16 | base64, URL-safe
    expect(contactKeyOf("pepper", { type: "email", value: "li@example.com" })).toBe(
      "c_vFdoP9sNwZ4b-RGUhgeoyw",
    );
  });

  it("differs by type, by value, by pepper, and by where type ends and value begins", () => {
    const keys = [
      contactKeyOf("pepper", { type: "email", value: "a" }),
      contactKeyOf("pepper", { type: "phone", value: "a" }),
      contactKeyOf("pepper", { type: "email", value: "b" }),
      contactKeyOf("other pepper", { type: "email", value: "a" }),
      contactKeyOf("pepper", { type: "emai", value: "la" }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("is an id of the gate's making, and one that a path can carry", () => {
    const key = contactKeyOf("pepper", { type: "crm", value: "李/47 11" });
    expect(isMadeByGate(key)).toBe(true);
    expect(key).toMatch(/^c_[A-Za-z0-9_-]{22}$/);
    expect(stateKey(key)).toEqual({ pk: `C#${key}`, sk: "#" });
  });
});

it("a new id stands in a packed touch and in a public touch id as it is", () => {
  for (let n = 0; n < 100; n++) expect(newId()).toMatch(/^[A-Za-z0-9_-]{12}$/);
});
