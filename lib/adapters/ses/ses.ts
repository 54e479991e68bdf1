import { verify as verifySignature } from "node:crypto";
import * as z from "zod/mini";
import { HOUR_MS, MINUTE_MS } from "../../core/time.ts";
import type { HookAdapter, HookRequest, Unverified, Verified, Verifying } from "../hook.ts";
import { jsonIn } from "../read-json.ts";
import { bytesIn, contentTypeOf, isFresh } from "../signed.ts";
import { PUBLIC_ROOTS, trustedCertificate } from "./certificate.ts";
import { Envelope, hostOf, instantIn, signedText, TopicArn } from "./message.ts";
import { readEnvelope } from "./read.ts";

/**
 * Amazon SES through SNS topics, signed by RSA with a certificate. Everybody can have SNS sign messages of topics of
 * their own, so only the topics that were set up count. Raw delivery is not signed, and is refused.
 */

const Secrets = z.strictObject({ topicArns: z.array(TopicArn).check(z.minLength(1), z.maxLength(50)) });
type Secrets = z.infer<typeof Secrets>;

/** SNS gives up on an address after an hour, and keeps the time of the first attempt. */
const TOLERANCE = { past: HOUR_MS + 5 * MINUTE_MS, ahead: 5 * MINUTE_MS };

export const sesTrusting = (roots: readonly string[]): HookAdapter<Secrets> => ({
  vendor: "ses",
  events: ["events"],
  Secrets,
  async verify(request, verifying) {
    const envelope = envelopeIn(request);
    return typeof envelope === "string" ? envelope : verifyEnvelope(envelope, verifying, roots);
  },
  read: ({ body }) => readEnvelope(jsonIn(body)?.value),
});

export const ses = sesTrusting(PUBLIC_ROOTS);

function envelopeIn(request: HookRequest): Envelope | Unverified {
  if (!["text/plain", "application/json"].includes(contentTypeOf(request))) return "wrong_content_type";
  const parsed = Envelope.safeParse(jsonIn(request.body)?.value);
  return parsed.success ? parsed.data : "no_signature";
}

async function verifyEnvelope(
  envelope: Envelope,
  { secrets, now, fetchBytes }: Verifying<Secrets>,
  roots: readonly string[],
): Promise<Verified> {
  const { TopicArn: topicArn, Signature, SignatureVersion, SigningCertURL, Timestamp } = envelope;
  const host = hostOf(topicArn);
  if (host === undefined || !secrets.topicArns.includes(topicArn)) return "unexpected_topic";
  const signature = bytesIn(Signature);
  const at = instantIn(Timestamp);
  if (signature === undefined || at === undefined) return "bad_signature";
  const certificate = await trustedCertificate(SigningCertURL, { host, now, roots, fetchBytes });
  if (certificate === undefined) return "bad_certificate";
  const { publicKey } = certificate;
  const algorithm = SignatureVersion === "1" ? "sha1" : "sha256";
  const isSigned =
    publicKey.asymmetricKeyType === "rsa" &&
    verifySignature(algorithm, Buffer.from(signedText(envelope)), publicKey, signature);
  if (!isSigned) return "bad_signature";
  return isFresh(at, now, TOLERANCE) ? "verified" : "stale";
}
