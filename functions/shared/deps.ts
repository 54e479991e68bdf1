import { type EpochMs, epochMs } from "../../lib/core/time.ts";
import { RememberedLinks } from "../../lib/store/contacts.ts";
import { createDynamoStore } from "../../lib/store/dynamo-store.ts";
import { listHooks, type StoredHook } from "../../lib/store/hooks.ts";
import { type LinkKey, readLinkKeys } from "../../lib/store/link-keys.ts";
import type { Store } from "../../lib/store/store.ts";
import { type ActivePolicy, activePolicyOf } from "./active-policy.ts";
import { alertsToLog, type SendAlert } from "./alerts.ts";
import { type ApiKeys, apiKeysOf } from "./api-keys.ts";
import { DEFAULT_CACHE_SECONDS, DEFAULT_DEADLINE_MS, readEnv } from "./env.ts";
import { Lanes } from "./lanes.ts";
import { type LogLine, logToStdout } from "./logger.ts";
import { Refreshing } from "./refreshing.ts";
import type { Verifier } from "./verify-address.ts";

/** Everything a command reaches beyond its input. */
export interface Deps {
  readonly store: Store;
  /** The clock that decisions go by; the local runtime can freeze it. */
  readonly now: () => EpochMs;
  readonly policy: Refreshing<ActivePolicy>;
  readonly apiKeys: ApiKeys;
  /** What links are signed with; none before the first was made. */
  readonly linkKeys: Refreshing<readonly LinkKey[]>;
  /** Vendors that may call, and what their requests are verified by. */
  readonly hooks: Refreshing<readonly StoredHook[]>;
  readonly links: RememberedLinks;
  readonly lanes: Lanes;
  readonly log: (line: LogLine) => void;
  /** Lets somebody know; resolves once it is on its way. */
  readonly alert: SendAlert;
  /** Starts the job that tries a policy; one that was started is not started again. */
  readonly startSimulation: (simulationId: string) => Promise<void>;
  /** Undefined when no service is set up that tells whether addresses work. */
  readonly verifier: Verifier | undefined;
  /** Where customers reach the gate, without a slash at the end; undefined for where the request came to. */
  readonly publicUrl: string | undefined;
  /** So long after its request came, a check gives up on the store. */
  readonly deadlineMs: number;
  /** After so long a batch leaves what is left undecided. */
  readonly batchDeadlineMs: number;
  /** Waits before a lost race is tried again. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

export interface DepsOptions {
  readonly store: Store;
  readonly now?: () => EpochMs;
  readonly log?: (line: LogLine) => void;
  /** Left out, alerts are told in the log. */
  readonly alert?: SendAlert;
  /** Left out, nobody is asked whether addresses work. */
  readonly verifier?: Verifier | undefined;
  readonly publicUrl?: string | undefined;
  /** Left out, simulations wait in their queue. */
  readonly startSimulation?: (simulationId: string) => Promise<void>;
  readonly deadlineMs?: number;
  readonly batchDeadlineMs?: number;
  readonly cacheSeconds?: number;
  readonly pause?: (milliseconds: number) => Promise<void>;
}

export function createDeps(options: DepsOptions): Deps {
  const { store, cacheSeconds = DEFAULT_CACHE_SECONDS, deadlineMs = DEFAULT_DEADLINE_MS } = options;
  const log = options.log ?? logToStdout;
  const freshness = { maxAgeMs: cacheSeconds * 1_000, patienceMs: deadlineMs };
  return {
    store,
    now: options.now ?? (() => epochMs(Date.now())),
    policy: activePolicyOf(store, freshness),
    apiKeys: apiKeysOf(store, freshness),
    linkKeys: new Refreshing(() => readLinkKeys(store), freshness),
    hooks: new Refreshing(() => listHooks(store), freshness),
    links: new RememberedLinks(),
    lanes: new Lanes(),
    log,
    alert: options.alert ?? alertsToLog(log),
    verifier: options.verifier,
    startSimulation: options.startSimulation ?? (async () => {}),
    publicUrl: options.publicUrl,
    deadlineMs,
    batchDeadlineMs: options.batchDeadlineMs ?? BATCH_DEADLINE_MS,
    pause: options.pause ?? ((milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))),
  };
}

/** API Gateway waits 30 s for an answer. */
const BATCH_DEADLINE_MS = 20_000;

let deployed: Deps | undefined;

/** Loaded where it is needed, which is nowhere on the way of a check. */
const startSimulation = async (simulationId: string): Promise<void> =>
  (await import("./start-execution.ts")).startExecution(simulationId);

/** The deployed function's own, made on first use and kept while the instance lives. */
export function deployedDeps(): Deps {
  if (deployed === undefined) {
    const { tableName, ...settings } = readEnv(process.env);
    const endpoint = process.env.DYNAMODB_ENDPOINT;
    const store = createDynamoStore({ tableName, endpoint });
    deployed = createDeps({ store, ...settings, startSimulation });
  }
  return deployed;
}
