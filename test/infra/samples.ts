import { createHmac } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { ROUTES, type Route } from "../../functions/routes.ts";
import { signLink } from "../../functions/shared/link-token.ts";
import { epochMs } from "../../lib/core/time.ts";
import type { LinkKey } from "../../lib/store/link-keys.ts";

/** A good request for a route, and how it is answered. */
export interface Sample {
  /** Default 200. */
  readonly status?: number;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields that the answer must have, among others. */
  readonly answer?: Readonly<Record<string, unknown>>;
}

/** What links are signed with, and one to unsubscribe the contact that others read. */
export const LINK_KEYS: readonly LinkKey[] = [
  { id: "linkkey_0001", secret: "signed with this", state: "signing", createdAt: epochMs(Date.now()) },
];
const linkToken = (kind: "unsubscribe" | "preferences"): string =>
  signLink(LINK_KEYS, {
    ...{ kind, whom: { contactId: "li" }, topic: undefined },
    expiresAt: epochMs(Date.now() + 3_600_000),
  });

/** A vendor that was set up, and a request of its own: the contact that others read says stop. */
const HOOK_SECRET = Buffer.from("a secret of thirty-two bytes ...");
export const HOOK = {
  vendor: "standard",
  secrets: { secrets: [`whsec_${HOOK_SECRET.toString("base64")}`] },
  createdAt: epochMs(0),
};
/** Was on a list until a while ago: it leaves the list with what is said of the address next. */
export const ENDED = { type: "email", value: "zhang@example.com", list: "old" };
const HOOK_EVENT = {
  events: [
    { type: "optOut", channel: "sms", from: { phone: "+8613800138000" } },
    {
      ...{ type: "outcome", channel: "email", outcome: "bounced", permanent: true },
      to: { email: ENDED.value },
    },
  ],
};
const hookTimestamp = `${Math.floor(Date.now() / 1_000)}`;
const hookSignature = createHmac("sha256", HOOK_SECRET)
  .update(`msg_1.${hookTimestamp}.${JSON.stringify(HOOK_EVENT)}`)
  .digest("base64");

/** A key that is put before the samples are sent, to be revoked by one of them. */
export const DOOMED_KEY = { id: "doomed", secret: "tg_doomed" };

export const CHECK = {
  to: { email: "wang@example.com" },
  channel: "email",
  department: "marketing",
  purpose: "marketing",
  topic: "news",
};

const CONTACT = {
  identities: [{ type: "phone", value: "138 0013 8000", region: "CN" }],
  attributes: { name: "Li Ming", country: "CN" },
};

export const POLICY = {
  id: "small",
  timezone: "Asia/Shanghai",
  retention: "P90D",
  purposes: { marketing: {} },
  rules: [{ id: "daily", kind: "cap", max: 5, window: { calendar: "day", zone: "contact" } }],
};

const UNKNOWN_TOUCH: Sample = {
  params: { touchId: "t_none.li" },
  status: 404,
  answer: { code: "touch_not_found" },
};

const UNKNOWN_PAIR: Sample = {
  params: { duplicateId: "d_none" },
  status: 404,
  answer: { code: "duplicate_not_found" },
};

