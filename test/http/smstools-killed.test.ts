import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { epochMs } from "../../lib/core/time.ts";
import { putHook } from "../../lib/store/hooks.ts";
import { freshPhone, startTestGate, type TestGate } from "../support/gate.ts";
import { type Setup, setUpScripts } from "../support/smstools-scripts.ts";

const SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const POLICY = {
  ...{ id: "killed", timezone: "UTC", departments: ["marketing"] },
  purposes: { marketing: {}, later: {}, never: {} },
  rules: [
    { id: "weekly", kind: "cap", max: 9, window: { rolling: "P7D" } },
    {
      id: "pause",
      kind: "cap",
      max: 0,
      window: { calendar: "day", zone: "UTC" },
      when: { purpose: ["never"] },
    },
    { id: "spacing", kind: "gap", min: "PT1H", when: { purpose: ["later"] } },
  ],
};
const BODY = "Hello, nobody may lose this.\n";
const HARNESS = new URL("../support/killed-at.ts", import.meta.url).pathname;

let gate: TestGate;
const roots: string[] = [];
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
  await putHook(gate.store, { vendor: "standard", createdAt: epochMs(0), secrets: { secrets: [SECRET] } });
});
afterAll(async () => {
  await gate.stop();
  for (const root of roots) rmSync(root, { recursive: true });
});

function fresh(): Setup {
  const root = mkdtempSync(join(tmpdir(), "touchgate-killed-"));
  roots.push(root);
  return setUpScripts(root, {
    ...{ TOUCHGATE_URL: gate.url, TOUCHGATE_KEY: "tg_dev_admin", TOUCHGATE_HOOK_SECRET: SECRET },
    // Other processes want the machine too.
    TOUCHGATE_TIMEOUT_MS: "20000",
  });
}

/** Runs a script of the page; the command in it is killed before its nth change of files. Its exit code. */
const run = (
  setup: Setup,
  script: "check" | "event" | "release",
  given: readonly string[],
  killedAt?: number,
) =>
  new Promise<number>((resolve) => {
    const env = {
      ...process.env,
      ...(killedAt !== undefined && { NODE_OPTIONS: `--import=${HARNESS}`, KILLED_AT: String(killedAt) }),
      KILLED_STEPS: join(setup.root, "steps"),
    };
    execFile(setup.script(script), [...given], { env }, (fault) =>
      resolve(fault === null ? 0 : Number(fault.code ?? 137)),
    );
  });

/** How many changes of files a whole run makes. */
async function stepsOf(setup: Setup, script: "check" | "event" | "release", given: readonly string[]) {
  await run(setup, script, given, Number.MAX_SAFE_INTEGER);
  return Number(readFileSync(join(setup.root, "steps"), "utf8"));
}

/** It did not come to its end. */
const wasKilled = ({ root }: Setup): boolean => !existsSync(join(root, "steps"));

/** Where the message is, by folder; each copy of it once. */
const copiesOf = (setup: Setup): readonly string[] =>
  (["outgoing", "deferred"] as const).flatMap((folder) =>
    readdirSync(setup[folder]).map((name) => {
      const text = readFileSync(join(setup[folder], name), "utf8");
      expect(text.endsWith(`\n\n${BODY}`)).toBe(true);
      return folder;
    }),
  );
const onlyOutgoing = ({ outgoing }: Setup): string => {
  const [name, ...others] = readdirSync(outgoing);
  expect(others).toEqual([]);
  return join(outgoing, name ?? "nothing");
};
const message = (setup: Setup, to: string, purpose: string) =>
  setup.write("message", `To: ${to.slice(1)}\nTouchgate-Purpose: ${purpose}\n\n${BODY}`);
