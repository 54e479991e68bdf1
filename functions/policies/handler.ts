import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import type { Refusal } from "../shared/problem.ts";
import { etagOf, putPolicy, validate } from "./command.ts";

async function getActive({ deps }: Call): Promise<Answer> {
  const { document, version } = await deps.policy.renew();
  return { status: 200, body: document, headers: { etag: etagOf(version) } };
}

async function putActive({ deps, body, headers, caller }: Call): Promise<Answer | Refusal> {
  const put = await putPolicy(deps, { document: body, ifMatch: headers["if-match"], by: caller.keyId });
  if ("refused" in put) return put;
  return {
    status: 200,
    body: put,
    headers: { etag: etagOf(put.version) },
    logged: { policyVersion: put.version },
  };
}

async function check({ body }: Call): Promise<Answer> {
  const verdict = await validate(body);
  const { valid } = verdict;
  return {
    status: 200,
    body: valid ? { valid, warnings: verdict.warnings } : { valid, issues: verdict.issues },
  };
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      getActive: { takes: "nothing", run: getActive },
      putActive: { takes: "json", run: putActive },
      validate: { takes: "json", run: check },
    },
    deps,
  );
export const handler = createHandler();
