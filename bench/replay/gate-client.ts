import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import { CannotReplay } from "./cannot-replay.ts";
import type { PolicyWords } from "./words.ts";

/** What the replay reads of a decision. */
export interface Decision {
  readonly decision: "allow" | "defer" | "deny";
  readonly recorded: boolean;
  /** Of what was recorded or reserved. */
  readonly touchId?: string;
  readonly reasons: readonly Reason[];
  readonly warnings: readonly Reason[];
  readonly policy: { readonly version: number };
  readonly evaluatedAt: string;
}

export interface Reason {
  readonly rule: string;
  readonly code: string;
}

/** A local gate over HTTP, one request at a time on one connection. All calls throw CannotReplay when refused. */
export interface GateClient {
  activePolicy(): Promise<{ readonly document: PolicyWords; readonly version: number }>;
  /** Freezes the local clock at an instant; null gives it back to real time. */
  setClock(instant: EpochMs | null): Promise<void>;
  /** Puts a contact; false when the gate had it already. */
  putContact(contactId: string, body: unknown): Promise<boolean>;
  check(body: unknown): Promise<Decision>;
  confirm(touchId: string): Promise<void>;
  /** Confirms after the lease; false when the touch would not be admitted any more. */
  confirmLate(touchId: string): Promise<boolean>;
  release(touchId: string): Promise<void>;
  close(): void;
}

/** @throws CannotReplay when the URL is none of a local gate. */
export function connectGate(url: string, key: string): GateClient {
  if (!URL.canParse(url) || new URL(url).protocol !== "http:") {
    throw new CannotReplay(`--url ${url} is no URL of a local gate, like http://127.0.0.1:8787.`);
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };

  function send(method: string, path: string, body?: unknown): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(new URL(path, url), { method, agent, headers }, resolve);
      sent.on("error", (cause) => {
        reject(new CannotReplay(`The gate at ${url} does not answer: ${cause.message}.`, cause));
      });
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  async function call(method: string, path: string, body?: unknown) {
    const response = await send(method, path, body);
    const status = response.statusCode ?? 0;
    const answer = await text(response);
    if (status < 200 || status > 299) throw refused(`${method} ${path}`, status, answer);
    return { status, answer: parseJson(answer, url), etag: response.headers.etag };
  }

  const confirmPath = (touchId: string): string => `/v1/touches/${touchId}/confirm`;

  return {
    async activePolicy() {
      const { answer, etag = "" } = await call("GET", "/v1/policies/active");
      return { document: answer as PolicyWords, version: Number(etag.replaceAll('"', "")) };
    },
    async setClock(instant) {
      await call("POST", "/_local/clock", { now: instant === null ? null : formatInstant(instant) });
    },
    async putContact(contactId, body) {
      return (await call("PUT", `/v1/contacts/${contactId}`, body)).status === 201;
    },
    async check(body) {
      return (await call("POST", "/v1/check", body)).answer as Decision;
    },
    async confirm(touchId) {
      await call("POST", confirmPath(touchId), {});
    },
    async confirmLate(touchId) {
      const response = await send("POST", confirmPath(touchId), {});
      const status = response.statusCode ?? 0;
      const answer = await text(response);
      if (status === 200) return true;
      if (status === 409 && codeOf(answer) === "lease_expired") return false;
      throw refused(`POST ${confirmPath(touchId)}`, status, answer);
    },
    async release(touchId) {
      await call("POST", `/v1/touches/${touchId}/release`, {});
    },
    close: () => agent.destroy(),
  };
}

const codeOf = (answer: string): unknown => {
  try {
    return (JSON.parse(answer) as { code?: unknown }).code;
  } catch {
    return undefined;
  }
};

function parseJson(answer: string, url: string): unknown {
  try {
    return JSON.parse(answer);
  } catch (cause) {
    throw new CannotReplay(`What answers at ${url} is no gate.`, cause);
  }
}

function refused(call: string, status: number, answer: string): CannotReplay {
  if (status === 404 && call.endsWith("/_local/clock")) {
    return new CannotReplay(
      "This is no local gate: it has no /_local/clock. A deployed gate cannot be replayed to.",
    );
  }
  return new CannotReplay(`${call} answered ${status}: ${detailOf(answer)}`);
}

/** What a problem document says, or the answer as it is. */
function detailOf(answer: string): string {
  try {
    const { detail, issues = [] } = JSON.parse(answer) as {
      detail?: string;
      issues?: { path: string; message: string }[];
    };
    return [detail, ...issues.map(({ path, message }) => `${path} ${message}`)].join(" ");
  } catch {
    return answer.slice(0, 200);
  }
}
