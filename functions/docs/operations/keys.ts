import type { OperationText } from "./operation.ts";

const key = {
  id: "GW4ibIfYuXqN",
  scopes: ["check", "touches"],
  department: "sales",
  note: "dialler",
  createdAt: "2026-11-22T05:10:00.000Z",
};

export const KEYS = {
  "GET /v1/keys": {
    id: "listKeys",
    summary: "List the API keys",
    about: "Shows nothing that opens anything.",
    answers: { "200": { about: "All keys.", schema: "KeyList", example: { items: [key], next: null } } },
  },
  "POST /v1/keys": {
    id: "createKey",
    summary: "Make an API key",
    about: "Its text is in this answer and nowhere else, ever.",
    body: {
      schema: "KeyRequest",
      example: { scopes: ["check", "touches"], department: "sales", note: "dialler" },
    },
    answers: {
      "201": {
        about: "The key.",
        schema: "NewKey",
        example: { ...key, key: "tg_GW4ibIfYuXqN.p8DzAjTj4OwSjF6nUe3s8X4Nj7Zl3Rb83fbj0DmLnkw" },
      },
    },
    problems: ["invalid_request"],
  },
  "DELETE /v1/keys/{keyId}": {
    id: "revokeKey",
    summary: "Revoke an API key",
    about: "It is refused from now on, in other instances within their cache time.",
    parameters: [
      {
        name: "keyId",
        in: "path",
        about: "The `id` of the key.",
        schema: { type: "string", maxLength: 256 },
        example: "GW4ibIfYuXqN",
      },
    ],
    answers: { "204": { about: "It is revoked." } },
    problems: ["key_not_found"],
  },
} as const satisfies Readonly<Record<string, OperationText>>;
