import { createHmac } from "node:crypto";
import { GateProblem, GateUnavailable } from "../../client/client.ts";

/** Where words of customers are told: the gate's hook for senders of one's own, signed as Standard Webhooks. */
export interface Hook {
  /** Of the gate, without `/v1`. */
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
  readonly timeoutMs: number;
}

/** Tells one event; told again under its id it changes nothing more. @throws GateProblem; GateUnavailable */
export async function tellHook(
  hook: Hook,
  { id, event, nowMs }: { readonly id: string; readonly event: object; readonly nowMs: number },
): Promise<void> {
  const body = JSON.stringify(event);
  const timestamp = String(Math.floor(nowMs / 1_000));
  const key = Buffer.from(hook.secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
  let response: Response;
  let answered: string;
  try {
    response = await fetch(`${hook.url.replace(/\/+$/, "")}/v1/hooks/standard/events`, {
      ...{ method: "POST", redirect: "manual", headers, body },
      signal: AbortSignal.timeout(hook.timeoutMs),
    });
    answered = await response.text();
  } catch (fault) {
    throw new GateUnavailable((fault as Error).message);
  }
  const { status } = response;
  if (status === 200 || status === 202) return;
  if (status < 400 || status >= 500) throw new GateUnavailable(`the gate answered ${status}`);
  throw new GateProblem(status, problemIn(answered));
}

function problemIn(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
