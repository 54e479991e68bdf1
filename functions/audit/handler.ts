import { createDynamoScanner } from "../../lib/store/dynamo-scanner.ts";
import type { Scanner } from "../../lib/store/scanner.ts";
import { alertingDeps } from "../shared/alert-bus.ts";
import type { Deps } from "../shared/deps.ts";
import { readEnv } from "../shared/env.ts";
import { verifierOf } from "../shared/http-verifier.ts";
import { runTurn, type TurnEnd } from "./scheduled.ts";

/** What EventBridge hands over: by the schedule, or for an audit that was paused. */
export interface AuditEvent {
  readonly "detail-type": string;
  readonly detail?: { readonly run?: string; readonly turn?: number };
}

/** What Lambda says of the invocation. */
export interface Invocation {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export interface AuditDeps {
  readonly deps: Deps;
  readonly scanner: Scanner;
  readonly applies: boolean;
}

function deployedAudit(): AuditDeps {
  const { tableName } = readEnv(process.env);
  const scanner = createDynamoScanner({ tableName, endpoint: process.env.DYNAMODB_ENDPOINT });
  const deps = { ...alertingDeps(), verifier: verifierOf(process.env) };
  return { deps, scanner, applies: process.env.TOUCHGATE_AUDIT === "apply" };
}

/** Audits the whole table, once by each event of the schedule. @throws Error: Lambda is to invoke it again. */
export const createHandler =
  (of: () => AuditDeps = deployedAudit) =>
  (event: AuditEvent, invocation: Invocation): Promise<TurnEnd> => {
    const { run, turn } = event.detail ?? {};
    const isPaused = event["detail-type"] === "AuditPaused" && run !== undefined && turn !== undefined;
    return runTurn({
      ...of(),
      goesOn: isPaused ? { run, turn } : undefined,
      requestId: invocation.awsRequestId,
      remainingMs: () => invocation.getRemainingTimeInMillis(),
    });
  };

export const handler = createHandler();
