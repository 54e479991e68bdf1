import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fields, startTestGate, type TestGate } from "../support/gate.ts";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));

let folder: string;
let gate: TestGate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "touchgate-import-"));
  gate = await startTestGate();
});
afterAll(async () => {
  await gate.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Starts `touchgate import` in a process of its own, on the table of a gate. */
function start(on: TestGate, args: readonly string[]): ChildProcess {
  const env = { ...process.env, DYNAMODB_ENDPOINT: on.emulator.endpoint };
  const all = [CLI, "import", ...args, "--table", "touchgate"];
  return spawn(process.execPath, all, { env, cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
}

interface Ran {
  readonly code: number | null;
  readonly output: string;
  readonly complaint: string;
}

async function run(args: readonly string[], on = gate): Promise<Ran> {
  const child = start(on, args);
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

const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  await writeFile(join(folder, name), content);
  return name;
};

const get = async (path: string, on = gate): Promise<Fields> =>
  (await on.send(`GET /v1/${path}`)).body as Fields;

/** 姓名,手机,邮箱,公司 and one contact, in GB18030. */
const CHINESE = Uint8Array.from([
  ...[0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xca, 0xd6, 0xbb, 0xfa, 0x2c, 0xd3, 0xca, 0xcf, 0xe4, 0x2c],
  ...[0xb9, 0xab, 0xcb, 0xbe, 0x0a, 0xc0, 0xee, 0xc3, 0xf7, 0x2c],
  ...Buffer.from("138 0013 8000,li.ming@example.cn,"),
  ...[0xb0, 0xa2, 0xc0, 0xef, 0x0a],
]);

describe("touchgate import", () => {
  it("leaves who was erased erased, whatever the file calls them, and tells so", async () => {
    const identities = [{ type: "email", value: "gone@acme.example" }];
    await gate.send("PUT /v1/contacts/gone-1", { body: { identities } });
    expect((await gate.send("DELETE /v1/contacts/gone-1")).status).toBe(204);
    const rows = ["gone-1,other@acme.example", ",gone@acme.example", "new-1,gone@acme.example"];
    const name = await file("erased.csv", `contactId,email\n${rows.join("\n")}\n`);
    for (const more of [["--dry-run"], ["--yes"]]) {
      const ran = await run([name, ...more]);
      expect(ran.output).toContain("3  refused");
      const rejects = await readFile(join(folder, "erased.csv.rejects.csv"), "utf8");
      expect(rejects.match(/was erased and stays so/g)).toHaveLength(3);
      expect((await gate.send("GET /v1/contacts/new-1")).status).toBe(404);
      expect((await gate.send("GET /v1/contacts/gone-1")).status).toBe(404);
    }
    const wishes = await file("wishes.csv", "email,optOutAll\ngone@acme.example,yes\n");
    const said = await run([wishes, "--kind", "preferences", "--yes"]);
    expect([said.code, said.output]).toEqual([expect.any(Number), expect.stringContaining("1  refused")]);
  });

  it("reads a Chinese file as it comes, shows how, and puts its contacts", async () => {
    const name = await file("crm.csv", CHINESE);
    const dry = await run([name, "--region", "CN", "--dry-run"]);
    expect([dry.code, dry.complaint]).toEqual([0, expect.not.stringContaining("Error")]);
    expect(dry.output).toContain("in gb18030, 1 records");
    expect(dry.output).toMatch(/姓名 +name\n +手机 +phone\n +邮箱 +email\n +公司 +company/);
    expect(dry.output).toMatch(/nothing is written[\s\S]*Would import 1 rows[\s\S]*1 {2}new/);
    expect(await get("contacts?email=li.ming@example.cn")).toEqual({ items: [], next: null });

    const done = await run([name, "--region", "CN"]);
    expect(done.output).toMatch(/Imported 1 rows[\s\S]*1 {2}new/);
    const { items } = (await get("contacts?phone=13800138000&region=CN")) as { items: Fields[] };
    expect(items).toMatchObject(
      [{ contactId: /^i_/, attributes: { name: "李明", company: "阿里" } }].map((contact) => ({
        ...contact,
        contactId: expect.stringMatching(contact.contactId),
      })),
    );
    expect((await run([name, "--region", "CN"])).output).toContain("1  unchanged");
    expect(existsSync(join(folder, "crm.csv.rejects.csv"))).toBe(false);
  });

  it("takes rows in as far as they can be read, and lists the rest with line, column and reason", async () => {
    const rows = [
      "id,email,birth date,tier",
      "1,a@example.com,1990-02-30,key",
      "2,nonsense,,",
      "3,c@example.com",
    ];
    const name = await file("rows.csv", rows.join("\n"));
    const ran = await run([name, "--map", "id=contactId"]);
    expect(ran.code).toBe(2);
    expect(ran.output).toMatch(
      /2 {2}new[\s\S]*1 {2}refused: refused; why, line by line: rows.csv.rejects.csv/,
    );
    const rejects = (await readFile(join(folder, "rows.csv.rejects.csv"), "utf8")).split("\r\n");
    expect(rejects[0]).toBe("line,field,reason");
    expect(rejects.slice(1).map((line) => line.split(",").slice(0, 2))).toEqual(
      expect.arrayContaining([
        ["2", "birth date"],
        ["3", "email"],
        ["4", ""],
      ]),
    );
    expect(await get("contacts/1")).toMatchObject({ attributes: { tier: "key", birthDate: null } });
  });

  it.each([
    ["an empty file", "empty.csv", "", /The file is empty/],
    ["a picture", "photo.csv", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0, 0, 255]), /binary|text/i],
    [
      "columns of one name",
      "twice.csv",
      "email,email\na@example.com,b@example.com\n",
      /Columns 1 and 2 are both called/,
    ],
    [
      "no column that names anybody",
      "nobody.csv",
      "colour,size\nred,7\n",
      /--map COLUMN=email[\s\S]*read as CSV, columns apart by ",", in utf-8, with 2 columns/,
    ],
  ])("says in a sentence what is wrong with %s, and writes nothing", async (_, name, content, sentence) => {
    const ran = await run([await file(name, content)]);
    expect(ran.code).toBe(1);
    expect(ran.complaint).toMatch(sentence);
    expect(ran.complaint).not.toContain("    at ");
    expect(existsSync(join(folder, `${name}.rejects.csv`))).toBe(false);
  });

  describe("tells a suppression list whole", () => {
    const kind = ["--kind", "suppressions"];
    const ageOf = async (list: string) => {
      const { lists } = (await get(`suppressions?list=${list}`)) as { lists: readonly Fields[] };
      return lists[0];
    };

    it("as of now, or of the instant that is given, for every list of the file", async () => {
      const name = await file("dnc.csv", "phone,list\n+14155550181,dnc-a\n+14155550182,dnc-b\n");
      const before = Date.now();
      const ran = await run([name, ...kind]);
      expect(ran.output).toMatch(/dnc-a, dnc-b: whole as of 2/);
      const { asOf, by } = (await ageOf("dnc-a")) as { asOf: string; by: string };
      expect(Date.parse(asOf)).toBeGreaterThanOrEqual(before);
      expect(by).toBe("import");
      expect(await ageOf("dnc-b")).toMatchObject({ asOf });

      const of = "2025-01-05T00:00:00.000Z";
      const given = await file("given.csv", "phone\n+14155550183\n");
      await run([given, ...kind, "--set", "list=dnc-c", "--list-as-of", of]);
      expect(await ageOf("dnc-c")).toMatchObject({ asOf: of });
    });

    it("not when a row was refused, and says so", async () => {
      const name = await file("bad-dnc.csv", "phone,list\n+14155550181,dnc-d\n12,dnc-d\n");
      const ran = await run([name, ...kind]);
      expect(ran.code).toBe(2);
      expect(ran.output).toContain("dnc-d: not marked as whole, as 1 row was refused.");
      expect(await ageOf("dnc-d")).toBeUndefined();
    });

    it.each([
      ["additions", "phone\n+14155550184\n", ["--list-as-of", "none"]],
      ["a dry run", "phone\n+14155550184\n", ["--dry-run"]],
      ["what an export wrote on another day", '{"type":"phone","value":"+14155550184"}\n', []],
    ])("not by %s", async (what, content, more) => {
      const list = `list-of-${what.replaceAll(" ", "-")}`;
      const name = await file(`${list}.${content.startsWith("{") ? "jsonl" : "csv"}`, content);
      const ran = await run([name, ...kind, "--set", `list=${list}`, ...more]);
      expect([ran.code, ran.output]).toEqual([0, expect.stringContaining("1  told")]);
      expect(await ageOf(list)).toBeUndefined();
    });

    it("never as of an instant that lies ahead", async () => {
      const name = await file("ahead.csv", "phone,list\n+14155550181,dnc-e\n");
      const ran = await run([name, ...kind, "--list-as-of", "2999-01-01T00:00:00Z"]);
      expect(ran.code).toBe(1);
      expect(ran.complaint).toContain("It must not lie ahead.");
    });
  });

  it("adds wishes, of strangers too, and takes none back", async () => {
    await gate.send("PUT /v1/contacts/kim", {
      body: { identities: [{ type: "email", value: "kim@example.com" }] },
    });
    await gate.send("PUT /v1/contacts/kim/preferences", { body: { maxPerWeek: 1, optOutAll: true } });
    const name = await file("optouts.csv", "email,optOutAll\nnew@example.com,yes\nkim@example.com,no\n");
    expect((await run([name, "--kind", "preferences"])).output).toContain("2  told");
    expect(await get("contacts/kim/preferences")).toMatchObject({ maxPerWeek: 1, optOutAll: true });
    const to = { email: "new@example.com" };
    const asked = await gate.check({ to, channel: "email", department: "service", purpose: "service" });
    expect(asked).toMatchObject({ decision: "deny", reasons: [{ code: "opted_out" }] });
  });

  it("foretells a second import as what it comes to: nobody new, and no duplicate", async () => {
    const rows = [
      "email,phone,id:zoho",
      "one@example.com,+8613900139003,1",
      "two@example.com,+8613900139003,2",
      "three@example.com,,",
      "four@example.com;three@example.com,,",
      "four@example.com,+8613900139004,",
    ];
    const name = await file("again.csv", rows.join("\n"));
    const results = ({ output }: Ran) => output.match(/^ +\d+ {2}\w+(?=:)/gm);
    expect(results(await run([name, "--dry-run"]))).toEqual(results(await run([name])));
    const again = await run([name, "--dry-run"]);
    expect(again.output).toMatch(/3 {2}updated: .*changed by it, or known already/);
    expect(results(again)).toEqual(["  2  linked", "  3  updated"]);
    expect(results(await run([name]))).toEqual(["  5  unchanged"]);
  });

  it("says by its name which field of a list's row is wrong", async () => {
    const name = await file("over.csv", "email,list,until\nover@example.com,dnc,2020-01-01\n");
    expect((await run([name, "--kind", "suppressions"])).code).toBe(2);
    expect(await readFile(join(folder, "over.csv.rejects.csv"), "utf8")).toContain(
      "2,expiresAt,must lie ahead",
    );
  });

  it("says wishes of whom one of a row's addresses is, else on all of them", async () => {
    await gate.send("PUT /v1/contacts/wu", {
      body: { identities: [{ type: "phone", value: "+8613900139001" }] },
    });
    const rows = [
      "email,phone,optOutAll",
      "wu@example.com,+8613900139001,yes",
      "nobody@example.com,+8613900139002,yes",
    ];
    const name = await file("both.csv", rows.join("\n"));
    expect((await run([name, "--kind", "preferences"])).output).toContain("2  told");
    for (const to of [
      { phone: "+8613900139001" },
      { phone: "+8613900139002" },
      { email: "nobody@example.com" },
    ]) {
      const channel = "phone" in to ? "sms" : "email";
      const asked = await gate.check({ to, channel, department: "service", purpose: "service" });
      expect([to, asked]).toEqual([
        to,
        expect.objectContaining({
          decision: "deny",
          reasons: expect.arrayContaining([expect.objectContaining({ code: "opted_out" })]),
        }),
      ]);
    }
  });

  it("tells the touches of a file once, however often it is imported", async () => {
    const rows = [
      "email,at,channel",
      "t@example.com,2026-11-01T10:00:00Z,email",
      "t@example.com,2026-11-02,email",
    ];
    const name = await file("past.csv", rows.join("\n"));
    const set = ["--set", "department=marketing", "--set", "purpose=marketing"];
    const first = await run([name, "--kind", "touches", ...set]);
    expect(first.output).toMatch(/1 have a date without a time: noon is taken[\s\S]*2 {2}told/);
    await run([name, "--kind", "touches", ...set, "--set", "campaign=autumn"]);
    await gate.drain();
    const { items } = (await get("contacts?email=t@example.com")) as { items: Fields[] };
    const timeline = (await get(`contacts/${items[0]?.contactId}/timeline`)) as { items: Fields[] };
    expect(timeline.items.filter(({ type }) => type === "touch")).toHaveLength(2);
  });

  it("foretells of touches what would refuse them: words that the policy has not, ids that nobody has", async () => {
    const rows = ["contactId,at,purpose", "nobody,2026-11-01,marketing", "kim,2026-11-01,term_deposit"];
    const name = await file("foretold.csv", rows.join("\n"));
    const set = ["--kind", "touches", "--set", "channel=email", "--set", "department=marketing"];
    const dry = await run([name, ...set, "--dry-run"]);
    expect([dry.code, dry.output]).toEqual([2, expect.stringContaining("2  refused")]);
    const rejects = await readFile(join(folder, "foretold.csv.rejects.csv"), "utf8");
    expect(rejects).toMatch(/2,to\.contactId,.*--create-contacts/);
    expect(rejects).toMatch(/3,purpose,.*not declared in the policy/);
    expect((await run([name, ...set])).output).toContain("2  refused");
    expect(await readFile(join(folder, "foretold.csv.rejects.csv"), "utf8")).toBe(rejects);
  });

  it("goes on after any end where it was: the same contacts and rejects as without one", async () => {
    const ROWS = 500;
    const lines = Array.from({ length: ROWS }, (_, n) =>
      n % 10 === 0 ? ",bad,," : `c${n},p${n % 300}@example.com,+49301${100_000 + n},tier${n % 3}`,
    );
    const name = await file("many.csv", ["contactId,email,phone,tier", ...lines].join("\n"));
    const undisturbed = await run([name]);
    expect(undisturbed.code).toBe(2);
    const rejects = await readFile(join(folder, `${name}.rejects.csv`), "utf8");

    const other = await startTestGate();
    try {
      const killed = Array.from({ length: 3 }, () => 700 + Math.random() * 700);
      for (const afterMs of killed) {
        const child = start(other, [name]);
        const ended = new Promise((resolve) => child.on("close", resolve));
        await Promise.race([pause(afterMs), ended]);
        child.kill("SIGKILL");
        await ended;
      }
      const last = await run([name], other);
      expect(last.code, `killed after ${killed.join(", ")} ms: ${last.complaint}`).toBe(2);
      expect(await readFile(join(folder, `${name}.rejects.csv`), "utf8")).toBe(rejects);
      for (let n = 1; n < ROWS; n += 10) {
        const [a, b] = [await get(`contacts/c${n}`), await get(`contacts/c${n}`, other)];
        expect(b).toEqual(a);
      }
    } finally {
      await other.stop();
    }
  });
});
