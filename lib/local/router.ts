import type { Route } from "../../functions/routes.ts";

/** Which function answers a request, and how API Gateway names the way to it. */
export interface Match {
  /** `"PUT /v1/contacts/{contactId}"`, or `$default` when no route matched. */
  readonly routeKey: string;
  /** Folder below functions/. */
  readonly function: string;
  /** Decoded; undefined when the route has none. */
  readonly pathParameters: Record<string, string> | undefined;
}

interface CompiledRoute {
  readonly route: Route;
  readonly segments: readonly string[];
}

/**
 * Finds routes as API Gateway's HTTP APIs do: whole path, literal segments before parameters, a HEAD is no
 * GET unless the table says so, a trailing slash is another path.
 */
export function createRouter(
  routes: readonly Route[],
  fallback: { readonly function: string },
): (method: string, segments: readonly string[]) => Match {
  const compiled: readonly CompiledRoute[] = routes
    .map((route) => ({ route, segments: route.path.split("/") }))
    .sort((a, b) => (literalsFirst(a.route.path) < literalsFirst(b.route.path) ? -1 : 1));

  return (method, segments) => {
    const found = compiled.find(
      ({ route, segments: wanted }) => route.method === method && fits(wanted, segments),
    );
    if (found === undefined)
      return { routeKey: "$default", function: fallback.function, pathParameters: undefined };
    return {
      routeKey: `${found.route.method} ${found.route.path}`,
      function: found.route.function,
      pathParameters: parametersOf(found.segments, segments),
    };
  };
}

/** `~` sorts after every letter, so that of two routes that fit, the one with the earlier literal comes first. */
const literalsFirst = (path: string): string => path.replaceAll(/\{[^}]*\}/g, "~");

const isParameter = (segment: string): boolean => segment.startsWith("{");

function fits(wanted: readonly string[], segments: readonly string[]): boolean {
  return (
    wanted.length === segments.length &&
    wanted.every((segment, i) => (isParameter(segment) ? segments[i] !== "" : segment === segments[i]))
  );
}

function parametersOf(wanted: readonly string[], segments: readonly string[]): Match["pathParameters"] {
  const pairs = wanted.flatMap((segment, i) =>
    isParameter(segment) ? [[segment.slice(1, -1), segments[i] ?? ""] as const] : [],
  );
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}
