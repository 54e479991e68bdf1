import { CannotConform } from "./errors.ts";

export type Json = Readonly<Record<string, unknown>>;

/** What a gate answered, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly etag: string | undefined;
}

/** A gate with a test clock, over HTTP. */
export interface GateClient {
  /** `send("PUT /v1/contacts/li", {…})`. @throws CannotConform when nobody answers, or no gate does. */
  send(call: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** @throws CannotConform when `url` is none. */
export function connectGate(url: string, key: string): GateClient {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CannotConform(`--url ${url} is no address of a gate: write it like http://127.0.0.1:8787.`);
  }
  const base = url.replace(/\/+$/, "");
  return {
    async send(call, body, headers = {}) {
      const [method = "", path = ""] = call.split(" ");
      const response = await fetch(base + path, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }).catch((cause: unknown): never => {
        throw new CannotConform(
          `No gate answers at ${url}: start one with npm start -- --memory, or give its --url.`,
          cause,
        );
      });
      const etag = response.headers.get("etag") ?? undefined;
      return { status: response.status, body: readJson(await response.text(), url), etag };
    },
  };
}

function readJson(text: string, url: string): Json {
  if (text === "") return {};
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new CannotConform(`What answers at ${url} is no gate: give the address of one with --url.`, cause);
  }
}

export const isGood = ({ status }: Answer): boolean => status >= 200 && status <= 299;

/** What a problem document says, on one line. */
export function problemText({ status, body }: Answer): string {
  const { detail = "", issues = [] } = body as {
    readonly detail?: string;
    readonly issues?: readonly { readonly path: string; readonly message: string }[];
  };
  return [status, detail, ...issues.map(({ path, message }) => `${path} ${message}`)].join(" ").trim();
}
