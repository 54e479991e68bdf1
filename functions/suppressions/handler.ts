import { parse } from "../../lib/core/issues.ts";
import { SuppressionItems } from "../../lib/core/suppression-document.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { changeAll } from "./bulk.ts";
import { LIST_PARAMETERS, list } from "./list.ts";
import { readAddition, readRemoval } from "./request.ts";

/** Each entry is answered by itself; only a body that is no list of entries is refused as a whole. */
const change =
  (read: typeof readAddition) =>
  async ({ deps, body, caller }: Call): Promise<Answer | Refusal> => {
    const parsed = parse(SuppressionItems, body);
    if ("issues" in parsed) return refuseInput(parsed.issues);
    const { pepper } = await deps.policy.get();
    const now = deps.now();
    const entries = await Promise.all(
      parsed.value.items.map((entry, index) => read(entry, { pepper, now, path: `items.${index}` })),
    );
    const items = await changeAll(deps, entries, { at: now, by: caller.keyId });
    const refused = items.filter(({ status }) => status !== 200).length;
    return { status: 200, body: { items }, logged: { items: items.length, refused } };
  };

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      list: { takes: "nothing", query: LIST_PARAMETERS, run: list },
      add: { takes: "json", run: change(readAddition) },
      remove: { takes: "json", run: change(readRemoval) },
    },
    deps,
  );
export const handler = createHandler();
