import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { createServer } from "node:net";
import type { Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { CannotStart } from "./errors.ts";

/** A program that speaks DynamoDB on a port. */
export interface EngineProgram {
  readonly command: string;
  readonly args: (port: number) => readonly string[];
  /** Its working directory, default ours: DynamoDB Local drops files there. */
  readonly folder?: string;
  /** A folder to delete should this process die without having stopped the engine. */
  readonly deleteWithUs?: string | undefined;
  /** Called once when the engine ends without having been stopped, with its last words. */
  readonly onCrash?: ((lastWords: string) => void) | undefined;
}

/** A running engine. */
export interface EngineProcess {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * The watcher beside the engine waits on a pipe that we hold. A line means that the engine was stopped in
 * good order; the end of the pipe means that we died, by whatever means, and the engine must go too.
 */
const WATCHED =
  '(read _ <&3 || { if [ -n "$0" ]; then kill -9 $$; rm -rf "$0"; else kill $$; fi; }) 2>/dev/null & exec "$@" 3<&-';

const ATTEMPTS = 3;
const READY_WITHIN_MS = 30_000;
const POLL_EVERY_MS = 5;

/**
 * Starts an engine on a free port of the loopback and waits until it answers. It ends with this process,
 * even on SIGKILL, and never keeps this process alive. Needs a POSIX shell.
 * @throws CannotStart when it does not come up.
 */
export async function startEngineProcess(program: EngineProgram): Promise<EngineProcess> {
  let lastWords = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const started = await tryStart(program, await freePort());
    if (typeof started !== "string") return started;
    lastWords = started;
  }
  throw new CannotStart(
    `The DynamoDB engine ${program.command} does not start: ${lastWords || "no reason given"}.`,
  );
}

/** The engine, or its last words when it ended before it answered (as when its port was taken meanwhile). */
async function tryStart(program: EngineProgram, port: number): Promise<EngineProcess | string> {
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(
    "sh",
    ["-c", WATCHED, program.deleteWithUs ?? "", program.command, ...program.args(port)],
    {
      // Its own process group: Ctrl-C reaches us alone, and we answer open requests before the engine goes.
      detached: true,
      cwd: program.folder,
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    },
  );
  const [, , words, pipe] = child.stdio as unknown as [null, null, Socket, Writable & Socket];
  let said = "";
  words.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  pipe.on("error", () => {}); // The watcher may have gone before us.
  let ended = false;
  const end = new Promise<void>((resolve) => {
    const finish = (fault?: Error) => {
      said = fault instanceof Error ? fault.message : said;
      ended = true;
      pipe.end("\n");
      resolve();
    };
    child.once("exit", () => finish());
    child.once("error", finish);
  });
  const lastLine = () => said.trim().split("\n").at(-1) ?? "";

  const deadline = performance.now() + READY_WITHIN_MS;
  while (!ended && !(await answers(endpoint))) {
    if (performance.now() > deadline) child.kill("SIGKILL");
    await pause(POLL_EVERY_MS);
  }
  if (ended) return lastLine();

  let stopping = false;
  void end.then(() => stopping || program.onCrash?.(lastLine()));
  for (const handle of [child, words, pipe]) handle.unref();
  return {
    endpoint,
    stop: async () => {
      stopping = true;
      if (!ended) {
        child.ref();
        child.kill("SIGTERM");
      }
      await end;
    },
  };
}

/** Whether anything answers HTTP there; a refusal for want of a signature is an answer. */
export async function answers(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** A port nobody listens on just now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new CannotStart("The system gave no port.");
  return address.port;
}
