import type { OperationText } from "./operation.ts";
import { contactIdInPath, EXAMPLE_CONTACT, ifMatch, pageParameters } from "./parameters.ts";

const attributes = {
  name: "李明",
  company: "Acme 有限公司",
  birthDate: null,
  country: "CN",
  region: "44",
  city: "广州",
  street: null,
  postalCode: "510000",
  timezone: "Asia/Shanghai",
  language: "zh-CN",
  stage: "prospect",
  tier: "key",
  tags: ["purchased:crm"],
  recipientType: "consumer",
};
const contact = {
  contactId: EXAMPLE_CONTACT,
  status: "active",
  identities: [
    { type: "email", value: "li@example.com", valid: true, flags: [], shared: false },
    { type: "phone", value: "+8613800138000", valid: true, flags: [], shared: false },
    { type: "zoho", value: "47-11", valid: true, flags: [], shared: false },
  ],
  attributes,
};

const preferences = {
  optOutAll: false,
  channels: {
    email: { optOut: true },
    sms: { optOut: "hard", maxPerWeek: 1, hours: [["10:00", "18:00"]] },
  },
  topics: { promotions: { optOut: true } },
  departments: { sales: { optOut: true } },
  pausedUntil: "2026-12-01T00:00:00.000Z",
  maxPerWeek: 2,
};

const told = { at: "2026-11-22T05:10:00.000Z", by: "dev_admin" };
const linked = (key: string) => ({ ...told, key, type: "link" });
const PHONE_KEY = "c_Pc6WXNbu4kQuR8DVl1p2HA";
const calledAt = "2026-11-22T02:10:00.000Z";
const call = {
  touchId: `t_UXavV4J2Zm6y.${PHONE_KEY}`,
  at: calledAt,
  channel: "call",
  department: "service",
  purpose: "service",
  state: "recorded",
};
const held = {
  exportedAt: told.at,
  contact,
  preferences: {
    optOutAll: false,
    channels: {},
    topics: {},
    departments: {},
    pausedUntil: null,
    maxPerWeek: null,
  },
  consents: [],
  owner: { agent: null, department: null },
  locks: [],
  suppressions: [],
  touches: [{ ...call, outcomes: [] }],
  merges: [],
  duplicates: [],
  matchKeys: 9,
  owners: [],
  timeline: {
    items: [
      linked("c_1mEw0bWZk3nQxL9pT7sYfA"),
      { ...told, from: PHONE_KEY, type: "merge" },
      linked(PHONE_KEY),
      linked("c_Qv8dN2rUeJ5hGy0XcBt4iw"),
      { type: "touch", ...call, outcome: null, by: "dev_admin", contact: { engagement: "dormant" } },
    ],
    next: null,
  },
};

const ifMatchOfContact = ifMatch("ETag of the contact as you last saw it, or `*`; left out, whatever it is.");

