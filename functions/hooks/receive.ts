import type { HookAdapter, HookMessage, HookRequest, Unverified } from "../../lib/adapters/hook.ts";
import { bindProof, reviewWrite } from "../../lib/store/hooks.ts";
import { hashOf } from "../../lib/store/keys.ts";
import type { Answer, Call } from "../shared/http.ts";
import { inParallel } from "../shared/in-parallel.ts";
import { type Refusal, refuse } from "../shared/problem.ts";
import type { adapterOf } from "./adapters.ts";
import { fetchBytes, fetchKept } from "./fetch-bytes.ts";
import { secretsOf } from "./secrets.ts";
import { take } from "./take.ts";
import type { Taken } from "./taking.ts";

/** So many events of one request are done at once. */
const AT_ONCE = 16;
/** What vendors send at most in one request. */
export const MOST_BYTES = 4 * 1024 * 1024;

/**
 * `POST /v1/hooks/{vendor}/{event}`. Answers with 2xx only when all of it is stored; the vendor's own retries bring the
 * rest, and nothing is done twice.
 */
export const receiveFrom = (findAdapter: typeof adapterOf) => async (call: Call) => {
  const { vendor = "", event = "" } = call.params;
  const adapter = await findAdapter(vendor, event);
  if (adapter === undefined)
    return refuse("no_route", "There is no such hook; see docs/integrations/hooks.md.");
  return receive(call, adapter);
};

async function receive(call: Call, adapter: HookAdapter): Promise<Answer | Refusal> {
  const { deps, params } = call;
  const { vendor = "", event = "" } = params;
  const secrets = await secretsOf(deps, adapter);
  if (secrets === undefined) {
    return refuse("hook_unverified", `Nobody has set up ${vendor} here: touchgate hooks set ${vendor}`);
  }
  const request: HookRequest = {
    url: urlOf(call, deps.publicUrl ?? call.origin),
    headers: call.headers,
    body: call.body as Buffer,
  };
  const verified = await adapter.verify(request, { secrets, event, now: deps.now(), fetchBytes: fetchKept });
  if (verified !== "verified") return refuse("hook_unverified", WHY[verified]);

  for (const proof of adapter.proofsOf?.(request) ?? []) {
    const isFirst = await bindProof(deps.store, { vendor, body: request.body, ...proof });
    if (!isFirst) return refuse("hook_unverified", WHY.replayed);
  }
  const { messages, issues } = adapter.read(request, event, deps.now());
  if (!(await confirmAll(messages))) {
    return refuse("store_unavailable", "The address that confirms the subscription did not answer.");
  }
  const { pepper } = await deps.policy.get();
  const taken = new Map<HookMessage, Taken>();
  await inParallel(messages, AT_ONCE, async (message) => {
    taken.set(message, await take({ deps, vendor, pepper }, message));
  });
  const refusal = [...taken.values()].find((one): one is Refusal => typeof one === "object");
  if (refusal !== undefined) return refuse("contended", refusal.detail);
  for (const { path, message } of issues) {
    const ofBody = hashOf((call.body as Buffer).toString("base64"));
    const id = hashOf(`${vendor} ${path} ${message} ${ofBody}`).slice(0, 24);
    const detail = `${path} ${message}`.trim();
    const because = "unreadable_event";
    await deps.store.put(reviewWrite({ id, at: deps.now(), vendor, because, contactKey: undefined, detail }));
  }
  const reviews = [...taken.values()].filter((one) => one === "review").length + issues.length;
  const body = { taken: messages.length - (reviews - issues.length), review: reviews };
  const logged = { vendor, event, ...body };
  // Some vendors take nothing but 200 for an answer, or want words of their own.
  if (adapter.answer === undefined) return { status: reviews > 0 ? 202 : 200, body, logged };
  const { contentType, body: text } = adapter.answer;
  return { status: 200, text, headers: { "content-type": contentType }, logged };
}

/** Says yes where a vendor asks whether it may send here: the adapter has found the address to be the vendor's. */
async function confirmAll(messages: readonly HookMessage[]): Promise<boolean> {
  try {
    for (const message of messages) {
      if (message.kind === "subscription") await fetchBytes(message.confirmUrl);
    }
    return true;
  } catch {
    return false;
  }
}

const urlOf = ({ path, rawQuery }: Call, base: string): string =>
  `${base}${path}${rawQuery === "" ? "" : `?${rawQuery}`}`;

const WHY: Readonly<Record<Unverified, string>> = {
  no_signature: "The request is not signed.",
  bad_signature: "The signature is not the vendor's, or the body, the address or the secret is another.",
  stale: "The request is older or newer than the signature allows, or one of the clocks is wrong.",
  wrong_content_type: "The body is not of the type that the vendor sends.",
  unexpected_topic: "The topic is not one that was set up here.",
  bad_certificate: "The certificate that signed it is not the vendor's.",
  replayed: "What signed it came with another body before.",
};
