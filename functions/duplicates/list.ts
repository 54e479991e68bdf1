import { PAIR_STATES, QUEUE_CURSOR, readQueue } from "../../lib/store/duplicates.ts";
import type { Answer, Call } from "../shared/http.ts";
import { cursorOf, PAGE_PARAMETERS, readPaging } from "../shared/paging.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { pairBody } from "./pair-body.ts";

export const LIST_PARAMETERS = ["state", ...PAGE_PARAMETERS];

/** `GET /v1/duplicates?state=…`: the pairs in one state, the likeliest first. */
export async function list({ deps, query }: Call): Promise<Answer | Refusal> {
  const { cursor, limit, issues } = readPaging(query, QUEUE_CURSOR);
  const state = PAIR_STATES.find((one) => one === (query.state ?? "open"));
  if (state === undefined) {
    return refuseInput([...issues, { path: "state", message: `must be one of: ${PAIR_STATES.join(", ")}` }]);
  }
  if (issues.length > 0) return refuseInput(issues);
  const { pairs, next } = await readQueue(deps.store, { state, cursor, limit });
  return { status: 200, body: { items: pairs.map(pairBody), next: cursorOf(next) } };
}
