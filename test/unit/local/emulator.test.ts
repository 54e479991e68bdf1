import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../../lib/local/emulator.ts";
import { answers, startEngineProcess } from "../../../lib/local/engine-process.ts";
import { CannotStart } from "../../../lib/local/errors.ts";
import { findDynoxide, findEngine } from "../../../lib/local/find-engine.ts";
import { createTable } from "../../../lib/store/create-table.ts";

const dynoxide = findDynoxide();
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "touchgate-test-"));
  cleanups.push(() => rm(folder, { recursive: true }));
  return folder;
}

async function start(dataDirectory: string | undefined): Promise<Emulator> {
  const emulator = await startEmulator({ dataDirectory, ...(dynoxide && { engine: dynoxide }) });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= emulator.stop();
    return stopped;
  };
  cleanups.push(stop);
  return { ...emulator, stop };
}

/** Asks again and again, at most 10 s, until it is so. */
async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error("it never came to be");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe.skipIf(dynoxide === undefined)("the embedded engine", () => {
  it("answers when it has started and no more when it has stopped", async () => {
    const emulator = await start(undefined);
    expect(emulator.kind).toBe("dynoxide");
    expect(await createTable(emulator.endpoint, "touchgate")).toBe("created");
    expect(await createTable(emulator.endpoint, "touchgate")).toBe("kept");
    await emulator.stop();
    expect(await answers(emulator.endpoint)).toBe(false);
  });

  it("keeps its data in the folder it is given, for the next one", async () => {
    const folder = await temporaryFolder();
    const first = await start(folder);
    await createTable(first.endpoint, "touchgate");
    await first.stop();
    const second = await start(folder);
    expect(await createTable(second.endpoint, "touchgate")).toBe("kept");
  });

  it("gives the stream the index that keeps its writes from slowing down", async () => {
    const folder = await temporaryFolder();
    await (await start(folder)).stop();
    const database = new DatabaseSync(join(folder, "touchgate.db"));
    const plan = database
      .prepare(
        "EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?",
      )
      .all("touchgate");
    database.close();
    expect(JSON.stringify(plan)).toContain("touchgate_stream");
  });

  it("lets one gate hold a folder, says who holds it, and lets go when it stops", async () => {
    const folder = await temporaryFolder();
    const holder = await start(folder);
    await expect(start(folder)).rejects.toThrow(
      new CannotStart(`The data folder ${folder} is in use by another gate (process ${process.pid}).`),
    );
    await holder.stop();
    await start(folder);
  });

  it("says so when the folder cannot be made", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");
    await expect(start(join(file, "data"))).rejects.toThrow(CannotStart);
  });

  it.each([
    ["ends", "process.exit(0)", undefined],
    ["throws", "setImmediate(() => { throw new Error('fault') })", undefined],
    ["is interrupted", "setInterval(() => {}, 1000)", "SIGINT"],
    ["is terminated", "setInterval(() => {}, 1000)", "SIGTERM"],
    ["is killed", "setInterval(() => {}, 1000)", "SIGKILL"],
  ] as const)("goes with its owner, data in memory and all, when that %s", async (_how, fate, signal) => {
    const library = new URL("../../../lib/local/emulator.ts", import.meta.url).href;
    const script = `
      import { startEmulator } from ${JSON.stringify(library)};
      const { endpoint, data } = await startEmulator({ dataDirectory: undefined, engine: ${JSON.stringify(dynoxide)} });
      console.log(JSON.stringify({ endpoint, folder: data.folder }));
      process.stdin.once("data", () => { ${fate} });`;
    const owner = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const ended = once(owner, "exit");
    const [line] = (await once(createInterface(owner.stdout), "line")) as [string];
    const { endpoint, folder } = JSON.parse(line) as { endpoint: string; folder: string };
    expect(await answers(endpoint)).toBe(true);
    expect(existsSync(folder)).toBe(true);
    owner.stdin.write("now");
    if (signal !== undefined) owner.kill(signal);
    await ended;
    await eventually(async () => !(await answers(endpoint)));
    await eventually(() => !existsSync(folder));
  });
});

describe("an engine's program", () => {
  it("that ends before it answers is a clear refusal with its last words", async () => {
    const program = { command: "sh", args: () => ["-c", "echo first >&2; echo no room >&2; exit 3"] };
    await expect(startEngineProcess(program)).rejects.toThrow(
      new CannotStart("The DynamoDB engine sh does not start: no room."),
    );
  });

  it("that is not there is a clear refusal", async () => {
    await expect(startEngineProcess({ command: "/nowhere/engine", args: () => [] })).rejects.toThrow(
      /^The DynamoDB engine \/nowhere\/engine does not start: .*not found\.$/,
    );
  });

  it("that ends later is told to its owner once, and can still be stopped", async () => {
    const serve = `
      const server = require("http").createServer((request, response) => {
        response.end();
        if (request.url === "/end") { console.error("out of memory"); process.exitCode = 1; server.close(); server.closeAllConnections(); }
      }).listen(Number(process.argv[1]), "127.0.0.1");`;
    const crash = Promise.withResolvers<string>();
    const engine = await startEngineProcess({
      command: process.execPath,
      args: (port) => ["-e", serve, `${port}`],
      onCrash: crash.resolve,
    });
    await fetch(`${engine.endpoint}/end`).catch(() => {});
    expect(await crash.promise).toBe("out of memory");
    await engine.stop();
  });
});

describe("choosing an engine", () => {
  const nothing = { environment: {}, platform: "none-none", dynamoDbLocal: "/nowhere" };

  it("takes the one DYNAMODB_ENDPOINT names before all others", () => {
    const here = { ...nothing, environment: { ...process.env, DYNAMODB_ENDPOINT: "http://127.0.0.1:8000" } };
    expect(findEngine(here)).toEqual({ kind: "DYNAMODB_ENDPOINT", endpoint: "http://127.0.0.1:8000" });
  });

  it("takes a dynoxide on the path where none is bundled, and java only with the jar", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "java"), "", { mode: 0o755 });
    const here = { ...nothing, environment: { PATH: `/nowhere:${folder}` } };
    expect(() => findEngine(here)).toThrow(CannotStart);
    await writeFile(join(folder, "DynamoDBLocal.jar"), "");
    const withJar = { ...here, dynamoDbLocal: folder };
    expect(findEngine(withJar)).toEqual({ kind: "dynamodb-local", java: join(folder, "java"), folder });
    await writeFile(join(folder, "dynoxide"), "", { mode: 0o755 });
    expect(findEngine(withJar)).toEqual({ kind: "dynoxide", binary: join(folder, "dynoxide") });
  });

  it("names the ways in one line when there is none", () => {
    expect(() => findEngine(nothing)).toThrow(
      /^No DynamoDB to run on: set DYNAMODB_ENDPOINT .* @dynoxide\/none-none .* DynamoDB Local in \/nowhere\.$/,
    );
  });

  it("says so when nothing answers at DYNAMODB_ENDPOINT", async () => {
    const engine = { kind: "DYNAMODB_ENDPOINT", endpoint: "http://127.0.0.1:1" } as const;
    await expect(startEmulator({ dataDirectory: undefined, engine })).rejects.toThrow(
      new CannotStart("Nothing answers at http://127.0.0.1:1, which DYNAMODB_ENDPOINT names."),
    );
  });
});
