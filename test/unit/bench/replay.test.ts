import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { pressureOf } from "../../../bench/replay/figures.ts";
import { readLog } from "../../../bench/replay/log.ts";
import { runReplay } from "../../../bench/replay/run.ts";
import { duration, number, percent, table } from "../../../bench/replay/wording.ts";
import { wordsFor } from "../../../bench/replay/words.ts";
import { findDynoxide } from "../../../lib/local/find-engine.ts";

const COMMAND = fileURLToPath(new URL("../../../bench/replay.ts", import.meta.url));
const HEADER = "time,contact,employee,channel,purpose,dir";

let folder = "";
let made = 0;
const running: (ChildProcessByStdio<null, Readable, Readable> | Server)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "touchgate-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.restoreAllMocks();
  for (const one of running.splice(0)) "kill" in one ? one.kill("SIGKILL") : one.close();
});

/** Writes a file and gives its path. */
async function file(content: string | Buffer): Promise<string> {
  made += 1;
  const path = join(folder, `log-${made}`);
  await writeFile(path, content);
  return path;
}
const logFile = (...rows: string[]): Promise<string> => file([HEADER, ...rows, ""].join("\n"));

/** Runs the command to its end. */
async function run(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code, out, err };
}

describe("a contact log", () => {
  const row = "2026-03-02T10:00:00Z,47,u1,call,lead,out";
  const read = { line: 2, contact: "47", employee: "u1", channel: "call", purpose: "lead" };

  it("is read plain and gzipped, whatever its name", async () => {
    const content = `${HEADER}\n${row}\n`;
    for (const bytes of [content, gzipSync(content), `\uFEFF${content.replaceAll("\n", "\r\n")}\r\n`]) {
      const { rows } = await readLog(await file(bytes));
      expect(rows).toEqual([{ ...read, at: Date.parse("2026-03-02T10:00:00Z") }]);
    }
  });

  it("may order its columns as it likes, have more of them, quote fields and leave the employee out", async () => {
    const path = await file(`dir,Note,time,purpose,contact,channel,employee
out,"said ""yes"", then no",2026-03-02T11:00:00+01:00,"lead, warm",47,call,`);
    const { rows } = await readLog(path);
    const at = Date.parse("2026-03-02T10:00:00Z");
    expect(rows).toEqual([{ ...read, at, purpose: "lead, warm", employee: undefined }]);
  });

  it("gives its outbound rows up to the limit and counts the inbound ones before it", async () => {
    const path = await logFile(row.replace("out", "in"), row, row, row);
    expect(await readLog(path, 2)).toMatchObject({ rows: [{ line: 3 }, { line: 4 }], inboundCount: 1 });
    expect((await readLog(path)).rows).toHaveLength(3);
  });

  it("leaves rows out that cannot be read, counts them and says of the first five what is wrong", async () => {
    const bad = [
      row.replace("Z", ""),
      row.replace("47", "4 7"),
      row.replace("call", "pigeon"),
      row.replace("out", "up"),
      `${row},more`,
      row.replace("lead", ""),
    ];
    const { rows, badCount, firstBad } = await readLog(await logFile(...bad, row));
    expect(rows).toMatchObject([{ line: 8 }]);
    expect(badCount).toBe(6);
    expect(firstBad.map(({ line, why }) => `${line}: ${why.slice(0, 30)}`)).toEqual([
      '2: time is "2026-03-02T10:00:00",',
      '3: contact is "4 7", not 1–124 ch',
      '4: channel is "pigeon", none of e',
      '5: dir is "up", neither out nor i',
      "6: it has 7 fields, not 6",
    ]);
  });

  it.each<[string, string | Buffer, string]>([
    ["is empty", "", "is empty."],
    [
      "lacks columns",
      "time,contact,channel,dir\n",
      "is not a contact log: its first line lacks employee, purpose",
    ],
    ["has no outbound row", `${HEADER}\n`, "has no outbound row that can be replayed."],
    ["has bad rows only", `${HEADER}\nx,1,u,call,lead,out`, '(line 2: time is "x", not an ISO 8601 instant'],
    ["is cut short", gzipSync(`${HEADER}\n${row}`).subarray(0, 40), "is a damaged gzip file."],
    [
      "goes back in time",
      [HEADER, row, row.replace("10:00:00Z", "09:59:59.999Z")].join("\n"),
      "line 3 goes back from 2026-03-02T10:00:00.000Z to 2026-03-02T09:59:59.999Z. Sort it by time first.",
    ],
  ])("that %s is refused in one line", async (_, content, said) => {
    await expect(readLog(await file(content))).rejects.toThrow(said);
  });

  it("that is not there or a folder is refused in one line", async () => {
    await expect(readLog(join(folder, "nowhere"))).rejects.toThrow("nowhere is not there.");
    await expect(readLog(folder)).rejects.toThrow("is a folder.");
  });
});

