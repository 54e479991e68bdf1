import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { putKey } from "../../../functions/keys/command.ts";
import { bootstrap } from "../../../functions/shared/bootstrap.ts";
import { type Counts, exportCsv, exportText } from "../../../lib/cli/exporting/export-text.ts";
import { fileFor } from "../../../lib/cli/exporting/file-name.ts";
import { openSpill } from "../../../lib/cli/exporting/spill.ts";
import { writeWhole } from "../../../lib/cli/exporting/write-file.ts";
import { costText, scanCost } from "../../../lib/cli/scan-cost.ts";
import { type Contact, newContact } from "../../../lib/core/contact.ts";
import { epochMs, parseInstant } from "../../../lib/core/time.ts";
import { writeChunk, writeReport, writeRun } from "../../../lib/store/audits.ts";
import { pairWrites } from "../../../lib/store/duplicates.ts";
import { StoreUnavailable } from "../../../lib/store/errors.ts";
import { type Card, toCardItem, toMovedItem, toStateItem } from "../../../lib/store/items.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";
import { mergeWrite } from "../../../lib/store/merges.ts";
import { readPepper } from "../../../lib/store/policies.ts";
import type { Scanner } from "../../../lib/store/scanner.ts";
import { suppressionWrite } from "../../../lib/store/suppressions.ts";
import { outcomeEntry, timelineWrite } from "../../../lib/store/timeline.ts";
import { POLICY } from "../../infra/samples.ts";

const folder = mkdtempSync(join(tmpdir(), "touchgate-export-"));
afterAll(() => rmSync(folder, { recursive: true }));
let made = 0;
const freshPath = (ending = ".jsonl") => join(folder, `${++made}${ending}`);

const NOW = parseInstant("2026-11-24T12:00:00Z") ?? epochMs(0);
const EARLIER = epochMs(NOW - 1_000);
const LATER = epochMs(NOW + 1_000);

let store: ReturnType<typeof createMemoryStore>;
beforeEach(() => {
  store = createMemoryStore();
});

type Line = Readonly<Record<string, unknown>> & { readonly kind: string };

async function exported({
  withPepper = false,
  scanner = store as Pick<Scanner, "scan">,
} = {}): Promise<Line[]> {
  const spill = openSpill(freshPath());
  const exporting = { deps: { store, now: () => NOW }, scanner, name: "a test", withPepper, spill };
  let text = "";
  for await (const part of exportText(exporting)) text += part;
  spill.remove();
  expect(text.endsWith("\n")).toBe(true);
  const lines = text.trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Line);
}
const ofKind = (lines: readonly Line[], kind: string) => lines.filter((line) => line.kind === kind);

const address = (key: string, shared = false) => ({
  ...{ key, type: "email", regions: [], valid: true, flags: [], shared },
});
async function put(contact: Contact, card: Card = { addresses: {} }): Promise<void> {
  await store.put({ item: toStateItem({ ...contact, version: 1 }, []) });
  if (contact.put) await store.put({ item: toCardItem(contact.contactId, card) });
}
const contactOf = (contactId: string, more: Partial<Contact> = {}): Contact => ({
  ...newContact(contactId),
  put: true,
  ...more,
});

