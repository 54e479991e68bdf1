import type { Issue } from "../../lib/core/errors.ts";
import { parse } from "../../lib/core/issues.ts";
import { LockDocument, untilIssues } from "../../lib/core/lock-document.ts";
import { parseInstant } from "../../lib/core/time.ts";
import { departmentIssues, foreignDepartment } from "../shared/departments.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { addLock, removeLock } from "./command.ts";

async function add({ deps, params, body, caller }: Call): Promise<Answer | Refusal> {
  const { compiled } = await deps.policy.get();
  const at = deps.now();
  const parsed = parse(LockDocument, body);
  const said = (body ?? {}) as Readonly<Record<string, unknown>>;
  const department = said.department ?? caller.department ?? undefined;
  const until = typeof said.until === "string" ? parseInstant(said.until) : undefined;
  const issues: Issue[] = [
    ...("issues" in parsed ? parsed.issues : []),
    ...(department === undefined
      ? [{ path: "department", message: "is missing: the API key is not bound to one" }]
      : departmentIssues(department, compiled)),
    ...(until === undefined ? [] : untilIssues(until, at)),
  ];
  if ("issues" in parsed || issues.length > 0) return refuseInput(issues);
  const foreign = foreignDepartment(department, caller);
  if (foreign !== undefined) return foreign;

  const { contactId = "" } = params;
  const { until: end, reason } = parsed.value;
  const lock = { department: String(department), until: end, reason: reason ?? undefined };
  const added = await addLock(deps, { contactId, lock, at, caller });
  return "refused" in added ? added : { status: 201, body: added };
}

async function remove({ deps, params, caller }: Call): Promise<Answer | Refusal> {
  const { contactId = "", lockId = "" } = params;
  const removed = await removeLock(deps, { contactId, lockId, caller });
  return "refused" in removed ? removed : { status: 204 };
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler({ add: { takes: "json", run: add }, remove: { takes: "nothing", run: remove } }, deps);
export const handler = createHandler();
