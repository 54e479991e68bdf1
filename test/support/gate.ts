import { expect } from "vitest";
import { epochMs, parseInstant } from "../../lib/core/time.ts";
import { type Gate, type GateOptions, startGate } from "../../lib/local/gate.ts";

/** What a test sends besides the request line. */
export interface Sent {
  /** Sent as JSON, with its content type. */
  readonly body?: unknown;
  /** Bytes sent as they are, without a content type of their own; wins over `body`. */
  readonly raw?: Buffer | undefined;
  /** Default `tg_dev_admin`; null sends no Authorization. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply<T> {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON body, of a page or XML its text; null when there is none. */
  readonly body: T;
}

/** A JSON object of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** The answer to `POST /v1/check`, as far as tests look into it. */
export interface Decision extends Fields {
  readonly decision: "allow" | "defer" | "deny";
  readonly contactId: string;
  readonly reasons: readonly {
    readonly rule: string;
    readonly code: string;
    readonly nextAllowedAt: string | null;
    readonly details: Fields;
  }[];
  readonly nextAllowedAt: string | null;
  readonly recent?: readonly Fields[];
}

/** An RFC 9457 document as api.md writes it. */
export interface Problem extends Fields {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly issues: readonly { readonly path: string; readonly message: string }[];
}

/** A gate for one test file, in this process, its data in memory, on a port of its own. */
export interface TestGate extends Gate {
  /** `send("PUT /v1/contacts/li", { body })`. */
  send<T = Fields>(line: string, sent?: Sent): Promise<Reply<T>>;
  /** `POST /v1/check` with a good answer expected. */
  check(body: Fields, key?: string): Promise<Decision>;
  /** Freezes the gate's clock; null lets it run again. */
  setClock(now: string | null): void;
}

/** @throws CannotStart; Error when `policy` is refused. */
export async function startTestGate(
  options: Pick<GateOptions, "engine" | "log" | "deadlineMs" | "verifier" | "publicUrl"> & {
    readonly policy?: Fields;
  } = {},
): Promise<TestGate> {
  const { policy, ...given } = options;
  const gate = await startGate({ port: 0, memory: true, ...given });
  const send = sender(gate.url);
  const test: TestGate = {
    ...gate,
    send,
    check: async (body, key = "tg_dev_admin") => {
      const reply = await send<Decision>("POST /v1/check", { body, key });
      if (reply.status !== 200) throw new Error(`check: ${reply.status} ${JSON.stringify(reply.body)}`);
      return reply.body;
    },
    setClock: (now) => gate.clock.set(now === null ? null : (parseInstant(now) ?? epochMs(Number.NaN))),
  };
  if (policy !== undefined) await putPolicy(test, policy);
  return test;
}

/** Puts another policy in force, however far it looks back. @throws Error when it is refused. */
export async function putPolicy({ send }: Pick<TestGate, "send">, policy: Fields): Promise<void> {
  await send("POST /_local/held", { body: {} });
  const put = await send("PUT /v1/policies/active", { body: policy, headers: { "if-match": "*" } });
  if (put.status !== 200) throw new Error(`policy: ${put.status} ${JSON.stringify(put.body)}`);
}

const sender =
  (url: string): TestGate["send"] =>
  async <T>(line: string, { body, raw, key = "tg_dev_admin", headers }: Sent = {}): Promise<Reply<T>> => {
    const [method = "", path = ""] = line.split(" ");
    const content = raw ?? (body === undefined ? undefined : Buffer.from(JSON.stringify(body)));
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && raw === undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(content !== undefined && { body: new Uint8Array(content) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === "" ? null : isText(response) ? text : JSON.parse(text)) as T,
    };
  };

const isText = ({ headers }: Response): boolean => headers.get("content-type")?.startsWith("text/") === true;

/** Asserts that an answer is a whole problem document, and gives it. */
export function problemOf(reply: Reply<unknown>): Problem {
  expect(reply.headers.get("content-type")).toBe("application/problem+json");
  const problem = reply.body as Problem;
  expect(problem).toEqual({
    type: expect.stringMatching(/#./),
    title: expect.stringMatching(/./),
    status: reply.status,
    detail: expect.stringMatching(/./),
    code: expect.stringMatching(/^[a-z]+(_[a-z]+)*$/),
    requestId: reply.headers.get("x-request-id"),
    issues: expect.any(Array),
  });
  for (const issue of problem.issues) {
    expect(issue).toEqual({ path: expect.any(String), message: expect.stringMatching(/./) });
  }
  return problem;
}

/** The paths of a problem's issues, in order of the alphabet. */
export const pathsOf = (problem: Problem): string[] => problem.issues.map(({ path }) => path).sort();

let made = 0;

/** An e-mail address that nobody else in this process was given. */
export const freshEmail = (): string => `person.${++made}@example.com`;

/** A Chinese mobile number that nobody else in this process was given. */
export const freshPhone = (): string => `+86138${String(10_000_000 + ++made)}`;

/** A contact id that nobody else in this process was given. */
export const freshId = (): string => `crm-${++made}`;
