import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { epochMs } from "../../lib/core/time.ts";
import { putHook } from "../../lib/store/hooks.ts";
import { type FlakyGate, startFlakyGate } from "../support/flaky-gate.ts";
import { freshPhone, startTestGate, type TestGate } from "../support/gate.ts";
import { type Setup, setUpScripts } from "../support/smstools-scripts.ts";
import { requirePrograms } from "./debian-packages.ts";
import { type GsmModem, startGsmModem } from "./gsm-modem.ts";
import { type Smsd, startSmsd } from "./real-smsd.ts";

const SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const POLICY = {
  ...{ id: "smsd", timezone: "UTC", departments: ["marketing", "service"] },
  purposes: { marketing: {}, service: {} },
  rules: [
    { id: "weekly", kind: "cap", max: 1, window: { rolling: "P7D" }, when: { purpose: ["marketing"] } },
    {
      ...{ id: "waking-hours", kind: "hours", zone: "UTC", when: { purpose: ["service"] } },
      allow: [{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ranges: [["08:00", "20:00"]] }],
    },
  ],
};

/** smsd looks once a second, and each of its handlers is a process. */
const SOON = { timeout: 45_000, interval: 100 };

// Real sending takes smsd its seconds.
describe("smsd with the page's scripts", { timeout: 120_000 }, () => {
  let [gate, flaky, modem, smsd, setup]: [TestGate, FlakyGate, GsmModem, Smsd, Setup] = [] as never;
  beforeAll(async () => {
    requirePrograms("/usr/sbin/smsd");
    gate = await startTestGate({ policy: POLICY });
    await putHook(gate.store, {
      ...{ vendor: "standard", createdAt: epochMs(0) },
      secrets: { secrets: [SECRET] },
    });
    flaky = await startFlakyGate(gate);
    modem = await startGsmModem();
    setup = setUpScripts(mkdtempSync(join(tmpdir(), "touchgate-smsd-")), {
      TOUCHGATE_URL: flaky.url,
      TOUCHGATE_KEY: "tg_dev_admin",
      TOUCHGATE_HOOK_SECRET: SECRET,
      TOUCHGATE_RETRY_SECONDS: "1",
    });
    smsd = await startSmsd(setup, modem);
  });
  afterEach(() => {
    gate.setClock(null);
    modem.broken = false;
    flaky.troubles.length = 0;
  });
  afterAll(async () => {
    await smsd?.stop();
    await modem?.stop();
    await flaky?.stop();
    await gate?.stop();
    if (setup) rmSync(setup.root, { recursive: true });
  });

  /** A number as files have it: without the plus. */
  const freshTo = () => freshPhone().slice(1);
  const send = (name: string, to: string, headers = "") =>
    setup.write(name, `To: ${to}\n${headers}\nHello from ${name}\n`);
  const inFolder = (folder: string, name: string): string | undefined => {
    const found = readdirSync(folder).find((one) => one.includes(name) && !one.endsWith(".LOCK"));
    return found && readFileSync(join(folder, found), "utf8");
  };
  const comesInto = async (folder: string, name: string): Promise<string> => {
    await expect.poll(() => inFolder(folder, name), SOON).toBeDefined();
    return inFolder(folder, name) as string;
  };
  const sendsTo = (to: string) => modem.sentTo.filter((one) => one === to).length;
  const codesOf = async (to: string, purpose = "marketing") => {
    const asked = { to: { phone: `+${to}` }, channel: "sms", department: "marketing", purpose };
    const { decision, reasons } = await gate.check({ ...asked, mode: "dryRun" });
    return decision === "allow" ? "allow" : reasons.map(({ code }) => code).join();
  };

  it("sends what is allowed, and puts what is over the cap into failed with the reason", async () => {
    const to = freshTo();
    send("first", to, "Touchgate-Campaign: spring\n");
    expect(await comesInto(setup.sent, "first")).toMatch(/^Touchgate-Decision: allow$/m);
    send("second", to);
    const file = await comesInto(setup.failed, "second");
    expect(file).toMatch(/^Fail_reason: Rejected by checkhandler$/m);
    expect(file).toMatch(
      /^Touchgate-Reason: not before .*, which is more than 72 h of waiting; cap_reached: ./m,
    );
    expect(sendsTo(to)).toBe(1);
    expect(await codesOf(to)).toBe("cap_reached");
  });

  it("rejects a message to who has opted out, with the reason in the file", async () => {
    const to = freshTo();
    const body = {
      items: [{ type: "phone", value: `+${to}`, list: "internal", reason: "asked us by letter" }],
    };
    expect((await gate.send("POST /v1/suppressions", { body })).status).toBe(200);
    send("never", to);
    const file = await comesInto(setup.failed, "never");
    expect(file).toMatch(/^Fail_reason: Rejected by checkhandler$/m);
    expect(file).toMatch(/^Touchgate-Reason: suppressed: ./m);
    expect(sendsTo(to)).toBe(0);
  });

  it("keeps a message back outside its hours, and sends it when the clock allows", async () => {
    const to = freshTo();
    gate.setClock("2026-11-23T07:59:57.000Z");
    send("early", to, "Touchgate-Purpose: service\n");
    const waiting = await comesInto(setup.deferred, "early");
    expect(waiting).toMatch(/^Touchgate-Reason: outside_hours: ./m);
    const asked = () => flaky.calls.filter((call) => call === "POST /v1/check").length;
    const before = asked();
    // It comes back by itself, and is kept back again, as the gate's clock stands still.
    await expect.poll(asked, SOON).toBeGreaterThan(before + 1);
    expect(sendsTo(to)).toBe(0);
    gate.setClock("2026-11-23T08:00:00.000Z");
    expect(await comesInto(setup.sent, "early")).toMatch(/^Touchgate-Decision: allow$/m);
    expect(sendsTo(to)).toBe(1);
    expect(readdirSync(setup.deferred)).toEqual([]);
  });

  it("hears a STOP that came by the modem", async () => {
    const to = freshTo();
    expect(await codesOf(to)).toBe("allow");
    modem.receive(to, "STOP");
    await expect.poll(() => codesOf(to), SOON).toBe("opted_out");
    send("after-stop", to);
    expect(await comesInto(setup.failed, "after-stop")).toMatch(/^Touchgate-Reason: opted_out: ./m);
    modem.receive(to, "START");
    await expect.poll(() => codesOf(to), SOON).toBe("allow");
  });

  it("gives the place of a message back that the modem could not send, and of one that was not delivered", async () => {
    const to = freshTo();
    modem.broken = true;
    send("broken", to);
    await comesInto(setup.failed, "broken");
    await expect.poll(() => codesOf(to), SOON).toBe("allow");
    modem.broken = false;
    send("again", to);
    const sent = await comesInto(setup.sent, "again");
    expect(await codesOf(to)).toBe("cap_reached");
    const [, id] = /^Message_id: (\d+)$/m.exec(sent) ?? [];
    modem.report(to, Number(id), 70);
    await expect.poll(() => codesOf(to), SOON).toBe("allow");
  });

  it("sends nothing while the gate is down, and all of it afterwards", async () => {
    const to = freshTo();
    flaky.troubles.push(...Array<{ status: number }>(6).fill({ status: 503 }));
    send("outage", to);
    expect(await comesInto(setup.deferred, "outage")).toMatch(/^Touchgate-Reason: the gate does not answer/m);
    expect(sendsTo(to)).toBe(0);
    expect(await comesInto(setup.sent, "outage")).toMatch(/^Touchgate-Decision: allow$/m);
    expect(sendsTo(to)).toBe(1);
  });

  it("sends nothing while its handler cannot even start, and all of it afterwards", async () => {
    const to = freshTo();
    const env = readFileSync(join(setup.root, "smstools.env"), "utf8");
    writeFileSync(join(setup.root, "smstools.env"), env.replace(/(TOUCHGATE_HOME=.*)/, "$1/nowhere"));
    send("half-installed", to);
    expect(await comesInto(setup.deferred, "half-installed")).not.toMatch(/^Touchgate-/m);
    writeFileSync(join(setup.root, "smstools.env"), env);
    expect(await comesInto(setup.sent, "half-installed")).toMatch(/^Touchgate-Decision: allow$/m);
    expect(sendsTo(to)).toBe(1);
  });

  it("rejects a file whose name the shell cuts in pieces", async () => {
    const to = freshTo();
    send("odd name", to);
    expect(await comesInto(setup.failed, "odd name")).toMatch(/^Fail_reason: Rejected by checkhandler$/m);
    expect(sendsTo(to)).toBe(0);
  });
});
