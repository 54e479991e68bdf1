import { CHECK } from "./operations/check.ts";
import { CONTACTS } from "./operations/contacts.ts";
import { KEYS } from "./operations/keys.ts";
import type { OperationText, RouteKey } from "./operations/operation.ts";
import { POLICIES } from "./operations/policies.ts";
import { SYSTEM } from "./operations/system.ts";

/** What people are told of each route: a row of the route table without its text does not compile. */
export const OPERATIONS: Readonly<Record<RouteKey, OperationText>> = {
  ...CHECK,
  ...CONTACTS,
  ...POLICIES,
  ...KEYS,
  ...SYSTEM,
};

/** Functions in words, in the order in which they are told. */
export const CHAPTERS = {
  check: { title: "Check", about: "The gate itself." },
  contacts: { title: "Contacts", about: "People and their addresses." },
  preferences: { title: "Preferences", about: "The customer's own wishes." },
  policies: { title: "Policies", about: "The rules that decide." },
  keys: { title: "Keys", about: "Who may call." },
  docs: { title: "Contract", about: "What you read here." },
  system: { title: "System", about: "The gate's own state." },
} as const;
