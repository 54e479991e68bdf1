import { createHash } from "node:crypto";
import type { HookRequest, Unverified, Verified } from "../hook.ts";
import { isSameText } from "../same-text.ts";
import { contentTypeOf, hmacOf, queryOf } from "../signed.ts";

/**
 * `X-Twilio-Signature`: HMAC-SHA-1, base64, over the address and, of a form, every field by name with its values
 * behind it; of JSON, the address holds the body's SHA-256 as `bodySHA256`. It bears no time, so a request cannot be
 * stale: its ids tell a repetition.
 */
export function verify(request: HookRequest, authTokens: readonly string[]): Verified {
  const signature = request.headers["x-twilio-signature"];
  if (signature === undefined) return "no_signature";
  const fields = signedFields(request);
  if (typeof fields !== "object") return fields;
  const isSigned = authTokens.some((key) =>
    addressesOf(request.url).some((address) =>
      isSameText(signature, hmacOf({ algorithm: "sha1", key, encoding: "base64" }, address, ...fields.texts)),
    ),
  );
  return isSigned ? "verified" : "bad_signature";
}

function signedFields(request: HookRequest): { readonly texts: readonly string[] } | Unverified {
  switch (contentTypeOf(request)) {
    case "application/x-www-form-urlencoded":
      return { texts: fieldTexts(formIn(request)) };
    case "application/json":
      return isBodyOfAddress(request) ? { texts: [] } : "bad_signature";
    default:
      return "wrong_content_type";
  }
}

export const formIn = ({ body }: HookRequest): URLSearchParams =>
  new URLSearchParams(Buffer.from(body).toString("utf8"));

/** Names in order, each with each of its different values in order. */
function fieldTexts(form: URLSearchParams): readonly string[] {
  const names = [...new Set(form.keys())].sort();
  return names.flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => `${name}${value}`));
}

/** Without it the signature would say nothing of the body. */
function isBodyOfAddress({ url, body }: HookRequest): boolean {
  const given = queryOf(url).get("bodySHA256");
  return given !== null && isSameText(given, createHash("sha256").update(body).digest("hex"));
}

const ADDRESS = /^(https?):\/\/([^/?#:@]+|\[[^\]/?#]*\])(:\d*)?([/?#].*)?$/is;

/** Some of Twilio's products sign with the port, some without, whatever they were given. */
function addressesOf(url: string): readonly string[] {
  const [, scheme, host, port, rest = ""] = ADDRESS.exec(url) ?? [];
  if (scheme === undefined) return [url];
  const standard = scheme.toLowerCase() === "https" ? ":443" : ":80";
  return [`${scheme}://${host}${rest}`, `${scheme}://${host}${port ?? standard}${rest}`];
}
