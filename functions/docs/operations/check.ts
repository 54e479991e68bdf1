import { DENY_STATUSES } from "../../check/deny-status.ts";
import type { OperationText } from "./operation.ts";
import { acceptLanguage, idempotencyKey } from "./parameters.ts";

const decisionInstead: OperationText["answers"][string] = {
  about: "The decision, when it is not allow and this status was asked for with `denyStatus`.",
  schema: "Decision",
};

export const CHECK = {
  "POST /v1/check": {
    id: "check",
    summary: "Ask before one touch",
    about:
      'May this contact be touched, now, on this channel, for this purpose? When yes, the touch is recorded in the same atomic step; with `mode: "reserve"` it is held until you confirm or release it. Many senders may be told the same `nextAllowedAt`: spread retries over minutes after it; another check decides.',
    parameters: [
      {
        name: "denyStatus",
        in: "query",
        about:
          "For senders that can only read a status: answered in place of 200 unless the decision is allow.",
        schema: { type: "string", enum: DENY_STATUSES },
      },
      idempotencyKey,
      acceptLanguage,
    ],
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
        schema: "Decision",
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
    problems: [
      "invalid_request",
      "foreign_department",
      "contact_not_found",
      "idempotency_conflict",
      "contended",
      "no_policy",
      "unreadable_policy",
    ],
  },
} as const satisfies Readonly<Record<string, OperationText>>;