const touchesTo = async (phone: string) => {
  const asked = { to: { phone }, channel: "sms", department: "marketing", purpose: "marketing" };
  const { recent } = await gate.check({ ...asked, mode: "dryRun", include: ["recent"] });
  return recent?.length;
};
const upTo = (steps: number) => Array.from({ length: steps }, (_, index) => index + 1);
/** Each run is a process or two. */
const inFours = async (steps: number, each: (killedAt: number) => Promise<void>) => {
  const left = upTo(steps);
  const lane = async () => {
    for (let step = left.shift(); step !== undefined; step = left.shift()) await each(step);
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
};

describe("a check that is killed, wherever", { timeout: 180_000 }, () => {
  it.each([
    { answer: "allow", purpose: "marketing", code: 0, touches: 1, left: ["outgoing"] },
    { answer: "defer", purpose: "later", code: 2, touches: 1, left: ["deferred"] },
    { answer: "deny", purpose: "never", code: 1, touches: 0, left: ["outgoing"] },
  ])("neither loses nor doubles a message that is to $answer", async ({ purpose, code, touches, left }) => {
    const prepare = async () => {
      const [setup, phone] = [fresh(), freshPhone()];
      const path = message(setup, phone, purpose);
      const asked = { to: { phone }, channel: "sms", department: "marketing", purpose: "marketing" };
      if (purpose === "later") await gate.check(asked);
      return { setup, phone, path };
    };
    const whole = await prepare();
    const steps = await stepsOf(whole.setup, "check", [whole.path]);
    expect(steps).toBeGreaterThan(5);
    await inFours(steps, async (killedAt) => {
      const { setup, phone, path } = await prepare();
      // Whatever was decided already, it waits and is asked for again.
      expect(await run(setup, "check", [path], killedAt)).toBe(2);
      expect(wasKilled(setup)).toBe(true);
      expect(copiesOf(setup)).toEqual(["deferred"]);
      await run(setup, "release", ["--now"]);
      expect(copiesOf(setup)).toEqual(["outgoing"]);
      expect(await run(setup, "check", [onlyOutgoing(setup)])).toBe(code);
      expect(copiesOf(setup)).toEqual(left);
      expect(await touchesTo(phone)).toBe(touches);
    });
  });
});

describe("a release that is killed, wherever", { timeout: 180_000 }, () => {
  it("neither loses nor doubles a message, and the next one goes on", async () => {
    const prepare = () => {
      const setup = fresh();
      const waiting = `0000000000000.5b0c6d0e-0000-4000-8000-000000000000.message`;
      setup.write(waiting, `To: 491721234567\n\n${BODY}`, setup.deferred);
      return setup;
    };
    const steps = await stepsOf(prepare(), "release", []);
    expect(steps).toBeGreaterThan(2);
    await inFours(steps, async (killedAt) => {
      const setup = prepare();
      await run(setup, "release", [], killedAt);
      expect(wasKilled(setup)).toBe(true);
      expect(copiesOf(setup)).toHaveLength(1);
      await run(setup, "release", []);
      expect(copiesOf(setup)).toEqual(["outgoing"]);
    });
  });
});

describe("a STOP whose handler is killed, wherever", { timeout: 180_000 }, () => {
  const codesOf = async (phone: string) => {
    const asked = { to: { phone }, channel: "sms", department: "marketing", purpose: "marketing" };
    return (await gate.check({ ...asked, mode: "dryRun" })).reasons.map(({ code }) => code).join();
  };

  it("is told by the next release", async () => {
    const prepare = () => {
      const [setup, phone] = [fresh(), freshPhone()];
      const text = `From: ${phone.slice(1)}\nFrom_TOA: 91 international\nSent: 26-11-23 21:05:00\nAlphabet: ISO\n\nSTOP`;
      return { setup, phone, path: setup.write("GSM1.abcdef", text, setup.incoming) };
    };
    const whole = prepare();
    const steps = await stepsOf(whole.setup, "event", ["RECEIVED", whole.path]);
    expect(await codesOf(whole.phone)).toBe("opted_out");
    await inFours(steps, async (killedAt) => {
      const { setup, phone, path } = prepare();
      await run(setup, "event", ["RECEIVED", path], killedAt);
      expect(wasKilled(setup)).toBe(true);
      await run(setup, "release", []);
      expect(await codesOf(phone)).toBe("opted_out");
    });
  });
});
