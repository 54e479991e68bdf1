import type { Told } from "../../lib/core/events.ts";
import { parse } from "../../lib/core/issues.ts";
import { SuppressionItems, SuppressionRemovalItems } from "../../lib/core/suppression-document.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { type Stamped, stampList } from "./ages.ts";
import { changeAll, type EntryAnswer } from "./bulk.ts";
import { LIST_PARAMETERS, list } from "./list.ts";
import { listOf, readAddition, readRemoval, wholeIssues } from "./request.ts";

/** Each entry is answered by itself; only a body that is no list of entries is refused as a whole. */
async function add({ deps, body, caller }: Call): Promise<Answer | Refusal> {
  const parsed = parse(SuppressionItems, body);
  const told = { at: deps.now(), by: caller.keyId };
  const issues = [...("issues" in parsed ? parsed.issues : []), ...wholeIssues(body, told.at)];
  if ("issues" in parsed || issues.length > 0) return refuseInput(issues);
  const { items, asOf } = parsed.value;
  const answers = await changeEach(deps, { items, read: readAddition, told });
  if (asOf === undefined) return answered(answers);
  return answered(answers, await stampList(deps, { ...told, list: listOf(items[0]), asOf }, answers));
}

async function remove({ deps, body, caller }: Call): Promise<Answer | Refusal> {
  const parsed = parse(SuppressionRemovalItems, body);
  if ("issues" in parsed) return refuseInput(parsed.issues);
  const told = { at: deps.now(), by: caller.keyId };
  return answered(await changeEach(deps, { ...parsed.value, read: readRemoval, told }));
}

async function changeEach(
  deps: Deps,
  of: { readonly items: readonly unknown[]; readonly read: typeof readAddition; readonly told: Told },
): Promise<EntryAnswer[]> {
  const { pepper } = await deps.policy.get();
  const reading = { pepper, now: of.told.at };
  const read = of.items.map((entry, index) => of.read(entry, { ...reading, path: `items.${index}` }));
  return changeAll(deps, await Promise.all(read), of.told);
}

function answered(items: readonly EntryAnswer[], list?: Stamped): Answer {
  const refused = items.filter(({ status }) => status !== 200).length;
  return { status: 200, body: { items, ...(list && { list }) }, logged: { items: items.length, refused } };
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      list: { takes: "nothing", query: LIST_PARAMETERS, run: list },
      add: { takes: "json", run: add },
      remove: { takes: "json", run: remove },
    },
    deps,
  );
export const handler = createHandler();
