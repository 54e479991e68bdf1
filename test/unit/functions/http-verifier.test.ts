import { expect, it } from "vitest";
import { verifierOf } from "../../../functions/shared/http-verifier.ts";

const URL = "https://verify.example/?email={value}";

it.each([{}, { TOUCHGATE_VERIFY_URL: "" }])("no service is set up by %j", (variables) => {
  expect(verifierOf(variables)).toBeUndefined();
});

it.each([
  [undefined, ["email"]],
  ["", ["email"]],
  ["phone", ["phone"]],
  ["email, phone", ["email", "phone"]],
])("the types %j are %j", (TOUCHGATE_VERIFY_TYPES, types) => {
  expect(verifierOf({ TOUCHGATE_VERIFY_URL: URL, TOUCHGATE_VERIFY_TYPES })?.types).toEqual(types);
});

it.each([
  "http://127.0.0.1:9/{value}",
  "http://localhost/{value}",
  "http://[::1]:9/{type}/{value}",
  "https://verify.example:8443/v1?email={value}",
])("%s is taken", (TOUCHGATE_VERIFY_URL) => {
  expect(verifierOf({ TOUCHGATE_VERIFY_URL })?.types).toEqual(["email"]);
});

it.each([
  ["http://verify.example/{value}", "must begin with https://"],
  ["http://127.0.0.1.example/{value}", "must begin with https://"],
  ["ftp://verify.example/{value}", "must begin with https://"],
  ["verify.example/{value}", "must begin with https://"],
  ["https://{value}.example/", "must begin with https://"],
  ["https://verify.example/", "must have {value}"],
])("%s is refused: it %s", (TOUCHGATE_VERIFY_URL, fault) => {
  expect(() => verifierOf({ TOUCHGATE_VERIFY_URL })).toThrow(fault);
});

it("all that is wrong is named at once", () => {
  const variables = { TOUCHGATE_VERIFY_URL: "verify.example", TOUCHGATE_VERIFY_TYPES: "email,fax" };
  expect(() => verifierOf(variables)).toThrow(
    "Configuration: TOUCHGATE_VERIFY_URL must have {value} where the address stands; TOUCHGATE_VERIFY_URL must begin with https:// and a host (http:// on this machine only); TOUCHGATE_VERIFY_TYPES must be email, phone or both with a comma",
  );
});
