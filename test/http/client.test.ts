import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createClient, GateProblem, GateUnavailable } from "../../lib/client/client.ts";
import { type FlakyGate, startFlakyGate, type Trouble } from "../support/flaky-gate.ts";
import { freshEmail, freshId, startTestGate, type TestGate } from "../support/gate.ts";

const POLICY = {
  ...{ id: "client", timezone: "UTC", departments: ["marketing"], purposes: { marketing: {} } },
  rules: [{ id: "daily", kind: "cap", max: 2, window: { rolling: "P1D" } }],
};

let gate: TestGate;
let flaky: FlakyGate;
/** Where nobody listens any more. */
let nowhere: string;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
  flaky = await startFlakyGate(gate);
  const gone = await startFlakyGate(gate);
  nowhere = gone.url;
  await gone.stop();
});
afterEach(() => {
  flaky.troubles.length = 0;
  flaky.calls.length = 0;
});
afterAll(async () => {
  await flaky.stop();
  await gate.stop();
});

const clientOf = (more: Partial<Parameters<typeof createClient>[0]> = {}) =>
  createClient({ url: flaky.url, key: "tg_dev_admin", onUnavailable: "defer", ...more });
const mail = (email = freshEmail()) => ({
  ...{ to: { email }, channel: "email" as const, department: "marketing", purpose: "marketing" },
});
const countOf = async (email: string): Promise<number> => {
  const { recent } = await gate.check({ ...mail(email), mode: "dryRun", include: ["recent"] });
  return (recent as unknown[]).length;
};

describe("a check by the client", () => {
  it("is the gate's decision", async () => {
    const [client, email] = [clientOf(), freshEmail()];
    const decisions = [];
    for (let n = 0; n < 3; n += 1) decisions.push(await client.check(mail(email)));
    expect(decisions).toMatchObject([
      { source: "gate", decision: "allow", touchId: expect.stringMatching(/^t_/) },
      { source: "gate", decision: "allow" },
      { source: "gate", decision: "defer", reasons: [{ code: "cap_reached" }] },
    ]);
  });

  it.each<[string, Trouble[]]>([
    ["the answer was lost", ["answer lost"]],
    ["the answer never came", ["answer never comes"]],
    ["something before the gate failed", [{ status: 502 }, { status: 503, text: "<html>" }]],
    ["too many called", [{ status: 429, headers: { "retry-after": "0" } }]],
    ["a proxy answered a page of its own", [{ status: 200, text: "<html>Log in</html>" }]],
  ])("is asked again by the same key when %s, and counts once", async (_, troubles) => {
    flaky.troubles.push(...troubles);
    const email = freshEmail();
    const answer = await clientOf().check(mail(email));
    expect([answer.source, answer.decision]).toEqual(["gate", "allow"]);
    expect(flaky.calls).toHaveLength(troubles.length + 1);
    expect(await countOf(email)).toBe(1);
  });

  it("of a key that was used before is the answer that it was given", async () => {
    const [client, email, options] = [clientOf(), freshEmail(), { idempotencyKey: freshId() }];
    const first = await client.check(mail(email), options);
    expect(await client.check(mail(email), options)).toMatchObject({
      replayed: true,
      touchId: first.touchId,
    });
    expect(await countOf(email)).toBe(1);
  });

  it.each(["allow", "defer", "deny"] as const)(
    "comes to what its caller chose when the gate cannot be asked: %s",
    async (onUnavailable) => {
      const down = clientOf({ url: nowhere, onUnavailable });
      expect(await down.check(mail())).toMatchObject({
        ...{ source: "fail_mode", decision: onUnavailable, recorded: "unknown", reasons: [] },
        cause: expect.stringContaining("ECONNREFUSED"),
      });
    },
  );

  it("gives up within its time, and says why", async () => {
    flaky.troubles.push("answer never comes", "answer never comes", "answer never comes");
    const answer = await clientOf({ timeoutMs: 300 }).check(mail());
    expect(answer).toMatchObject({ source: "fail_mode", cause: "the gate did not answer in time" });
    flaky.troubles.length = 0;
    // What it is told to wait for is longer than it may wait.
    flaky.troubles.push({ status: 503, headers: { "retry-after": "60" }, text: '{"detail":"Busy."}' });
    expect(await clientOf().check(mail())).toMatchObject({ source: "fail_mode", cause: "Busy." });
  });

  it("takes nothing for a decision that is none", async () => {
    flaky.troubles.push({ status: 200, text: '{"ok":true}' });
    expect(await clientOf({ onUnavailable: "deny" }).check(mail())).toMatchObject({
      ...{ source: "fail_mode", decision: "deny", cause: "what answered is no gate" },
    });
  });

  it("throws what its caller did wrong, with every fault, whatever was chosen for outages", async () => {
    const client = clientOf({ onUnavailable: "allow" });
    const fault = await client.check({ ...mail("nobody"), purpose: "x" }).catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(GateProblem);
    expect(fault).toMatchObject({ status: 400, code: "invalid_request", requestId: expect.any(String) });
    expect((fault as GateProblem).issues.map(({ path }) => path).sort()).toEqual(["purpose", "to.email"]);
    const stranger = clientOf({ key: "tg_nobody", onUnavailable: "allow" });
    await expect(stranger.check(mail())).rejects.toMatchObject({ status: 401, code: "unauthenticated" });
    flaky.troubles.push({ status: 301, headers: { location: "https://example.com/" } });
    await expect(client.check(mail())).rejects.toMatchObject({ status: 301 });
  });

  it("ends when its caller aborts it", async () => {
    flaky.troubles.push("answer never comes");
    const email = freshEmail();
    const stop = new AbortController();
    const asked = clientOf({ onUnavailable: "allow" }).check(mail(email), { signal: stop.signal });
    stop.abort(new Error("the job was taken back"));
    await expect(asked).rejects.toThrow("the job was taken back");
  });

  it.each<[string, object, RegExp]>([
    ["an address that is none", { url: "gate.example.com" }, /url must begin with https/],
    ["no key", { key: "" }, /key must be/],
    ["no fail mode", { onUnavailable: undefined }, /onUnavailable must be one of: allow, defer, deny/],
  ])("needs options: %s", (_, options, message) => {
    expect(() => clientOf(options)).toThrow(message);
  });
});

