import { execFile } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGate, type TestGate } from "../../support/gate.ts";

const CLI = fileURLToPath(new URL("../../../bin/cli.ts", import.meta.url));

interface Ran {
  readonly code: number;
  readonly lines: readonly string[];
  readonly errors: readonly string[];
}

/** Runs `touchgate conform` in a process of its own. */
const conform = (...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, [CLI, "conform", ...args], (fault, stdout, stderr) => {
      const lines = (output: string) => output.split("\n").filter((line) => line !== "");
      resolve({ code: Number(fault?.code ?? 0), lines: lines(stdout), errors: lines(stderr) });
    });
  });

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** What answers on a port of its own while `use` runs. */
async function withServer<T>(handle: Handle, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A gate that is like `gate` but for the answers that `instead` gives. */
const like =
  (gate: TestGate, instead: (call: string) => { status: number; body: unknown } | undefined): Handle =>
  async (request, response) => {
    const { method = "", url = "" } = request;
    const body = await text(request);
    const answer = instead(`${method} ${url}`);
    if (answer !== undefined) {
      response.writeHead(answer.status, { "content-type": "application/json" });
      return response.end(JSON.stringify(answer.body));
    }
    const { authorization = "", "if-match": ifMatch } = request.headers;
    const passed = await fetch(gate.url + url, {
      method,
      headers: {
        authorization,
        "content-type": "application/json",
        ...(ifMatch !== undefined && { "if-match": ifMatch }),
      },
      ...(body !== "" && { body }),
    });
    const etag = passed.headers.get("etag");
    response.writeHead(passed.status, etag === null ? {} : { etag });
    return response.end(await passed.text());
  };

const ONE_CASE = ["--only", "hours-with-a-lunch-break-reopen-after-it"];

describe("touchgate conform", () => {
  let gate: TestGate;
  beforeAll(async () => {
    gate = await startTestGate();
  });
  afterAll(() => gate?.stop());
  const policy = async () => (await gate.send("GET /v1/policies/active")).body;
  const clock = async () => (await gate.send("GET /_local/clock")).body;

  it("says how many cases passed, twice on one gate, and puts its policy and its clock back", async () => {
    const before = await policy();
    for (const _ of [1, 2]) {
      const ran = await conform("--url", gate.url, "--only", "cap-per-address-*", "--only", "lunch-break");
      expect(ran.lines.at(-1)).toMatch(/^[4-9] passed, 0 failed, \d skipped$/);
      expect(ran.code).toBe(0);
    }
    expect(await policy()).toEqual(before);
    expect(await clock()).toMatchObject({ frozen: false });
  });

  it("leaves a frozen clock frozen where it was", async () => {
    gate.setClock("2026-05-01T12:00:00.000Z");
    expect((await conform("--url", gate.url, ...ONE_CASE)).code).toBe(0);
    expect(await clock()).toEqual({ now: "2026-05-01T12:00:00.000Z", frozen: true });
    gate.setClock(null);
  });

  it("tells of a gate whose clock stands still what was expected and what came", async () => {
    gate.setClock("2026-05-01T03:00:00.000Z");
    const standing = like(gate, (call) =>
      call === "POST /_local/clock" ? { status: 200, body: {} } : undefined,
    );
    const ran = await withServer(standing, (url) => conform("--url", url, ...ONE_CASE));
    gate.setClock(null);
    expect(ran.code).toBe(1);
    expect(ran.lines).toHaveLength(2);
    expect(ran.lines[0]).toMatch(/^failed {3}hours-with-a-lunch-break-reopen-after-it: .*expected .*, got /);
    expect(ran.lines[1]).toBe("0 passed, 1 failed, 0 skipped");
  });

  it("skips what the gate has no call for, says which, and does not call that a pass", async () => {
    const young = like(gate, (call) =>
      call.endsWith("/outcomes") ? { status: 404, body: { code: "no_route" } } : undefined,
    );
    const ran = await withServer(young, (url) =>
      conform("--url", url, "--only", "touch-that-bounced-uses-no-slot"),
    );
    expect(ran.lines).toEqual([
      "skipped  1, this gate does not take outcomes (POST /v1/touches/{touchId}/outcomes): touch-that-bounced-uses-no-slot",
      "0 passed, 0 failed, 1 skipped",
    ]);
    expect(ran.code).toBe(1);
  });

  it("says in a line when no gate answers, and when the address is none", async () => {
    const gone = await withServer(
      () => {},
      async (url) => url,
    );
    const nobody = await conform("--url", gone);
    expect([nobody.code, nobody.lines, nobody.errors]).toEqual([
      1,
      [],
      [expect.stringMatching(/^No gate answers at/)],
    ]);
    const nonsense = await conform("--url", "gate.example.com");
    expect(nonsense.code).toBe(1);
    expect(nonsense.errors).toEqual([expect.stringMatching(/is no address of a gate: write it like http/)]);
  });

  it("says in a line that what answers is no gate", async () => {
    const ran = await withServer(
      (_, response) => response.end("<html>hello</html>"),
      (url) => conform("--url", url),
    );
    expect(ran.code).toBe(1);
    expect(ran.errors).toEqual([expect.stringMatching(/is no gate: give the address of one with --url/)]);
  });

  it("says in a line that a deployed gate has no test clock, and changes nothing there", async () => {
    const before = await policy();
    const calls: string[] = [];
    const deployed = like(gate, (call) => {
      calls.push(call);
      return call.includes("/_local/") ? { status: 404, body: { code: "no_route" } } : undefined;
    });
    const ran = await withServer(deployed, (url) => conform("--url", url));
    expect(ran.code).toBe(1);
    expect(ran.errors).toEqual([expect.stringMatching(/has no test clock .*npm start -- --memory/)]);
    expect(calls.every((call) => call.startsWith("GET "))).toBe(true);
    expect(await policy()).toEqual(before);
  });

  it("says in a line that the key is not known, or may put no policy", async () => {
    const unknown = await conform("--url", gate.url, "--key", "tg_nobody");
    expect(unknown.code).toBe(1);
    expect(unknown.errors).toEqual([expect.stringMatching(/^The gate does not know the key: .*--key/)]);
    const sender = await conform("--url", gate.url, "--key", "tg_dev_sales", ...ONE_CASE);
    expect(sender.code).toBe(1);
    expect(sender.errors.at(-1)).toMatch(/^The key may not put policies .*policies:write.*--key/);
    expect(await clock()).toMatchObject({ frozen: false });
  });

  it("says in a line that no case has such a name", async () => {
    const ran = await conform("--url", gate.url, "--only", "no-such-case");
    expect([ran.code, ran.errors]).toEqual([
      1,
      [expect.stringMatching(/^No case has no-such-case in its name/)],
    ]);
  });

  it("teaches with examples, exit codes and how a run ends", async () => {
    const { code, lines } = await conform("--help");
    const help = lines.join("\n");
    expect(code).toBe(0);
    for (const told of ["Examples:", "Exit codes:", "--only", "N passed, N failed, N skipped"]) {
      expect(help).toContain(told);
    }
  });
});
