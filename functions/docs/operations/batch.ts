import type { OperationText } from "./operation.ts";
import { acceptLanguage, EXAMPLE_TOUCH } from "./parameters.ts";

export const BATCH = {
  "POST /v1/check/batch": {
    id: "checkBatch",
    summary: "Ask before many touches",
    about:
      "1–500 checks in one request, at most 1 MB. Items for one person are decided in order and see one another. A fault in one item keeps none of the others from being decided: the answer is 200, and the item's problem stands in its place. What the time did not suffice for comes back as `not_decided`. Idempotency keys go with the items; the header `Idempotency-Key` is refused.",
    parameters: [acceptLanguage],
    body: {
      schema: "BatchDocument",
      example: {
        defaults: { channel: "email", department: "marketing", purpose: "marketing" },
        items: [{ ref: "1", to: { email: "a@example.com" }, idempotencyKey: "k1" }],
      },
    },
    answers: {
      "200": {
        about: "How each item came out, in their order.",
        schema: "BatchAnswer",
        example: {
          items: [
            {
              ref: "1",
              status: 200,
              decision: "allow",
              mode: "record",
              recorded: true,
              touchId: EXAMPLE_TOUCH,
              contactId: "c_Pc6WXNbu4kQuR8DVl1p2HA",
              reasons: [],
              warnings: [],
              shadow: [],
              nextAllowedAt: null,
              policy: { id: "default", version: 1 },
              evaluatedAt: "2026-11-22T05:10:00.000Z",
              replayed: false,
            },
          ],
          summary: { allow: 1, defer: 0, deny: 0, problem: 0 },
        },
      },
    },
    problems: ["invalid_request", "no_policy", "unreadable_policy"],
  },
} as const satisfies Readonly<Record<string, OperationText>>;
