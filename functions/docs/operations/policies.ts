import type { OperationText } from "./operation.ts";
import { ifMatch } from "./parameters.ts";

const policy = {
  id: "acme",
  timezone: "Europe/Berlin",
  purposes: { marketing: {}, transactional: { obeys: "hard", counts: false, onOutage: "allow" } },
  departments: ["marketing", "sales", "service"],
  rules: [
    {
      id: "two-a-week",
      kind: "cap",
      max: 2,
      window: { rolling: "P7D" },
      when: { purpose: ["marketing"] },
      note: "Nobody gets more than two marketing touches in a week.",
    },
    {
      id: "waking-hours",
      kind: "hours",
      when: { channel: ["call", "sms"], purpose: ["marketing"] },
      allow: [{ days: ["mon", "tue", "wed", "thu", "fri"], ranges: [["09:00", "20:00"]] }],
    },
  ],
};

export const POLICIES = {
  "GET /v1/policies/active": {
    id: "getActivePolicy",
    summary: "Read the policy in force",
    about: "As it was put.",
    answers: {
      "200": { about: "The document.", schema: "Policy", etag: true, example: policy },
    },
    problems: ["no_policy", "unreadable_policy"],
  },
  "PUT /v1/policies/active": {
    id: "putActivePolicy",
    summary: "Put a policy in force",
    about:
      "The document becomes the next version and decides from when this has answered; in other instances within their cache time. The first policy needs no `If-Match`.",
    parameters: [ifMatch('The version that is replaced, like `"1"`, or `*`.', '"1"')],
    body: { schema: "Policy", example: policy },
    answers: {
      "200": {
        about: "It is in force.",
        schema: "PolicyVersion",
        etag: true,
        example: { id: "acme", version: 2 },
      },
    },
    problems: ["invalid_request", "precondition_failed", "precondition_required", "unreadable_policy"],
  },
  "POST /v1/policies/validate": {
    id: "validatePolicy",
    summary: "Ask whether a policy is good",
    about: "Says every fault at once, each with its path. Puts nothing in force.",
    body: { schema: "Policy", example: policy },
    answers: {
      "200": {
        about: "The verdict, also when it is bad.",
        schema: "PolicyVerdict",
        example: { valid: true, warnings: [] },
      },
    },
  },
} as const satisfies Readonly<Record<string, OperationText>>;
