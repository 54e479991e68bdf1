import type { ProblemCode } from "../shared/problem.ts";

/** What to do about each problem, in the words of docs/problems.md. */
export const REMEDIES: Readonly<Record<ProblemCode, string>> = {
  invalid_request: "Mend what `issues` lists; `path` leads to each fault.",
  not_json: "The body does not parse; `detail` says where.",
  unauthenticated:
    "Send `Authorization: Bearer <key>`, or Basic with the key as password. A revoked key is no key.",
  hook_unverified:
    "`detail` says what is wrong: check the secret (`touchgate hooks set`), the address the vendor calls, and the clocks.",
  missing_scope: "Use a key with the scope that `detail` names.",
  foreign_department:
    "The key is bound to another department: leave `department` out, or use that department's key.",
  no_route: "Nothing is served at this path.",
  contact_not_found:
    "Put the contact first, or name the recipient by an address: an address needs no contact.",
  touch_not_found:
    "Send the `touchId` of an earlier answer. A reservation that has ended is remembered for 24 hours.",
  key_not_found: "There is no key with this id.",
  policy_not_found: "`GET /v1/policies` lists the versions there are.",
  simulation_not_found: "Send the `simulationId` of an earlier answer; simulations are kept for 30 days.",
  lock_not_found: "There is no lock with this id, or it has ended: nothing holds the contact by it.",
  suppression_not_found: "The address is not on this list, or no longer.",
  link_not_valid: "The link is incomplete or was not made here: copy the whole of it from the message.",
  duplicate_not_found: "Send the `id` of a pair of the queue.",
  method_not_allowed: "The header `Allow` says which methods are served.",
  identity_taken: 'With `onDuplicate: "reject"`: the address belongs to the contact that `detail` names.',
  not_mergeable: "One of the two was erased: nothing can be merged with it.",
  already_merged: "They are one: take them apart with `POST /v1/contacts/{contactId}/unmerge`.",
  not_merged:
    "GET the contact to see where it is: only what was merged into a contact can be taken out of it.",
  limit_reached: "Remove what is no longer needed, or wait until something ends; `detail` names the limit.",
  released: "Check again before you send.",
  history_not_held:
    "Run `npx touchgate rebuild` with the retention of the policy, which refills contacts from the timeline; then put the policy again.",
  lease_expired:
    "The touch would no longer be admitted at its own instant. Check again; if it was sent, tell it with `POST /v1/touches`.",
  not_reserved:
    "It was recorded or confirmed and cannot be released. If it came to nothing, report the outcome `failed`.",
  idempotency_conflict:
    "The key was sent with another request in the last 24 hours. Send that request again, or this one with a key of its own.",
  link_expired:
    "Links to unsubscribe are good for 400 days, to the preference page for 90: use a newer message's.",
  precondition_failed: "It changed since you read it: read it again, and send its ETag.",
  too_large: "At most 256 KB, a batch of checks 1 MB: split it.",
  unsupported_media_type: "Send `Content-Type: application/json`.",
  precondition_required: "Replacing a policy needs `If-Match` with the version you have seen.",
  internal: "A fault of ours. Tell us the `requestId`; the log has it.",
  not_decided:
    "In a batch only, for the items that were left when the time was up. Send them again, with the same keys.",
  contended: "Too many wrote to one contact at once; nothing was written. Try again after `Retry-After`.",
  no_policy: "Put a policy: `PUT /v1/policies/active`.",
  unreadable_policy: "The active policy was put by another version of the gate that this one cannot run.",
  store_unavailable:
    'DynamoDB did not answer in time. Purposes with `onOutage: "allow"` go through instead, see reasons.',
};

/** What is answered to a check that has no purpose and names `{"phone": "12"}`. */
export const EXAMPLE_PROBLEM = {
  type: "/docs#invalid_request",
  title: "The request is not well-formed",
  status: 400,
  detail: "The request has 2 problems; see issues.",
  code: "invalid_request",
  requestId: "8f6a2c1e-5a07-4d35-9d0b-0b2b6a8f6c11",
  issues: [
    { path: "purpose", message: "is missing" },
    {
      path: "to.phone",
      message:
        "The phone number has no country: give its region, e.g. CN, or write it with + and the calling code, e.g. +86.",
    },
  ],
};
