import { BATCH } from "./operations/batch.ts";
import { CHECK } from "./operations/check.ts";
import { CONSENTS } from "./operations/consents.ts";
import { CONTACTS } from "./operations/contacts.ts";
import { DUPLICATES } from "./operations/duplicates.ts";
import { HOOKS } from "./operations/hooks.ts";
import { KEYS } from "./operations/keys.ts";
import { LINKS } from "./operations/links.ts";
import { LOCKS } from "./operations/locks.ts";
import type { OperationText, RouteKey } from "./operations/operation.ts";
import { OWNER } from "./operations/owner.ts";
import { POLICIES } from "./operations/policies.ts";
import { SUPPRESSIONS } from "./operations/suppressions.ts";
import { SYSTEM } from "./operations/system.ts";
import { TOUCHES } from "./operations/touches.ts";

/** What people are told of each route: a row of the route table without its text does not compile. */
export const OPERATIONS: Readonly<Record<RouteKey, OperationText>> = {
  ...CHECK,
  ...BATCH,
  ...TOUCHES,
  ...CONTACTS,
  ...CONSENTS,
  ...OWNER,
  ...LOCKS,
  ...SUPPRESSIONS,
  ...LINKS,
  ...HOOKS,
  ...DUPLICATES,
  ...POLICIES,
  ...KEYS,
  ...SYSTEM,
};

/** Functions in words, in the order in which they are told. */
export const CHAPTERS = {
  check: { title: "Check", about: "The gate itself." },
  touches: { title: "Touches", about: "What becomes of a touch, and what happened without a check." },
  contacts: { title: "Contacts", about: "People and their addresses." },
  preferences: { title: "Preferences", about: "The customer's own wishes." },
  consents: { title: "Consents", about: "What the customer has agreed to." },
  owner: { title: "Owner", about: "Who looks after a contact." },
  locks: { title: "Locks", about: "A department keeps a contact to itself for a while." },
  suppressions: { title: "Suppressions", about: "Addresses that are not to be used." },
  links: { title: "Links", about: "For the customer: unsubscribe with one click, choose what to get." },
  hooks: { title: "Hooks", about: "What vendors say became of a message, and who wrote STOP." },
  duplicates: { title: "Duplicates", about: "Contacts that may be one person, for a data steward." },
  policies: { title: "Policies", about: "The rules that decide." },
  keys: { title: "Keys", about: "Who may call." },
  docs: { title: "Contract", about: "What you read here." },
  system: { title: "System", about: "The gate's own state." },
} as const;
