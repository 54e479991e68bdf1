import type { OperationText } from "./operation.ts";
import { EXAMPLE_TOUCH, touchIdInPath } from "./parameters.ts";

const changing = [
  "foreign_department",
  "touch_not_found",
  "contended",
  "no_policy",
  "unreadable_policy",
] as const;

export const TOUCHES = {
  "POST /v1/touches": {
    id: "tellTouches",
    summary: "Tell what happened without a check",
    about:
      "Meetings, manual calls, what was sent while the gate did not answer, what the contact began. Counted at its own instant, also late and out of order, and never refused by the policy: each answer says which rules it broke. A touch for which the contact's history has no room is on the timeline only; `broke` then contains `history`.",
    body: {
      schema: "ToldTouches",
      example: {
        items: [
          {
            to: { phone: "+8613900139000" },
            channel: "meeting",
            department: "sales",
            purpose: "sales",
            at: "2026-11-22T04:30:00.000Z",
            outcome: "conversation",
            idempotencyKey: "crm-meeting-4711",
          },
        ],
      },
    },
    answers: {
      "200": {
        about: "How each item came out. Items that were refused told nothing; the others stand.",
        schema: "ToldAnswers",
        example: { items: [{ status: 200, touchId: EXAMPLE_TOUCH, broke: ["department-lock"] }] },
      },
    },
    problems: ["invalid_request", "no_policy", "unreadable_policy"],
  },
  "POST /v1/touches/{touchId}/confirm": {
    id: "confirmTouch",
    summary: "Confirm a reservation",
    about:
      "The touch was made, or surely will be: it counts from now on like one that was recorded. May be sent again. After the lease it is decided anew at its own instant, and confirmed if it would still be admitted.",
    parameters: [touchIdInPath],
    body: { schema: "NothingDocument", example: {} },
    answers: {
      "200": {
        about: "The touch stands.",
        schema: "EndedReservation",
        example: { touchId: EXAMPLE_TOUCH, state: "confirmed" },
      },
    },
    problems: [...changing, "released", "lease_expired"],
  },
  "POST /v1/touches/{touchId}/release": {
    id: "releaseTouch",
    summary: "Release a reservation",
    about: "Nothing was sent: the place is free again. May be sent again, also when the lease is over.",
    parameters: [touchIdInPath],
    body: { schema: "NothingDocument", example: {} },
    answers: {
      "200": {
        about: "The touch does not count.",
        schema: "EndedReservation",
        example: { touchId: EXAMPLE_TOUCH, state: "released" },
      },
    },
    problems: [...changing, "not_reserved"],
  },
  "POST /v1/touches/{touchId}/outcomes": {
    id: "reportOutcome",
    summary: "Report what became of a touch",
    about:
      "In any order, late, more than once: the same outcome of the same instant is known once. `failed` and `bounced` stop a touch from counting. What no rule in force reads, or of a touch that the contact's state no longer holds, is on the timeline only.",
    parameters: [touchIdInPath],
    body: {
      schema: "OutcomeDocument",
      example: { outcome: "answered", at: "2026-11-22T05:05:00.000Z" },
    },
    answers: {
      "200": {
        about: "It is known.",
        schema: "OutcomeAnswer",
        example: { touchId: EXAMPLE_TOUCH, outcome: "answered" },
      },
    },
    problems: changing,
  },
} as const satisfies Readonly<Record<string, OperationText>>;
