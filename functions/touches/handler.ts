import type { Issue } from "../../lib/core/errors.ts";
import { parse } from "../../lib/core/issues.ts";
import { NothingDocument, OutcomeDocument } from "../../lib/core/touch-documents.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";
import { type ChangeCommand, confirmTouch, releaseTouch, reportOutcome } from "./change.ts";
import { tell } from "./tell.ts";
import { readTouchId } from "./touch-id.ts";

const changeOf = ({ deps, caller, params }: Call): ChangeCommand | Refusal => {
  const { touchId = "" } = params;
  const named = readTouchId(touchId);
  return named === undefined
    ? refuse("touch_not_found", "This is no touch id: send the touchId of an earlier answer.")
    : { deps, caller, named };
};

const answerOf = (done: object | Refusal): Answer | Refusal =>
  "refused" in done ? done : { status: 200, body: done };

const end =
  (ending: typeof confirmTouch) =>
  async (call: Call): Promise<Answer | Refusal> => {
    const parsed = parse(NothingDocument, call.body);
    if ("issues" in parsed) return refuseInput(parsed.issues);
    const command = changeOf(call);
    return "refused" in command ? command : answerOf(await ending(command));
  };

async function outcome(call: Call): Promise<Answer | Refusal> {
  const parsed = parse(OutcomeDocument, call.body);
  if ("issues" in parsed) return refuseInput(parsed.issues);
  const { outcome: reported, at } = parsed.value;
  const issues: Issue[] =
    at !== undefined && at > call.deps.now() ? [{ path: "at", message: "must not lie ahead" }] : [];
  if (issues.length > 0) return refuseInput(issues);
  const command = changeOf(call);
  return "refused" in command
    ? command
    : answerOf(await reportOutcome({ ...command, outcome: reported, at }));
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      tell: { takes: "json", run: tell },
      confirm: { takes: "json", run: end(confirmTouch) },
      release: { takes: "json", run: end(releaseTouch) },
      outcome: { takes: "json", run: outcome },
    },
    deps,
  );
export const handler = createHandler();
