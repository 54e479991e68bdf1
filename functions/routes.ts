/**
 * The one table of routes: read by lib/infra (API Gateway), lib/local (the development server) and the chain
 * in shared/http.ts (scopes). A route is served by `functions/<function>/handler.ts`, operation `<operation>`.
 */

export const SCOPES = [
  "check",
  "check:get",
  "touches",
  "contacts:read",
  "contacts:write",
  "policies:read",
  "policies:write",
  "duplicates",
  "reports",
  "override",
  "admin",
] as const;
export type Scope = (typeof SCOPES)[number];

export interface Route {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As API Gateway writes it, with `{name}` for a path parameter. */
  readonly path: string;
  /** Folder below functions/. */
  readonly function: string;
  /** Name of the operation in that folder's handler. */
  readonly operation: string;
  /** What the key must allow; `public` needs no key. */
  readonly scope: Scope | "public";
}

export const ROUTES = [
  { method: "POST", path: "/v1/check", function: "check", operation: "check", scope: "check" },
  { method: "GET", path: "/v1/check", function: "check", operation: "get", scope: "check:get" },
  { method: "POST", path: "/v1/check/batch", function: "check", operation: "batch", scope: "check" },
  { method: "POST", path: "/v1/touches", function: "touches", operation: "tell", scope: "touches" },
  {
    method: "POST",
    path: "/v1/touches/{touchId}/confirm",
    function: "touches",
    operation: "confirm",
    scope: "check",
  },
  {
    method: "POST",
    path: "/v1/touches/{touchId}/release",
    function: "touches",
    operation: "release",
    scope: "check",
  },
  {
    method: "POST",
    path: "/v1/touches/{touchId}/outcomes",
    function: "touches",
    operation: "outcome",
    scope: "touches",
  },
  { method: "GET", path: "/v1/contacts", function: "contacts", operation: "find", scope: "contacts:read" },
  {
    method: "GET",
    path: "/v1/contacts/{contactId}",
    function: "contacts",
    operation: "get",
    scope: "contacts:read",
  },
  {
    method: "PUT",
    path: "/v1/contacts/{contactId}",
    function: "contacts",
    operation: "put",
    scope: "contacts:write",
  },
  {
    method: "PATCH",
    path: "/v1/contacts/{contactId}",
    function: "contacts",
    operation: "patch",
    scope: "contacts:write",
  },
  {
    method: "DELETE",
    path: "/v1/contacts/{contactId}",
    function: "contacts",
    operation: "erase",
    scope: "contacts:write",
  },
  {
    method: "GET",
    path: "/v1/contacts/{contactId}/timeline",
    function: "contacts",
    operation: "timeline",
    scope: "contacts:read",
  },
  {
    method: "GET",
    path: "/v1/contacts/{contactId}/export",
    function: "contacts",
    operation: "export",
    scope: "contacts:read",
  },
  {
    method: "GET",
    path: "/v1/contacts/{contactId}/preferences",
    function: "preferences",
    operation: "get",
    scope: "contacts:read",
  },
  {
    method: "PUT",
    path: "/v1/contacts/{contactId}/preferences",
    function: "preferences",
    operation: "put",
    scope: "contacts:write",
  },
  {
    method: "GET",
    path: "/v1/contacts/{contactId}/consents",
    function: "consents",
    operation: "get",
    scope: "contacts:read",
  },
  {
    method: "PUT",
    path: "/v1/contacts/{contactId}/consents",
    function: "consents",
    operation: "put",
    scope: "contacts:write",
  },
  {
    method: "PUT",
    path: "/v1/contacts/{contactId}/owner",
    function: "owner",
    operation: "put",
    scope: "contacts:write",
  },
  {
    method: "GET",
    path: "/v1/contacts/{contactId}/owner/history",
    function: "owner",
    operation: "history",
    scope: "contacts:read",
  },
  {
    method: "POST",
    path: "/v1/contacts/{contactId}/locks",
    function: "locks",
    operation: "add",
    scope: "contacts:write",
  },
  {
    method: "DELETE",
    path: "/v1/contacts/{contactId}/locks/{lockId}",
    function: "locks",
    operation: "remove",
    scope: "contacts:write",
  },
  {
    method: "GET",
    path: "/v1/suppressions",
    function: "suppressions",
    operation: "list",
    scope: "contacts:write",
  },
  {
    method: "POST",
    path: "/v1/suppressions",
    function: "suppressions",
    operation: "add",
    scope: "contacts:write",
  },
  {
    method: "DELETE",
    path: "/v1/suppressions",
    function: "suppressions",
    operation: "remove",
    scope: "contacts:write",
  },
  { method: "POST", path: "/v1/links", function: "links", operation: "make", scope: "check" },
  { method: "GET", path: "/u/{token}", function: "links", operation: "ask", scope: "public" },
  { method: "POST", path: "/u/{token}", function: "links", operation: "unsubscribe", scope: "public" },
  { method: "GET", path: "/p/{token}", function: "links", operation: "showPreferences", scope: "public" },
  { method: "POST", path: "/p/{token}", function: "links", operation: "savePreferences", scope: "public" },
  {
    method: "POST",
    path: "/v1/hooks/{vendor}/{event}",
    function: "hooks",
    operation: "receive",
    scope: "public",
  },
  { method: "GET", path: "/v1/duplicates", function: "duplicates", operation: "list", scope: "duplicates" },
  {
    method: "POST",
    path: "/v1/duplicates/{duplicateId}/merge",
    function: "duplicates",
    operation: "merge",
    scope: "duplicates",
  },
  {
    method: "POST",
    path: "/v1/duplicates/{duplicateId}/dismiss",
    function: "duplicates",
    operation: "dismiss",
    scope: "duplicates",
  },
  {
    method: "POST",
    path: "/v1/contacts/{contactId}/unmerge",
    function: "duplicates",
    operation: "unmerge",
    scope: "duplicates",
  },
  {
    method: "GET",
    path: "/v1/policies/active",
    function: "policies",
    operation: "getActive",
    scope: "policies:read",
  },
  {
    method: "PUT",
    path: "/v1/policies/active",
    function: "policies",
    operation: "putActive",
    scope: "policies:write",
  },
  { method: "GET", path: "/v1/policies", function: "policies", operation: "list", scope: "policies:read" },
  {
    method: "GET",
    path: "/v1/policies/{version}",
    function: "policies",
    operation: "get",
    scope: "policies:read",
  },
  {
    method: "GET",
    path: "/v1/policies/{version}/difference",
    function: "policies",
    operation: "difference",
    scope: "policies:read",
  },
  {
    method: "POST",
    path: "/v1/policies/{version}/activate",
    function: "policies",
    operation: "activate",
    scope: "policies:write",
  },
  {
    method: "POST",
    path: "/v1/policies/simulate",
    function: "policies",
    operation: "simulate",
    scope: "policies:read",
  },
  {
    method: "GET",
    path: "/v1/policies/simulations/{simulationId}",
    function: "policies",
    operation: "getSimulation",
    scope: "policies:read",
  },
  {
    method: "POST",
    path: "/v1/policies/validate",
    function: "policies",
    operation: "validate",
    scope: "policies:read",
  },
  { method: "GET", path: "/v1/keys", function: "keys", operation: "list", scope: "admin" },
  { method: "POST", path: "/v1/keys", function: "keys", operation: "create", scope: "admin" },
  { method: "DELETE", path: "/v1/keys/{keyId}", function: "keys", operation: "revoke", scope: "admin" },
  { method: "GET", path: "/openapi.json", function: "docs", operation: "openapi", scope: "public" },
  { method: "GET", path: "/docs", function: "docs", operation: "page", scope: "public" },
  { method: "GET", path: "/healthz", function: "system", operation: "health", scope: "public" },
] as const satisfies readonly Route[];

type ServedRoute = Omit<(typeof ROUTES)[number], "method"> & Pick<Route, "method">;

/** As `ROUTES`, and what anybody may GET is there for HEAD too: link scanners and mail clients ask so. */
export const SERVED: readonly ServedRoute[] = [
  ...ROUTES,
  ...ROUTES.flatMap((route): readonly ServedRoute[] =>
    route.method === "GET" && route.scope === "public" ? [{ ...route, method: "HEAD" }] : [],
  ),
];

/** Everything that matches no route goes here, so that even a wrong path gets a problem document. */
export const FALLBACK = { function: "system", operation: "noRoute", scope: "public" } as const;
