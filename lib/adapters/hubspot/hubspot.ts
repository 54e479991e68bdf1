import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { type EpochMs, MINUTE_MS } from "../../core/time.ts";
import type { HookAdapter, HookReading, HookRequest } from "../hook.ts";
import { jsonIn, NO_JSON, readEach } from "../read-json.ts";
import { isSameText } from "../same-text.ts";
import { hmacOf, isFresh, isJson, Secret, severalOf } from "../signed.ts";
import { readEvents } from "../standard-webhooks/events.ts";
import { readSubscription } from "./read.ts";

/**
 * HubSpot's signature of version 3: HMAC-SHA-256 with the app's client secret over method, address, body and time in
 * milliseconds. `contacts` are an app's subscriptions; `workflow` is a workflow's request with a body in our words.
 */

const Secrets = z.strictObject({ clientSecrets: severalOf(Secret) });

const TOLERANCE = { past: 5 * MINUTE_MS, ahead: 5 * MINUTE_MS };

export const hubspot: HookAdapter<z.infer<typeof Secrets>> = {
  vendor: "hubspot",
  events: ["contacts", "workflow"],
  Secrets,
  async verify(request, { secrets, now }) {
    const { "x-hubspot-signature-v3": signature, "x-hubspot-request-timestamp": timestamp } = request.headers;
    if (signature === undefined || timestamp === undefined) return "no_signature";
    if (!isJson(request)) return "wrong_content_type";
    if (!/^\d{1,15}$/.test(timestamp)) return "bad_signature";
    const isSigned = secrets.clientSecrets.some((key) =>
      [request.url, decoded(request.url)].some((url) =>
        isSameText(
          signature,
          hmacOf({ algorithm: "sha256", key, encoding: "base64" }, `POST${url}`, request.body, timestamp),
        ),
      ),
    );
    if (!isSigned) return "bad_signature";
    return isFresh(Number(timestamp), now, TOLERANCE) ? "verified" : "stale";
  },
  read(request, event, receivedAt) {
    if (event === "workflow") return readWorkflow(request, receivedAt);
    const value = jsonIn(request.body)?.value;
    return Array.isArray(value) ? readEach(value, "", readSubscription) : NO_LIST;
  },
};

/**
 * HubSpot gives the request no id; sent again, its body is the same. So is that of a later stop, which must not be taken
 * for the first: one without an id of its own is known by the signed time too.
 */
function readWorkflow({ body, headers }: HookRequest, receivedAt: EpochMs): HookReading {
  const ofBody = createHash("sha256").update(body).digest("hex").slice(0, 32);
  const { messages, issues } = readEvents(body, { id: ofBody, at: receivedAt });
  const named = messages.map((message) =>
    message.kind === "optOut" && message.id.startsWith(ofBody)
      ? { ...message, id: `${message.id}:${headers["x-hubspot-request-timestamp"]}` }
      : message,
  );
  return { messages: named, issues };
}

const NO_LIST = { ...NO_JSON, issues: [{ path: "", message: "must be a JSON list of events" }] };

/** The characters that HubSpot signs as themselves, however they stand in the address. */
const SIGNED_DECODED = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

const decoded = (url: string): string =>
  url.replace(SIGNED_DECODED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
