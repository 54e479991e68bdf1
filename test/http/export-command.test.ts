import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fields, startTestGate, type TestGate } from "../support/gate.ts";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));

let folder: string;
let gate: TestGate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "touchgate-export-"));
  gate = await startTestGate();
});
afterAll(async () => {
  await gate.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => runOn(gate, "export", ...args);

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly complaint: string;
}

/** Runs a command of `touchgate` in a process of its own, on the engine of a gate. */
const runOn = ({ emulator }: TestGate, ...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const env = { ...process.env, DYNAMODB_ENDPOINT: emulator.endpoint };
    execFile(process.execPath, [CLI, ...args], { env, cwd: folder }, (fault, output, complaint) =>
      resolve({ code: Number(fault?.code ?? 0), output, complaint }),
    );
  });

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Fields);
const emailOf = (value: string) => ({ type: "email", value });

/** Contacts that share addresses in every direction, one of them merged. */
async function putPeople(): Promise<void> {
  const people: [string, Fields][] = [
    ["zhao", { identities: [emailOf("office@acme.example"), emailOf("zhao@acme.example")] }],
    ["an", { identities: [emailOf("an@acme.example"), emailOf("office@acme.example")] }],
    ["bo", { identities: [emailOf("bo@acme.example")], attributes: { name: "Bo, =1+1", tags: ["x"] } }],
    [
      "zhao",
      { identities: [emailOf("an@acme.example")], attributes: { name: "赵", timezone: "Asia/Shanghai" } },
    ],
    ["bo2", { identities: [emailOf("bo@acme.example"), { type: "zoho", value: "7" }], onDuplicate: "merge" }],
  ];
  for (const [id, body] of people) await gate.send(`PUT /v1/contacts/${id}`, { body });
  const wishes = {
    channels: { sms: { optOut: "hard", maxPerWeek: 1 } },
    pausedUntil: "2126-01-01T00:00:00.000Z",
  };
  await gate.send("PUT /v1/contacts/bo/preferences", { body: wishes });
  const consent = { channel: "sms", purpose: "marketing", level: "express", at: "2026-11-01T00:00:00.000Z" };
  await gate.send("PUT /v1/contacts/an/consents", { body: { consents: [{ ...consent, source: "form" }] } });
  const stranger = { to: { email: "ma@acme.example" }, channel: "email", department: "service" };
  const { contactId } = await gate.check({ ...stranger, purpose: "service" });
  await gate.send(`PUT /v1/contacts/${contactId}`, { body: { identities: [emailOf("ma@acme.example")] } });
  await gate.send(`PUT /v1/contacts/${contactId}/preferences`, { body: { optOutAll: true } });
  await gate.send(`PUT /v1/contacts/${contactId}/consents`, { body: { consents: [consent] } });
  const items = [{ ...emailOf("zhao@acme.example"), list: "internal", reason: "letter, first" }];
  await gate.send("POST /v1/suppressions", { body: { items } });
  const to = { email: "stranger@acme.example" };
  await gate.check({ to, channel: "email", department: "service", purpose: "service" });
  await gate.drain();
}

