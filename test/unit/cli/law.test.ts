import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { loadPresets, PRESET_NAMES } from "../../../lib/regulations/load-presets.ts";
import { regulationsDoc } from "../../../lib/regulations/regulations-doc.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs the command as people do. */
const law = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ["bin/cli.ts", "law", ...args], { cwd: ROOT }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, said: stderr }),
  );
const AT = "2026-11-23T15:00:00Z";

interface Told {
  readonly zones: readonly string[];
  readonly jurisdictions: readonly string[];
  readonly verdicts: readonly Readonly<Record<string, unknown>>[];
  readonly laws: readonly Readonly<Record<string, unknown>>[];
}
async function told(...args: readonly string[]): Promise<Told> {
  const { code, said } = await law("--at", AT, "--json", ...args);
  expect([code, code === 0 ? "" : said]).toEqual([0, ""]);
  return JSON.parse(said) as Told;
}

describe("touchgate law", () => {
  it("tells the rules of a recipient's place, with sources, and when they may be contacted", async () => {
    const { code, said } = await law("--phone", "+12125550100", "--timezone", "America/New_York", "--at", AT);
    expect(code).toBe(0);
    expect(said).toContain("us-tcpa-hours  (US; solicitation)");
    expect(said).toContain("47 CFR 64.1200(c)(1)");
    expect(said).toContain("Not legal advice");
    expect(said).toMatch(/^call +now/m);
    const early = await told("--phone", "+12125550100", "--timezone", "America/Los_Angeles");
    expect(early.verdicts).toContainEqual({
      ...{ channel: "sms", as: "collection", decision: "defer", nextAllowedAt: "2026-11-23T16:00:00.000Z" },
      ...{ rules: expect.arrayContaining(["us-regf-hours"]), warnings: [] },
    });
  });

  it("says nothing of other places", async () => {
    const { laws, verdicts } = await told("--timezone", "Asia/Kathmandu", "--country", "NP");
    expect(laws).toEqual([]);
    expect(new Set(verdicts.map(({ decision }) => decision))).toEqual(new Set(["allow"]));
  });

  it("lists what is wrong with what was asked", async () => {
    const bad = await law("--phone", "12");
    expect([bad.code, bad.said]).toEqual([1, expect.stringMatching(/^This cannot be used:\n {2}phone: \S/)]);
    const zone = await law("--timezone", "Mars/Olympus");
    expect([zone.code, zone.said]).toEqual([1, expect.stringContaining("  timezone: must be an IANA zone")]);
    const nobody = await law();
    expect([nobody.code, nobody.said]).toEqual([1, expect.stringContaining("--phone")]);
    const when = await law("--country", "US", "--at", "tomorrow");
    expect([when.code, when.said]).toEqual([1, expect.stringContaining("It is no instant")]);
  });

  it("prints the page that docs/regulations.md is", async () => {
    const { said } = await law("--all");
    expect(said.trimEnd()).toBe(regulationsDoc(await loadPresets(PRESET_NAMES)).trimEnd());
  });
});
