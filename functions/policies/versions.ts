import { findPolicy, readActivePointer, readPolicies } from "../../lib/store/policies.ts";
import type { Answer, Call } from "../shared/http.ts";
import { cursorOf, readPaging } from "../shared/paging.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { etagOf, noPolicy, validate } from "./command.ts";

/** The one in force. */
export async function getActive({ deps }: Call): Promise<Answer> {
  const { document, version } = await deps.policy.renew();
  return { status: 200, body: document, headers: { etag: etagOf(version) } };
}

/** All versions, newest first, without their documents. */
export async function list({ deps, query }: Call): Promise<Answer | Refusal> {
  const { issues, ...paging } = readPaging(query, /^V#\d{8}$/);
  if (issues.length > 0) return refuseInput(issues);
  const [{ policies, next }, active] = await Promise.all([
    readPolicies(deps.store, paging),
    readActivePointer(deps.store),
  ]);
  const items = policies.map(({ document, version, createdAt, by, note }) => {
    const { id } = document as { readonly id: string };
    return { version, id, createdAt, by, note, active: version === active?.version };
  });
  return { status: 200, body: { items, next: cursorOf(next) } };
}

/** A version as it was put. */
export async function get({ deps, params }: Call): Promise<Answer | Refusal> {
  const { version: text = "" } = params;
  const version = versionIn(text);
  const found = version === undefined ? undefined : await findPolicy(deps.store, version);
  if (found === undefined) return noPolicy(text);
  return { status: 200, body: found.document, headers: { etag: etagOf(found.version) } };
}

/** Undefined for what no version can be. */
export const versionIn = (text: string): number | undefined =>
  /^[1-9]\d{0,7}$/.test(text) ? Number(text) : undefined;

/** What is wrong with a document; nothing is put in force. */
export async function check({ body: document }: Call): Promise<Answer> {
  const verdict = await validate(document);
  const { valid } = verdict;
  const body = valid ? { valid, warnings: verdict.warnings } : { valid, issues: verdict.issues };
  return { status: 200, body };
}
