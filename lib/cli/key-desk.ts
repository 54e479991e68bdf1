import {
  createKey,
  type KeyGrant,
  type ListedKey,
  listKeys,
  revokeKey,
} from "../../functions/keys/command.ts";
import { type Issue, TouchgateError } from "../core/errors.ts";
import { epochMs } from "../core/time.ts";
import { EMULATOR_ACCESS } from "../store/create-table.ts";
import { createDynamoStore } from "../store/dynamo-store.ts";

/** Where keys are made: the same three acts on a table, or through a running gate. */
export interface KeyDesk {
  create(grant: KeyGrant): Promise<ListedKey & { readonly key: string }>;
  list(): Promise<readonly ListedKey[]>;
  /** Whether there was such a key. */
  revoke(id: string): Promise<boolean>;
}

/** Straight on the table: the first key of a deployment can come from nowhere else. */
export function deskOnTable(tableName: string): KeyDesk {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  const store = createDynamoStore({
    tableName,
    ...(endpoint !== undefined && { endpoint, ...EMULATOR_ACCESS }),
  });
  return {
    create: (grant) => createKey(store, { ...grant, now: epochMs(Date.now()), by: "cli" }),
    list: () => listKeys(store),
    revoke: (id) => revokeKey(store, id, { at: epochMs(Date.now()), by: "cli" }),
  };
}

/** Through `/v1/keys` of a running gate, with a key of scope admin. */
export function deskAtGate(url: string, key: string): KeyDesk {
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    const request = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await fetch(url.replace(/\/+$/, "") + path, request).catch((cause: unknown): never => {
      throw new TouchgateError({
        code: "gate_unreachable",
        publicMessage: `No gate answers at ${url}: start one with npm start, or name a table with --table.`,
        cause,
      });
    });
    if (response.ok || response.status === 404) return response;
    const problem = (await response.json()) as { detail?: string; issues?: readonly Issue[] };
    const issues = (problem.issues ?? []).map(({ path, message }) => `\n  ${path}: ${message}`);
    const publicMessage = (problem.detail ?? response.statusText) + issues.join("");
    throw new TouchgateError({ code: "gate_refused", publicMessage });
  };
  return {
    create: async (grant) => (await ask("POST", "/v1/keys", grant)).json() as ReturnType<KeyDesk["create"]>,
    list: async () => ((await (await ask("GET", "/v1/keys")).json()) as { items: ListedKey[] }).items,
    revoke: async (id) => (await ask("DELETE", `/v1/keys/${encodeURIComponent(id)}`)).status !== 404,
  };
}
