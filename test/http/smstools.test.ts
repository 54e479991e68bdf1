import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createClient } from "../../lib/client/client.ts";
import { epochMs } from "../../lib/core/time.ts";
import { type Checking, checkMessage } from "../../lib/senders/smstools/check-message.ts";
import { clearUnfinished, releaseDue } from "../../lib/senders/smstools/deferred.ts";
import { type Delivering, deliverKept } from "../../lib/senders/smstools/deliver.ts";
import { FILES, type Folders, openFolders } from "../../lib/senders/smstools/files.ts";
import { type Event, hearUnheard, type Taking, takeEvent } from "../../lib/senders/smstools/take-event.ts";
import { putHook } from "../../lib/store/hooks.ts";
import { type FlakyGate, startFlakyGate } from "../support/flaky-gate.ts";
import { freshPhone, startTestGate, type TestGate } from "../support/gate.ts";

const SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const HOUR_MS = 3_600_000;
const POLICY = {
  ...{ id: "smstools", timezone: "UTC", departments: ["marketing", "service"] },
  purposes: { marketing: {}, service: {}, news: { requires: ["topic"] } },
  rules: [{ id: "daily", kind: "cap", max: 1, window: { rolling: "P1D" } }],
};
const UNAVAILABLE = { status: 503, headers: { "retry-after": "60" } };

let [gate, flaky, root, folders]: [TestGate, FlakyGate, string, Folders] = [] as never;
const warnings: string[] = [];
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
  await putHook(gate.store, { vendor: "standard", createdAt: epochMs(0), secrets: { secrets: [SECRET] } });
  flaky = await startFlakyGate(gate);
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "touchgate-smstools-"));
  folders = openFolders(join(root, "touchgate"));
  for (const folder of ["outgoing", "incoming"]) mkdirSync(join(root, folder));
});
afterEach(() => {
  gate.setClock(null);
  [flaky.troubles.length, flaky.calls.length, warnings.length] = [0, 0, 0];
  rmSync(root, { recursive: true });
});
afterAll(async () => {
  await flaky.stop();
  await gate.stop();
});

type Mode = "allow" | "defer" | "deny";
const gateOf = (onUnavailable: Mode, key = "tg_dev_admin") =>
  createClient({ url: flaky.url, key, onUnavailable, timeoutMs: 10_000 });
const warn = (line: string): void => void warnings.push(line);
const checking = (more: Partial<Checking> = {}): Checking => ({
  ...{ gate: gateOf("defer"), files: FILES, folders, nowMs: Date.now, warn, region: undefined },
  ...{ defaults: { department: "marketing", purpose: "marketing" }, retrySeconds: 60, waitHours: 72 },
  ...more,
});
const taking = (more: Partial<Taking> = {}): Taking => ({
  ...{ files: FILES, folders, nowMs: Date.now, region: undefined },
  ...{ defaults: { department: "marketing", purpose: "marketing" } },
  ...more,
});
const delivering = (more: Partial<Delivering> = {}): Delivering => ({
  ...{ gate: gateOf("defer"), files: FILES, folders, nowMs: Date.now, warn },
  hook: { url: flaky.url, secret: SECRET, timeoutMs: 10_000 },
  ...more,
});

const message = (to: string, headers = "", name = "m"): string => {
  const path = join(root, "outgoing", name);
  writeFileSync(path, `To: ${to.replace("+", "")}\n${headers}\nHello\n`);
  return path;
};
const headerIn = (path: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, "m").exec(readFileSync(path, "utf8"))?.[1];
const waiting = (): readonly string[] =>
  readdirSync(folders.deferred).map((name) => join(folders.deferred, name));
const touchesTo = async (phone: string) => {
  const asked = { to: { phone }, channel: "sms", department: "marketing", purpose: "marketing" };
  const { recent, reasons } = await gate.check({ ...asked, mode: "dryRun", include: ["recent"] });
  return { count: recent?.length, codes: reasons.map(({ code }) => code).join() };
};
/** As smsd does it once it is done with a file. */
const smsdEnds = (path: string, headers: string): string => {
  writeFileSync(path, readFileSync(path, "utf8").replace("\n\n", `\n${headers}\n\n`));
  return path;
};
const tells = async (event: Event, path: string, more: Partial<Delivering> = {}) => {
  takeEvent(event, path, taking());
  return deliverKept(delivering(more), 20);
};
const release = (nowMs: number) =>
  releaseDue({ files: FILES, folders, outgoing: join(root, "outgoing") }, nowMs);

