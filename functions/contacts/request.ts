import { loadCalendar } from "../../lib/core/calendar.ts";
import {
  ContactDocument,
  ContactPatch,
  type IdentityDocument,
  zoneIssue,
} from "../../lib/core/contact-document.ts";
import type { Issue } from "../../lib/core/errors.ts";
import { flagsOf } from "../../lib/core/identity/flags.ts";
import {
  type NormalisedIdentity,
  type NormaliseResult,
  normaliseIdentity,
} from "../../lib/core/identity/normalise.ts";
import { parse } from "../../lib/core/issues.ts";
import { ContactId } from "../../lib/core/request.ts";
import type { Call } from "../shared/http.ts";
import { type Refusal, refuseInput } from "../shared/problem.ts";
import type { ContactChange } from "./command.ts";

/** Of a call what says something of a contact. */
type Sent = Pick<Call, "body" | "params" | "headers" | "caller">;

/** Reads `PUT /v1/contacts/{contactId}`. */
export async function readPut({ body, params, headers, caller }: Sent): Promise<ContactChange | Refusal> {
  const parsed = parse(ContactDocument, body);
  const identities = await readIdentities(identitiesOf(body, "identities"), "identities");
  const issues = [
    ...idIssues(params.contactId),
    ...("issues" in parsed ? parsed.issues : []),
    ...(await zoneIssues(body)),
    ...identities.issues.filter(({ path }) => "value" in parsed || !mentions(parsed.issues, path)),
  ];
  if ("issues" in parsed || issues.length > 0) return refuseInput(issues);
  return {
    contactId: params.contactId ?? "",
    identities: identities.normalised,
    removeIdentities: [],
    attributes: parsed.value.attributes ?? {},
    onDuplicate: parsed.value.onDuplicate,
    mayCreate: true,
    ifMatch: headers["if-match"],
    by: caller.keyId,
  };
}

/** Reads `PATCH /v1/contacts/{contactId}`. */
export async function readPatch({ body, params, headers, caller }: Sent): Promise<ContactChange | Refusal> {
  const parsed = parse(ContactPatch, body);
  const leaving = await readIdentities(identitiesOf(body, "removeIdentities"), "removeIdentities");
  const issues = [
    ...("issues" in parsed ? parsed.issues : []),
    ...(await zoneIssues(body)),
    ...leaving.issues.filter(({ path }) => "value" in parsed || !mentions(parsed.issues, path)),
  ];
  if ("issues" in parsed || issues.length > 0) return refuseInput(issues);
  return {
    contactId: params.contactId ?? "",
    identities: [],
    removeIdentities: leaving.normalised,
    attributes: parsed.value.attributes ?? {},
    onDuplicate: "allow",
    mayCreate: false,
    ifMatch: headers["if-match"],
    by: caller.keyId,
  };
}

const idIssues = (contactId: string | undefined): Issue[] => {
  const parsed = parse(ContactId, contactId, "it");
  return "issues" in parsed ? parsed.issues.map(({ message }) => ({ path: "contactId", message })) : [];
};

/** Asked of a body in whatever state it is, so that a zone that does not exist is reported beside other faults. */
async function zoneIssues(body: unknown): Promise<Issue[]> {
  const { timezone } = ((body as { attributes?: unknown } | null)?.attributes ?? {}) as {
    timezone?: unknown;
  };
  return typeof timezone === "string" && timezone !== "" ? zoneIssue(timezone, await loadCalendar()) : [];
}

/** The identities of a body in whatever state it is, so that a malformed address is reported beside other faults. */
function identitiesOf(body: unknown, field: string): readonly unknown[] {
  const identities = (body as Readonly<Record<string, unknown>> | null)?.[field];
  return Array.isArray(identities) ? identities.slice(0, 100) : [];
}

async function readIdentities(
  identities: readonly unknown[],
  field: string,
): Promise<{ readonly normalised: readonly NormalisedIdentity[]; readonly issues: readonly Issue[] }> {
  const results = await Promise.all(identities.map(readIdentity));
  return {
    normalised: results.flatMap((result) => (result?.ok === true ? [result.identity] : [])),
    issues: results.flatMap((result, index) =>
      result?.ok === false ? [{ path: `${field}.${index}.value`, message: result.fault }] : [],
    ),
  };
}

/** With what can be read off the address. Undefined for what has not the form of an identity: the schema says so. */
async function readIdentity(identity: unknown): Promise<NormaliseResult | undefined> {
  const { type, value, region } = (identity ?? {}) as Partial<Record<keyof IdentityDocument, unknown>>;
  if (typeof type !== "string" || typeof value !== "string") return undefined;
  const of = typeof region === "string" ? region : undefined;
  const result = await normaliseIdentity({ type, value, region: of });
  if (!result.ok) return result;
  return { ok: true, identity: { ...result.identity, flags: await flagsOf(result.identity) } };
}

/** Whether the schema has spoken of this identity already. */
const mentions = (issues: readonly Issue[], path: string): boolean => {
  const entry = path.replace(/\.value$/, "");
  return issues.some((issue) => issue.path === entry || issue.path.startsWith(`${entry}.`));
};
