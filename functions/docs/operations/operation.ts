import type { ROUTES, Route } from "../../routes.ts";
import type { ProblemCode } from "../../shared/problem.ts";
import type { ComponentName } from "../components.ts";
import type { JsonSchema } from "../json-schema.ts";

type RowOf<R> = R extends Route ? `${R["method"]} ${R["path"]}` : never;

/** A row of the route table, as `PUT /v1/contacts/{contactId}`. */
export type RouteKey = RowOf<(typeof ROUTES)[number]>;

/** What people are told of one route. Its path, scope and common problems are known from the table. */
export interface OperationText {
  /** Unique; the anchor on the page is made of it. */
  readonly id: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** What one should know before calling it. Code in backticks. */
  readonly about: string;
  /** Path parameters, all of them, then query and headers. */
  readonly parameters?: readonly ParameterText[];
  /** The JSON body it takes. The example is one that `answers` answers. */
  readonly body?: {
    readonly schema: ComponentName;
    readonly example: unknown;
    /** Whether it may be left out. */
    readonly optional?: true;
  };
  /** By status. */
  readonly answers: Readonly<Record<string, AnswerText>>;
  /** Problems of its own, besides those of its scope and its body. */
  readonly problems?: readonly ProblemCode[];
}

export interface ParameterText {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly about: string;
  /** Of a query or a header; what is in the path always is. */
  readonly required?: true;
  readonly schema: JsonSchema;
  /** Shown in the call's example when there is one. */
  readonly example?: string;
}

export interface AnswerText {
  readonly about: string;
  /** Undefined for an answer without a JSON body. */
  readonly schema?: ComponentName;
  /** Another JSON body that it has when it is asked for. */
  readonly orSchema?: ComponentName;
  /** Other than JSON, in its place or, when it is asked for, beside it. */
  readonly mediaType?: string;
  readonly etag?: boolean;
  readonly example?: unknown;
}
