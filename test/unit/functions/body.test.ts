import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { MAX_BODY_BYTES, readJson } from "../../../functions/shared/body.ts";

type Sent = { readonly type?: string | undefined; readonly body?: string | Uint8Array };

/** What API Gateway makes of a body: bytes arrive in base64, text as it is. */
const eventOf = ({ type = "application/json", body }: Sent) =>
  ({
    headers: type === "" ? {} : { "content-type": type },
    isBase64Encoded: typeof body !== "string" && body !== undefined,
    body: typeof body === "string" ? body : body && Buffer.from(body).toString("base64"),
  }) as unknown as APIGatewayProxyEventV2;

const read = (sent: Sent) => readJson(eventOf(sent));
const utf8 = (text: string) => Buffer.from(text);

describe("a body", () => {
  it.each([
    "application/json",
    "Application/JSON",
    "application/json; charset=utf-8",
    "application/json;charset=utf-8",
    "application/merge-patch+json",
    "application/vnd.acme.v1+json ; q=1",
  ])("of type %s is read", (type) => {
    expect(read({ type, body: '{"name":"李明"}' })).toEqual({ value: { name: "李明" } });
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "text/json", "json", ""])(
    "of type '%s' is refused",
    (type) => {
      expect(read({ type, body: "{}" })).toMatchObject({ refused: "unsupported_media_type" });
    },
  );

  it("in base64 is decoded once", () => {
    expect(read({ body: utf8('{"name":"李明"}') })).toEqual({ value: { name: "李明" } });
    expect(read({ body: utf8(utf8("{}").toString("base64")) })).toMatchObject({ refused: "not_json" });
  });

  it("of bytes that are no UTF-8 is refused, never repaired", () => {
    expect(read({ body: Buffer.from([0x22, 0xff, 0x22]) })).toMatchObject({ refused: "not_json" });
  });

  it.each(["", " ", "{", "{'a':1}", "undefined", '{"a":1}{"b":2}'])(
    "that is not JSON is refused: %j",
    (body) => {
      expect(read({ body })).toMatchObject({ refused: "not_json" });
    },
  );

  it("that is missing is not JSON", () => {
    expect(read({})).toMatchObject({ refused: "not_json" });
  });

  it.each(["null", "7", '"text"', "[]"])(
    "that is JSON but no object is for the schema to refuse: %s",
    (body) => {
      expect(read({ body })).toEqual({ value: JSON.parse(body) });
    },
  );

  it("is taken up to its limit in bytes, and refused one above, as text and in base64", () => {
    const atLimit = `"${"ü".repeat((MAX_BODY_BYTES - 2) / 2)}"`;
    for (const body of [atLimit, utf8(atLimit)]) expect(read({ body })).toHaveProperty("value");
    for (const body of [`${atLimit} `, utf8(`${atLimit} `)]) {
      expect(read({ body })).toMatchObject({ refused: "too_large" });
    }
  });
});
