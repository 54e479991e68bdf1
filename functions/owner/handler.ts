import { parse } from "../../lib/core/issues.ts";
import { OwnerDocument } from "../../lib/core/owner-document.ts";
import { readOwnerHistory } from "../../lib/store/timeline.ts";
import { etagOf } from "../contacts/representation.ts";
import { departmentIssues } from "../shared/departments.ts";
import type { Deps } from "../shared/deps.ts";
import { historyPage } from "../shared/history.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { PAGE_PARAMETERS } from "../shared/paging.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { putOwner } from "./command.ts";

async function put({ deps, params, body, headers, caller }: Call): Promise<Answer | Refusal> {
  const { compiled } = await deps.policy.get();
  const parsed = parse(OwnerDocument, body);
  const said = (body ?? {}) as { readonly department?: unknown };
  const issues = [
    ...("issues" in parsed ? parsed.issues : []),
    ...departmentIssues(said.department, compiled),
  ];
  if ("issues" in parsed || issues.length > 0) return refuseInput(issues);
  const { contactId = "" } = params;
  const change = { contactId, said: parsed.value, ifMatch: headers["if-match"], caller };
  const owner = await putOwner(deps, change);
  return "refused" in owner ? owner : { status: 200, body: owner, headers: { etag: etagOf(owner) } };
}

/** `GET /v1/contacts/{id}/owner/history?cursor&limit`: who owned the contact from when on, the newest first. */
const history = (call: Call): Promise<Answer | Refusal> => historyPage(call, readOwnerHistory);

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      put: { takes: "json", run: put },
      history: { takes: "nothing", query: PAGE_PARAMETERS, run: history },
    },
    deps,
  );
export const handler = createHandler();
