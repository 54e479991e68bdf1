import { createPublicKey, verify as verifySignature } from "node:crypto";
import * as z from "zod/mini";
import { epochMs, MINUTE_MS, SECOND_MS } from "../../core/time.ts";
import type { HookAdapter } from "../hook.ts";
import { isSameText } from "../same-text.ts";
import { bytesIn, hmacOf, isFresh, isJson, severalOf } from "../signed.ts";
import { readEvents } from "./events.ts";

/**
 * Any sender of its own making, signed as the specification Standard Webhooks says (standardwebhooks.com): over
 * `<webhook-id>.<webhook-timestamp>.<body>`, base64, in `webhook-signature`, several apart by spaces: `v1,…` is
 * HMAC-SHA-256 with a `whsec_` secret, `v1a,…` Ed25519 with a `whpk_` public key.
 */

const SECRET = /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/;
const PUBLIC_KEY = /^whpk_[A-Za-z0-9+/]{43}=$/;
const Secrets = z.strictObject({
  secrets: severalOf(
    z.string().check(
      z.maxLength(512),
      z.refine((text) => SECRET.test(text) || PUBLIC_KEY.test(text), {
        error: "must be whsec_ and at least 24 bytes in base64, or whpk_ and an Ed25519 public key in base64",
      }),
    ),
  ),
});

/** Older or newer than this it is no request of now, or our clocks differ too much. */
const TOLERANCE = { past: 5 * MINUTE_MS, ahead: 5 * MINUTE_MS };

export const standardWebhooks: HookAdapter<z.infer<typeof Secrets>> = {
  vendor: "standard",
  events: ["events"],
  Secrets,
  async verify(request, { secrets, now }) {
    const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": given } = request.headers;
    if (!id || timestamp === undefined || given === undefined) return "no_signature";
    if (!isJson(request)) return "wrong_content_type";
    if (!/^\d{1,12}$/.test(timestamp)) return "bad_signature";
    const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), request.body]);
    const signatures = given.split(" ").slice(0, MOST_SIGNATURES);
    const isSigned = secrets.secrets.some((secret) =>
      signatures.some((signature) => isSignedWith(secret, signed, signature)),
    );
    if (!isSigned) return "bad_signature";
    return isFresh(Number(timestamp) * SECOND_MS, now, TOLERANCE) ? "verified" : "stale";
  },
  read: ({ body, headers }) =>
    readEvents(body, {
      id: headers["webhook-id"] ?? "",
      at: epochMs(Number(headers["webhook-timestamp"]) * SECOND_MS),
    }),
};

const MOST_SIGNATURES = 10;

function isSignedWith(secret: string, signed: Buffer, signature: string): boolean {
  if (PUBLIC_KEY.test(secret)) return isSignedByKey(secret.slice("whpk_".length), signed, signature);
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  return isSameText(signature, `v1,${hmacOf({ algorithm: "sha256", key, encoding: "base64" }, signed)}`);
}

function isSignedByKey(publicKey: string, signed: Buffer, signature: string): boolean {
  const bytes = signature.startsWith("v1a,") ? bytesIn(signature.slice("v1a,".length)) : undefined;
  if (bytes === undefined) return false;
  const x = Buffer.from(publicKey, "base64").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verifySignature(null, signed, key, bytes);
}
