import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Refusal, refuse } from "./problem.ts";

/** Largest body of an ordinary request. */
export const MAX_BODY_BYTES = 256 * 1024;
/** Largest body of a batch. */
export const MAX_BATCH_BYTES = 1024 * 1024;

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;
const STRICT_UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The JSON value of a request's body, or why there is none. API Gateway hands bodies of unknown type over in
 * base64; they are decoded here and nowhere else.
 */
export function readJson(
  event: APIGatewayProxyEventV2,
  mostBytes = MAX_BODY_BYTES,
): { readonly value: unknown } | Refusal {
  const type = event.headers["content-type"];
  if (type === undefined || !JSON_TYPE.test(type)) {
    const given = type === undefined ? "no content type was given" : "another content type was given";
    return refuse("unsupported_media_type", `Send the header Content-Type: application/json; ${given}.`);
  }
  const read = readBytes(event, mostBytes);
  if ("refused" in read) return read;
  try {
    const text = event.isBase64Encoded ? STRICT_UTF8.decode(read.value) : (event.body ?? "");
    return { value: JSON.parse(text) };
  } catch (error) {
    return refuse("not_json", `The body could not be read as JSON: ${(error as Error).message}.`);
  }
}

/** The body as it was sent. */
export function readBytes(
  event: APIGatewayProxyEventV2,
  mostBytes = MAX_BODY_BYTES,
): { readonly value: Buffer } | Refusal {
  const value = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  return value.byteLength > mostBytes
    ? refuse("too_large", `The body has ${value.byteLength} bytes; at most ${mostBytes} are taken.`)
    : { value };
}

/** A form's fields, in its order; a name may come several times. Files are left out. */
export type FormFields = URLSearchParams;

/** The fields of a form, urlencoded or multipart; whatever else was sent has none. */
export async function readForm(
  event: APIGatewayProxyEventV2,
  mostBytes = MAX_BODY_BYTES,
): Promise<{ readonly value: FormFields } | Refusal> {
  const read = readBytes(event, mostBytes);
  if ("refused" in read) return read;
  const headers = { "content-type": event.headers["content-type"] ?? "" };
  const value = new URLSearchParams();
  try {
    const form = await new Response(new Uint8Array(read.value), { headers }).formData();
    for (const [name, field] of form) if (typeof field === "string") value.append(name, field);
  } catch {
    return { value: new URLSearchParams() };
  }
  return { value };
}
