import { CannotConform } from "./errors.ts";
import { type Answer, connectGate, type GateClient, isGood, problemText } from "./gate-client.ts";

/** A gate that the kit can be run against. */
export interface OpenGate extends GateClient {
  /** Puts the policy and the clock back that the gate had when it was opened. */
  close(): Promise<void>;
}

/**
 * Looks whether the kit can be run against the gate at `url`, before anything is written.
 * @throws CannotConform with what to do: no gate, no test clock, a key that may not.
 */
export async function openGate(url: string, key: string): Promise<OpenGate> {
  const gate = connectGate(url, key);
  const health = await gate.send("GET /healthz");
  if (!isGood(health) && health.body.code !== "no_policy") {
    throw new CannotConform(
      `What answers at ${url} is no gate in good health (${problemText(health)}): give one with --url.`,
    );
  }
  const clock = await gate.send("GET /_local/clock");
  if (!isGood(clock)) {
    throw new CannotConform(
      `The gate at ${url} has no test clock (/_local/clock): run the kit against a local one, npm start -- --memory.`,
    );
  }
  const policy = await gate.send("GET /v1/policies/active");
  refuseKey(policy);
  const { now, frozen } = clock.body;
  return {
    ...gate,
    async close() {
      await setClock(gate, frozen === true ? String(now) : null);
      if (isGood(policy)) await putPolicy(gate, policy.body);
    },
  };
}

function refuseKey(answer: Answer): void {
  if (answer.status === 401) {
    throw new CannotConform("The gate does not know the key: give one with --key, or as TOUCHGATE_KEY.");
  }
  if (answer.status === 403) {
    throw new CannotConform(
      `The key may not read policies (${problemText(answer)}): give one that may everything with --key.`,
    );
  }
}

/** Freezes the gate's clock; null lets it run again. @throws CannotConform when it refuses. */
export async function setClock(gate: GateClient, now: string | null): Promise<void> {
  const answer = await gate.send("POST /_local/clock", { now });
  if (!isGood(answer)) throw new CannotConform(`The gate's clock cannot be set: ${problemText(answer)}`);
}

/**
 * Puts a policy in force, whichever is. The contacts of a case are new, so nothing that it counts was forgotten under the
 * policy before; a gate that has no call to hear so answers as it likes.
 */
export async function putPolicy(gate: GateClient, policy: unknown): Promise<Answer> {
  await gate.send("POST /_local/held", {}).catch(() => {});
  const { etag } = await gate.send("GET /v1/policies/active");
  return gate.send("PUT /v1/policies/active", policy, etag === undefined ? {} : { "if-match": etag });
}
