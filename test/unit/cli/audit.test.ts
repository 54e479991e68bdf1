import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { AuditReport } from "../../../functions/audit/command.ts";
import { addFinding, addStatus, newTally } from "../../../functions/audit/tally.ts";
import { readAgents } from "../../../lib/cli/auditing/agents-file.ts";
import { auditCostText, mostReadUnits } from "../../../lib/cli/auditing/audit-cost.ts";
import { openReportFiles } from "../../../lib/cli/auditing/report-files.ts";
import { reportText } from "../../../lib/cli/auditing/report-text.ts";
import type { Finding } from "../../../lib/core/audit/finding.ts";
import { openSource } from "../../../lib/import/source.ts";
import { put, verdictOf } from "../../support/audited.ts";

const folder = mkdtempSync(join(tmpdir(), "touchgate-audit-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string, content?: string | Buffer): string => {
  const path = join(folder, name);
  if (content !== undefined) writeFileSync(path, content);
  return path;
};

describe("the list of agents", () => {
  it("has one a line, whatever ends the lines", () => {
    expect([...readAgents(fileOf("a.txt", "\ufeffu1\r\n 李雷 \n\nu2"))]).toEqual(["u1", "李雷", "u2"]);
  });

  it.each([
    ["is not there", fileOf("none.txt"), /cannot be read/],
    ["names nobody", fileOf("empty.txt", " \n\n"), /names nobody: write one agent a line/],
    ["is no UTF-8", fileOf("gbk.txt", Buffer.from([0xc0, 0xee, 0x0a])), /is not UTF-8: save it as UTF-8/],
  ])("that %s is refused with what to do", (_what, path, said) => {
    expect(() => readAgents(path)).toThrow(said);
  });
});

describe("the cost", () => {
  it("is that of the scan at least, and with the timelines twice that and two units for each item", () => {
    expect(mostReadUnits({ items: 10, bytes: 4_096 })).toBe(22);
    expect(mostReadUnits({ items: 0, bytes: 4_097 })).toBe(4);
  });

  it("names the price that it assumes", () => {
    // 40.96 GB are 10 million units, 1.25 USD; twice that and 40 million for queries are 60 million, 7.5 USD.
    const text = auditCostText({ items: 20_000_000, bytes: 40_960_000_000 });
    expect(text).toContain(
      "about 10,000,000 read units: about $1.25 on demand (at $0.125 a million, us-east-1",
    );
    expect(text).toContain("at most 60,000,000 read units, about $7.50.");
  });
});

const HOSTILE = put({
  contactId: "-2+3",
  attributes: { timezone: "UTC", tags: ['=HYPERLINK("http://x")', "@sum"] },
});
const FOUND = verdictOf(
  { junk: [{ id: "t", kind: "tag", tags: HOSTILE.attributes.tags }] },
  HOSTILE,
).findings;
const CHANGE = { contactId: "-2+3", from: "active", to: "junk", rules: ["t"] } as const;

function reportOf(): AuditReport {
  const tally = newTally();
  tally.contacts = 2_000;
  for (const found of FOUND) addFinding(tally, found);
  addStatus(tally, CHANGE);
  return { at: "2026-11-24T12:00:00.000Z", policy: { id: "acme", version: 3 }, applied: false, tally };
}

describe("the report", () => {
  it("is a JSON document with every finding and change", async () => {
    const json = fileOf("report.json");
    const files = await openReportFiles({ json, applies: false });
    for (const found of FOUND) await files.finding(found);
    await files.status(CHANGE);
    expect(existsSync(json)).toBe(false);
    await files.finish(reportOf());
    expect(JSON.parse(readFileSync(json, "utf8"))).toEqual({
      findings: [
        { ...FOUND[0], since: null },
        {
          ...{
            kind: "status",
            code: "status_to_set",
            contactId: "-2+3",
            since: null,
            detail: "active → junk",
          },
          evidence: { from: "active", to: "junk", rules: ["t"] },
          action: { text: "Set it.", command: "touchgate audit --apply" },
        },
      ],
      ...{
        at: "2026-11-24T12:00:00.000Z",
        policy: { id: "acme", version: 3 },
        applied: false,
        contacts: 2_000,
      },
      ...{ counts: { junk_tag: 1 }, statuses: { "active → junk": 1 } },
    });
  });

  it("is whole however many findings are told at once", async () => {
    const warnings: unknown[] = [];
    const onWarning = (warning: unknown) => warnings.push(warning);
    process.on("warning", onWarning);
    const json = fileOf("many.json");
    const files = await openReportFiles({ json, applies: false });
    const [found] = FOUND;
    const ids = Array.from({ length: 5_000 }, (_, at) => `crm-${at}`);
    await Promise.all(ids.map((contactId) => files.finding({ ...(found as Finding), contactId })));
    await files.finish(reportOf());
    process.off("warning", onWarning);
    const { findings } = JSON.parse(readFileSync(json, "utf8")) as { findings: Finding[] };
    expect(findings.map(({ contactId }) => contactId)).toEqual(ids);
    expect(warnings).toEqual([]);
  });

  it("of nothing is a JSON document, too", async () => {
    const json = fileOf("nothing.json");
    const files = await openReportFiles({ json, applies: true });
    await files.finish({ ...reportOf(), tally: newTally() });
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ findings: [], contacts: 0 });
  });

  it("is a CSV file without a formula in it, that reads back", async () => {
    const csv = fileOf("report.csv");
    const files = await openReportFiles({ csv, applies: true });
    for (const found of FOUND) await files.finding(found);
    await files.status(CHANGE);
    await files.finish(reportOf());
    for (const line of readFileSync(csv, "utf8").split("\r\n")) expect(line).not.toMatch(/(^|,)"?[=+\-@]/);
    const source = await openSource(csv);
    const rows = [];
    for await (const { fields } of source.records()) rows.push(fields);
    expect(rows).toMatchObject([
      { kind: "junk", code: "junk_tag", contactId: "'-2+3", command: "touchgate audit --apply" },
      { kind: "status", code: "status_set", detail: "active → junk", action: "" },
    ]);
  });

  it("leaves an earlier one as it was when it is not finished, and nothing else", async () => {
    const csv = fileOf("kept.csv", "earlier");
    const files = await openReportFiles({ csv, applies: false });
    for (const found of FOUND) await files.finding(found);
    files.discard();
    expect(readFileSync(csv, "utf8")).toBe("earlier");
    expect(existsSync(`${csv}.part`)).toBe(false);
  });

  it("that has no place is refused before anything is read", async () => {
    const json = join(folder, "nowhere", "report.json");
    await expect(openReportFiles({ json, applies: false })).rejects.toThrow(
      /cannot be written: name another file/,
    );
    await expect(openReportFiles({ csv: folder, applies: false })).rejects.toThrow(
      /cannot be written: name another file/,
    );
  });

  it("for people has counts, examples, what to do, and what no rule does yet", () => {
    const text = reportText(reportOf(), { name: "the gate", excludesThem: false });
    expect(text).toContain("2,000 contacts, 1 finding.");
    expect(text).toContain("Contacts whose tags make them junk: 1\n  -2+3  The contact is tagged");
    expect(text).toContain("→ Mark it as junk");
    expect(text).toContain("Statuses that would be set:\n  active → junk: 1\n  → touchgate audit --apply");
    expect(text).toContain('"status": ["ghost", "junk"]');
    expect(reportText(reportOf(), { name: "the gate", excludesThem: true })).not.toContain(
      "stop nothing yet",
    );
  });

  it("for people tells what the service that verifies addresses said, where it was to be asked", () => {
    const report = reportOf();
    const told = () => reportText(report, { name: "the gate", excludesThem: true });
    expect(told()).not.toContain("service");
    Object.assign(report.tally.verification, { asked: 1_200, undeliverable: 3, unverified: 40, left: 7 });
    expect(told()).toContain(
      "Addresses that the service was asked about again: 1,200\n  do not work: 3; nobody could tell: 40\n  left to the next audit: 7",
    );
    report.tally.verification.gaveUp = true;
    expect(told()).toContain("asked no more: see whether it is up");
  });
});
