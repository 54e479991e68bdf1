import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Change, readChanges } from "../../lib/store/changes.ts";
import { readLinkKeys } from "../../lib/store/link-keys.ts";
import { freshEmail, startTestGate, type TestGate } from "../support/gate.ts";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate();
});
afterAll(() => gate.stop());

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly complaint: string;
}

/** Runs `touchgate keys …` in a process of its own, on the gate's table. */
const keys = (...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const env = { ...process.env, DYNAMODB_ENDPOINT: gate.emulator.endpoint };
    const all = [CLI, "keys", ...args, "--table", "touchgate"];
    execFile(process.execPath, all, { env }, (fault, output, complaint) =>
      resolve({ code: Number(fault?.code ?? 0), output, complaint }),
    );
  });

async function freshLink() {
  const to = { email: freshEmail() };
  const { body } = await gate.send("POST /v1/links", { body: { to } });
  const path = new URL(String(body.listUnsubscribe).slice(1, -1)).pathname;
  const [keyId = ""] = path.slice("/u/".length).split(".");
  const isSilent = async () => {
    const mail = { channel: "email", department: "marketing", purpose: "marketing", topic: "news" };
    return (await gate.check({ to, ...mail, mode: "dryRun" })).decision !== "allow";
  };
  return { path, keyId, isSilent };
}
const post = async (path: string) => (await gate.send(`POST ${path}`, { key: null })).status;
/** A key that a process does not know makes it look into the table; without that it waits for its cache time. */
const letTheGateLook = () => post(`/u/${"x".repeat(12)}.e30.${"x".repeat(22)}`);

/** The latest, in order of what they come to. */
async function changesOfLinkKeys(most: number) {
  const changes: Omit<Change, "at" | "what">[] = [];
  for await (const { at: _, what, ...change } of readChanges(gate.store)) {
    if (what === "linkKey") changes.push(change);
  }
  return changes.slice(0, most).sort((a, b) => (String(a.to) < String(b.to) ? -1 : 1));
}

describe("touchgate keys", () => {
  it("rotates what links are signed with, and links that are out stay good", async () => {
    const old = await freshLink();
    const rotated = await keys("rotate-links");
    expect(rotated).toMatchObject({ code: 0, complaint: "" });
    expect(rotated.output).toMatch(
      new RegExp(`^[\\w-]{12} {2}signs {5}made .*Z\n${old.keyId} {2}verifies {2}made .*Z\n\n`),
    );
    expect((await keys("links")).output).toBe(`${rotated.output.split("\n\n")[0]}\n`);
    await letTheGateLook();
    const fresh = await freshLink();
    expect(fresh.keyId).toBe(rotated.output.slice(0, 12));
    for (const { path, isSilent } of [old, fresh]) {
      expect([await post(path), await isSilent()]).toEqual([200, true]);
    }
  });

  it("revokes a key, and its links alone change nothing any more", async () => {
    const leaked = await freshLink();
    await keys("rotate-links");
    await letTheGateLook();
    const other = await freshLink();
    const revoked = await keys("rotate-links", "--revoke", leaked.keyId);
    expect(revoked.output).toMatch(new RegExp(`^${leaked.keyId} {2}revoked`, "m"));
    expect(await changesOfLinkKeys(2)).toEqual([
      { by: "cli", id: leaked.keyId, from: "verifying", to: "revoked" },
      { by: "cli", id: revoked.output.slice(0, 12), from: null, to: "signing" },
    ]);
    expect(revoked.output).toContain(`Links signed with ${leaked.keyId} stop working`);
    await letTheGateLook();
    expect([await post(leaked.path), await leaked.isSilent()]).toEqual([404, false]);
    expect([await post(other.path), await other.isSilent()]).toEqual([200, true]);
  });

  it("changes nothing for a key that there is not, or that is revoked already", async () => {
    const { keyId } = await freshLink();
    await keys("rotate-links", "--revoke", keyId);
    const before = await readLinkKeys(gate.store);
    for (const id of ["nobodys-key_", keyId]) {
      expect(await keys("rotate-links", "--revoke", id)).toMatchObject({
        code: 1,
        complaint: expect.stringMatching(
          `There is no key ${id} that still verifies: see touchgate keys links.`,
        ),
      });
    }
    expect(await readLinkKeys(gate.store)).toEqual(before);
  });

  it("lists them, and never shows a secret", async () => {
    await freshLink();
    const { output } = await keys("links");
    const known = await readLinkKeys(gate.store);
    expect(output.trimEnd().split("\n")).toHaveLength(known.length);
    for (const { secret } of known) expect(output).not.toContain(secret);
  });
});
