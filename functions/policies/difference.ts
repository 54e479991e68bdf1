import { policyDifference } from "../../lib/core/policy-difference/difference.ts";
import { findPolicy, readActivePointer } from "../../lib/store/policies.ts";
import type { Answer, Call } from "../shared/http.ts";
import { languageOf } from "../shared/language.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { noPolicy } from "./command.ts";
import { versionIn } from "./versions.ts";

/** In words, what a version changes against `from`; left out, against the one in force. */
export async function difference({ deps, params, query, headers }: Call): Promise<Answer | Refusal> {
  const { version: text = "" } = params;
  const { from: fromText } = query;
  if (fromText !== undefined && versionIn(fromText) === undefined) {
    return refuseInput([{ path: "from", message: "must be the number of a version, like 3" }]);
  }
  const before = fromText ?? String((await readActivePointer(deps.store))?.version ?? "");
  const [from, to] = await Promise.all([before, text].map((one) => findVersion(deps, one)));
  if (to === undefined) return noPolicy(text);
  if (from === undefined) return noPolicy(before);
  const changes = policyDifference(from.document, to.document, languageOf(headers["accept-language"]));
  return { status: 200, body: { from: from.version, to: to.version, changes } };
}

async function findVersion({ store }: Call["deps"], text: string) {
  const version = versionIn(text);
  return version === undefined ? undefined : findPolicy(store, version);
}
