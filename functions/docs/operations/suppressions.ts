import type { OperationText } from "./operation.ts";
import { pageParameters } from "./parameters.ts";

const stranger = { type: "phone", value: "+14155550123", list: "internal" };
const answers = {
  "200": {
    about: "How each entry came out. Entries that were refused changed nothing; the others stand.",
    schema: "SuppressionAnswers",
    example: {
      items: [
        { status: 200, contactId: "c_-Uq_iC-eXmmk6Oth5iRfHw" },
        {
          status: 400,
          problem: {
            type: "/docs#invalid_request",
            title: "The request is not well-formed",
            status: 400,
            detail: "The request has 1 problem; see issues.",
            code: "invalid_request",
            issues: [{ path: "items.1.value", message: "The e-mail address has no @." }],
          },
        },
      ],
    },
  },
} as const;
const problems = ["invalid_request", "no_policy", "unreadable_policy"] as const;

export const SUPPRESSIONS = {
  "GET /v1/suppressions": {
    id: "listSuppressions",
    summary: "List suppressed addresses",
    about:
      "Those of one list, or of all; or, with `type` and `value`, those of one address. What has ended is left out. Without an address it also tells how old lists are.",
    parameters: [
      {
        name: "list",
        in: "query",
        about: "Only of this list.",
        schema: { type: "string" },
        example: "internal",
      },
      {
        name: "type",
        in: "query",
        about: "Kind of the address; goes with `value`.",
        schema: { type: "string", enum: ["email", "phone"] },
      },
      { name: "value", in: "query", about: "The address, in any spelling.", schema: { type: "string" } },
      {
        name: "region",
        in: "query",
        about: "Country of a national phone number; goes with `type` and `value` only.",
        schema: { type: "string" },
      },
      ...pageParameters(),
    ],
    answers: {
      "200": {
        about: "One page.",
        schema: "SuppressionList",
        example: {
          items: [{ ...stranger, reason: "asked by letter", expiresAt: null }],
          next: null,
          lists: [],
        },
      },
    },
    problems,
  },
  "POST /v1/suppressions": {
    id: "addSuppressions",
    summary: "Put addresses on suppression lists",
    about:
      "Works for addresses that nobody has listed, too. An address that is on the list already gets the new reason and end. Once this has answered, no touch to the address is recorded, whatever the purpose. A contact stands on at most 50 lists. With `asOf` the list that all entries name is told whole, for policies that say how old it may be (`suppressionLists`); not when an entry was refused, and never to an earlier instant than before. After a 503 send the same again: what was done stays done.",
    body: {
      schema: "SuppressionsDocument",
      example: {
        items: [
          { ...stranger, reason: "asked by letter", expiresAt: null },
          { type: "email", value: "li.example.com", list: "internal" },
        ],
      },
    },
    answers,
    problems,
  },
  "DELETE /v1/suppressions": {
    id: "removeSuppressions",
    summary: "Take addresses off suppression lists",
    about: "An address that is not on the list is answered 404 in its place.",
    body: {
      schema: "SuppressionRemovals",
      example: { items: [stranger, { type: "email", value: "li.example.com", list: "internal" }] },
    },
    answers,
    problems,
  },
} as const satisfies Readonly<Record<string, OperationText>>;
