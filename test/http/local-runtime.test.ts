import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CannotStart } from "../../lib/local/errors.ts";
import { findEngine } from "../../lib/local/find-engine.ts";

const BIN = fileURLToPath(new URL("../../bin/local.ts", import.meta.url));

function hasEngine(): boolean {
  try {
    return findEngine() !== undefined;
  } catch (fault) {
    if (fault instanceof CannotStart) return false;
    throw fault;
  }
}

let folder = "";
const children: ChildProcessByStdio<null, Readable, Readable>[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "touchgate-test-"));
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  await rm(folder, { recursive: true, force: true });
});

function run(...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  // Another working directory than the project's: nothing may be looked for there.
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  return child;
}

/** Starts the gate and waits for the end of its banner. */
async function start(...args: string[]) {
  const child = run("--port", "0", ...args);
  let printed = "";
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes("Ctrl-C stops it.")) resolve();
    });
    child.once("exit", () => reject(new Error(`the gate ended: ${printed}`)));
  });
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? "";
  return { child, url, printed };
}

/** Runs the gate to its end, for starts that fail. */
async function fail(...args: string[]): Promise<{ code: unknown; said: string }> {
  const child = run(...args);
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  return { code, said };
}

async function post(url: string, body: unknown, key = "tg_dev_sales") {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const CALL = { to: { phone: "+8613800138000" }, channel: "call", purpose: "sales" };
/** Ten in the morning in Shanghai. */
const IN_HOURS = { now: "2026-11-23T02:00:00.000Z" };

describe.skipIf(!hasEngine())("npm start", () => {
  it("prints where it is, the keys, the data, the policy, and a curl line that works", async () => {
    const { url, printed } = await start("--memory");
    for (const wanted of [
      url,
      "tg_dev_admin",
      "tg_dev_marketing",
      "tg_dev_sales",
      "in memory",
      "default, version 1",
    ]) {
      expect(printed).toContain(wanted);
    }
    const [, body = ""] = /curl .* -d '(.*)'/.exec(printed) ?? [];
    expect(JSON.parse(body)).toEqual(CALL);
    await post(`${url}/_local/clock`, IN_HOURS);
    expect(await post(`${url}/v1/check`, CALL)).toMatchObject({
      status: 200,
      body: { decision: "allow", recorded: true, evaluatedAt: IN_HOURS.now },
    });
  });

  it("ends at Ctrl-C with code 0", async () => {
    const { child } = await start("--memory");
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it("keeps its data over a restart: keys, policy and every touch", async () => {
    const checked: unknown[] = [];
    for (let visit = 0; visit < 2; visit += 1) {
      const { child, url, printed } = await start("--data", "kept");
      expect(printed).toContain("default, version 1");
      await post(`${url}/_local/clock`, IN_HOURS);
      const other = { ...CALL, purpose: "marketing", topic: "news" };
      checked.push(
        (await post(`${url}/v1/check`, other, visit === 0 ? "tg_dev_sales" : "tg_dev_marketing")).body
          .decision,
      );
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    expect(checked).toEqual(["allow", "defer"]);
  });

  it("lets only one gate hold the data", async () => {
    const { child } = await start("--data", "held");
    const { code, said } = await fail("--port", "0", "--data", "held");
    expect(code).toBe(1);
    expect(said).toBe(
      `The data folder ${join(folder, "held")} is in use by another gate (process ${child.pid}).\n`,
    );
  });

  it("puts sample contacts with --demo, and lines to try on them that work", async () => {
    const { url, printed } = await start("--memory", "--demo");
    const tries = [...printed.matchAll(/Bearer (\S+)'.* -d '(.*)'/g)];
    expect(tries).toHaveLength(2);
    for (const [, key, body = ""] of tries) {
      expect(await post(`${url}/v1/check`, JSON.parse(body), key)).toMatchObject({ status: 200 });
    }
  });

  it("puts the policy of --policy in force, on old data too", async () => {
    const policy = {
      id: "mine",
      timezone: "UTC",
      purposes: { sales: {} },
      departments: ["sales"],
      rules: [],
    };
    await writeFile(join(folder, "mine.json"), JSON.stringify(policy));
    await writeFile(
      join(folder, "mine.yaml"),
      "id: yours\npurposes: { sales: {} } # and no rule\nrules: []\n",
    );
    const first = await start("--data", "kept");
    first.child.kill("SIGTERM");
    await once(first.child, "exit");
    const second = await start("--data", "kept", "--policy", "mine.json");
    expect(second.printed).toContain("mine, version 2");
    second.child.kill("SIGTERM");
    await once(second.child, "exit");
    expect((await start("--data", "kept", "--policy", "mine.yaml")).printed).toContain("yours, version 3");
  });

  it("prints each request as a JSON line with --log json, without the address", async () => {
    const { child, url } = await start("--memory", "--log", "json");
    const lines = text(child.stdout);
    await post(`${url}/v1/check`, CALL);
    child.kill("SIGTERM");
    const printed = await lines;
    expect(printed).toContain('"route":"POST /v1/check"');
    expect(printed).not.toContain("13800138000");
  });

  it("says in a line that its port is taken, and ends with code 1", async () => {
    const { url } = await start("--memory");
    const port = new URL(url).port;
    expect(await fail("--memory", "--port", port)).toEqual({
      code: 1,
      said: `Port ${port} on 127.0.0.1 is in use; choose another with --port.\n`,
    });
  });

  it("lists what is wrong with a policy file, and ends with code 1", async () => {
    const bad = {
      id: "bad",
      purposes: {},
      departments: [],
      rules: [{ id: "r", kind: "cap", max: -1 }],
      extra: 1,
    };
    await writeFile(join(folder, "bad.json"), JSON.stringify(bad));
    const { code, said } = await fail("--memory", "--port", "0", "--policy", "bad.json");
    expect(code).toBe(1);
    expect(said).toMatch(/^The policy bad\.json cannot be used:\n( {2}bad\.json:\d+:\d+ {2}\S.*\n)+$/);
    expect(await fail("--memory", "--policy", "none.json")).toEqual({
      code: 1,
      said: "none.json is not there: name another file.\n",
    });
  });
});

describe("npm start without its wants", () => {
  it("refuses --demo where there are no development keys", async () => {
    const { code, said } = await fail("--memory", "--demo", "--host", "0.0.0.0");
    expect([code, said.split("\n").length]).toEqual([1, 2]);
  });

  it("refuses a port that is none and options that it does not know", async () => {
    expect(await fail("--port", "70000")).toMatchObject({
      code: 1,
      said: expect.stringContaining("not a port"),
    });
    expect(await fail("--prot", "1")).toMatchObject({ code: 1, said: expect.stringContaining("--prot") });
    expect(await fail("--memory", "--data", "x")).toMatchObject({ code: 1 });
  });
});
