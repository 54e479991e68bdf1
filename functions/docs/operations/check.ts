import { DENY_STATUSES } from "../../check/deny-status.ts";
import { SHAPES } from "../../check/shape.ts";
import { checkTexts } from "../components/requests.ts";
import type { OperationText, ParameterText } from "./operation.ts";
import { acceptLanguage, idempotencyKey } from "./parameters.ts";

/** The forms that a decision is answered in. */
const SHAPED = {
  schema: "Decision",
  orSchema: "FlatDecision",
  mediaType: "text/plain; charset=utf-8",
} as const;

const decisionInstead: OperationText["answers"][string] = {
  about: "The decision, when it is not allow and this status was asked for with `denyStatus`.",
  ...SHAPED,
};

const PROBLEMS = [
  ...(["invalid_request", "foreign_department", "contact_not_found", "idempotency_conflict"] as const),
  ...(["contended", "no_policy", "unreadable_policy"] as const),
] as const;

const denyStatus: ParameterText = {
  name: "denyStatus",
  in: "query",
  about: "For senders that can only read a status: answered in place of 200 unless the decision is allow.",
  schema: { type: "string", enum: DENY_STATUSES },
};
const shape: ParameterText = {
  name: "shape",
  in: "query",
  about:
    "`flat`: a map of texts, for platforms that map fields. `text`: one line, `allow TOUCHID`, `defer INSTANT` or `deny CODE`, for scripts. Default `json`.",
  schema: { type: "string", enum: SHAPES },
};

const OPTIONAL = [
  ...(["campaign", "topic", "product", "subject", "agent", "reference"] as const),
  ...(["mode", "reserveSeconds", "at"] as const),
] as const;

const named = (name: string, about: string, more: Partial<ParameterText> = {}): ParameterText => ({
  name,
  in: "query",
  about,
  schema: { type: "string" },
  ...more,
});
const asked = (name: keyof typeof checkTexts, example?: string): ParameterText =>
  named(name, checkTexts[name], example === undefined ? {} : { example, required: true });

export const CHECK = {
  "POST /v1/check": {
    id: "check",
    summary: "Ask before one touch",
    about:
      'May this contact be touched, now, on this channel, for this purpose? When yes, the touch is recorded in the same atomic step; with `mode: "reserve"` it is held until you confirm or release it. Many senders may be told the same `nextAllowedAt`: spread retries over minutes after it; another check decides.',
    parameters: [denyStatus, shape, idempotencyKey, acceptLanguage],
    body: {
      schema: "CheckRequest",
      example: {
        to: { phone: "+8613800138000" },
        channel: "call",
        department: "sales",
        purpose: "sales",
        agent: "u17",
        include: ["recent"],
      },
    },
    answers: {
      "200": {
        about: "The decision, also when it is defer or deny.",
        ...SHAPED,
        example: {
          decision: "defer",
          mode: "record",
          recorded: false,
          contactId: "c_Pc6WXNbu4kQuR8DVl1p2HA",
          reasons: [
            {
              rule: "department-lock",
              kind: "lock",
              code: "department_locked",
              message: "service called this contact 3 h ago; others hold back for 2 days",
              nextAllowedAt: "2026-11-24T02:10:00.000Z",
              details: {
                department: "service",
                channel: "call",
                touchedAt: "2026-11-22T02:10:00.000Z",
                period: "P2D",
                until: "2026-11-24T02:10:00.000Z",
              },
            },
          ],
          warnings: [],
          shadow: [],
          nextAllowedAt: "2026-11-24T02:10:00.000Z",
          policy: { id: "default", version: 1 },
          evaluatedAt: "2026-11-22T05:10:00.000Z",
          replayed: false,
          recent: [
            {
              touchId: "t_UXavV4J2Zm6y.c_Pc6WXNbu4kQuR8DVl1p2HA",
              at: "2026-11-22T02:10:00.000Z",
              channel: "call",
              department: "service",
              purpose: "service",
              state: "recorded",
              outcomes: [],
            },
          ],
        },
      },
      ...Object.fromEntries(DENY_STATUSES.map((status) => [status, decisionInstead])),
    },
    problems: PROBLEMS,
  },
  "GET /v1/check": {
    id: "checkByGet",
    summary: "Ask before one touch, for senders that can only GET",
    about:
      "The same as `POST /v1/check`, asked in the query, and it records like it: hence the scope `check:get`, which a key has only when it was given. The `nonce` keeps every cache from answering and is the idempotency key as well: a request that is repeated counts once. Answered with `cache-control: no-store`.",
    parameters: [
      named("email", "Who would be contacted: an e-mail address. Or one of the three below.", {
        example: "wang@example.com",
      }),
      named("phone", "A phone number; without `+` (written `%2B`) it needs `region`."),
      named("contactId", "An id you chose, or one the gate made."),
      named("externalId", "The id another system has for the person, as `system:id`."),
      named("region", "Country of a national number, ISO 3166-1; goes with `phone` only."),
      asked("channel", "email"),
      asked("purpose", "marketing"),
      named("department", checkTexts.department, { example: "marketing" }),
      ...OPTIONAL.map((name) => asked(name)),
      named("nonce", "Your id of the message, 1–128 printable characters.", {
        example: "message-4711",
        required: true,
      }),
      denyStatus,
      { ...shape, example: "flat" },
      acceptLanguage,
    ],
    answers: {
      "200": {
        about: "The decision, also when it is defer or deny.",
        ...SHAPED,
        example: {
          decision: "allow",
          touchId: "t_UXavV4J2Zm6y.c_Pc6WXNbu4kQuR8DVl1p2HA",
          code: "",
          rule: "",
          message: "",
          nextAllowedAt: "",
          waitSeconds: "",
          codes: "",
          warnings: "",
          mode: "record",
          recorded: "true",
          replayed: "false",
          expiresAt: "",
          contactId: "c_Pc6WXNbu4kQuR8DVl1p2HA",
          policyVersion: "1",
          evaluatedAt: "2026-11-22T05:10:00.000Z",
        },
      },
      ...Object.fromEntries(DENY_STATUSES.map((status) => [status, decisionInstead])),
    },
    problems: PROBLEMS,
  },
} as const satisfies Readonly<Record<string, OperationText>>;