describe("the policy's words for a purpose of the log", () => {
  const policy = {
    id: "p",
    purposes: { marketing: {}, sales: {}, service: { requires: ["agent"] }, news: { requires: ["topic"] } },
    departments: ["care", "service", "sales"],
  };
  const words = (purpose: string, named: Record<string, string> = {}, but = {}) =>
    wordsFor([purpose], { ...policy, ...but }, new Map(Object.entries(named))).get(purpose);

  it("are the department of that name, else sales, else the first", () => {
    expect(words("service")).toEqual({ department: "service", purpose: "service" });
    expect(words("lead")).toEqual({ department: "sales", purpose: "sales" });
    expect(words("lead", {}, { departments: ["care", "post"] })).toEqual({
      department: "care",
      purpose: "marketing",
    });
    expect(words("lead", {}, { departments: undefined })).toEqual({ department: "sales", purpose: "sales" });
  });

  it("are the department that was named, with the log's own purpose where it is declared", () => {
    expect(words("lead", { lead: "service" })).toEqual({ department: "service", purpose: "service" });
    expect(words("marketing", { marketing: "service" })).toEqual({
      department: "service",
      purpose: "marketing",
    });
    const free = { departments: undefined };
    expect(words("lead", { lead: "post" }, free)).toEqual({ department: "post", purpose: "marketing" });
  });

  it("refuse a name that the log or the policy lacks, and a purpose that asks for more than logs have", () => {
    expect(() => words("lead", { lead: "post" })).toThrow(
      "which policy p does not declare (care, service, sales)",
    );
    expect(() => words("lead", { leed: "sales" })).toThrow("leed, which is no purpose of the log (lead)");
    expect(() => words("news")).toThrow("Purpose news of policy p requires topic");
  });
});

describe("the figures on what contacts felt", () => {
  const touches = (...rows: [seconds: number, contact: string, agent: string][]) =>
    pressureOf(rows.map(([seconds, contact, agent]) => ({ at: seconds * 1_000, contact, agent })));
  const DAY = 86_400;

  it("count a contact once when two of its touches lie less than 24 hours apart", () => {
    const rows = [
      [0, "a", "u"],
      [0, "b", "u"],
      [1, "a", "u"],
      [2, "a", "u"],
    ] as const;
    expect(touches(...rows.map((row): [number, string, string] => [...row])).twiceInDayCount).toBe(1);
    expect(touches([0, "a", "u"], [DAY - 1, "a", "u"]).twiceInDayCount).toBe(1);
    expect(touches([0, "a", "u"], [DAY, "a", "u"]).twiceInDayCount).toBe(0);
  });

  it("count touches less than 60 seconds after another employee's, even with an own one between", () => {
    expect(touches([0, "a", "u"], [59, "a", "v"]).onHeelsCount).toBe(1);
    expect(touches([0, "a", "u"], [60, "a", "v"]).onHeelsCount).toBe(0);
    expect(touches([0, "a", "u"], [59, "a", "u"], [59, "b", "v"]).onHeelsCount).toBe(0);
    expect(touches([0, "a", "u"], [20, "a", "v"], [40, "a", "v"])).toMatchObject({
      touchCount: 3,
      onHeelsCount: 2,
    });
  });

  it("are written for people", () => {
    expect([number(48_320), percent(1, 3), percent(0, 0), duration(59.4), duration(217)]).toEqual([
      ...["48,320", "33.3 %", "–"],
      ...["59 s", "3 min 37 s"],
    ]);
    expect(
      table([
        ["a", "100"],
        ["bcd", "7"],
      ]),
    ).toBe("  a    100\n  bcd    7");
  });
});

