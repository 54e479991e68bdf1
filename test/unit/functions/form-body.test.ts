import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { MAX_BODY_BYTES, readForm } from "../../../functions/shared/body.ts";

/** As API Gateway hands a form over: in base64. */
const event = (type: string | undefined, body: string): APIGatewayProxyEventV2 =>
  ({
    headers: type === undefined ? {} : { "content-type": type },
    body: Buffer.from(body).toString("base64"),
    isBase64Encoded: true,
  }) as unknown as APIGatewayProxyEventV2;
const fieldsOf = async (type: string | undefined, body: string) => {
  const read = await readForm(event(type, body));
  return "refused" in read ? read.refused : [...read.value];
};
const URLENCODED = "application/x-www-form-urlencoded";
const part = (name: string, value: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

describe("a form", () => {
  it("is read however its fields are written, in order and with those that repeat", async () => {
    const fields: readonly (readonly [string, string])[] = [
      ["List-Unsubscribe", "One-Click"],
      ["topic", "新品 & more"],
      ["topic", "news"],
    ];
    const encoded = new URLSearchParams(
      fields.map(([name, value]): [string, string] => [name, value]),
    ).toString();
    expect(await fieldsOf(URLENCODED, encoded)).toEqual(fields);
    expect(await fieldsOf(`${URLENCODED}; charset=UTF-8`, encoded)).toEqual(fields);
    const multipart = fields.map(([name, value]) => part(name, value)).join("");
    expect(await fieldsOf("multipart/form-data; boundary=x", `${multipart}--x--\r\n`)).toEqual(fields);
  });

  it.each([
    ["no type", undefined, "a=1"],
    ["JSON", "application/json", '{"a":1}'],
    ["a boundary that is not there", "multipart/form-data; boundary=y", part("a", "1")],
    ["half a part", "multipart/form-data; boundary=x", part("a", "1").slice(0, 30)],
  ])("that is none has no fields: %s", async (_, type, body) => {
    expect(await fieldsOf(type, body)).toEqual([]);
  });

  it("leaves files out", async () => {
    const file = `--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nhello\r\n`;
    expect(await fieldsOf("multipart/form-data; boundary=x", `${file}${part("a", "1")}--x--\r\n`)).toEqual([
      ["a", "1"],
    ]);
  });

  it("is refused when it is too large", async () => {
    expect(await fieldsOf(URLENCODED, "a".repeat(MAX_BODY_BYTES + 1))).toBe("too_large");
  });
});
