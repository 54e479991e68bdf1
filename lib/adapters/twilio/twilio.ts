import * as z from "zod/mini";
import type { HookAdapter } from "../hook.ts";
import { Secret, severalOf } from "../signed.ts";
import { callbackIn, NO_OBJECT, readCallStatus, readInbound, readMessageStatus } from "./read.ts";
import { verify } from "./verify.ts";

/** Twilio: messages of customers, what became of ours, and of calls. */

const Secrets = z.strictObject({ authTokens: severalOf(Secret) });

const READERS = {
  inbound: readInbound,
  "message-status": readMessageStatus,
  "call-status": readCallStatus,
};

export const twilio: HookAdapter<z.infer<typeof Secrets>> = {
  vendor: "twilio",
  events: Object.keys(READERS),
  Secrets,
  verify: async (request, { secrets }) => verify(request, secrets.authTokens),
  read(request, event, receivedAt) {
    const callback = callbackIn(request, receivedAt);
    return callback === undefined ? NO_OBJECT : READERS[event as keyof typeof READERS](callback);
  },
  // Anything but TwiML is an error in its console; an empty one says nothing to the customer.
  answer: { contentType: "text/xml", body: "<Response/>" },
};