describe("smsd's checkhandler", () => {
  it("lets an allowed message go, counts it once however often it is asked for, and names its touch", async () => {
    const [to, of] = [freshPhone(), checking()];
    const path = message(to, "Touchgate-Campaign: spring\n");
    expect(await checkMessage(path, of)).toBe(0);
    const [id, touch] = [headerIn(path, "Touchgate-Id"), headerIn(path, "Touchgate-Touch")];
    expect(await checkMessage(path, of)).toBe(0);
    expect([headerIn(path, "Touchgate-Id"), headerIn(path, "Touchgate-Touch")]).toEqual([id, touch]);
    expect(await touchesTo(to)).toMatchObject({ count: 1 });
  });

  it("counts the same message once when the answer was lost", async () => {
    const to = freshPhone();
    flaky.troubles.push("answer lost");
    expect(await checkMessage(message(to), checking())).toBe(0);
    expect(await touchesTo(to)).toMatchObject({ count: 1 });
  });

  it("takes a file that smsd has sent and that is put back for another message", async () => {
    const to = freshPhone();
    const path = message(to);
    await checkMessage(path, checking());
    smsdEnds(path, "Sent: 26-11-23 21:05:00");
    expect(await checkMessage(path, checking())).toBe(2);
    expect(readFileSync(waiting()[0] as string, "utf8")).not.toMatch(/^Touchgate-Touch/m);
  });

  it("asks for an edited message as another one", async () => {
    const [first, second] = [freshPhone(), freshPhone()];
    const path = message(first);
    await checkMessage(path, checking());
    writeFileSync(path, readFileSync(path, "utf8").replace("\n\n", "\nTouchgate-Campaign: other\n\n"));
    expect(await checkMessage(path, checking())).toBe(2);
    const [put] = waiting();
    writeFileSync(
      put as string,
      readFileSync(put as string, "utf8").replace(first.slice(1), second.slice(1)),
    );
    expect(await checkMessage(put as string, checking())).toBe(0);
  });

  it("puts a message off until it may pass, and smsd gets it back under a name of its own", async () => {
    const to = freshPhone();
    await checkMessage(message(to, "", "first"), checking());
    const second = message(to, "", "second");
    const now = Date.now();
    expect(await checkMessage(second, checking())).toBe(2);
    expect(existsSync(second)).toBe(false);
    const [path = ""] = waiting();
    expect(headerIn(path, "Touchgate-Reason")).toMatch(/^cap_reached: /);
    const due = Date.parse(headerIn(path, "Touchgate-Not-Before") ?? "");
    expect(due - now).toBeGreaterThan(23.9 * HOUR_MS);
    expect(due - now).toBeLessThan(24.1 * HOUR_MS);
    expect(release(due - 1)).toEqual({ released: 0, waiting: 1 });
    expect(release(due + 1)).toEqual({ released: 1, waiting: 0 });
    const back = readdirSync(join(root, "outgoing")).find((name) => name.startsWith("second."));
    expect(back).toBe(`second.${headerIn(join(root, "outgoing", back ?? ""), "Touchgate-Id")}`);
    // It keeps its name, however often.
    await checkMessage(join(root, "outgoing", back ?? ""), checking());
    release(Number.POSITIVE_INFINITY);
    expect(readdirSync(join(root, "outgoing"))).toContain(back);
  });

  it("replaces no file of the same name when it puts one back", async () => {
    const [first, second] = [freshPhone(), freshPhone()];
    for (const to of [first, second]) {
      await checkMessage(message(to, "", "x"), checking());
      await checkMessage(message(to, "", "same"), checking());
    }
    message(freshPhone(), "", "same");
    expect(release(Number.POSITIVE_INFINITY).released).toBe(2);
    expect(readdirSync(join(root, "outgoing")).filter((name) => name.startsWith("same"))).toHaveLength(3);
  });

  it("rejects a message that would wait too long since it was first put off", async () => {
    const to = freshPhone();
    await checkMessage(message(to, "", "first"), checking());
    const path = message(to, "", "second");
    expect(await checkMessage(path, checking({ waitHours: 23 }))).toBe(1);
    expect(headerIn(path, "Touchgate-Reason")).toMatch(
      /^not before 20.*more than 23 h of waiting; cap_reached: /,
    );
    const since = new Date(Date.now() - 60 * HOUR_MS).toISOString();
    const third = message(to, `Touchgate-Id: 5b0c6d0e-0001\nTouchgate-Since: ${since}\n`, "third");
    expect(await checkMessage(third, checking())).toBe(1);
  });

  it("rejects with the reason who may not be written to", async () => {
    const to = freshPhone();
    const body = { items: [{ type: "phone", value: to, list: "internal", reason: "by letter" }] };
    await gate.send("POST /v1/suppressions", { body });
    const path = message(to);
    expect(await checkMessage(path, checking())).toBe(1);
    expect(headerIn(path, "Touchgate-Decision")).toBe("deny");
    expect(headerIn(path, "Touchgate-Reason")).toMatch(/^suppressed: /);
  });

  it.each([
    ["Touchgate-Purpose: unheard-of\n", /^purpose: /],
    ["Touchgate-Purpose: news\n", /topic/],
    ["Touchgate-Campain: spring\n", /Touchgate-Campain: is not known/],
  ])("rejects a message that is at fault, with the fault: %s", async (headers, why) => {
    const path = message(freshPhone(), headers);
    expect(await checkMessage(path, checking())).toBe(1);
    expect(headerIn(path, "Touchgate-Reason")).toMatch(why);
  });

  it("rejects a number that nobody can have", async () => {
    const path = message("+49172");
    expect(await checkMessage(path, checking())).toBe(1);
    expect(headerIn(path, "Touchgate-Reason")).toMatch(/to\.phone/);
  });

  it("rejects a department that the key may not speak for, and waits while the key itself is wrong", async () => {
    const foreign = message(freshPhone(), "Touchgate-Department: service\n");
    const marketing = gateOf("allow", "tg_dev_marketing");
    expect(await checkMessage(foreign, checking({ gate: marketing }))).toBe(1);
    const path = message(freshPhone());
    // Also where a gate that is down would let it pass.
    expect(await checkMessage(path, checking({ gate: gateOf("allow", "tg_wrong") }))).toBe(2);
    expect(warnings).toEqual([expect.stringContaining("refuses to answer")]);
  });

  it.each([
    ["defer", 2],
    ["allow", 0],
    ["deny", 1],
  ] as const)("does what the operator chose while the gate is down: %s", async (mode, code) => {
    flaky.troubles.push(UNAVAILABLE);
    const path = message(freshPhone());
    expect(await checkMessage(path, checking({ gate: gateOf(mode) }))).toBe(code);
    const [file = path] = waiting();
    expect(headerIn(file, "Touchgate-Decision")).toBe(
      { defer: "defer", allow: "unasked", deny: "deny" }[mode],
    );
  });

  it("leaves messages to short numbers alone", async () => {
    const path = message("s12345");
    const before = readFileSync(path, "utf8");
    expect(await checkMessage(path, checking())).toBe(0);
    expect([readFileSync(path, "utf8"), flaky.calls]).toEqual([before, []]);
  });

  it("rejects what is not there", async () => {
    expect(await checkMessage(join(root, "outgoing", "gone"), checking())).toBe(1);
    expect(warnings).toHaveLength(1);
  });
});

