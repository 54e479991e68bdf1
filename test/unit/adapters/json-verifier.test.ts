import { describe, expect, it } from "vitest";
import {
  type JsonVerifier,
  verdictIn,
  verifierRequest,
} from "../../../lib/adapters/verification/json-verifier.ts";

const SERVICE: JsonVerifier = {
  url: "https://verify.example/v2/{type}?email={value}",
  secret: undefined,
  field: "result",
};

describe("a request to a service", () => {
  it("has the address in its place, escaped", () => {
    const { url, headers } = verifierRequest(SERVICE, { type: "email", value: "a&b+{type}@example.com" });
    expect(url).toBe("https://verify.example/v2/email?email=a%26b%2B%7Btype%7D%40example.com");
    expect(headers).toEqual({ accept: "application/json" });
  });

  it("has the secret in its header, where proxies do not log it", () => {
    const { url, headers } = verifierRequest(
      { ...SERVICE, secret: "s3cret" },
      { type: "phone", value: "+1" },
    );
    expect([url, headers.authorization]).toEqual([
      "https://verify.example/v2/phone?email=%2B1",
      "Bearer s3cret",
    ]);
  });
});

describe("the verdict in an answer", () => {
  it.each([
    ["deliverable", "deliverable"],
    ["Valid", "deliverable"],
    ["ok", "deliverable"],
    [true, "deliverable"],
    ["UNDELIVERABLE", "undeliverable"],
    ["invalid", "undeliverable"],
    [" bounce ", "undeliverable"],
    [false, "undeliverable"],
    ["risky", "unknown"],
    ["catch-all", "unknown"],
    ["do_not_mail", "unknown"],
    ["constructor", "unknown"],
    ["", "unknown"],
  ])("%j is %s", (said, verdict) => {
    expect(verdictIn(SERVICE, { result: said })).toBe(verdict);
  });

  it("may stand below another field", () => {
    const answer = { data: { status: "invalid" } };
    expect(verdictIn({ ...SERVICE, field: "data.status" }, answer)).toBe("undeliverable");
    expect(verdictIn({ ...SERVICE, field: "data.other" }, answer)).toBeUndefined();
    expect(verdictIn({ ...SERVICE, field: "data" }, answer)).toBeUndefined();
  });

  it.each([null, "valid", 1, [], [{ result: "valid" }], { result: 1 }, { result: null }, { result: {} }, {}])(
    "is not in %j",
    (answer) => {
      expect(verdictIn(SERVICE, answer)).toBeUndefined();
    },
  );
});
