import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Gate, startGate } from "../../lib/local/gate.ts";
import { readDay } from "../../lib/store/counts.ts";
import { readTimeline } from "../../lib/store/timeline.ts";
import { availableEngines } from "../support/engines.ts";

const BIN = fileURLToPath(new URL("../../bin/local.ts", import.meta.url));
/** A Tuesday at noon in Shanghai: nothing in the default policy stands against a first e-mail. */
const NOON = "2026-11-24T04:00:00.000Z";
const DAY = NOON.slice(0, 10);

let folder = "";
const gates: Gate[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "touchgate-restart-"));
});
afterEach(async () => {
  await Promise.all(gates.splice(0).map((gate) => gate.stop()));
  await rm(folder, { recursive: true });
});

const post = async (url: string, path: string, body: object = {}) => {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { authorization: "Bearer tg_dev_admin", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()) as {
    contactId: string;
    touchId: string;
    recorded: boolean;
    recent: { touchId: string }[];
  };
};
const check = (url: string, person: number, more: object = {}) =>
  post(url, "/v1/check", {
    to: { email: `person.${person}@example.com` },
    channel: "email",
    department: "service",
    purpose: "service",
    ...more,
  });

async function begin(options: Parameters<typeof startGate>[0] = {}): Promise<Gate> {
  const gate = await startGate({ port: 0, dataDirectory: folder, deadlineMs: 20_000, ...options });
  gates.push(gate);
  await post(gate.url, "/_local/clock", { now: NOON });
  return gate;
}

/** Ids of the touches on the timelines of these contacts. */
async function toldTo({ store }: Gate, contacts: readonly string[]): Promise<string[]> {
  const pages = contacts.map((key) =>
    readTimeline(store, { contactKeys: [key], cursor: undefined, limit: 100 }),
  );
  const entries = (await Promise.all(pages)).flatMap((page) => page.entries as { touchId: string }[]);
  return entries.map(({ touchId }) => touchId).sort();
}
const countedOn = async ({ store }: Gate) =>
  (await readDay(store, DAY)).reduce((sum, { touches }) => sum + touches, 0);

// Of the two engines only dynoxide keeps what it acknowledged when it is killed.
const dynoxide = (await availableEngines()).find(({ kind }) => kind === "dynoxide");
const here = dynoxide !== undefined && "engine" in dynoxide;

describe.skipIf(!here)(here ? "a gate" : "a gate: dynoxide is not here", () => {
  it("that starts again goes on with its stream: nothing is lost, nothing told twice", async () => {
    const answers: Awaited<ReturnType<typeof check>>[] = [];
    for (let visit = 0; visit < 3; visit++) {
      const { url } = await begin();
      const wave = Array.from({ length: 12 }, (_, person) => check(url, person));
      answers.push(...(await Promise.all(wave)));
      // The last visit hands over what the others left.
      if (visit < 2) await gates.pop()?.stop();
    }
    const gate = gates.at(-1) as Gate;
    await post(gate.url, "/_local/drain");
    expect(answers.every(({ recorded }) => recorded)).toBe(true);
    const contacts = [...new Set(answers.map(({ contactId }) => contactId))];
    expect(await toldTo(gate, contacts)).toEqual(answers.map(({ touchId }) => touchId).sort());
    expect(await countedOn(gate)).toBe(answers.length);
  });

  it("lays a record that nothing can read aside, in a file, and tells all others", async () => {
    const faults: string[] = [];
    const gate = await begin({ onFault: (message) => faults.push(message) });
    const before = await check(gate.url, 1);
    await gate.store.put({ item: { pk: "C#damaged", sk: "#", version: 1, events: "[{" } });
    const after = await check(gate.url, 2);
    await post(gate.url, "/_local/drain");

    expect(await toldTo(gate, [before.contactId, after.contactId])).toHaveLength(2);
    const [file = "", ...more] = await readdir(join(folder, "on-failure"));
    expect(more).toEqual([]);
    expect(JSON.parse(await readFile(join(folder, "on-failure", file), "utf8"))).toMatchObject({
      consumer: "record",
      Records: [{ dynamodb: { NewImage: { pk: { S: "C#damaged" }, events: { S: "[{" } } } }],
    });
    expect(faults).toEqual([expect.stringContaining(file)]);
  });

  it("that was killed with records in hand tells each once after it starts again", async () => {
    const child = spawn(process.execPath, [BIN, "--port", "0", "--data", folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    for await (const chunk of child.stdout) {
      printed += String(chunk);
      if (printed.includes("Ctrl-C stops it.")) break;
    }
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? "";
    await post(url, "/_local/clock", { now: NOON });
    const asked: number[] = [];
    const acknowledged: string[] = [];
    const callers = Array.from({ length: 6 }, async (_, caller) => {
      for (let person = caller; ; person += 6) {
        asked.push(person);
        // Once it is dead nobody answers.
        const answer = await check(url, person).catch(() => undefined);
        if (answer === undefined) return;
        if (answer.recorded) acknowledged.push(answer.touchId);
        if (acknowledged.length === 150) child.kill("SIGKILL");
      }
    });
    await Promise.all([once(child, "exit"), ...callers]);

    const gate = await begin();
    await post(gate.url, "/_local/drain");
    const held: string[] = [];
    const contacts: string[] = [];
    for (const person of asked) {
      const { contactId, recent } = await check(gate.url, person, { mode: "dryRun", include: ["recent"] });
      contacts.push(contactId);
      held.push(...recent.map(({ touchId }) => touchId));
    }
    expect(held).toEqual(expect.arrayContaining(acknowledged));
    // Also what was written and never answered.
    expect(await toldTo(gate, contacts)).toEqual(held.sort());
    expect(await countedOn(gate)).toBe(held.length);
  });
});
