import { describe, expect, it } from "vitest";
import { FALLBACK, type Route, SERVED } from "../../../functions/routes.ts";
import { createRouter } from "../../../lib/local/router.ts";

const route = (method: Route["method"], path: string, name: string): Route => ({
  method,
  path,
  function: name,
  operation: name,
  scope: "public",
});

const find = createRouter(
  [
    route("GET", "/v1/things/{id}", "one"),
    route("GET", "/v1/things/active", "active"),
    route("GET", "/v1/{kind}/active", "activeOfKind"),
    route("DELETE", "/v1/things/{id}/locks/{lockId}", "unlock"),
  ],
  { function: "none" },
);
const match = (method: string, path: string) => find(method, path.split("/"));

describe("finding the route of a request", () => {
  it("gives the route key and the parameters as API Gateway does", () => {
    expect(match("DELETE", "/v1/things/a:b/locks/7")).toEqual({
      routeKey: "DELETE /v1/things/{id}/locks/{lockId}",
      function: "unlock",
      pathParameters: { id: "a:b", lockId: "7" },
    });
  });

  it("prefers a literal segment to a parameter, the earlier first", () => {
    expect(match("GET", "/v1/things/active").function).toBe("active");
    expect(match("GET", "/v1/things/other").function).toBe("one");
    expect(match("GET", "/v1/others/active").function).toBe("activeOfKind");
  });

  it.each([
    ["another method", "POST", "/v1/things/a"],
    ["HEAD, which is no GET", "HEAD", "/v1/things/a"],
    ["a trailing slash", "GET", "/v1/things/a/"],
    ["an empty parameter", "GET", "/v1/things/"],
    ["a shorter path", "GET", "/v1/things"],
    ["another case", "GET", "/V1/things/a"],
    ["the root", "GET", "/"],
  ])("sends %s to the fallback", (_what, method, path) => {
    expect(match(method, path)).toEqual({
      routeKey: "$default",
      function: "none",
      pathParameters: undefined,
    });
  });

  it("finds every route of the product by its own path", () => {
    const product = createRouter(SERVED, FALLBACK);
    for (const { method, path, function: name } of SERVED) {
      const found = product(method, path.replaceAll(/[{}]/g, "").split("/"));
      expect(found).toMatchObject({ routeKey: `${method} ${path}`, function: name });
    }
  });
});
