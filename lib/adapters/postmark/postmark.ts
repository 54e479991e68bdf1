import * as z from "zod/mini";
import type { HookAdapter } from "../hook.ts";
import { jsonIn, NO_JSON } from "../read-json.ts";
import { isSameText } from "../same-text.ts";
import { isJson, Secret, severalOf } from "../signed.ts";
import { readEvent } from "./read.ts";

/**
 * Postmark signs nothing. It sends the name and password that stand in the webhook's address or settings (HTTP Basic),
 * so what it tells is as good as the password is long and secret.
 */

const Secrets = z.strictObject({
  credentials: severalOf(
    z.strictObject({
      username: z
        .string()
        .check(z.regex(/^[^:\p{Cc}]{1,128}$/u, { error: "must be 1–128 characters without a colon" })),
      password: Secret,
    }),
  ),
});

export const postmark: HookAdapter<z.infer<typeof Secrets>> = {
  vendor: "postmark",
  events: ["events"],
  Secrets,
  async verify(request, { secrets }) {
    const [, given] = /^basic (\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    if (given === undefined) return "no_signature";
    if (!isJson(request)) return "wrong_content_type";
    const isKnown = secrets.credentials.some(({ username, password }) =>
      isSameText(given, Buffer.from(`${username}:${password}`).toString("base64")),
    );
    return isKnown ? "verified" : "bad_signature";
  },
  read({ body }) {
    const json = jsonIn(body);
    return json === undefined ? NO_JSON : readEvent(json.value);
  },
  // It takes nothing but 200 for success.
  answer: { contentType: "application/json", body: "{}" },
};
