import type { OperationText } from "./operation.ts";

export const HOOKS = {
  "POST /v1/hooks/{vendor}/{event}": {
    id: "receiveHook",
    summary: "What a vendor tells",
    about:
      "Outcomes, bounces, complaints, STOP. The vendor signs its requests; what it is to be verified by is set up with `touchgate hooks set`. An event finds its touch by the touch id that the sender passed on, else by the sender's `reference`, else by address and time. The same again changes nothing.",
    parameters: [
      {
        name: "vendor",
        in: "path",
        about: "Whose callback it is.",
        schema: { type: "string" },
        example: "standard",
      },
      {
        name: "event",
        in: "path",
        about: "Which of the vendor's callbacks.",
        schema: { type: "string" },
        example: "events",
      },
    ],
    answers: {
      "200": { about: "All of it is stored.", schema: "HookTaken" },
      "202": { about: "All of it is stored, some for a person to look at.", schema: "HookTaken" },
    },
    problems: ["hook_unverified", "too_large", "no_route", "contended", "no_policy", "unreadable_policy"],
  },
} as const satisfies Readonly<Record<string, OperationText>>;
