import type { OperationText } from "./operation.ts";
import { contactIdInPath } from "./parameters.ts";

const lock = { department: "sales", until: "2026-12-01T00:00:00.000Z", reason: "dispute" };

export const LOCKS = {
  "POST /v1/contacts/{contactId}/locks": {
    id: "addLock",
    summary: "Keep a contact to one department",
    about:
      "Until the lock ends, every other department is denied with `locked`, for purposes that obey all rules. A contact has at most 20.",
    parameters: [contactIdInPath],
    body: { schema: "LockDocument", example: lock },
    answers: {
      "201": { about: "The lock.", schema: "Lock", example: { lockId: "UXavV4J2Zm6y", ...lock } },
    },
    problems: [
      "foreign_department",
      "contact_not_found",
      "limit_reached",
      "contended",
      "no_policy",
      "unreadable_policy",
    ],
  },
  "DELETE /v1/contacts/{contactId}/locks/{lockId}": {
    id: "removeLock",
    summary: "Take a lock off before it ends",
    about: "A key bound to a department takes off only that department's.",
    parameters: [
      contactIdInPath,
      {
        name: "lockId",
        in: "path",
        about: "The lock, as it was answered when it was made.",
        schema: { type: "string" },
        example: "UXavV4J2Zm6y",
      },
    ],
    answers: { "204": { about: "The lock is off." } },
    problems: ["foreign_department", "contact_not_found", "lock_not_found", "contended"],
  },
} as const satisfies Readonly<Record<string, OperationText>>;
