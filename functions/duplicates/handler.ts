import { MergeDocument, UnmergeDocument } from "../../lib/core/duplicate-document.ts";
import { parse } from "../../lib/core/issues.ts";
import { NothingDocument } from "../../lib/core/touch-documents.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { unmergeContacts } from "../shared/unmerge-contacts.ts";
import { dismissPair, mergePair, type PairCommand } from "./command.ts";
import { LIST_PARAMETERS, list } from "./list.ts";

const commandOf = ({ deps, params, caller }: Call): PairCommand => ({
  deps,
  id: params.duplicateId ?? "",
  by: caller.keyId,
});

const answerOf = (done: object | Refusal): Answer | Refusal =>
  "refused" in done ? done : { status: 200, body: done };

async function merge(call: Call): Promise<Answer | Refusal> {
  const parsed = parse(MergeDocument, call.body);
  if ("issues" in parsed) return refuseInput(parsed.issues);
  return answerOf(await mergePair({ ...commandOf(call), into: parsed.value.into }));
}

async function dismiss(call: Call): Promise<Answer | Refusal> {
  const parsed = parse(NothingDocument, call.body);
  if ("issues" in parsed) return refuseInput(parsed.issues);
  return answerOf(await dismissPair(commandOf(call)));
}

async function unmerge({ deps, params, body, caller }: Call): Promise<Answer | Refusal> {
  const parsed = parse(UnmergeDocument, body);
  if ("issues" in parsed) return refuseInput(parsed.issues);
  const { contactId: mergedId } = parsed.value;
  const { contactId = "" } = params;
  const told = { at: deps.now(), by: caller.keyId };
  return answerOf(await unmergeContacts({ deps, contactId, mergedId, told }));
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      list: { takes: "nothing", query: LIST_PARAMETERS, run: list },
      merge: { takes: "optionalJson", run: merge },
      dismiss: { takes: "optionalJson", run: dismiss },
      unmerge: { takes: "json", run: unmerge },
    },
    deps,
  );
export const handler = createHandler();
