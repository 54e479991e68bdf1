import { type Deps, deployedDeps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { verifierOf } from "../shared/http-verifier.ts";
import { PAGE_PARAMETERS } from "../shared/paging.ts";
import { type Refusal, refuse } from "../shared/problem.ts";
import { readLiving } from "../shared/read-contact.ts";
import { changeContact } from "./command.ts";
import { erase } from "./erase.ts";
import { exportContact } from "./export.ts";
import { FIND_PARAMETERS, find } from "./find.ts";
import { contactBody, etagOf } from "./representation.ts";
import { readPatch, readPut } from "./request.ts";
import { timeline } from "./timeline.ts";

async function get({ deps, params }: Call): Promise<Answer | Refusal> {
  const { contactId = "" } = params;
  const read = await readLiving(deps, contactId);
  if (read === undefined) return refuse("contact_not_found", `There is no contact ${contactId}.`);
  const body = contactBody(read);
  return { status: 200, body, headers: { etag: etagOf(body) } };
}

const change =
  (read: typeof readPut) =>
  async (call: Call): Promise<Answer | Refusal> => {
    const { deps } = call;
    const ready = await read(call);
    if ("refused" in ready) return ready;
    const { pepper } = await deps.policy.get();
    const changed = await changeContact({ deps, pepper }, ready);
    if ("refused" in changed) return changed;
    return { status: changed.created ? 201 : 200, body: changed.body, headers: { etag: changed.etag } };
  };

let deployed: Deps | undefined;

/** As every function's, with the service that TOUCHGATE_VERIFY_URL names. */
function verifyingDeps(): Deps {
  deployed ??= { ...deployedDeps(), verifier: verifierOf(process.env) };
  return deployed;
}

export const createHandler = (deps: Deps | (() => Deps) = verifyingDeps) =>
  createHttpHandler(
    {
      find: { takes: "nothing", query: FIND_PARAMETERS, run: find },
      get: { takes: "nothing", run: get },
      put: { takes: "json", run: change(readPut) },
      export: { takes: "nothing", run: exportContact },
      timeline: { takes: "nothing", query: PAGE_PARAMETERS, run: timeline },
      erase: { takes: "nothing", run: erase },
      patch: { takes: "json", run: change(readPatch) },
    },
    deps,
  );
export const handler = createHandler();
