import { ERASED_LIST } from "../../lib/core/erase.ts";
import type { Issue } from "../../lib/core/errors.ts";
import { normaliseIdentity } from "../../lib/core/identity/normalise.ts";
import { parse } from "../../lib/core/issues.ts";
import {
  SUPPRESSIBLE,
  SuppressionDocument,
  SuppressionRemoval,
} from "../../lib/core/suppression-document.ts";
import { type EpochMs, parseInstant } from "../../lib/core/time.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import { identityOf } from "../shared/recipient.ts";
import type { SuppressionChange } from "./apply.ts";
import type { AddressChanges } from "./command.ts";

/** One entry that was read: an address with one change. */
export type ReadEntry = Omit<AddressChanges, "changes"> & { readonly change: SuppressionChange };

interface Reading {
  readonly pepper: string;
  readonly now: EpochMs;
  /** Where the entry stands in the body. */
  readonly path: string;
}

/** Reads an entry of `POST /v1/suppressions`, and says everything that is wrong with it. */
export async function readAddition(entry: unknown, reading: Reading): Promise<ReadEntry | Refusal> {
  const parsed = parse(SuppressionDocument, entry, "the entry");
  const found = await readAddress(entry, reading);
  const issues = [
    ...issuesOf(parsed),
    ...found.issues,
    ...endIssues(entry, reading.now),
    ...listIssues(entry),
  ];
  if ("issues" in parsed || found.address === undefined || issues.length > 0) return refused(issues, reading);
  const { list, reason, expiresAt } = parsed.value;
  const suppression = {
    identityKey: found.address.identity.key,
    list,
    reason: reason ?? undefined,
    expiresAt: expiresAt ?? undefined,
  };
  return { ...found.address, change: { change: "added", suppression } };
}

/** Reads an entry of `DELETE /v1/suppressions`. */
export async function readRemoval(entry: unknown, reading: Reading): Promise<ReadEntry | Refusal> {
  const parsed = parse(SuppressionRemoval, entry, "the entry");
  const found = await readAddress(entry, reading);
  const issues = [...issuesOf(parsed), ...found.issues];
  if ("issues" in parsed || found.address === undefined || issues.length > 0) return refused(issues, reading);
  return { ...found.address, change: { change: "removed", list: parsed.value.list } };
}

/** The address of an entry in whatever state it is; none where the schema has spoken already. */
export async function readAddress(entry: unknown, { pepper }: Pick<Reading, "pepper">) {
  const { type, value, region } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  const known = SUPPRESSIBLE.find((one) => one === type);
  if (known === undefined || typeof value !== "string" || value === "") return { issues: [] };
  const of = typeof region === "string" ? region : undefined;
  const normalised = await normaliseIdentity({ type: known, value, region: of });
  if (!normalised.ok) return { issues: [{ path: "value", message: normalised.fault }] };
  const identity = identityOf(pepper, normalised.identity);
  return { address: { identity, value: normalised.identity.value }, issues: [] };
}

const issuesOf = (parsed: ReturnType<typeof parse>): readonly Issue[] =>
  "issues" in parsed ? parsed.issues : [];

/** Whoever adds to it would keep in clear what an erasure has cleared. */
const listIssues = (entry: unknown): Issue[] =>
  (entry as { readonly list?: unknown } | undefined)?.list === ERASED_LIST
    ? [{ path: "list", message: "is the list of the erased: DELETE /v1/contacts/{contactId} puts on it" }]
    : [];

function endIssues(entry: unknown, now: EpochMs): Issue[] {
  const { expiresAt } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  const end = typeof expiresAt === "string" ? parseInstant(expiresAt) : undefined;
  return end === undefined || end > now ? [] : [{ path: "expiresAt", message: "must lie ahead" }];
}

/** The list that an entry names, in whatever state it is; empty for none. */
export const listOf = (entry: unknown): string => {
  const { list } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  return typeof list === "string" ? list : "";
};

/** What is wrong with telling a list whole: its entries name several, or the instant is still to come. */
export function wholeIssues(body: unknown, now: EpochMs): Issue[] {
  const { asOf, items } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (asOf === undefined) return [];
  const instant = typeof asOf === "string" ? parseInstant(asOf) : undefined;
  const ahead = instant !== undefined && instant > now;
  const [first, ...others] = Array.isArray(items) ? items.map(listOf) : [];
  const strays = others.flatMap((list, index) =>
    list === first ? [] : [{ path: `items.${index + 1}.list`, message: ONE_LIST }],
  );
  return [...(ahead ? [{ path: "asOf", message: "must not lie ahead" }] : []), ...strays];
}

const ONE_LIST = "must be the list of the first entry: with asOf all entries name one list";

/** One message for each path; the schema's comes first. */
function refused(issues: readonly Issue[], { path }: Reading): Refusal {
  const distinct = issues.filter(
    (issue, index) => issues.findIndex((other) => other.path === issue.path) === index,
  );
  return refuseInput(
    distinct.map((issue) => ({ ...issue, path: issue.path === "" ? path : `${path}.${issue.path}` })),
  );
}
