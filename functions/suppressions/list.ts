import type { Suppression } from "../../lib/core/contact.ts";
import type { Issue } from "../../lib/core/errors.ts";
import { parse } from "../../lib/core/issues.ts";
import { CountryCode } from "../../lib/core/request.ts";
import { ListName, SUPPRESSIBLE } from "../../lib/core/suppression-document.ts";
import { formatInstant } from "../../lib/core/time.ts";
import { readSuppressions } from "../../lib/store/suppressions.ts";
import type { Answer, Call } from "../shared/http.ts";
import { cursorOf, PAGE_PARAMETERS, readPaging } from "../shared/paging.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { listAges } from "./ages.ts";
import { suppressionsOf } from "./command.ts";
import { readAddress } from "./request.ts";

export const LIST_PARAMETERS = ["list", "type", "value", "region", ...PAGE_PARAMETERS];

/** Where a page ended: shard, list and key of an address. */
const CURSOR = /^\d{2}#[A-Za-z0-9_.:-]{1,64}#c_[A-Za-z0-9_-]{22}$/;

/** `GET /v1/suppressions`: of one list or of all, page by page; or those of one address. */
export const list = (call: Call): Promise<Answer | Refusal> =>
  call.query.type === undefined && call.query.value === undefined ? ofList(call) : ofAddress(call);

async function ofList({ deps, query }: Call): Promise<Answer | Refusal> {
  const { cursor, limit, issues: pageIssues } = readPaging(query, CURSOR);
  const issues = [...pageIssues, ...formIssues(query, ["list"]), ...strayIssues(query, ["region"])];
  if (issues.length > 0) return refuseInput(issues);
  const page = await readSuppressions(deps.store, { list: query.list, cursor, limit, now: deps.now() });
  const items = page.entries.map(({ type, value, ...suppression }) => bodyOf({ type, value }, suppression));
  const lists = await listAges(deps, query.list);
  return { status: 200, body: { items, next: cursorOf(page.next), lists } };
}

async function ofAddress({ deps, query }: Call): Promise<Answer | Refusal> {
  const { pepper } = await deps.policy.get();
  const found = await readAddress(query, { pepper });
  const issues = [
    ...formIssues(query, ["type", "value", "region"]),
    ...found.issues,
    ...strayIssues(query, ["list", ...PAGE_PARAMETERS]),
  ];
  if (found.address === undefined || issues.length > 0) return refuseInput(issues);
  const { identity, value } = found.address;
  const suppressions = await suppressionsOf(deps, identity);
  const items = suppressions.map((suppression) => bodyOf({ type: identity.type, value }, suppression));
  return { status: 200, body: { items, next: null } };
}

const bodyOf = (
  address: { readonly type: string; readonly value: string },
  { list, reason, expiresAt }: Suppression,
) => ({
  ...address,
  list,
  reason: reason ?? null,
  expiresAt: expiresAt === undefined ? null : formatInstant(expiresAt),
});

type Query = Readonly<Record<string, string>>;

const FAULTS: Readonly<Record<string, (value: string | undefined) => string | undefined>> = {
  list: (value) => (value === undefined ? undefined : messageOf(parse(ListName, value))),
  type: (value) =>
    SUPPRESSIBLE.some((one) => one === value) ? undefined : `must be one of: ${SUPPRESSIBLE.join(", ")}`,
  value: (value) => (value ? undefined : "is missing: give the address"),
  region: (value) => (value === undefined ? undefined : messageOf(parse(CountryCode, value))),
};

const messageOf = (parsed: ReturnType<typeof parse>): string | undefined =>
  "issues" in parsed ? parsed.issues[0]?.message : undefined;

const formIssues = (query: Query, names: readonly string[]): Issue[] =>
  names.flatMap((path) => {
    const message = FAULTS[path]?.(query[path]);
    return message === undefined ? [] : [{ path, message }];
  });

/** A parameter that would not be read is passed over only at the price of what its sender relies on. */
const strayIssues = (query: Query, names: readonly string[]): Issue[] =>
  names
    .filter((path) => query[path] !== undefined)
    .map((path) => ({
      path,
      message: path === "region" ? "goes with type and value only" : "does not go with type and value",
    }));
