import { TouchgateError } from "../../core/errors.ts";
import type { GateOptions } from "./gate-options.ts";

/** What stands in the way of a command on the policies of a gate, and what to do. */
export class CannotUsePolicies extends TouchgateError {
  constructor(publicMessage: string, cause?: unknown) {
    super({ code: "cannot_use_policies", publicMessage, cause });
  }
}

/** One version, as it is listed. */
export interface ListedPolicy {
  readonly version: number;
  readonly id: string;
  readonly createdAt: string;
  readonly by: string | null;
  readonly note: string | null;
  readonly active: boolean;
}

/** The policies of a gate, over HTTP. */
export interface PolicyDesk {
  /** Newest first. */
  list(): AsyncGenerator<ListedPolicy>;
  /** The document of a version, or of the one in force. */
  read(version: number | "active"): Promise<unknown>;
  /** Puts a version in force in place of the one that is. */
  activate(
    version: number,
    note: string | undefined,
  ): Promise<{ readonly id: string; readonly version: number }>;
}

/** @throws CannotUsePolicies from every call: no gate answers, or it refuses. */
export function openPolicyDesk({ url, key }: GateOptions): PolicyDesk {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CannotUsePolicies(`--url ${url} is no address of a gate: write it like http://127.0.0.1:8787.`);
  }
  const base = `${url.replace(/\/+$/, "")}/v1/policies`;
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      ...(init.headers as Readonly<Record<string, string>> | undefined),
    };
    const response = await fetch(base + path, { ...init, headers }).catch((cause: unknown): never => {
      throw new CannotUsePolicies(
        `No gate answers at ${url}: start one with npm start, or give --url.`,
        cause,
      );
    });
    const body = await response.json().catch((cause: unknown): never => {
      throw new CannotUsePolicies(
        `What answers at ${url} is no gate: give the address of one with --url.`,
        cause,
      );
    });
    if (!response.ok) throw new CannotUsePolicies(refusalText(response.status, body));
    return { body: body as unknown, etag: response.headers.get("etag") ?? "*" };
  };
  return {
    async *list() {
      let cursor = "";
      do {
        const { body } = await send(`?limit=200${cursor && `&cursor=${cursor}`}`);
        const { items, next } = body as {
          readonly items: readonly ListedPolicy[];
          readonly next: string | null;
        };
        yield* items;
        cursor = next ?? "";
      } while (cursor !== "");
    },
    read: async (version) => (await send(`/${version}`)).body,
    async activate(version, note) {
      const { etag } = await send("/active");
      const init = { method: "POST", headers: { "if-match": etag }, body: JSON.stringify({ note }) };
      const { body } = await send(`/${version}/activate`, init);
      return body as { readonly id: string; readonly version: number };
    },
  };
}

/** What the gate says, and what to do about a key. */
function refusalText(status: number, body: unknown): string {
  const { detail, issues = [] } = (body ?? {}) as {
    readonly detail?: string;
    readonly issues?: readonly { readonly path: string; readonly message: string }[];
  };
  if (status === 401) return "The gate does not know the key: give one with --key, or as TOUCHGATE_KEY.";
  return [
    detail ?? `The gate refused (${status}).`,
    ...issues.map((one) => `  ${one.path}: ${one.message}`),
  ].join("\n");
}