describe("touchgate export", () => {
  beforeAll(putPeople);

  it("writes a file from which the same contacts, wishes, consents and lists are imported elsewhere", async () => {
    const ran = await run("--table", "touchgate", "--out", `${folder}/`);
    expect([ran.code, ran.output]).toEqual([0, expect.stringMatching(/holds table touchgate: .*4 contact/)]);
    const [name = ""] = await readdir(folder);
    expect(name).toMatch(/^touchgate-\d{4}-\d{2}-\d{2}T\d{6}Z\.jsonl\.gz$/);
    const lines = linesOf(gunzipSync(await readFile(join(folder, name))).toString());
    expect(lines.at(-1)).toMatchObject({ kind: "end", counts: { contact: 4, stranger: 1, preferences: 2 } });

    const other = await startTestGate();
    for (const kind of ["contacts", "preferences", "consents", "suppressions"]) {
      const imported = await runOn(other, "import", name, "--kind", kind, "--table", "touchgate", "--yes");
      expect([kind, imported.code, imported.output]).toEqual([
        kind,
        0,
        expect.stringMatching(/Imported \d rows/),
      ]);
    }
    const sorted = (identities: unknown) =>
      [...(identities as Fields[])].sort((a, b) => (String(a.value) < String(b.value) ? -1 : 1));
    const both = (path: string) =>
      Promise.all([gate, other].map(async ({ send }) => (await send(`GET /v1/${path}`)).body));
    for (const id of ["zhao", "an", "bo"]) {
      const [before, after] = await both(`contacts/${id}`);
      expect(sorted(after?.identities)).toEqual(sorted(before?.identities));
      expect(after?.attributes).toEqual(before?.attributes);
    }
    for (const path of ["contacts/bo/preferences", "contacts/an/consents", "suppressions"]) {
      const [before, after] = await both(path);
      expect([path, after]).toEqual([path, before]);
    }
    // The id of a contact that the gate itself has named is another one there.
    const [ma] = (await other.send<{ items: Fields[] }>("GET /v1/contacts?email=ma@acme.example")).body.items;
    const there = `GET /v1/contacts/${ma?.contactId}`;
    expect((await other.send(`${there}/preferences`)).body).toMatchObject({ optOutAll: true });
    expect((await other.send(`${there}/consents`)).body).toMatchObject({ consents: [{ channel: "sms" }] });
    await other.stop();
  });

  it("writes contacts for a spreadsheet, without a formula in them", async () => {
    const path = join(folder, "contacts.csv");
    expect((await run("--table", "touchgate", "--format", "csv", "--out", path)).code).toBe(0);
    const rows = (await readFile(path, "utf8")).trimEnd().split("\r\n");
    expect(rows).toHaveLength(5);
    expect(rows.find((row) => row.startsWith("bo,"))).toMatch(
      /^bo,active,bo@acme\.example,,zoho:7,"Bo, =1\+1",.*,x,$/,
    );
  });

  it("writes suppressed addresses that can be imported again, with reasons and ends", async () => {
    const items = [
      { type: "phone", value: "+14155550191", list: "csv", reason: '=HYPERLINK("http://x"), by letter' },
      { type: "email", value: "no@example.com", list: "csv", expiresAt: "2099-01-01T00:00:00.000Z" },
    ];
    await gate.send("POST /v1/suppressions", { body: { items } });
    const path = join(folder, "lists.csv");
    const args = ["--table", "touchgate", "--format", "csv", "--kind", "suppressions", "--out", path];
    expect((await run(...args)).output).toMatch(/holds table touchgate: \d suppression\./);
    const rows = (await readFile(path, "utf8")).trimEnd().split("\r\n");
    expect(rows[0]).toBe("type,value,list,reason,expiresAt");
    expect(rows).toContain(`phone,+14155550191,csv,"'=HYPERLINK(""http://x""), by letter",`);
    expect(rows).toContain("email,no@example.com,csv,,2099-01-01T00:00:00.000Z");

    const other = await startTestGate();
    const kind = ["--kind", "suppressions", "--list-as-of", "none"];
    const imported = await runOn(other, "import", path, ...kind, "--table", "touchgate", "--yes");
    expect([imported.code, imported.complaint.includes("Error")]).toEqual([0, false]);
    const { body } = await other.send<Fields>("GET /v1/suppressions?list=csv");
    expect(body.lists).toEqual([]);
    expect(body.items).toHaveLength(2);
    expect(body.items).toContainEqual({
      ...{ type: "email", value: "no@example.com", list: "csv", reason: null },
      expiresAt: "2099-01-01T00:00:00.000Z",
    });
    await other.stop();
  });

  it("tells what it would cost where it costs something, and writes nothing", async () => {
    const before = await readdir(folder);
    const ran = await run("--table", "touchgate", "--estimate");
    expect([ran.code, ran.output]).toEqual([0, ""]);
    expect(ran.complaint).toContain("table touchgate is not billed: reading it costs nothing.");
    expect(await readdir(folder)).toEqual(before);
  });

  it.each<[string, string[], RegExp]>([
    [
      "there is no data",
      ["--data", "/nowhere/at/all"],
      /There is no data in \/nowhere\/at\/all: name the folder/,
    ],
    [
      "the folder is not there",
      ["--table", "touchgate", "--out", "/nowhere/x.jsonl"],
      /There is no folder \/nowhere/,
    ],
    ["there is no such table", ["--table", "none", "--out", "y.jsonl"], /The store did not answer in time/],
  ])("says in a sentence when %s, and leaves nothing behind", async (_, args, sentence) => {
    const before = await readdir(folder);
    const ran = await run(...args);
    expect([ran.code, ran.output]).toEqual([1, ""]);
    expect(ran.complaint).toMatch(sentence);
    expect(ran.complaint).not.toMatch(/\n\s+at /);
    expect(await readdir(folder)).toEqual(before);
  });
});
