import type { Problem } from "./contract.ts";
import { GateProblem, GateUnavailable } from "./problem.ts";

/** How a gate is reached. */
export interface Connection {
  /** Where the gate is, without `/v1`. */
  readonly url: string;
  /** An API key of the gate. */
  readonly key: string;
  /** For all attempts together, in milliseconds; default 2,000. */
  readonly timeoutMs?: number;
  /** Most attempts of one call; default 3. */
  readonly attempts?: number;
  /** In place of the runtime's own. */
  readonly fetch?: typeof fetch;
}

/** One call. */
export interface Asked {
  readonly path: string;
  readonly body: unknown;
  readonly idempotencyKey?: string | undefined;
  /** In place of the connection's. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An attempt is given up early enough for another to fit. */
const SHARE_OF_ATTEMPT = 0.6;
const FIRST_PAUSE_MS = 50;

/**
 * POSTs to the gate and repeats it when it may help: no answer, 408, 425, 429 or 5xx, after `Retry-After` if it says so,
 * within `timeoutMs`. Every call is safe to repeat, as it brings the same key or does the same twice.
 * @throws GateProblem for another 4xx; GateUnavailable; the reason of `signal`.
 */
export async function post(connection: Connection, asked: Asked): Promise<unknown> {
  const { timeoutMs = 2_000, attempts = 3 } = connection;
  const endMs = performance.now() + (asked.timeoutMs ?? timeoutMs);
  for (let attempt = 1; ; attempt += 1) {
    const leftMs = endMs - performance.now();
    const isLast = attempt >= attempts;
    const answer = await once(connection, asked, isLast ? leftMs : leftMs * SHARE_OF_ATTEMPT);
    if ("body" in answer) return answer.body;
    asked.signal?.throwIfAborted();
    const pauseMs = answer.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
    if (isLast || performance.now() + pauseMs >= endMs) throw new GateUnavailable(answer.cause);
    await pause(pauseMs, asked.signal);
  }
}

type Attempt =
  | { readonly body: unknown }
  | { readonly cause: string; readonly retryAfterMs?: number | undefined };

async function once(connection: Connection, asked: Asked, withinMs: number): Promise<Attempt> {
  const { url, key, fetch: send = fetch } = connection;
  const { path, body, idempotencyKey, signal } = asked;
  const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(withinMs)));
  try {
    const response = await send(`${url.replace(/\/+$/, "")}${path}`, {
      method: "POST",
      // A POST that is led elsewhere would arrive as a GET.
      redirect: "manual",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
      },
      body: JSON.stringify(body),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    const { status } = response;
    const answered = await response.text();
    if (status === 200) return { body: JSON.parse(answered) };
    const problem = problemIn(answered);
    if (status >= 300 && status < 500 && ![408, 425, 429].includes(status))
      throw new GateProblem(status, problem);
    const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN);
    return {
      cause: problem.detail ?? `the gate answered ${status}`,
      retryAfterMs: Number.isNaN(retryAfter) ? undefined : retryAfter * 1_000,
    };
  } catch (fault) {
    if (fault instanceof GateProblem) throw fault;
    return { cause: timeout.aborted ? "the gate did not answer in time" : textOf(fault) };
  }
}

/** What the fault says, and what fetch hides behind it. */
function textOf(fault: unknown): string {
  const { message, cause } = fault as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

function problemIn(text: string): Partial<Problem> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