// Monday, 2 March 2026; 10:00 UTC is 11:00 in Amsterdam.
const DAY_OF_CALLS = [
  "2026-03-02T07:59:59Z,1,u1,call,lead,out", // 08:59:59: an hour too early
  "2026-03-02T10:00:00Z,1,u1,call,lead,out", // first
  "2026-03-02T10:00:30Z,1,u2,call,lead,out", // second, on the heels
  "2026-03-02T10:00:30Z,2,u2,call,lead,out", // first of another contact
  "2026-03-09T09:59:59Z,1,u1,call,lead,out", // a third within seven days
  "2026-03-09T10:00:00Z,1,u1,call,lead,out", // exactly seven days after the first
  "2026-03-09T10:00:01Z,2,u1,call,lead,in",
];

describe.skipIf(findDynoxide() === undefined)("npm run replay (needs the embedded engine)", () => {
  it("replays a log through its own gate and shows that no rule was broken", async () => {
    const path = await file(gzipSync([HEADER, ...DAY_OF_CALLS].join("\n")));
    const { code, out, err } = await run(path, "--timezone", "Europe/Amsterdam", "--stage", "prospect");
    expect(err).toMatch(/^6 of 6 rows/m);
    expect(out).toContain("6 outbound rows of 2 contacts, 2026-03-02 to 2026-03-09");
    expect(out).toMatch(/lead +asked as department sales, purpose sales/);
    expect(out).toMatch(/left out +1 inbound rows/);
    expect(out).toMatch(/allow +4 +66\.7 %\n +defer +2 +33\.3 %\n +deny +0 /);
    expect(out).toMatch(/prospect-weekly +cap_reached +1 /);
    expect(out).toMatch(/waking-hours +outside_hours +1 /);
    expect(out).toMatch(/sales +4 +2 +0 +66\.7 %/);
    expect(out).toMatch(/of 2 contacts, touched twice within 24 h +1 \(50\.0 %\) +1 \(50\.0 %\)/);
    expect(out).toMatch(/within 60 s after another employee's +1 \(16\.7 %\) +1 \(25\.0 %\)/);
    expect(out).toContain("4 admitted touches checked against 5 rules: 0 broken");
    expect(out).toContain("2 denials checked for the rules they name: 0 wrong");
    expect(code).toBe(0);
  });

  it("reserves each row when asked to, and counts only what was confirmed as admitted", async () => {
    const calls = Array.from(
      { length: 40 },
      (_, index) => `2026-03-02T10:${String(index).padStart(2, "0")}:00Z,${index % 4},u1,call,lead,out`,
    );
    const args = [await logFile(...calls), "--timezone", "Europe/Amsterdam", "--stage", "prospect"];
    const { code, out } = await run(...args, "--reservations", "7");
    const count = (words: string): number => Number(new RegExp(`^  ${words} +(\\d+) `, "m").exec(out)?.[1]);
    const sent = count("confirmed") + count("confirmed late");
    const unsent = count("refused late") + count("released") + count("left");
    expect(count("released")).toBeGreaterThan(0);
    expect([count("allow"), count("unsent")]).toEqual([sent, unsent]);
    expect(sent + unsent + count("defer")).toBe(40);
    expect(out).toContain(`${sent} admitted touches checked against 5 rules: 0 broken`);
    expect(out).toMatch(/denials checked for the rules they name: 0 wrong/);
    expect(out).toMatch(new RegExp(`touches +40 +${sent}$`, "m"));
    expect(code).toBe(0);
  });

  it("needs no more than a file: without a zone nobody may be called, and it says why", async () => {
    const { code, out } = await run(await logFile(...DAY_OF_CALLS), "--limit", "2");
    expect(out).toContain("no timezone");
    expect(out).toMatch(/waking-hours +zone_unknown +2 +100\.0 %/);
    expect(out).toContain("0 admitted touches checked against 5 rules: 0 broken");
    expect(code).toBe(0);
  });
});

describe("npm run replay, when something is wrong,", () => {
  it.each([
    [["nowhere.csv"], "nowhere.csv is not there.\n"],
    [["x", "--departments", "lead"], "Write it as purpose=department,…"],
    [["x", "--limit", "0"], "It is not a number of rows (1 or more)."],
    [["x", "--reservations", "0"], "It is not a seed: a whole number from 1 to 999999999."],
    [[], "missing required argument 'file'"],
  ])("says it in a line: %j", async (args, said) => {
    const { code, err } = await run(...args);
    expect(err).toContain(said);
    expect(err).not.toContain("    at ");
    expect(code).toBe(1);
  });

  const attempt = (options: { url?: string; policy?: string; timezone?: string; file?: string }) =>
    runReplay({ file: "x", key: "tg_dev_admin", signal: new AbortController().signal, ...options });

  it("knows options that do not fit", async () => {
    await expect(attempt({ timezone: "Mars/Base" })).rejects.toThrow("--timezone Mars/Base is no IANA zone");
    await expect(attempt({ url: "http://127.0.0.1:9", policy: "p.json" })).rejects.toThrow("--policy is for");
    const file = await logFile(...DAY_OF_CALLS);
    await expect(attempt({ file, url: "gate" })).rejects.toThrow("--url gate is no URL of a local gate");
  });

  it("stops when the gate knows a contact already, is not a local one, or is not there", async () => {
    vi.spyOn(console, "log").mockReturnValue();
    const file = await logFile(...DAY_OF_CALLS);
    const [known, deployed] = [
      await recklessGate({ rules: [], knows: true }),
      await recklessGate({ rules: [], deployed: true }),
    ];
    await expect(attempt({ file, url: known })).rejects.toThrow("The gate knows log-1 already");
    await expect(attempt({ file, url: deployed })).rejects.toThrow("This is no local gate");
    await expect(attempt({ file, url: "http://127.0.0.1:9" })).rejects.toThrow("does not answer");
    const other = createServer((_, response) => response.end("<html>"));
    await expect(attempt({ file, url: await listen(other) })).rejects.toThrow("is no gate.");
  });

  it("teaches by example", async () => {
    const { out, code } = await run("--help");
    expect(out).toContain("npm run replay -- calls.csv.gz --timezone Europe/Amsterdam --stage prospect");
    expect(code).toBe(0);
  });

  const WEEK = { id: "week", kind: "cap", max: 1, window: { rolling: "P7D" } };

  it("finds out a gate that allows everything", async () => {
    const url = await recklessGate({ rules: [WEEK] });
    const { code, out } = await run(await logFile(...DAY_OF_CALLS), "--url", url);
    // Lines 3, 4, 6 and 7: contact 1 is touched in the week before each.
    expect(out).toContain("6 admitted touches checked against 1 rules: 4 broken");
    expect(out).toContain("line 4 (contact 1, 2026-03-02T10:00:30.000Z) was admitted, but breaks week");
    expect(code).toBe(1);
  });

  it("finds out a gate that lets every reservation through", async () => {
    const url = await recklessGate({ rules: [WEEK] });
    const { code, out } = await run(await logFile(...DAY_OF_CALLS), "--url", url, "--reservations");
    expect(out).toContain("was admitted, but breaks week");
    expect(code).toBe(1);
  });

  it("does not call a policy kept that it cannot judge", async () => {
    const url = await recklessGate({ rules: [WEEK, { id: "calm", kind: "cooldown" }] });
    const { code, out } = await run(await logFile(...DAY_OF_CALLS), "--url", url);
    expect(out).toContain("the independent check does not know the kind cooldown of rule calm");
    expect(code).toBe(2);
  });
});

/** What speaks like a gate and allows everything. */
async function recklessGate(is: {
  rules: readonly object[];
  knows?: boolean;
  deployed?: boolean;
}): Promise<string> {
  let now = "";
  const answers: Record<string, (body: string) => [status: number, body: unknown]> = {
    "GET /v1/policies": () => [200, { id: "p", timezone: "UTC", purposes: { sales: {} }, rules: is.rules }],
    "POST /_local/clock": (body) => {
      now = JSON.parse(body).now;
      return is.deployed ? [404, { detail: "There is nothing here." }] : [200, {}];
    },
    "PUT /v1/contacts": () => [is.knows ? 200 : 201, {}],
    "POST /v1/touches/t_1.log-1/": () => [200, {}],
    "POST /v1/check": () => [
      200,
      {
        decision: "allow",
        recorded: true,
        reasons: [],
        warnings: [],
        touchId: "t_1.log-1",
        policy: { version: 1 },
        evaluatedAt: now,
      },
    ],
  };
  const server = createServer(async (request, response) => {
    const key = Object.keys(answers).find((start) => `${request.method} ${request.url}`.startsWith(start));
    const [status, body] = answers[key ?? ""]?.(await text(request)) ?? [404, {}];
    response.writeHead(status, { etag: '"1"' }).end(JSON.stringify(body));
  });
  return listen(server);
}

async function listen(server: Server): Promise<string> {
  running.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
