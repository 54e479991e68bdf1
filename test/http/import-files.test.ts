import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { link, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFaultyNetwork } from "../support/faulty-engine.ts";
import { startTestGate, type TestGate } from "../support/gate.ts";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));

let folder: string;
let gate: TestGate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "touchgate-import-files-"));
  gate = await startTestGate();
});
afterAll(async () => {
  await gate.stop();
  await rm(folder, { recursive: true, force: true });
});

function start(engine: string, args: readonly string[]): ChildProcess {
  const env = { ...process.env, DYNAMODB_ENDPOINT: engine };
  const all = [CLI, "import", ...args, "--table", "touchgate"];
  return spawn(process.execPath, all, { env, cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
}

async function run(args: readonly string[], on = gate) {
  const child = start(on.emulator.endpoint, args);
  let [output, complaint] = ["", ""];
  child.stdout?.on("data", (text) => {
    output += text;
  });
  child.stderr?.on("data", (text) => {
    complaint += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, output, complaint };
}

const ROWS = 1_500;
/** Contacts of that file alone, as those that the gate holds already are soon done. */
const many = (name: string): string =>
  [
    "contactId,email,phone",
    ...Array.from({ length: ROWS }, (_, n) => `${name}${n},${name}${n}@example.com,${n % 10 ? "" : "bad"}`),
  ].join("\n");

/** Kills an import as soon as it has put down how far it came. */
async function killHalfWay(name: string): Promise<void> {
  await writeFile(join(folder, name), many(name));
  const checkpoint = join(folder, `${name}.rejects.csv.resume.json`);
  // However fast the machine, it is not done before it has put that down, and goes no further once it has.
  const slow = await startFaultyNetwork(gate.emulator);
  slow.fails = () => (existsSync(checkpoint) ? "hangs" : "late");
  const child = start(slow.endpoint, [name]);
  const ended = new Promise((resolve) => child.on("close", resolve));
  while (!existsSync(checkpoint) && child.exitCode === null) await pause(20);
  child.kill("SIGKILL");
  await ended;
  await slow.stop();
  const { done } = JSON.parse(await readFile(checkpoint, "utf8"));
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(ROWS);
}

const rejectsOf = async (name: string): Promise<string[]> =>
  (await readFile(join(folder, `${name}.rejects.csv`), "utf8")).trimEnd().split("\r\n");

describe("the files beside an import", () => {
  it("are never the file itself, by whatever name, also in a dry run", async () => {
    const text = "email\na@example.com\nnonsense\n";
    await writeFile(join(folder, "own.csv"), text);
    await link(join(folder, "own.csv"), join(folder, "linked.csv"));
    for (const rejects of ["own.csv", "linked.csv"]) {
      const ran = await run(["own.csv", "--rejects", rejects, "--dry-run"]);
      expect([ran.code, ran.complaint]).toEqual([1, expect.stringContaining("is the file that is imported")]);
    }
    expect(await readFile(join(folder, "own.csv"), "utf8")).toBe(text);
  });

  it("are refused in a sentence, before anything is read, where they cannot be written", async () => {
    await writeFile(join(folder, "some.csv"), "email\na@example.com\n");
    await mkdir(join(folder, "taken"));
    for (const rejects of ["taken", "nowhere/rejects.csv"]) {
      const ran = await run(["some.csv", "--rejects", rejects]);
      expect([ran.code, ran.output]).toEqual([1, ""]);
      expect(ran.complaint).toContain("name another file with --rejects");
      expect(ran.complaint).not.toContain("    at ");
    }
  });

  it("let an import go on only into the gate that it began with", async () => {
    await killHalfWay("moved.csv");
    const other = await startTestGate();
    try {
      const ran = await run(["moved.csv"], other);
      expect([ran.code, ran.output]).toEqual([0, expect.not.stringContaining("earlier run")]);
      expect((await other.send("GET /v1/contacts/moved.csv1")).status).toBe(200);
    } finally {
      await other.stop();
    }
  });

  it("of one that goes on are left alone by a dry run, and made anew when they are gone", async () => {
    await killHalfWay("left.csv");
    const before = await rejectsOf("left.csv");
    const dry = await run(["left.csv", "--map", "phone=", "--set", "tier=key", "--dry-run"]);
    expect(dry.code).toBe(0);
    expect(await rejectsOf("left.csv")).toEqual(before);

    await rm(join(folder, "left.csv.rejects.csv"));
    expect((await run(["left.csv"])).code).toBe(0);
    expect(await rejectsOf("left.csv")).toHaveLength(1 + ROWS / 10);
  });
});
