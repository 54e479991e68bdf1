import type { OperationText, ParameterText } from "./operation.ts";
import { acceptLanguage, ifMatch, pageParameters } from "./parameters.ts";

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

const versionInPath: ParameterText = {
  name: "version",
  in: "path",
  about: "Number of the version, as it was answered when it was put.",
  schema: { type: "integer", minimum: 1 },
  example: "1",
};

export const POLICIES = {
  "GET /v1/policies": {
    id: "listPolicies",
    summary: "List all versions",
    about:
      "Newest first: who put which when, and what they said of it. A version never changes and never goes.",
    parameters: pageParameters(),
    answers: {
      "200": {
        about: "One page.",
        schema: "PolicyList",
        example: {
          items: [
            {
              ...{ version: 2, id: "acme", createdAt: "2026-11-22T05:10:00.000Z", by: "k_5d1f7b1a" },
              ...{ note: "one touch less a week", active: true },
            },
          ],
          next: null,
        },
      },
    },
    problems: ["invalid_request"],
  },
  "GET /v1/policies/{version}": {
    id: "getPolicy",
    summary: "Read a version",
    about: "As it was put.",
    parameters: [versionInPath],
    answers: { "200": { about: "The document.", schema: "Policy", etag: true, example: policy } },
    problems: ["policy_not_found"],
  },
  "GET /v1/policies/{version}/difference": {
    id: "getPolicyDifference",
    summary: "Read in words what a version changes",
    about:
      "Against the version in force, or another. Rules are told by their ids; what only reads the same is told as it was written. Empty when nothing differs.",
    parameters: [
      versionInPath,
      {
        name: "from",
        in: "query",
        about: "Number of the version to compare with; left out, the one in force.",
        schema: { type: "integer", minimum: 1 },
      },
      acceptLanguage,
    ],
    answers: {
      "200": {
        about: "Every change, rules first.",
        schema: "PolicyDifference",
        example: {
          from: 2,
          to: 1,
          changes: [
            {
              ...{ path: "rules.two-a-week.max", rule: "two-a-week", kind: "changed" },
              text: "two-a-week: at most 2 → 3 touches in any 7 days",
            },
          ],
        },
      },
    },
    problems: ["invalid_request", "policy_not_found"],
  },
  "POST /v1/policies/{version}/activate": {
    id: "activatePolicy",
    summary: "Put an earlier version in force again",
    about:
      "Rolls back, or forward again: the version itself comes in force, under its own number. It decides from when this has answered; in other instances within their cache time.",
    parameters: [versionInPath, ifMatch('The version that is replaced, like `"2"`, or `*`.', '"2"')],
    body: { schema: "PolicyNote", example: { note: "too many complaints" }, optional: true },
    answers: {
      "200": {
        about: "It is in force.",
        schema: "PolicyVersion",
        etag: true,
        example: { id: "acme", version: 1 },
      },
    },
    problems: [
      ...([
        "history_not_held",
        "invalid_request",
        "policy_not_found",
        "precondition_failed",
        "precondition_required",
      ] as const),
      "unreadable_policy",
    ],
  },
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
    parameters: [
      ifMatch('The version that is replaced, like `"1"`, or `*`.', '"1"'),
      {
        name: "note",
        in: "query",
        about: "What its author says of it, at most 500 characters; `GET /v1/policies` shows it.",
        schema: { type: "string", maxLength: 500 },
      },
    ],
    body: { schema: "Policy", example: policy },
    answers: {
      "200": {
        about: "It is in force.",
        schema: "PolicyVersion",
        etag: true,
        example: { id: "acme", version: 2 },
      },
    },
    problems: [
      "history_not_held",
      "invalid_request",
      "precondition_failed",
      "precondition_required",
      "unreadable_policy",
    ],
  },
  "POST /v1/policies/simulate": {
    id: "simulatePolicy",
    summary: "Try a policy on recorded history",
    about:
      "Draws contacts by chance and decides each of their touches again, under this policy and under the one in force: what would have been stopped, for how long, and by which rule. It goes on by itself; ask for it by its id. What is wrong with the policy is said at once.",
    body: { schema: "SimulationDocument", example: { policy, sample: 100 } },
    answers: {
      "202": {
        about: "It has begun.",
        schema: "SimulationStarted",
        example: { simulationId: "sim_5d1f7b1a7a1f" },
      },
    },
    problems: ["invalid_request", "no_policy"],
  },
  "GET /v1/policies/simulations/{simulationId}": {
    id: "getSimulation",
    summary: "Ask what has come of a simulation",
    about: "So far, while it goes on. Kept for 30 days.",
    parameters: [
      {
        name: "simulationId",
        in: "path",
        about: "As it was answered when it began.",
        schema: { type: "string" },
        example: "sim_5d1f7b1a7a1f",
      },
    ],
    answers: {
      "200": {
        about: "What has come of it.",
        schema: "Simulation",
        example: {
          ...{ simulationId: "sim_5d1f7b1a7a1f", state: "queued", reason: null, progress: 0 },
          ...{ from: "2026-10-23T10:00:00.000Z", to: "2026-11-22T10:00:00.000Z", sample: 100, against: 1 },
          ...{ touches: 0, wouldAllow: 0, wouldDefer: 0, wouldDeny: 0, byRule: {} },
        },
      },
    },
    problems: ["simulation_not_found"],
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
