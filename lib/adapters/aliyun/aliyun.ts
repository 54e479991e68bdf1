import * as z from "zod/mini";
import type { HookAdapter } from "../hook.ts";
import { jsonIn, NO_JSON, readEach } from "../read-json.ts";
import { isSameText } from "../same-text.ts";
import { isJson, queryOf, severalOf } from "../signed.ts";
import { readReport, readUp } from "./read.ts";

/**
 * Aliyun's SMS receipts by HTTP. Nothing published says that they are signed, and the console takes no more than an
 * address: so a secret in its query, `?key=…`, has to tell that a request is Aliyun's. The body is as good as that.
 */

const Secrets = z.strictObject({
  keys: severalOf(
    z
      .string()
      .check(z.regex(/^[A-Za-z0-9_-]{24,128}$/, { error: "must be 24–128 characters of A-Za-z0-9_-" })),
  ),
});

const READERS = { "sms-report": readReport, "sms-up": readUp };

export const aliyun: HookAdapter<z.infer<typeof Secrets>> = {
  vendor: "aliyun",
  events: Object.keys(READERS),
  Secrets,
  async verify(request, { secrets }) {
    const [given, ...others] = queryOf(request.url).getAll("key");
    if (given === undefined || others.length > 0) return "no_signature";
    if (!isJson(request)) return "wrong_content_type";
    return secrets.keys.some((key) => isSameText(key, given)) ? "verified" : "bad_signature";
  },
  read({ body }, event) {
    const value = jsonIn(body)?.value;
    return Array.isArray(value) ? readEach(value, "", READERS[event as keyof typeof READERS]) : NO_LIST;
  },
  // Without a number in `code` it counts the push as failed.
  answer: { contentType: "application/json", body: '{"code":0,"msg":"OK"}' },
};

const NO_LIST = { ...NO_JSON, issues: [{ path: "", message: "must be a JSON list of receipts" }] };
