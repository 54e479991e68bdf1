import { parse } from "../../lib/core/issues.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";
import { createKey, listKeys, revokeKey } from "./command.ts";
import { KeyRequestSchema } from "./request.ts";

async function create({ deps, body, caller }: Call): Promise<Answer | Refusal> {
  const parsed = parse(KeyRequestSchema, body);
  if ("issues" in parsed) return refuseInput(parsed.issues);
  const { scopes, department = null, note = null } = parsed.value;
  const created = await createKey(deps.store, {
    scopes: [...new Set(scopes)],
    department,
    note,
    now: deps.now(),
    by: caller.keyId,
  });
  deps.apiKeys.forget(created.id);
  return { status: 201, body: created, logged: { madeKey: created.id } };
}

async function list({ deps }: Call): Promise<Answer> {
  return { status: 200, body: { items: await listKeys(deps.store), next: null } };
}

async function revoke({ deps, params, caller }: Call): Promise<Answer | Refusal> {
  const { keyId = "" } = params;
  const existed = await revokeKey(deps.store, keyId, { at: deps.now(), by: caller.keyId });
  deps.apiKeys.forget(keyId);
  if (!existed) return refuse("key_not_found", "There is no API key with this id.");
  return { status: 204, logged: { revokedKey: keyId } };
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      create: { takes: "json", run: create },
      list: { takes: "nothing", run: list },
      revoke: { takes: "nothing", run: revoke },
    },
    deps,
  );
export const handler = createHandler();