describe("smsd's eventhandler", () => {
  it("gives the place of a failed message back", async () => {
    const to = freshPhone();
    const path = message(to);
    await checkMessage(path, checking());
    expect(await touchesTo(to)).toMatchObject({ codes: "cap_reached" });
    expect(await tells("FAILED", path)).toEqual({ told: 1, refused: 0, waiting: 0 });
    expect(await touchesTo(to)).toMatchObject({ codes: "" });
  });

  it("says nothing of a message that the gate itself has stopped", async () => {
    const to = freshPhone();
    await checkMessage(message(to, "", "first"), checking());
    const path = message(to, "", "second");
    await checkMessage(path, checking({ waitHours: 1 }));
    expect(await tells("FAILED", path)).toEqual({ told: 0, refused: 0, waiting: 0 });
    expect(await touchesTo(to)).toMatchObject({ codes: "cap_reached" });
  });

  it("finds the touch of a report by number and id", async () => {
    const to = freshPhone();
    const path = message(to);
    await checkMessage(path, checking());
    await tells("SENT", smsdEnds(path, "Message_id: 117\nSent: 26-11-23 21:05:00"));
    const text = `From: ${to.slice(1)}\n\nSMS STATUS REPORT\nMessage_id: 117\nStatus: 70,Error,expired`;
    const report = join(root, "incoming", "GSM1.report");
    writeFileSync(report, text);
    expect(await tells("REPORT", report)).toEqual({ told: 1, refused: 0, waiting: 0 });
    expect(await touchesTo(to)).toMatchObject({ codes: "" });
    // Another message has the id now.
    expect(await tells("REPORT", report)).toEqual({ told: 0, refused: 0, waiting: 1 });
    const later = () => Date.now() + 2 * HOUR_MS;
    expect(await deliverKept(delivering({ nowMs: later }), 20)).toEqual({ told: 1, refused: 0, waiting: 0 });
  });

  it.each([false, true])(
    "tells once what was sent unasked (check reached the gate: %s)",
    async (hasReached) => {
      const to = freshPhone();
      const path = message(to, "Touchgate-Campaign: spring\n");
      const client = createClient({
        url: flaky.url,
        key: "tg_dev_admin",
        onUnavailable: "allow",
        attempts: 1,
      });
      flaky.troubles.push(hasReached ? "answer lost" : UNAVAILABLE);
      expect(await checkMessage(path, checking({ gate: client }))).toBe(0);
      expect(await touchesTo(to)).toMatchObject({ count: hasReached ? 1 : 0 });
      smsdEnds(path, "Sent: 26-11-23 21:05:00");
      expect(await tells("SENT", path)).toEqual({ told: 1, refused: 0, waiting: 0 });
      expect(await touchesTo(to)).toMatchObject({ count: 1, codes: "cap_reached" });
    },
  );

  const received = (from: string, text: string, name = "GSM1.a1b2c3") => {
    const path = join(root, "incoming", name);
    writeFileSync(path, `From: ${from}\nSent: 26-11-23 21:05:00\nAlphabet: ISO\n\n${text}`);
    return path;
  };

  it.each([
    ["STOP", "opted_out"],
    ["stop all", "opted_out"],
    ["please don't text me again", "opted_out"],
    ["see you at 5", ""],
  ])("hears what a customer writes: %s", async (text, codes) => {
    const to = freshPhone();
    expect(await tells("RECEIVED", received(to.slice(1), text))).toMatchObject({ told: 1 });
    expect((await touchesTo(to)).codes.split(",")[0]).toBe(codes);
  });

  it("keeps a word until the gate is back, and lets a later one count", async () => {
    const to = freshPhone();
    flaky.troubles.push(UNAVAILABLE, UNAVAILABLE);
    expect(await tells("RECEIVED", received(to.slice(1), "STOP"))).toEqual({
      told: 0,
      refused: 0,
      waiting: 1,
    });
    const next = received(to.slice(1), "START", "GSM1.later1");
    const soon = new Date(Date.now() + 1_000);
    utimesSync(next, soon, soon);
    takeEvent("RECEIVED", next, taking({ nowMs: () => Date.now() + 2_000 }));
    expect(await deliverKept(delivering(), 20)).toEqual({ told: 0, refused: 0, waiting: 2 });
    expect(await deliverKept(delivering(), 20)).toEqual({ told: 2, refused: 0, waiting: 0 });
    expect(await touchesTo(to)).toMatchObject({ codes: "" });
  });

  it("keeps words while there is no secret, or a wrong one, and tells the rest", async () => {
    const [to, other] = [freshPhone(), freshPhone()];
    const failed = message(other);
    await checkMessage(failed, checking());
    expect(await tells("RECEIVED", received(to.slice(1), "STOP"), { hook: undefined })).toMatchObject({
      waiting: 1,
    });
    const wrong = {
      url: flaky.url,
      secret: `whsec_${Buffer.alloc(24, 8).toString("base64")}`,
      timeoutMs: 10_000,
    };
    expect(await tells("FAILED", failed, { hook: wrong })).toEqual({ told: 1, refused: 0, waiting: 1 });
    expect(warnings).toHaveLength(2);
    expect(await deliverKept(delivering(), 20)).toMatchObject({ told: 1, waiting: 0 });
    expect(await touchesTo(to)).toMatchObject({ codes: "opted_out" });
  });

  it("puts aside what the gate will never take", async () => {
    const path = message(freshPhone(), "Touchgate-Touch: t_unheard.c_of\n");
    expect(await tells("FAILED", path)).toEqual({ told: 0, refused: 1, waiting: 0 });
    expect(readdirSync(folders.refused)).toHaveLength(1);
    expect(warnings).toHaveLength(1);
  });

  it("finds words of which no event came, once", async () => {
    const to = freshPhone();
    const path = received(to.slice(1), "STOP");
    received("491721234567", "half written", "GSM1.busy");
    writeFileSync(join(root, "incoming", "GSM1.busy.LOCK"), "");
    const old = received("491721234567", "STOP", "GSM1.old");
    utimesSync(old, 1, 1);
    expect(hearUnheard(join(root, "incoming"), taking())).toBe(1);
    expect(hearUnheard(join(root, "incoming"), taking())).toBe(0);
    expect(await deliverKept(delivering(), 20)).toMatchObject({ told: 1 });
    expect(await touchesTo(to)).toMatchObject({ codes: "opted_out" });
    expect(await tells("CALL", path)).toEqual({ told: 0, refused: 0, waiting: 0 });
  });
});

describe("what was left half written", () => {
  it("is taken away after an hour", () => {
    const path = join(folders.unfinished, "x");
    writeFileSync(path, "half");
    clearUnfinished({ files: FILES, folders }, Date.now());
    expect(existsSync(path)).toBe(true);
    clearUnfinished({ files: FILES, folders }, Date.now() + 2 * HOUR_MS);
    expect(existsSync(path)).toBe(false);
  });
});
