import type { Case } from "./cases.ts";

/** A gate that cases are asked of: one with a local clock and the development keys. */
export interface GateUnderTest {
  /** Without a slash at the end. */
  readonly url: string;
}

/** What a case needs that no call of this version's API can bring about; undefined when nothing. */
export function unreachable({ contact, history }: Case): string | undefined {
  if (contact.suppressions !== undefined) return "suppressions";
  if (history.some(({ state }) => state !== undefined)) return "reservations";
  if (history.some(({ outcomes }) => outcomes !== undefined)) return "outcomes";
  return undefined;
}

type Json = Readonly<Record<string, unknown>>;
interface Answered {
  readonly body: Json;
  readonly etag: string | null;
}

/** @throws Error with the whole answer when it is not a 2xx. */
async function send(
  gate: GateUnderTest,
  call: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  const [method = "", path = ""] = call.split(" ");
  const response = await fetch(`${gate.url}${path}`, {
    method,
    headers: { authorization: "Bearer tg_dev_admin", "content-type": "application/json", ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer: Answered = {
    body: (await response.json()) as Json,
    etag: response.headers.get("etag"),
  };
  if (!response.ok) throw new Error(`${call} ${response.status}: ${JSON.stringify(answer.body)}`);
  return answer;
}

/** Freezes the gate's clock. */
export const setClock = (gate: GateUnderTest, now: string | null) =>
  send(gate, "POST /_local/clock", { now });

async function putPolicy(gate: GateUnderTest, policy: unknown): Promise<void> {
  const { etag } = await send(gate, "GET /v1/policies/active");
  await send(gate, "PUT /v1/policies/active", policy, { "if-match": etag ?? "" });
}

const contactIdOf = ({ name }: Case): string => `case:${name}`.slice(0, 128);

/**
 * Brings the gate to where the case begins: the contact, its history recorded by checks at their instants
 * under the same purposes without rules, then its wishes and the policy.
 */
export async function prepareOverHttp(gate: GateUnderTest, of: Case): Promise<void> {
  const contactId = contactIdOf(of);
  const { attributes = {}, identities = [], preferences = {} } = of.contact;
  if (of.history.length > 0) await putPolicy(gate, { ...of.policy, rules: [] });
  await send(gate, `PUT /v1/contacts/${contactId}`, { attributes, identities });
  for (const { at, to = { contactId }, ...touch } of of.history) {
    await setClock(gate, at);
    const { body } = await send(gate, "POST /v1/check", { ...touch, to });
    if (body.recorded !== true) throw new Error(`not recorded: ${at}`);
  }
  await send(gate, `PUT /v1/contacts/${contactId}/preferences`, preferences);
  await putPolicy(gate, of.policy);
}

/** Asks a prepared gate. The clock is put to the case's `now`; `record` is for cases that plan nothing. */
export async function askOverHttp(gate: GateUnderTest, of: Case, mode: "dryRun" | "record"): Promise<Json> {
  await setClock(gate, of.now);
  const { to = { contactId: contactIdOf(of) }, ...request } = of.request;
  return (await send(gate, "POST /v1/check", { ...request, to, mode })).body;
}
