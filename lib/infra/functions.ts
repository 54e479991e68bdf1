import { FALLBACK, ROUTES } from "../../functions/routes.ts";
import type { STREAMS } from "../../functions/streams.ts";

export type HttpFunctionName = (typeof ROUTES)[number]["function"] | typeof FALLBACK.function;
export type StreamFunctionName = (typeof STREAMS)[number]["function"];

export type ScheduledFunctionName = "audit";
/** Invoked by a state machine. */
export type JobFunctionName = "simulate";

/** A function that is deployed: its folder below functions/. */
export type FunctionName = HttpFunctionName | StreamFunctionName | ScheduledFunctionName | JobFunctionName;

/** What a function may do to the table. A transaction needs the permission of each of its parts. */
export type TableAction =
  | "GetItem"
  | "BatchGetItem"
  | "Query"
  | "Scan"
  | "DescribeTable"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "ConditionCheckItem";

/**
 * What each function may do to the table, and to nothing else. test/infra/bundles.test.ts runs every route on
 * exactly these grants and fails for one that is missing and for one that is not used.
 */
export const GRANTS = {
  check: ["GetItem", "BatchGetItem", "PutItem"],
  consents: ["GetItem", "BatchGetItem", "PutItem"],
  contacts: ["GetItem", "BatchGetItem", "Query", "PutItem", "DeleteItem", "ConditionCheckItem"],
  docs: [],
  duplicates: ["GetItem", "BatchGetItem", "Query", "PutItem", "DeleteItem"],
  hooks: ["GetItem", "BatchGetItem", "Query", "PutItem", "DeleteItem", "ConditionCheckItem"],
  links: ["GetItem", "BatchGetItem", "PutItem"],
  keys: ["GetItem", "Query", "PutItem", "DeleteItem"],
  locks: ["GetItem", "PutItem"],
  owner: ["GetItem", "Query", "PutItem"],
  policies: ["GetItem", "Query", "PutItem"],
  preferences: ["GetItem", "BatchGetItem", "PutItem"],
  suppressions: ["GetItem", "BatchGetItem", "Query", "PutItem", "DeleteItem", "ConditionCheckItem"],
  system: ["GetItem"],
  touches: ["GetItem", "BatchGetItem", "PutItem", "ConditionCheckItem"],
  record: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
  dedup: ["GetItem", "BatchGetItem", "Query", "PutItem", "DeleteItem", "ConditionCheckItem"],
  audit: ["Scan", "GetItem", "Query", "PutItem"],
  simulate: ["Scan", "DescribeTable", "GetItem", "Query", "PutItem"],
} as const satisfies Readonly<Record<FunctionName, readonly TableAction[]>>;

export const FUNCTION_NAMES = Object.keys(GRANTS) as readonly FunctionName[];

/** Those that answer HTTP, in order of the route table. */
export const HTTP_FUNCTION_NAMES: readonly HttpFunctionName[] = [
  ...new Set([...ROUTES.map((route) => route.function), FALLBACK.function]),
];

/** Those that put alerts on the bus. */
export const ALERTING: readonly FunctionName[] = ["dedup", "audit"];

/** Those that ask a service whether addresses work, where one is set up. */
export const VERIFYING: readonly FunctionName[] = ["contacts", "audit"];
