import * as z from "zod/mini";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../core/time.ts";
import type { HookAdapter } from "../hook.ts";
import { jsonIn, readAs } from "../read-json.ts";
import { isSameText } from "../same-text.ts";
import { hmacOf, isFresh, isJson, Secret, severalOf } from "../signed.ts";
import { Event, readEvent } from "./read.ts";

/**
 * Mailgun signs a time and a token inside the body, HMAC-SHA-256 in hex, and **not the rest of the body**: who has seen
 * one request can write others in its name while it is fresh. Nothing else is published; only TLS stands against it.
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
    const signed = Signed.safeParse(jsonIn(request.body)?.value);
    if (!signed.success) return "no_signature";
    const given = [signed.data.signature, signed.data["parent-signature"]].filter((one) => one !== undefined);
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
};
