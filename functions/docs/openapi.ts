import packageJson from "../../package.json" with { type: "json" };
import { ROUTES, type Route } from "../routes.ts";
import { PROBLEM_CODES, PROBLEMS, type ProblemCode } from "../shared/problem.ts";
import { COMPONENTS } from "./components.ts";
import { type JsonSchema, refTo } from "./json-schema.ts";
import type { AnswerText, OperationText, ParameterText, RouteKey } from "./operations/operation.ts";
import { CHAPTERS, OPERATIONS } from "./operations.ts";
import { jsonSchemasOf } from "./schemas.ts";

/** An OpenAPI 3.1 document, as far as this one goes. */
export interface OpenApi {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly headers: Readonly<Record<string, object>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

export interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  /** Each scheme with the scope it must grant; empty for a public route. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  /** By status. */
  readonly responses: Readonly<Record<string, ResponseObject>>;
}

export interface ParameterObject {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly example?: string;
}

export interface ResponseObject {
  readonly description: string;
  readonly headers: Readonly<Record<string, { readonly $ref: string }>>;
  readonly content?: Content;
}

/** By media type. */
export type Content = Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;

/** The contract as a document: the route table, the schemas that validate, and what people are told of both. */
export function openApiDocument(): OpenApi {
  const paths: Record<string, Record<string, OperationObject>> = {};
  for (const route of ROUTES) {
    const { method, path } = route;
    const operation = operationObject(route, OPERATIONS[`${method} ${path}` as RouteKey]);
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Touchgate",
      version: packageJson.version,
      description:
        "Ask before you reach out. JSON with camelCase fields, snake_case codes, ISO 8601 instants. Fields that are not described here are refused.",
    },
    servers: [{ url: "/" }],
    tags: Object.values(CHAPTERS).map(({ title, about }) => ({ name: title, description: about })),
    paths,
    components: {
      schemas: jsonSchemasOf(COMPONENTS),
      headers: HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const SECURITY_SCHEMES = {
  bearer: { type: "http", scheme: "bearer", description: "The API key." },
  basic: { type: "http", scheme: "basic", description: "The API key as password; any user name." },
};

const HEADERS = {
  RequestId: { description: "Names this request in the log.", required: true, schema: { type: "string" } },
  ETag: { description: "Names this state of what was answered.", required: true, schema: { type: "string" } },
  RetryAfter: {
    description: "Seconds to wait.",
    required: true,
    schema: { type: "string", pattern: "^\\d+$" },
  },
  Challenge: { description: "How to authenticate.", required: true, schema: { type: "string" } },
};
const header = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` });

function operationObject(route: Route, text: OperationText): OperationObject {
  const { id, summary, about, parameters, body } = text;
  const isPublic = route.scope === "public";
  return {
    operationId: id,
    tags: [CHAPTERS[route.function as keyof typeof CHAPTERS].title],
    summary,
    description: about,
    security: isPublic ? [] : Object.keys(SECURITY_SCHEMES).map((scheme) => ({ [scheme]: [route.scope] })),
    ...(parameters && { parameters: parameters.map(parameterObject) }),
    ...(body && {
      requestBody: {
        required: body.optional !== true,
        content: { "application/json": { schema: { $ref: refTo(body.schema) }, example: body.example } },
      },
    }),
    responses: responsesOf(route, text),
  };
}

const parameterObject = ({ about, ...parameter }: ParameterText): ParameterObject => ({
  ...parameter,
  required: parameter.in === "path" || parameter.required === true,
  description: about,
});

/** Statuses in order; one that answers and one that refuses can share a number. */
function responsesOf(route: Route, text: OperationText): OperationObject["responses"] {
  const problems = problemsOf(route, text);
  const statuses = new Set([
    ...Object.keys(text.answers),
    ...problems.map((code) => String(PROBLEMS[code].status)),
  ]);
  return Object.fromEntries(
    [...statuses].sort().map((status) => {
      const refused = problems.filter((code) => String(PROBLEMS[code].status) === status);
      return [status, responseObject(status, text.answers[status], refused)];
    }),
  );
}

function responseObject(
  status: string,
  answer: AnswerText | undefined,
  problems: readonly ProblemCode[],
): ResponseObject {
  const refusals = problems.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`);
  const content: Content = { ...answerContent(answer), ...problemContent(problems) };
  return {
    description: [...(answer ? [answer.about] : []), ...refusals].join(" "),
    headers: {
      "x-request-id": header("RequestId"),
      ...(answer?.etag && { etag: header("ETag") }),
      ...(status === "401" && { "www-authenticate": header("Challenge") }),
      ...(status === "503" && { "retry-after": header("RetryAfter") }),
    },
    ...(Object.keys(content).length > 0 && { content }),
  };
}

function answerContent({ schema, orSchema, mediaType, example }: Partial<AnswerText> = {}): Content {
  const json = [schema, orSchema].flatMap((name) => (name === undefined ? [] : [{ $ref: refTo(name) }]));
  const [first] = json;
  return {
    ...(mediaType !== undefined && {
      [mediaType]: { schema: mediaType === "application/json" ? { type: "object" } : { type: "string" } },
    }),
    ...(first !== undefined && {
      "application/json": {
        schema: json.length === 1 ? first : { anyOf: json },
        ...(example !== undefined && { example }),
      },
    }),
  };
}

const problemContent = (problems: readonly ProblemCode[]): Content =>
  problems.length === 0
    ? {}
    : {
        "application/problem+json": {
          schema: { $ref: refTo("Problem"), properties: { code: { enum: problems } } },
        },
      };

/** What a route can refuse: for its key, for its body, for long ids, for faults, and for reasons of its own. */
function problemsOf(route: Route, { body, parameters, problems = [] }: OperationText): ProblemCode[] {
  const inPath = parameters?.some((parameter) => parameter.in === "path");
  const all = new Set<ProblemCode>([
    ...(route.scope === "public" ? [] : (["unauthenticated", "missing_scope", "store_unavailable"] as const)),
    ...(body === undefined ? [] : (["not_json", "too_large", "unsupported_media_type"] as const)),
    ...(inPath ? (["invalid_request"] as const) : []),
    ...problems,
    "internal",
  ]);
  return PROBLEM_CODES.filter((code) => all.has(code));
}