describe("reservations, outcomes and links by the client", () => {
  it("reach the touch that was allowed", async () => {
    const client = clientOf();
    const [email, reserve] = [freshEmail(), { mode: "reserve" as const }];
    const { touchId = "" } = await client.check({ ...mail(email), ...reserve });
    expect(await client.confirm(touchId)).toEqual({ touchId, state: "confirmed" });
    expect(await client.tellOutcome(touchId, { outcome: "bounced" })).toMatchObject({ outcome: "bounced" });
    const other = await client.check({ ...mail(email), ...reserve });
    expect(await client.release(other.touchId ?? "")).toMatchObject({ state: "released" });
    expect(await client.links({ to: { email } })).toHaveProperty("listUnsubscribe");
    const told = await client.tellTouches([{ ...mail(email), idempotencyKey: freshId() }]);
    expect(told.items).toMatchObject([{ status: 200 }]);
  });

  it("throw what the gate says, and that it could not be asked", async () => {
    await expect(clientOf().confirm("t_gone.c_AAAAAAAAAAAAAAAAAAAAAA")).rejects.toMatchObject({
      code: "touch_not_found",
    });
    const down = clientOf({ url: nowhere });
    await expect(down.confirm("t_x.c_y")).rejects.toBeInstanceOf(GateUnavailable);
  });
});

describe("a list of checks by the client", () => {
  const tags = { channel: "email", department: "marketing", purpose: "marketing" } as const;
  const read = async <T>(all: AsyncIterable<T>): Promise<T[]> => {
    const read: T[] = [];
    for await (const one of all) read.push(one);
    return read;
  };

  it("is answered in its order, each item by itself, in as few requests as there are batches", async () => {
    const emails = Array.from({ length: 250 }, (_, n) => (n === 100 ? "nobody" : freshEmail()));
    const requestOf = (email: string) => ({ to: { email } });
    const checked = await read(clientOf().checkAll(emails, { defaults: tags, requestOf }));
    expect(checked.map(({ item }) => item)).toEqual(emails);
    expect(checked.filter(({ answer }) => answer?.decision === "allow")).toHaveLength(249);
    expect(checked[100]?.problem).toMatchObject({ status: 400, issues: [{ path: "to.email" }] });
    expect(flaky.calls).toHaveLength(3);
  });

  it("takes no more of its source than is under way while nobody reads on", async () => {
    let taken = 0;
    function* source() {
      for (;;) {
        taken += 1;
        yield { ...tags, to: { email: freshEmail() } };
      }
    }
    const all = clientOf().checkAll(source(), { batchSize: 10, atOnce: 2 });
    const mostTaken: number[] = [];
    for await (const { answer } of all) {
      expect(answer?.decision).toBe("allow");
      mostTaken.push(taken);
      if (mostTaken.length === 60) break;
    }
    // Two batches, and the item that shows that the second is full.
    expect(mostTaken[0]).toBe(21);
    expect(mostTaken.at(-1)).toBe(71);
  });

  it("counts once what is asked again, and comes to what was chosen when the gate stays away", async () => {
    const emails = [freshEmail(), freshEmail()];
    const items = emails.map((email) => ({ ...tags, to: { email } }));
    flaky.troubles.push("answer lost");
    const checked = await read(clientOf().checkAll(items));
    expect(checked.map(({ answer }) => answer?.decision)).toEqual(["allow", "allow"]);
    expect(await Promise.all(emails.map(countOf))).toEqual([1, 1]);
    const down = clientOf({ url: nowhere, onUnavailable: "deny" });
    expect(await read(down.checkAll(items, { timeoutMs: 200 }))).toMatchObject([
      { item: items[0], answer: { source: "fail_mode", decision: "deny" } },
      { item: items[1], answer: { source: "fail_mode", decision: "deny" } },
    ]);
  });

  it("throws what is wrong with all of it", async () => {
    const items = [{ ...tags, to: { email: freshEmail() } }];
    await expect(read(clientOf({ key: "tg_nobody" }).checkAll(items))).rejects.toMatchObject({ status: 401 });
    await expect(read(clientOf().checkAll(items, { batchSize: 501 }))).rejects.toThrow(RangeError);
  });
});
