import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));
const DEFAULT = fileURLToPath(new URL("../../policies/default.json", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "touchgate-simulate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const run = (...args: readonly string[]): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [CLI, "simulate", ...args], (fault, stdout, stderr) =>
      resolve({ code: fault === null ? 0 : Number(fault.code), output: stdout + stderr }),
    );
  });

const LOG = `time,contact,employee,channel,purpose,dir
2026-06-08T10:00:00Z,li,u1,call,lead,out
2026-06-08T11:00:00Z,li,u2,call,sales,out
2026-06-08T12:00:00Z,li,u2,call,sales,in
2026-06-08T22:00:00Z,wang,u2,call,sales,out
2026-06-09T09:30:00Z,li,u2,call,sales,out
`;
const log = file("log.csv.gz", gzipSync(LOG));
const strict = file(
  "strict.yaml",
  `id: strict
timezone: UTC
purposes: { sales: {} }
rules:
  - { id: one-a-day, kind: cap, max: 1, window: { rolling: P1D }, note: once a day }
`,
);

describe("touchgate simulate", () => {
  it("says what a policy would have stopped, for how long and by which rule", async () => {
    const { code, output } = await run("--policy", DEFAULT, "--log", log);
    expect(code).toBe(0);
    expect(output).toContain("Purpose lead of the log is asked as sales, by sales.");
    expect(output).toContain("taken to live in UTC");
    expect(output).toMatch(/of 4 touches to 2 contacts\n {2}would have been allowed +3 +75\.0 %/);
    expect(output).toMatch(/By rule\n.*\n {2}waking-hours +1 +1/);
    expect(output).toContain("1 more were begun by the contact");
  });

  it("gives numbers for programs, the same each time", async () => {
    const [first, second] = [
      await run("--policy", DEFAULT, "--log", log, "--json"),
      await run("--policy", DEFAULT, "--log", log, "--json"),
    ];
    expect(first).toEqual(second);
    expect(JSON.parse(first.output).tally).toMatchObject({
      touches: 4,
      wouldAllow: 3,
      wouldDefer: 1,
      inbound: 1,
    });
  });

  it("says against another policy what comes out otherwise, and what changes in words", async () => {
    const { code, output } = await run("--policy", strict, "--against", DEFAULT, "--log", log);
    expect(code).toBe(0);
    expect(output).toMatch(/stopped now and not before +2 /);
    expect(output).toMatch(/allowed now and not before +1 /);
    expect(output).toContain(`What ${strict} changes:`);
  });

  it("judges by the clocks of a row's country where it has no zone, and by the policy's where it has neither", async () => {
    const hours = file(
      "hours.yaml",
      'id: a\npurposes: { sales: {} }\nrules: [{ id: day, kind: hours, allow: [{ days: [mon, tue, wed, thu, fri], ranges: [["09:00", "20:00"]] }] }]\n',
    );
    const at = "2026-06-10T08:00:00Z";
    const rows = [`${at},li,call,sales,JP,`, `${at},lu,call,sales,,`, `${at},lo,call,sales,,Asia/Tokyo`];
    const sent = file("placed.csv", `at,contact,channel,purpose,country,timezone\n${rows.join("\n")}\n`);
    const { output } = await run("--policy", hours, "--log", sent, "--json");
    expect(JSON.parse(output).tally).toMatchObject({ wouldAllow: 2, wouldDefer: 1 });
  });

  it("asks each policy in its own words, so that two who swap places swap their numbers", async () => {
    const rule =
      "{ id: w, kind: cap, max: 1, window: { rolling: P7D }, when: { purpose: [sales] }, note: n }";
    const written = (purposes: string) => `id: a\ntimezone: UTC\npurposes: ${purposes}\nrules: [${rule}]\n`;
    const few = file("few.yaml", written("{ sales: {} }"));
    const many = file("many.yaml", written("{ sales: {}, winback: {} }"));
    const sent =
      "at,contact,channel,purpose\n2026-06-08T10:00:00Z,li,call,winback\n2026-06-08T11:00:00Z,li,call,winback\n";
    const both = ["--log", file("winback.csv", sent), "--json"];
    const tallyOf = async (...args: string[]) => JSON.parse((await run(...args, ...both)).output).tally;
    const alone = await tallyOf("--policy", few);
    expect([alone.wouldAllow, alone.wouldDefer]).toEqual([1, 1]);
    const beside = await tallyOf("--policy", many, "--against", few);
    expect([beside.wouldAllow, beside.difference.wouldAllow, beside.difference.wouldDefer]).toEqual([
      2, 1, 1,
    ]);
  });

  it("takes a log of other columns, values for all, and a part of the time", async () => {
    const named = file("named.csv", LOG.replace("time,contact", "Sent on,Who").replace(",dir", ",way"));
    const mapped = ["--map", "Sent on=at", "--map", "Who=contact", "--map", "way=direction"];
    const { output } = await run(
      "--policy",
      DEFAULT,
      "--log",
      named,
      ...mapped,
      "--from",
      "2026-06-09",
      "--json",
    );
    expect(JSON.parse(output).tally).toMatchObject({ touches: 1, inbound: 0 });
    const bare = file("bare.csv", "time,contact\n2026-06-08T10:00:00Z,li\n2026-06-08,li\n");
    const set = ["--set", "channel=email", "--set", "purpose=sales"];
    expect((await run("--policy", strict, "--log", bare, ...set)).output).toMatch(
      /of 2 touches to 1 contacts/,
    );
  });

  it("leaves out rows that it cannot read, and says which", async () => {
    const bad = file(
      "bad.csv",
      `${LOG}yesterday,li,u,call,sales,out\n2026-06-10T10:00:00Z,li,u,fax,sales,out\n`,
    );
    const { code, output } = await run("--policy", DEFAULT, "--log", bad);
    expect(code).toBe(0);
    expect(output).toContain("line 7: the time is no ISO 8601 instant");
    expect(output).toContain("line 8: there is no channel fax");
    const zoned = "at,contact,channel,purpose,timezone\n2026-06-08T10:00:00Z,li,call,sales,CEST\n";
    const nowhere = await run("--policy", DEFAULT, "--log", file("zoned.csv", zoned));
    expect(nowhere.code).toBe(2);
    expect(nowhere.output).toContain("line 2: CEST is no IANA zone, like Europe/Berlin");
  });

  it("takes a log whose columns are parted by what nobody detects", async () => {
    const odd = file("odd.csv", LOG.replaceAll(",", "#"));
    const undetected = await run("--policy", DEFAULT, "--log", odd);
    expect([undetected.code, undetected.output]).toEqual([1, expect.stringContaining("--delimiter")]);
    const { output } = await run("--policy", DEFAULT, "--log", odd, "--delimiter", "#");
    expect(output).toBe((await run("--policy", DEFAULT, "--log", log)).output.replaceAll(log, odd));
  });

  it.each<[string, () => readonly string[], number, RegExp]>([
    [
      "no such zone",
      () => ["--policy", DEFAULT, "--log", log, "--timezone", "Mars"],
      1,
      /^--timezone names Mars, which is no IANA zone, like Europe\/Berlin\.\n$/,
    ],
    ["no such policy", () => ["--policy", "nowhere.json", "--log", log], 1, /nowhere\.json is not there/],
    ["no such log", () => ["--policy", DEFAULT, "--log", "nowhere.csv"], 1, /nowhere\.csv/],
    [
      "a policy with faults",
      () => ["--policy", file("faulty.json", '{"id":"Bad Id","purposes":{},"rules":1}'), "--log", log],
      1,
      /faulty\.json:1:\d+ {2}id {2}must be[\s\S]* {2}purposes {2}must[\s\S]* {2}rules {2}/,
    ],
    [
      "a log without the columns",
      () => ["--policy", DEFAULT, "--log", file("few.csv", "when,who\n1,2\n")],
      1,
      /no column for at, contact, channel, purpose.*--map COLUMN=FIELD/,
    ],
    [
      "a log that is not in order of time",
      () => [
        "--policy",
        DEFAULT,
        "--log",
        file(
          "turned.csv",
          LOG.split("\n")
            .toSpliced(1, 0, LOG.split("\n")[5] ?? "")
            .join("\n"),
        ),
      ],
      1,
      /^Line 3: contact li has a later touch before this one\. Sort the log by time first\.\n$/,
    ],
    [
      "a department that is not declared",
      () => ["--policy", DEFAULT, "--log", log, "--departments", "lead=legal"],
      1,
      /legal/,
    ],
    [
      "a column that there is not",
      () => ["--policy", DEFAULT, "--log", log, "--map", "x=at"],
      1,
      /--map names x/,
    ],
    [
      "a field that there is not",
      () => ["--policy", DEFAULT, "--log", log, "--set", "colour=red"],
      1,
      /--set names colour/,
    ],
    ["a time that is none", () => ["--policy", DEFAULT, "--log", log, "--from", "soon"], 1, /Write it like/],
    [
      "a log of which nothing can be judged",
      () => [
        "--policy",
        file("topics.json", '{"id":"t","purposes":{"news":{"requires":["topic"]}},"rules":[]}'),
        "--log",
        log,
      ],
      2,
      /4 were not judged: news requires topic/,
    ],
  ])("answers %s with what to do", async (_, args, code, said) => {
    const done = await run(...args());
    expect([done.code, done.output]).toEqual([code, expect.stringMatching(said)]);
    expect(done.output).not.toMatch(/ at .*\.ts:\d+/);
  });
});
