import type { OperationText, ParameterText } from "./operation.ts";
import { contactIdInPath, pageParameters } from "./parameters.ts";

const duplicateIdInPath: ParameterText = {
  name: "duplicateId",
  in: "path",
  about: "The pair, as the queue names it.",
  schema: { type: "string" },
  example: "d_5d1f7b1a7a1f4f0c9c3e2b10",
};

const pair = {
  id: duplicateIdInPath.example,
  tier: "review",
  score: 0.6123,
  contacts: ["crm-4711", "crm-4712"],
  evidence: [
    { field: "email", rule: "same-email", detail: "Both have the same e-mail address." },
    { field: "name", rule: "same-email", detail: "The given names differ." },
  ],
  state: "open",
  mergedId: null,
  at: "2026-11-22T05:10:00.000Z",
  by: null,
};

export const DUPLICATES = {
  "GET /v1/duplicates": {
    id: "listDuplicates",
    summary: "List pairs that may be one person",
    about:
      "What the gate found and did not merge by itself, the likeliest first, each with what speaks for it and against it; and what became of pairs.",
    parameters: [
      {
        name: "state",
        in: "query",
        about: "Default `open`.",
        schema: { type: "string", enum: ["open", "merged", "dismissed", "unmerged"] },
      },
      ...pageParameters(),
    ],
    answers: {
      "200": { about: "One page.", schema: "DuplicateList", example: { items: [pair], next: null } },
    },
    problems: ["invalid_request"],
  },
  "POST /v1/duplicates/{duplicateId}/merge": {
    id: "mergeDuplicate",
    summary: "Make the two of a pair one",
    about:
      "One contact with all addresses, all touches and every no of both; caps hold over the person from when this has answered. It can be taken apart again. Asked again, the answer is the same.",
    parameters: [duplicateIdInPath],
    body: { schema: "MergeDocument", example: { into: "crm-4711" }, optional: true },
    answers: {
      "200": {
        about: "They are one.",
        schema: "MergedPair",
        example: { id: pair.id, state: "merged", contactId: "crm-4711" },
      },
    },
    problems: ["contact_not_found", "duplicate_not_found", "not_mergeable", "limit_reached", "contended"],
  },
  "POST /v1/duplicates/{duplicateId}/dismiss": {
    id: "dismissDuplicate",
    summary: "Say that the two of a pair are two",
    about:
      "They are not proposed again unless something else speaks for it. A pair that is one and in doubt is taken apart.",
    parameters: [duplicateIdInPath],
    body: { schema: "NothingDocument", example: {}, optional: true },
    answers: {
      "200": {
        about: "They are two.",
        schema: "DismissedPair",
        example: { id: pair.id, state: "dismissed" },
      },
    },
    problems: ["contact_not_found", "duplicate_not_found", "already_merged", "not_merged", "contended"],
  },
  "POST /v1/contacts/{contactId}/unmerge": {
    id: "unmergeContact",
    summary: "Take a merge apart",
    about:
      "What stood before goes back to where it stood, what came since goes by its address, and what has none stays on both; so does a no that was said since. Nothing joins the two by itself again.",
    parameters: [contactIdInPath],
    body: { schema: "UnmergeDocument", example: { contactId: "crm-4712" } },
    answers: {
      "200": {
        about: "They are two.",
        schema: "Unmerged",
        example: { contactId: "crm-4711", unmerged: "crm-4712" },
      },
    },
    problems: ["contact_not_found", "not_merged", "contended"],
  },
} as const satisfies Readonly<Record<string, OperationText>>;