describe("an export", () => {
  it("of an empty table says when and of what it is, and that it is whole", async () => {
    expect(await exported()).toEqual([
      ...[
        { kind: "export", format: 1, version: expect.stringMatching(/^\d/), at: "2026-11-24T12:00:00.000Z" },
      ].map((line) => ({ ...line, from: "a test" })),
      { kind: "end", at: "2026-11-24T12:00:00.000Z", items: 0, counts: {} },
    ]);
  });

  it("holds a contact with its addresses in clear, and what stands of it, by the words of the API", async () => {
    const consent = { channel: "sms", purpose: "marketing", level: "express", at: EARLIER } as const;
    const unknown = { expiresAt: undefined, source: undefined, evidence: undefined };
    const lock = { lockId: "l1", department: "sales", until: LATER, reason: undefined };
    const li = contactOf("li", {
      identities: [address("c_1")],
      attributes: { country: "CN" },
      preferences: { maxPerWeek: 1 },
      consents: [{ ...consent, ...unknown }],
      owner: { agent: "u1", department: undefined },
      locks: [lock, { ...lock, lockId: "l0", until: NOW }],
      suppressions: [
        { identityKey: undefined, list: "legal", reason: "letter", expiresAt: undefined },
        { identityKey: undefined, list: "old", reason: undefined, expiresAt: NOW },
        { identityKey: "c_1", list: "internal", reason: undefined, expiresAt: undefined },
      ],
      merged: ["lee"],
    });
    await put(li, { addresses: { c_1: "li@example.com" }, name: "李明" });
    await store.put({ item: toMovedItem("c_1", { to: "li", version: 1, events: [] }) });
    const lines = await exported();
    expect(ofKind(lines, "contact")).toMatchObject([
      {
        ...{ contactId: "li", status: "active" },
        identities: [{ type: "email", value: "li@example.com", valid: true, flags: [], shared: false }],
        attributes: { name: "李明", country: "CN", company: null },
      },
    ]);
    expect(ofKind(lines, "preferences")).toMatchObject([
      { contactId: "li", maxPerWeek: 1, optOutAll: false },
    ]);
    expect(ofKind(lines, "consent")).toMatchObject([
      { contactId: "li", ...consent, at: "2026-11-24T11:59:59.000Z", expiresAt: null },
    ]);
    expect(ofKind(lines, "owner")).toEqual([
      { kind: "owner", contactId: "li", agent: "u1", department: null },
    ]);
    expect(ofKind(lines, "lock")).toMatchObject([{ contactId: "li", lockId: "l1" }]);
    expect(ofKind(lines, "suppression")).toEqual([
      {
        ...{ kind: "suppression", contactId: "li", type: null, value: null, list: "legal", reason: "letter" },
        expiresAt: null,
      },
    ]);
    expect(ofKind(lines, "history")).toMatchObject([{ contactId: "li", merged: ["lee"], touches: [] }]);
    expect(ofKind(lines, "link")).toEqual([{ kind: "link", from: "c_1", to: "li" }]);
  });

  it("holds what scheduled audits found, and not how far one has come", async () => {
    const run = "2026-11-01T03:00:00.000Z";
    await writeChunk(store, run, 0, [{ code: "no_zone", contactId: "li" }]);
    await writeReport(store, run, { at: run, tally: { contacts: 1 } });
    await writeRun(store, { run, turn: 0, by: "request", isDone: true, progress: {}, chunks: 1 }, 0);
    const lines = await exported();
    expect(ofKind(lines, "audit")).toEqual([
      { kind: "audit", run, findings: [{ code: "no_zone", contactId: "li" }] },
      { kind: "audit", run, report: { at: run, tally: { contacts: 1 } } },
    ]);
    expect(lines.map(({ kind }) => kind)).toEqual(["export", "audit", "audit", "end"]);
  });

  it("says nothing of what was never said", async () => {
    await put(contactOf("li"));
    expect((await exported()).map(({ kind }) => kind)).toEqual(["export", "contact", "end"]);
  });

  it("finds the card of a contact also when it lies in another page", async () => {
    await put(contactOf("li", { identities: [address("c_1")] }), { addresses: { c_1: "li@example.com" } });
    const scanner = { scan: (scan: Parameters<Scanner["scan"]>[0]) => store.scan({ ...scan, limit: 1 }) };
    expect(ofKind(await exported({ scanner }), "contact")).toMatchObject([
      { identities: [{ value: "li@example.com" }] },
    ]);
  });

  it("has shared addresses last and by themselves, so that they go back to whom they belong to", async () => {
    const addresses = { c_1: "a@example.com", c_2: "b@example.com" };
    await put(contactOf("a", { identities: [address("c_1"), address("c_2", true)] }), { addresses });
    await put(contactOf("b", { identities: [address("c_1", true), address("c_2")] }), { addresses });
    const lines = ofKind(await exported(), "contact");
    const listed = lines.map(({ contactId, identities }) => [
      contactId,
      (identities as Line[]).map(({ value, shared }) => `${value} ${shared}`),
    ]);
    expect(listed.slice(0, 2).sort()).toEqual([
      ["a", ["a@example.com false"]],
      ["b", ["b@example.com false"]],
    ]);
    expect(listed.slice(2).sort()).toEqual([
      ["a", ["b@example.com true"]],
      ["b", ["a@example.com true"]],
    ]);
    expect((await exported()).at(-1)).toMatchObject({ counts: { contact: 2 } });
  });

  it("tells strangers, whose address nobody knows, from contacts", async () => {
    await put({ ...newContact("c_9", [address("c_9")]), preferences: { optOutAll: true } });
    const lines = await exported();
    expect(ofKind(lines, "contact")).toEqual([]);
    expect(ofKind(lines, "stranger")).toMatchObject([{ contactId: "c_9", identities: [{ value: null }] }]);
    expect(ofKind(lines, "preferences")).toMatchObject([{ contactId: "c_9", optOutAll: true }]);
  });

  it("holds the timeline, merges, decided pairs, lists in force, policies and counts", async () => {
    await bootstrap(store, { policy: POLICY });
    const entry = outcomeEntry({ touchId: "t_1.li", outcome: "answered", at: EARLIER, by: null });
    await store.put(timelineWrite("li", entry));
    await store.put(timelineWrite("li", { ...entry, kind: "owner", shown: { at: entry.at, agent: "u1" } }));
    const because = { rule: "steward", score: 0.9, evidence: [], policyVersion: 1 };
    const said = { attributes: { tier: "key" }, card: { addresses: { c_1: "lee@example.com" } } };
    const told = { at: EARLIER, by: "k1" };
    const both = { survivor: contactOf("li"), loser: contactOf("lee") };
    await store.put(mergeWrite({ ...both, said, because, ...told, undoneAt: undefined }));
    const pair = { contacts: ["a", "b"], tier: "review", score: 0.5, evidence: [], ...told } as const;
    await store.transact(pairWrites(undefined, { ...pair, state: "dismissed" }));
    await store.transact(pairWrites(undefined, { ...pair, contacts: ["a", "c"], state: "withdrawn" }));
    const listed = {
      identityKey: `c_${"A".repeat(22)}`,
      type: "email",
      value: "a@example.com",
      reason: undefined,
    };
    await store.put(suppressionWrite({ ...listed, list: "internal", expiresAt: LATER }));
    await store.put(suppressionWrite({ ...listed, list: "ended", expiresAt: NOW }));
    const tags = JSON.stringify(["email", "sales", "sales"]);
    await store.put({ item: { pk: "N#2026-11-24#touches#3", sk: tags, touches: 5 } });
    const lines = await exported();
    const shown = Object.fromEntries(lines.map(({ kind, ...line }) => [kind, line]));
    expect(shown).toMatchObject({
      timeline: { contactId: "li", type: "outcome", outcome: "answered" },
      ownerSince: { contactId: "li", agent: "u1" },
      merge: {
        ...{ contactId: "li", mergedId: "lee", rule: "steward", by: "k1", undoneAt: null },
        said: { addresses: ["lee@example.com"], attributes: { tier: "key" } },
      },
      duplicate: { contacts: ["a", "b"], state: "dismissed" },
      suppression: { type: "email", value: "a@example.com", list: "internal" },
      count: { day: "2026-11-24", channel: "email", campaign: null, touches: 5 },
      policy: { version: 1, document: POLICY },
      activePolicy: { version: 1 },
    });
    for (const kind of ["duplicate", "suppression"]) expect(ofKind(lines, kind)).toHaveLength(1);
    expect(lines.at(-1)).toMatchObject({ kind: "end", counts: { duplicate: 1, count: 1, timeline: 1 } });
  });

  it("never holds what a key is, and the pepper only when it is asked for", async () => {
    await bootstrap(store, { policy: POLICY });
    await putKey(store, { secret: "tg_abc.secret", department: "sales", scopes: ["check"] });
    const pepper = (await readPepper(store)) as string;
    const item = await store.get({ pk: "KEY", sk: "abc" });
    const lines = await exported();
    expect(ofKind(lines, "apiKey")).toMatchObject([{ id: "abc", department: "sales", scopes: ["check"] }]);
    for (const secret of ["secret", String(item?.hash), pepper])
      expect(JSON.stringify(lines)).not.toContain(secret);
    expect(ofKind(await exported({ withPepper: true }), "pepper")).toEqual([{ kind: "pepper", pepper }]);
  });

  it("holds what it does not know or cannot read as it is, and says so", async () => {
    const unknown = { pk: "LATER#2026", sk: "1", text: "x" };
    const damaged = { pk: "C#li", sk: "#", version: 1, identities: "?" };
    for (const item of [unknown, damaged]) await store.put({ item });
    const lines = await exported();
    expect(ofKind(lines, "item")).toEqual([{ kind: "item", item: unknown }]);
    expect(ofKind(lines, "unreadable")).toEqual([{ kind: "unreadable", item: damaged }]);
    expect(lines.at(-1)).toMatchObject({ items: 2, counts: { item: 1, unreadable: 1 } });
  });

  it("asks for no more pages than it can write, however large the table is", async () => {
    let asked = 0;
    const item = toStateItem({ ...newContact("c_1"), version: 1 }, []);
    const endless: Pick<Scanner, "scan"> = {
      scan: async () => {
        asked++;
        return { items: [item], next: item };
      },
    };
    const spill = openSpill(freshPath());
    const text = exportText({
      ...{ deps: { store, now: () => NOW }, scanner: endless, name: "", withPepper: false },
      spill,
    });
    for (let part = 0; part < 10; part++) await text.next();
    const pagesTaken = 9; // The first part is the line that says what it is.
    expect(asked).toBeLessThanOrEqual(pagesTaken + 4);
    await text.return({});
    spill.remove();
  });
});

