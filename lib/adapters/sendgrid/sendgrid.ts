import { createPublicKey, type KeyObject, verify as verifySignature } from "node:crypto";
import * as z from "zod/mini";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/time.ts";
import type { HookAdapter } from "../hook.ts";
import { jsonIn, NO_JSON, readEach } from "../read-json.ts";
import { bytesIn, isFresh, isJson, severalOf } from "../signed.ts";
import { readEvent } from "./read.ts";

/**
 * SendGrid's signed event webhook: ECDSA on P-256 with SHA-256 over the time and the body as sent. The keys that verify
 * it are public.
 */

const Secrets = z.strictObject({
  publicKeys: severalOf(
    z.string().check(
      z.maxLength(512),
      z.refine((text) => keyIn(text) !== undefined, {
        error: "must be the verification key of the console: base64 of a public key on P-256",
      }),
    ),
  ),
});

function keyIn(text: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
    return key.asymmetricKeyDetails?.namedCurve === "prime256v1" ? key : undefined;
  } catch {
    return undefined;
  }
}

/** It tries again for a day, and nothing says that it signs anew each time. */
const TOLERANCE = { past: 25 * HOUR_MS, ahead: 5 * MINUTE_MS };

export const sendgrid: HookAdapter<z.infer<typeof Secrets>> = {
  vendor: "sendgrid",
  events: ["events"],
  Secrets,
  async verify(request, { secrets, now }) {
    const signature = request.headers["x-twilio-email-event-webhook-signature"];
    const timestamp = request.headers["x-twilio-email-event-webhook-timestamp"];
    if (signature === undefined || timestamp === undefined) return "no_signature";
    if (!isJson(request)) return "wrong_content_type";
    const bytes = bytesIn(signature);
    if (bytes === undefined || !/^\d{1,12}$/.test(timestamp)) return "bad_signature";
    const signed = Buffer.concat([Buffer.from(timestamp), request.body]);
    const isSigned = secrets.publicKeys
      .flatMap((text) => keyIn(text) ?? [])
      .some((key) => verifySignature("sha256", signed, key, bytes));
    if (!isSigned) return "bad_signature";
    return isFresh(Number(timestamp) * SECOND_MS, now, TOLERANCE) ? "verified" : "stale";
  },
  read({ body }) {
    const value = jsonIn(body)?.value;
    return Array.isArray(value) ? readEach(value, "", readEvent) : NO_LIST;
  },
};

const NO_LIST = { ...NO_JSON, issues: [{ path: "", message: "must be a JSON list of events" }] };
