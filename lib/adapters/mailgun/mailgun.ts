import * as z from "zod/mini";
import { epochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/time.ts";
import type { HookAdapter, HookRequest } from "../hook.ts";
import { jsonIn, readAs } from "../read-json.ts";
import { isSameText } from "../same-text.ts";
import { hmacOf, isFresh, isJson, Secret, severalOf } from "../signed.ts";
import { Event, readEvent } from "./read.ts";

/**
 * Mailgun signs a time and a token inside the body, HMAC-SHA-256 in hex, and **not the rest of the body**: each token
 * is good for one body, the first that comes with it.
 */

const Secrets = z.strictObject({ signingKeys: severalOf(Secret) });

const Signature = z.looseObject({
  timestamp: z.union([z.string().check(z.regex(/^\d{1,12}$/)), z.int().check(z.gte(0), z.lte(4e9))]),
  token: z.string().check(z.minLength(1), z.maxLength(100)),
  signature: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
/** `parent-signature`: by the main account's key, on events of a subaccount. */
const Signed = z.looseObject({
  signature: z.optional(Signature),
  "parent-signature": z.optional(Signature),
});

/** It tries again for eight hours, and nothing says that it signs anew each time. */
const TOLERANCE = { past: 8 * HOUR_MS + 30 * MINUTE_MS, ahead: 5 * MINUTE_MS };

export const mailgun: HookAdapter<z.infer<typeof Secrets>> = {
  vendor: "mailgun",
  events: ["events"],
  Secrets,
  async verify(request, { secrets, now }) {
    if (!isJson(request)) return "wrong_content_type";
    const given = signaturesIn(request);
    if (given.length === 0) return "no_signature";
    const good = given.find(({ timestamp, token, signature }) =>
      secrets.signingKeys.some((key) =>
        isSameText(signature, hmacOf({ algorithm: "sha256", key, encoding: "hex" }, `${timestamp}${token}`)),
      ),
    );
    if (good === undefined) return "bad_signature";
    return isFresh(Number(good.timestamp) * SECOND_MS, now, TOLERANCE) ? "verified" : "stale";
  },
  read: ({ body }) => readAs(Event, jsonIn(body)?.value, readEvent),
  proofsOf: (request) =>
    signaturesIn(request).map(({ token, timestamp }) => ({
      proof: token,
      until: epochMs(Number(timestamp) * SECOND_MS + TOLERANCE.past),
    })),
  // It takes nothing but 200 for success.
  answer: { contentType: "application/json", body: "{}" },
};

function signaturesIn({ body }: HookRequest): readonly z.infer<typeof Signature>[] {
  const { data } = Signed.safeParse(jsonIn(body)?.value);
  return [data?.signature, data?.["parent-signature"]].filter((one) => one !== undefined);
}