describe("an export as CSV", () => {
  const csv = async (): Promise<string[]> => {
    let text = "";
    for await (const part of exportCsv({ deps: { store, now: () => NOW }, scanner: store, name: "" }))
      text += part;
    return text.trimEnd().split("\r\n");
  };

  it("has a row for each contact, with none of its cells a formula, and none for strangers", async () => {
    await put(newContact("c_9", [address("c_9")]));
    const identities = [address("c_1"), address("c_2"), { ...address("c_3"), type: "zoho" }];
    const addresses = { c_1: "li@example.com", c_2: "li@example.org", c_3: "47-11" };
    const attributes = { tags: ["a", "b"] };
    await put(contactOf("li", { identities, attributes }), {
      addresses,
      name: '=HYPERLINK("http://x")',
      city: "a,b",
    });
    expect(await csv()).toEqual([
      "contactId,status,email,phone,otherAddresses,name,company,birthDate,city,street,postalCode,country,region,timezone,language,stage,tier,tags,recipientType",
      `li,active,li@example.com,,email:li@example.org | zoho:47-11,"'=HYPERLINK(""http://x"")",,,"a,b",,,,,,,,,a | b,`,
    ]);
  });
});

describe("the file", () => {
  async function* parts(...texts: (string | Error)[]): AsyncGenerator<string> {
    for (const text of texts) {
      if (text instanceof Error) throw text;
      yield text;
    }
  }

  it("has its name once it is whole, for its owner only", async () => {
    const path = freshPath();
    expect(await writeWhole(path, parts("a\n", "ü\n"))).toBe(5);
    expect(readFileSync(path, "utf8")).toBe("a\nü\n");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(`${path}.partial`)).toBe(false);
  });

  it("is compressed when its name says so", async () => {
    const path = freshPath(".jsonl.gz");
    await writeWhole(path, parts("a\n", "b\n"));
    expect(gunzipSync(readFileSync(path)).toString()).toBe("a\nb\n");
  });

  it("keeps another name when the store breaks off, and says what is in it", async () => {
    const path = freshPath();
    const broken = writeWhole(path, parts("a\n", new StoreUnavailable({ mayHaveWritten: false })));
    await expect(broken).rejects.toThrow(
      `The export broke off. The store did not answer in time; try again. What came until then is in ${path}.partial: it is not whole; begin again.`,
    );
    expect([existsSync(path), existsSync(`${path}.partial`)]).toEqual([false, true]);
  });

  it("keeps another name when it is stopped", async () => {
    const path = freshPath();
    const stop = new AbortController();
    async function* endless(): AsyncGenerator<string> {
      for (let line = 0; ; line++) {
        if (line === 100) stop.abort();
        yield `${line}\n`;
      }
    }
    const stopped = writeWhole(path, endless(), stop.signal);
    await expect(stopped).rejects.toThrow(/^The export broke off\. It was stopped\. What came until then/);
    expect(existsSync(path)).toBe(false);
  });

  it("is not begun where it cannot be written", async () => {
    await expect(writeWhole(join(folder, "none", "x.jsonl"), parts("a\n"))).rejects.toThrow(
      "The export broke off. It could not be written. Nothing was written.",
    );
  });

  it.each([
    [`${folder}/`, "jsonl", `${folder}/touchgate-2026-11-24T120000Z.jsonl.gz`],
    [folder, "csv", `${folder}/touchgate-2026-11-24T120000Z.csv`],
    [`${folder}/x.csv.gz`, "csv", `${folder}/x.csv.gz`],
  ] as const)("%s for %s is %s", (out, format, path) => {
    expect(fileFor(out, { format, now: NOW })).toBe(path);
  });

  it("is neither one that is there nor of another name than its format's", () => {
    const path = freshPath();
    writeFileSync(path, "");
    const options = { format: "jsonl", now: NOW } as const;
    expect(() => fileFor(path, options)).toThrow("is there already");
    expect(() => fileFor(join(folder, "x.csv"), options)).toThrow("name it ….jsonl");
    expect(() => fileFor(join(folder, "none", "x.jsonl"), options)).toThrow("There is no folder");
  });
});

describe("what reading a table costs", () => {
  it("is a read unit for each 4 KB, at $0.125 a million", () => {
    // 40 GB are 9 765 625 times 4 096 bytes: 9.77 million × $0.125 = $1.22.
    const size = { items: 20_000_000, bytes: 40_000_000_000 };
    expect(scanCost(size)).toEqual({ items: 20_000_000, readUnits: 9_765_625, dollars: 1.220703125 });
    expect(costText(size)).toContain(
      "20,000,000 items takes about 9,765,625 read units: about $1.22 on demand",
    );
    expect(costText({ items: 10, bytes: 4_097 })).toContain("about 2 read units: less than $0.01");
  });
});

it("counts are told at the end of the text, too", async () => {
  await put(contactOf("li"));
  const text = exportCsv({ deps: { store, now: () => NOW }, scanner: store, name: "" });
  let next = await text.next();
  while (next.done !== true) next = await text.next();
  expect(next.value satisfies Counts).toEqual({ contact: 1 });
});
