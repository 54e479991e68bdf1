import { parse } from "../../lib/core/issues.ts";
import { PolicyNote } from "../../lib/core/policy-note.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { PAGE_PARAMETERS } from "../shared/paging.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { activateVersion, etagOf, type InForce, noPolicy, putPolicy } from "./command.ts";
import { difference } from "./difference.ts";
import { getSimulation, simulate } from "./simulations.ts";
import { check, get, getActive, list, versionIn } from "./versions.ts";

const inForce = (done: InForce | Refusal): Answer | Refusal =>
  "refused" in done
    ? done
    : {
        status: 200,
        body: done,
        headers: { etag: etagOf(done.version) },
        logged: { policyVersion: done.version },
      };

const toldBy = ({ deps, caller, headers }: Call, note: string | null | undefined) => ({
  ifMatch: headers["if-match"],
  told: { at: deps.now(), by: caller.keyId, ...(typeof note === "string" && note !== "" && { note }) },
});

async function putActive(call: Call): Promise<Answer | Refusal> {
  const note = parse(PolicyNote, call.query);
  if ("issues" in note) return refuseInput(note.issues);
  return inForce(await putPolicy(call.deps, { document: call.body, ...toldBy(call, note.value.note) }));
}

async function activate(call: Call): Promise<Answer | Refusal> {
  const { version: text = "" } = call.params;
  const note = parse(PolicyNote, call.body);
  if ("issues" in note) return refuseInput(note.issues);
  const version = versionIn(text);
  if (version === undefined) return noPolicy(text);
  return inForce(await activateVersion(call.deps, { version, ...toldBy(call, note.value.note) }));
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      getActive: { takes: "nothing", run: getActive },
      putActive: { takes: "json", query: ["note"], run: putActive },
      list: { takes: "nothing", query: PAGE_PARAMETERS, run: list },
      get: { takes: "nothing", run: get },
      difference: { takes: "nothing", query: ["from"], run: difference },
      activate: { takes: "optionalJson", run: activate },
      simulate: { takes: "json", run: simulate },
      getSimulation: { takes: "nothing", run: getSimulation },
      validate: { takes: "json", run: check },
    },
    deps,
  );
export const handler = createHandler();