/** In the order in which they are sent: the contact that others read is put first. Others need no sample. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  "PUT /v1/contacts/{contactId}": { body: CONTACT, answer: { contactId: "li" } },
  "POST /v1/check": { body: CHECK, answer: { decision: "allow", recorded: true } },
  "GET /v1/check": {
    query: {
      email: "wang@example.com",
      channel: "email",
      purpose: "marketing",
      department: "marketing",
      nonce: "1",
    },
    answer: { recorded: true },
  },
  "POST /v1/check/batch": {
    body: { items: [{ ref: "1", ...CHECK, to: { contactId: "li" } }] },
    answer: { summary: { allow: 1, defer: 0, deny: 0, problem: 0 } },
  },
  "POST /v1/touches": {
    body: { items: [{ ...CHECK, outcome: "opened" }] },
    answer: { items: [{ status: 200, broke: [] }] },
  },
  "POST /v1/touches/{touchId}/confirm": { ...UNKNOWN_TOUCH, body: {} },
  "POST /v1/touches/{touchId}/release": { ...UNKNOWN_TOUCH, body: {} },
  "POST /v1/touches/{touchId}/outcomes": {
    params: { touchId: "t_gone.li" },
    body: { outcome: "opened" },
    answer: { outcome: "opened" },
  },
  "PATCH /v1/contacts/{contactId}": { body: { attributes: { tier: "key" } } },
  "PUT /v1/contacts/{contactId}/preferences": { body: { maxPerWeek: 2 }, answer: { maxPerWeek: 2 } },
  "PUT /v1/contacts/{contactId}/consents": {
    body: {
      consents: [{ channel: "sms", purpose: "marketing", level: "express", at: "2026-11-01T00:00:00Z" }],
    },
    answer: { consents: [{ level: "express" }] },
  },
  "PUT /v1/contacts/{contactId}/owner": { body: { agent: "u17" }, answer: { agent: "u17" } },
  "POST /v1/contacts/{contactId}/locks": {
    body: { department: "sales", until: new Date(Date.now() + 3_600_000).toISOString() },
    status: 201,
    answer: { department: "sales" },
  },
  "DELETE /v1/contacts/{contactId}/locks/{lockId}": {
    params: { contactId: "li", lockId: "none" },
    status: 404,
    answer: { code: "lock_not_found" },
  },
  "POST /v1/suppressions": {
    body: { items: [{ type: "email", value: "zhao@example.com", list: "internal" }] },
    answer: { items: [{ status: 200 }] },
  },
  "GET /v1/suppressions": { answer: { items: [{ value: "zhao@example.com" }] } },
  "DELETE /v1/suppressions": {
    body: { items: [{ type: "email", value: "zhao@example.com", list: "internal" }] },
    answer: { items: [{ status: 200 }] },
  },
  "POST /v1/links": {
    body: { to: { contactId: "li" } },
    answer: { listUnsubscribePost: "List-Unsubscribe=One-Click" },
  },
  "GET /u/{token}": { params: { token: "none" }, status: 404 },
  "POST /u/{token}": { params: { token: linkToken("unsubscribe") } },
  "GET /p/{token}": { params: { token: linkToken("preferences") } },
  "POST /p/{token}": { params: { token: linkToken("preferences") }, status: 409 },
  "POST /v1/hooks/{vendor}/{event}": {
    params: { vendor: "standard", event: "events" },
    body: HOOK_EVENT,
    headers: {
      "webhook-id": "msg_1",
      "webhook-timestamp": hookTimestamp,
      "webhook-signature": `v1,${hookSignature}`,
    },
    status: 202,
    answer: { taken: 1, review: 1 },
  },
  "GET /v1/duplicates": { answer: { items: [], next: null } },
  "POST /v1/duplicates/{duplicateId}/merge": { ...UNKNOWN_PAIR, body: {} },
  "POST /v1/duplicates/{duplicateId}/dismiss": UNKNOWN_PAIR,
  "POST /v1/contacts/{contactId}/unmerge": {
    body: { contactId: "wang" },
    status: 409,
    answer: { code: "not_merged" },
  },
  "PUT /v1/policies/active": {
    body: POLICY,
    headers: { "if-match": "*" },
    answer: { id: "small", version: 2 },
  },
  "GET /v1/policies": {
    answer: {
      items: [
        { version: 2, active: true },
        { version: 1, active: false },
      ],
    },
  },
  "GET /v1/policies/{version}": { params: { version: "1" } },
  "GET /v1/policies/{version}/difference": {
    params: { version: "1" },
    answer: { to: 1 },
  },
  "POST /v1/policies/{version}/activate": {
    params: { version: "1" },
    body: { note: "back" },
    headers: { "if-match": "*" },
    answer: { version: 1 },
  },
  "POST /v1/policies/simulate": { body: { policy: POLICY, sample: 10 }, status: 202 },
  "GET /v1/policies/simulations/{simulationId}": {
    params: { simulationId: "none" },
    status: 404,
    answer: { code: "simulation_not_found" },
  },
  "POST /v1/policies/validate": { body: POLICY, answer: { valid: true } },
  "DELETE /v1/contacts/{contactId}": {
    params: { contactId: "nobody" },
    status: 404,
    answer: { code: "contact_not_found" },
  },
  "POST /v1/keys": { body: { scopes: ["check"] }, status: 201, answer: { scopes: ["check"] } },
  "DELETE /v1/keys/{keyId}": { status: 204, params: { keyId: DOOMED_KEY.id } },
  "GET /v1/contacts": { query: { phone: "+8613800138000" }, answer: { items: [{ contactId: "li" }] } },
  "GET /healthz": { answer: { status: "ok" } },
};

const keyOf = ({ method, path }: Route): string => `${method} ${path}`;

/** Every route with a request for it; a plain GET, of the sample contact, where none is given. */
export const SAMPLED_ROUTES: readonly (Route & { readonly sample: Sample; readonly key: string })[] = [
  ...Object.keys(SAMPLES).flatMap((key) => ROUTES.filter((route: Route) => keyOf(route) === key)),
  ...ROUTES.filter((route: Route) => SAMPLES[keyOf(route)] === undefined),
].map((route) => ({ ...route, key: keyOf(route), sample: SAMPLES[keyOf(route)] ?? {} }));

/** What API Gateway sends for a sample (payload format 2.0). `apiKey` undefined: no Authorization. */
export function eventFor(
  routeKey: string,
  { params = { contactId: "li" }, query, body, headers }: Sample,
  apiKey: string | undefined,
): APIGatewayProxyEventV2 {
  const [method = "", template = ""] = routeKey === "$default" ? ["GET", "/nowhere"] : routeKey.split(" ");
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    ...(query !== undefined && { queryStringParameters: { ...query } }),
    headers: {
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(template.includes("{") && { pathParameters: { ...params } }),
    requestContext: {
      accountId: "000000000000",
      apiId: "infra",
      domainName: "gate.example.com",
      domainPrefix: "gate",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
      requestId: "request-1",
      routeKey,
      stage: "$default",
      time: "24/Nov/2026:12:00:00 +0000",
      timeEpoch: Date.UTC(2026, 10, 24, 12),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}
