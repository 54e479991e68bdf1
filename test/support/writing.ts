import { expect } from "vitest";
import { type Decision, type Fields, problemOf, type Reply, type TestGate } from "./gate.ts";

/** An instant so many milliseconds later, as the API writes it. */
export const later = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();

export const SECOND = 1_000;
export const HOUR = 3_600 * SECOND;
export const DAY = 24 * HOUR;

/** A decision that allowed: it names the touch. */
export type Allowed = Decision & { readonly touchId: string; readonly expiresAt?: string };

/** The calls of a sender, over one gate. */
export interface Sender {
  /** A check that is expected to be allowed. */
  allowed(body: Fields, key?: string): Promise<Allowed>;
  confirm(touchId: string, key?: string): Promise<Reply<Fields>>;
  release(touchId: string, key?: string): Promise<Reply<Fields>>;
  outcome(touchId: string, body: Fields, key?: string): Promise<Reply<Fields>>;
  /** `POST /v1/touches` with an answer for each item expected. */
  tell(items: readonly unknown[], key?: string): Promise<readonly Fields[]>;
  /** Version of the state that stands at a contact key. */
  versionOf(contactKey: string): Promise<unknown>;
  /** The timeline once everything has been told to it, newest first. */
  timelineOf(contactId: string): Promise<readonly Fields[]>;
}

export function senderOver(gate: TestGate): Sender {
  const post = (path: string, body: unknown, key = "tg_dev_admin") =>
    gate.send(`POST /v1/touches${path}`, { body, key });
  return {
    async allowed(body, key) {
      const decision = await gate.check(body, key);
      expect(decision).toMatchObject({ decision: "allow", recorded: true, touchId: expect.any(String) });
      return decision as Allowed;
    },
    confirm: (touchId, key) => post(`/${touchId}/confirm`, {}, key),
    release: (touchId, key) => post(`/${touchId}/release`, {}, key),
    outcome: (touchId, body, key) => post(`/${touchId}/outcomes`, body, key),
    async tell(items, key) {
      const reply = await post("", { items }, key);
      expect(reply.status).toBe(200);
      const answers = reply.body.items as readonly Fields[];
      expect(answers).toHaveLength(items.length);
      return answers;
    },
    versionOf: async (contactKey) => (await gate.store.get({ pk: `C#${contactKey}`, sk: "#" }))?.version,
    async timelineOf(contactId) {
      await gate.send("POST /_local/drain");
      const reply = await gate.send<{ items: readonly Fields[] }>(`GET /v1/contacts/${contactId}/timeline`);
      expect(reply.status).toBe(200);
      return reply.body.items;
    },
  };
}

/** Status and code of a refusal, its document found whole. */
export const refusalOf = (reply: Reply<unknown>): readonly [status: number, code: string] => {
  const { status, code } = problemOf(reply);
  return [status, code];
};
