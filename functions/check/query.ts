import type { Issue } from "../../lib/core/errors.ts";
import type { Call } from "../shared/http.ts";
import { keyIssues } from "../shared/idempotency.ts";

const RECIPIENT = ["contactId", "email", "phone", "region", "externalId"] as const;
const ASKED = [
  ...["channel", "department", "purpose", "campaign", "topic", "product", "subject", "agent", "reference"],
  ...["mode", "reserveSeconds", "at"],
] as const;

/** What `GET /v1/check` is asked by, beside the shape of its answer. */
export const CHECK_PARAMETERS: readonly string[] = [...RECIPIENT, ...ASKED, "nonce"];

type Query = Call["query"];

/** The body of `POST /v1/check` that a query stands for. */
export function bodyOf(query: Query): Readonly<Record<string, unknown>> {
  const { externalId, ...address } = picked(query, RECIPIENT);
  const colon = externalId?.indexOf(":") ?? -1;
  const named =
    externalId === undefined
      ? address
      : { ...address, externalId: { system: externalId.slice(0, colon), id: externalId.slice(colon + 1) } };
  const { reserveSeconds, ...asked } = picked(query, ASKED);
  // A number is written in digits; what is none is left as it is, to be told as a fault.
  const seconds = reserveSeconds !== undefined && /^\d+$/.test(reserveSeconds) && Number(reserveSeconds);
  return {
    to: named,
    ...asked,
    ...(reserveSeconds !== undefined && { reserveSeconds: seconds || reserveSeconds }),
  };
}

/** Without a value of its own for each send a cache may answer, and a request that is repeated would count twice. */
export function nonceIssues({ nonce, externalId }: Query, headers: Call["headers"]): Issue[] {
  const issues: Issue[] =
    nonce === undefined || nonce === ""
      ? [
          {
            path: "nonce",
            message: "is missing: give each send a value of its own, like the id of the message",
          },
        ]
      : keyIssues(nonce, "nonce");
  if (headers["idempotency-key"] !== undefined) {
    issues.push({ path: "Idempotency-Key", message: "goes with POST; a GET is known by its nonce" });
  }
  if (externalId !== undefined && !externalId.includes(":")) {
    issues.push({ path: "externalId", message: "must be written as system:id, like zoho:47-11" });
  }
  return issues;
}

/** A fault of the body by the parameter that it came from. */
export const inQuery = ({ path, message }: Issue): Issue => ({
  path: path.replace(/^to(\.|$)/, "").replace(/^externalId\..*/, "externalId"),
  message,
});

function picked(query: Query, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]])),
  );
}
