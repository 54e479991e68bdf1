import packageJson from "../../package.json" with { type: "json" };
import { SERVED } from "../routes.ts";
import { NoPolicy } from "../shared/active-policy.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { type Refusal, refuse } from "../shared/problem.ts";

/** Liveness, version and the policy in force; null before the first policy was put. */
async function health({ deps }: Call): Promise<Answer> {
  const policy = await deps.policy.get().catch((fault: unknown) => {
    if (fault instanceof NoPolicy) return undefined;
    throw fault;
  });
  const active = policy && { id: policy.compiled.id, version: policy.version };
  return { status: 200, body: { status: "ok", version: packageJson.version, policy: active ?? null } };
}

/** Everything that matches no route: a wrong path, or a right one with a wrong method. */
async function noRoute({ method, path }: Call): Promise<Refusal> {
  const served = SERVED.filter((route) => matches(route.path, path)).map((route) => route.method);
  if (served.length === 0)
    return refuse("no_route", "Nothing is served at this path; see /docs for what is.");
  const methods = [...new Set(served)].join(", ");
  return {
    ...refuse("method_not_allowed", `${method} is not served here; ${methods} is.`),
    headers: { allow: methods },
  };
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split("/");
  const given = path.split("/");
  return (
    wanted.length === given.length &&
    wanted.every((part, i) => (part.startsWith("{") ? given[i] !== "" : part === given[i]))
  );
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    { health: { takes: "nothing", run: health }, noRoute: { takes: "nothing", run: noRoute } },
    deps,
  );
export const handler = createHandler();
