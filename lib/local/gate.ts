import { fileURLToPath } from "node:url";
import { FALLBACK, SERVED } from "../../functions/routes.ts";
import { activatePolicy, bootstrap } from "../../functions/shared/bootstrap.ts";
import { createDeps } from "../../functions/shared/deps.ts";
import type { Verifier } from "../../functions/shared/verify-address.ts";
import { InvalidInput } from "../core/errors.ts";
import type { ParsedFile } from "../policy-files/parsed-file.ts";
import { cannotUse, readPolicyFile } from "../policy-files/policy-file.ts";
import { createTable, EMULATOR_ACCESS } from "../store/create-table.ts";
import { createDynamoScanner } from "../store/dynamo-scanner.ts";
import { createDynamoStore } from "../store/dynamo-store.ts";
import type { Store } from "../store/store.ts";
import { type Clock, createClock } from "./clock.ts";
import { createControl } from "./control.ts";
import { putSampleContacts } from "./demo.ts";
import { isLoopback, putDevelopmentKeys, removeDevelopmentKeys } from "./development-keys.ts";
import { type Emulator, startEmulator } from "./emulator.ts";
import { CannotStart } from "./errors.ts";
import type { Engine } from "./find-engine.ts";
import { loadHandlers } from "./handlers.ts";
import { createJobs, type Jobs } from "./jobs.ts";
import { createRouter } from "./router.ts";
import { tellRunning } from "./running-gate.ts";
import { type LocalServer, startServer } from "./server.ts";
import type { StreamPump } from "./stream-pump.ts";
import { startStreams } from "./streams.ts";

/** The policy that a gate starts with when it is given none. */
export const DEFAULT_POLICY_FILE = fileURLToPath(new URL("../../policies/default.json", import.meta.url));

export interface GateOptions {
  /** Default 127.0.0.1. On a host that others can reach there are no development keys and no `/_local`. */
  readonly host?: string;
  /** Default 8787; 0 takes a free one. */
  readonly port?: number;
  /** Keep nothing: the data goes with the gate. */
  readonly memory?: boolean;
  /** Where the data is kept, default `.touchgate` in the working directory. */
  readonly dataDirectory?: string;
  /** The policy to put in force; without one the policy in the store, at first `policies/default.json`. */
  readonly policyFile?: string | undefined;
  /** Put sample contacts. */
  readonly demo?: boolean;
  /** Default: the first there is. */
  readonly engine?: Engine;
  /** Default `touchgate`. */
  readonly tableName?: string;
  /** Asked whether new addresses work; default nobody. */
  readonly verifier?: Verifier | undefined;
  /** Where vendors and customers reach this gate, such as a tunnel; default the address that they called. */
  readonly publicUrl?: string | undefined;
  /** After so many milliseconds a check gives up on the store; default 800. */
  readonly deadlineMs?: number;
  /** Gets the structured lines of the functions; default none. */
  readonly log?: (line: Readonly<Record<string, unknown>>) => void;
  /** Told of what went wrong in the runtime itself, in a line; default none. */
  readonly onFault?: (message: string) => void;
}

/** A running gate on this machine. */
export interface Gate {
  /** Without a slash at the end. */
  readonly url: string;
  /** The policy in force at start. */
  readonly policy: { readonly id: string; readonly version: number };
  readonly clock: Clock;
  readonly store: Store;
  readonly emulator: Emulator;
  /** False on a host that others can reach. */
  readonly hasDevelopmentKeys: boolean;
  /** Waits until the stream functions have told all that was written. */
  drain(): Promise<unknown>;
  /** Finishes the requests it has, then stops the server and the engine. */
  stop(): Promise<void>;
}

/**
 * Starts the whole gate: engine, table, policy, keys, functions, server.
 * @throws CannotStart with a line for the person at the keyboard.
 */
export async function startGate(options: GateOptions = {}): Promise<Gate> {
  const host = options.host ?? "127.0.0.1";
  const hasDevelopmentKeys = isLoopback(host);
  if (options.demo === true && !hasDevelopmentKeys) {
    throw new CannotStart("--demo needs the development keys, which are there only on a loopback --host.");
  }
  const policyFile = options.policyFile ?? DEFAULT_POLICY_FILE;
  const policy = readPolicyFile(policyFile);
  if (policy.issues.length > 0) throw cannotUse(policyFile, policy, policy.issues);
  const onFault = options.onFault ?? (() => {});

  const emulator = await startEmulator({
    dataDirectory: options.memory === true ? undefined : (options.dataDirectory ?? ".touchgate"),
    ...(options.engine !== undefined && { engine: options.engine }),
    onCrash: (lastWords) => onFault(`the DynamoDB engine ended: ${lastWords || "no reason given"}`),
  });
  let server: LocalServer | undefined;
  let streams: StreamPump | undefined;
  let untell = () => {};
  const stop = async () => {
    untell();
    await server?.stop();
    await streams?.stop();
    await emulator.stop();
  };
  try {
    const tableName = options.tableName ?? "touchgate";
    await createTable(emulator.endpoint, tableName);
    const store = createDynamoStore({ tableName, endpoint: emulator.endpoint, ...EMULATOR_ACCESS });
    await putPolicy(store, {
      file: policyFile,
      parsed: policy,
      replaces: options.policyFile !== undefined,
    });
    await (hasDevelopmentKeys ? putDevelopmentKeys : removeDevelopmentKeys)(store);
    const clock = createClock();
    const scanner = createDynamoScanner({ tableName, endpoint: emulator.endpoint, ...EMULATOR_ACCESS });
    const jobs: Jobs = createJobs(() => ({ deps, scanner }));
    const deps = createDeps({
      startSimulation: async (id) => jobs.start(id),
      store,
      now: clock.now,
      log: options.log ?? (() => {}),
      verifier: options.verifier,
      publicUrl: options.publicUrl,
      ...(options.deadlineMs !== undefined && { deadlineMs: options.deadlineMs }),
    });
    streams = await startStreams({ deps, emulator, tableName, onFault });
    const pump = streams;
    const drain = async () => {
      await pump.drain();
      await jobs.idle();
    };
    await jobs.resume();
    server = await startServer({
      host,
      port: options.port ?? 8787,
      route: createRouter(SERVED, FALLBACK),
      handlers: await loadHandlers(deps),
      control: hasDevelopmentKeys ? createControl({ clock, drain, store }) : undefined,
      onFault: (fault, routeKey) => onFault(`${routeKey}: ${fault instanceof Error ? fault.stack : fault}`),
    });
    if (emulator.data !== undefined) {
      untell = tellRunning(emulator.data.folder, { url: server.url, endpoint: emulator.endpoint, tableName });
    }
    if (options.demo === true) await putSampleContacts(server.url);
    const { compiled, version } = await deps.policy.get();
    const inForce = { id: compiled.id, version };
    return { url: server.url, policy: inForce, clock, store, emulator, hasDevelopmentKeys, drain, stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** A policy named at start is put in force; the default only where there is none yet. */
async function putPolicy(
  store: Store,
  { file, parsed, replaces }: { file: string; parsed: ParsedFile; replaces: boolean },
): Promise<void> {
  try {
    const first = await bootstrap(store, { policy: parsed.value });
    if (replaces && first.policy === "kept") await activatePolicy(store, parsed.value);
  } catch (fault) {
    throw fault instanceof InvalidInput ? cannotUse(file, parsed, fault.issues) : fault;
  }
}