export const CONTACTS = {
  "GET /v1/contacts": {
    id: "findContact",
    summary: "Find a contact by an address",
    about: "Give exactly one of `email`, `phone` and `externalId`.",
    parameters: [
      {
        name: "email",
        in: "query",
        about: "An e-mail address, in any spelling.",
        schema: { type: "string" },
        example: "li@example.com",
      },
      {
        name: "phone",
        in: "query",
        about: "A phone number; without `+` it needs `region`.",
        schema: { type: "string" },
      },
      {
        name: "region",
        in: "query",
        about: "Country of a national number; goes with `phone` only.",
        schema: { type: "string" },
      },
      {
        name: "externalId",
        in: "query",
        about: "System and id, like `zoho:47-11`.",
        schema: { type: "string" },
      },
    ],
    answers: {
      "200": {
        about: "The contact that the address belongs to, or none.",
        schema: "ContactList",
        example: { items: [contact], next: null },
      },
    },
    problems: ["invalid_request", "no_policy", "unreadable_policy"],
  },
  "GET /v1/contacts/{contactId}": {
    id: "getContact",
    summary: "Read a contact",
    about: "Shows the contact that the id leads to.",
    parameters: [contactIdInPath],
    answers: { "200": { about: "The contact.", schema: "Contact", etag: true, example: contact } },
    problems: ["contact_not_found"],
  },
  "PUT /v1/contacts/{contactId}": {
    id: "putContact",
    summary: "Say what you know of a contact",
    about:
      "Makes the contact when the id is new. Addresses are added, and what was counted for each comes along; attributes left out stay as they are, `null` clears. An id beginning `c_` must exist.",
    parameters: [contactIdInPath, ifMatchOfContact],
    body: {
      schema: "ContactDocument",
      example: {
        identities: [
          { type: "email", value: "li@example.com" },
          { type: "phone", value: "138 0013 8000", region: "CN" },
          { type: "zoho", value: "47-11" },
        ],
        attributes,
        onDuplicate: "allow",
      },
    },
    answers: {
      "200": { about: "The contact as it is now.", schema: "Contact", etag: true },
      "201": { about: "A contact was made.", schema: "Contact", etag: true, example: contact },
    },
    problems: [
      "contact_not_found",
      "identity_taken",
      "precondition_failed",
      "contended",
      "no_policy",
      "unreadable_policy",
    ],
  },
  "PATCH /v1/contacts/{contactId}": {
    id: "patchContact",
    summary: "Change a contact that exists",
    about: "Like `PUT`, but never makes a contact.",
    parameters: [contactIdInPath, ifMatchOfContact],
    body: { schema: "ContactPatch", example: { attributes: { stage: "customer" } } },
    answers: {
      "200": {
        about: "The contact as it is now.",
        schema: "Contact",
        etag: true,
        example: { ...contact, attributes: { ...attributes, stage: "customer" } },
      },
    },
    problems: ["contact_not_found", "precondition_failed", "contended", "no_policy", "unreadable_policy"],
  },
  "DELETE /v1/contacts/{contactId}": {
    id: "eraseContact",
    summary: "Erase a person",
    about:
      "Everything that is held about the person goes, whichever of their ids is named: addresses, attributes, wishes, consents, touches, timeline, merges, pairs. Keyed hashes of their ids and addresses stay, and keep suppressing. Once this has answered, no touch of them can be recorded. To be sure that all is gone, repeat it until it answers 204: an erased contact answers so again and again.",
    parameters: [contactIdInPath, ifMatchOfContact],
    answers: {
      "202": {
        about:
          "The person is erased, and every check of them denied. There is so much of them that it is still being cleared, which goes on by itself.",
      },
      "204": { about: "The person is erased, and all is gone." },
    },
    problems: ["contact_not_found", "precondition_failed", "contended"],
  },
  "GET /v1/contacts/{contactId}/timeline": {
    id: "getTimeline",
    summary: "Read what happened with a contact",
    about:
      "Newest first, over everything that was linked to the contact. Told from the table's stream, seconds after it happened.",
    parameters: [contactIdInPath, ...pageParameters("1")],
    answers: {
      "200": {
        about: "One page.",
        schema: "Timeline",
        example: {
          items: [
            {
              type: "touch",
              touchId: "t_UXavV4J2Zm6y.crm-4711",
              at: "2026-11-22T06:00:00.000Z",
              channel: "email",
              department: "service",
              purpose: "service",
              campaign: "renewal",
              state: "recorded",
              outcome: null,
              reference: "m-1",
              by: "dev_admin",
              contact: {
                country: "CN",
                region: "44",
                timezone: "Asia/Shanghai",
                stage: "prospect",
                tier: "key",
                engagement: "dormant",
              },
            },
          ],
          next: "MjAyNi0xMS0yMlQwNjowMDowMC4wMDBaI1VYYXZWNEoyWm02eQ",
        },
      },
    },
    problems: ["invalid_request", "contact_not_found"],
  },
  "GET /v1/contacts/{contactId}/export": {
    id: "exportContact",
    summary: "Read all that is held about a person",
    about:
      "For a person who asks what you keep of them. What the timeline tells comes from the table's stream, seconds after it happened; hashes of idempotency keys, which are kept for 24 hours, are left out.",
    parameters: [contactIdInPath],
    answers: { "200": { about: "Everything.", schema: "ContactExport", example: held } },
    problems: ["contact_not_found"],
  },
  "GET /v1/contacts/{contactId}/preferences": {
    id: "getPreferences",
    summary: "Read the customer's wishes",
    about: "Every field is shown, null or empty for no wish.",
    parameters: [contactIdInPath],
    answers: { "200": { about: "The wishes.", schema: "Preferences", etag: true, example: preferences } },
    problems: ["contact_not_found"],
  },
  "PUT /v1/contacts/{contactId}/preferences": {
    id: "putPreferences",
    summary: "Replace the customer's wishes",
    about:
      "Replaces the whole document: a wish that is left out is no wish. Once this has answered, no touch that it forbids can be recorded.",
    parameters: [contactIdInPath, ifMatch("ETag of the wishes as you last saw them, or `*`.")],
    body: { schema: "PreferencesDocument", example: preferences },
    answers: {
      "200": {
        about: "The wishes as they are now.",
        schema: "Preferences",
        etag: true,
        example: preferences,
      },
    },
    problems: ["contact_not_found", "precondition_failed", "contended"],
  },
} as const satisfies Readonly<Record<string, OperationText>>;
