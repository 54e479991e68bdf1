import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Fields,
  freshEmail,
  freshId,
  pathsOf,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

let gate: TestGate;
let optedIn: string;
beforeAll(async () => {
  const rules = [{ id: "daily", kind: "cap", max: 2, window: { rolling: "P1D" } }];
  const policy = {
    id: "shapes",
    timezone: "UTC",
    departments: ["marketing", "sales"],
    purposes: { marketing: {} },
  };
  gate = await startTestGate({ policy: { ...policy, rules } });
  gate.setClock("2026-11-25T10:00:00.000Z");
  const made = await gate.send("POST /v1/keys", { body: { scopes: ["check:get"], department: "marketing" } });
  optedIn = String((made.body as Fields).key);
});
afterAll(() => gate.stop());

const mail = (email = freshEmail(), more: Fields = {}): Fields => ({
  ...{ to: { email }, channel: "email", department: "marketing", purpose: "marketing", ...more },
});

/** A contact who wants nothing. */
async function silent(): Promise<string> {
  const contactId = freshId();
  await gate.send(`PUT /v1/contacts/${contactId}`, { body: {} });
  await gate.send(`PUT /v1/contacts/${contactId}/preferences`, { body: { optOutAll: true } });
  return contactId;
}

/** As it stands on the wire. */
async function raw(line: string, init: RequestInit = {}, key = "tg_dev_admin") {
  const response = await fetch(`${gate.url}${line}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...init.headers },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const post = (query: string, body: Fields, headers: Record<string, string> = {}) =>
  raw(`/v1/check${query}`, { method: "POST", body: JSON.stringify(body), headers });
const get = (query: Record<string, string>, key = optedIn) =>
  raw(`/v1/check?${new URLSearchParams(query)}`, {}, key);

describe("shape=flat", () => {
  it("holds the same texts by the same names, whatever is decided", async () => {
    const email = freshEmail();
    const answers: Record<string, string>[] = [];
    for (let n = 0; n < 3; n += 1) answers.push(JSON.parse((await post("?shape=flat", mail(email))).text));
    const denied = JSON.parse(
      (await post("?shape=flat", mail("", { to: { contactId: await silent() } }))).text,
    );
    answers.push(denied);
    expect(answers.map(({ decision }) => decision)).toEqual(["allow", "allow", "defer", "deny"]);
    const [first] = answers.map((answer) => Object.keys(answer));
    for (const answer of answers) {
      expect(Object.keys(answer)).toEqual(first);
      expect(Object.values(answer).every((value) => typeof value === "string")).toBe(true);
    }
    expect(answers[0]).toMatchObject({ touchId: expect.stringMatching(/^t_/), recorded: "true", code: "" });
    const deferred = answers[2] ?? {};
    expect(deferred).toMatchObject({
      touchId: "",
      recorded: "false",
      code: "cap_reached",
      codes: "cap_reached",
    });
    const waitMs = Date.parse(deferred.nextAllowedAt ?? "") - Date.parse(deferred.evaluatedAt ?? "");
    expect(deferred.waitSeconds).toBe(String(Math.ceil(waitMs / 1_000)));
    expect(denied).toMatchObject({ code: "opted_out", nextAllowedAt: "", waitSeconds: "" });
    expect(denied.message).not.toBe("");
  });

  it("is what the same decision says in JSON", async () => {
    const body = mail(freshEmail(), { mode: "dryRun" });
    const whole = JSON.parse((await post("", body)).text);
    const flat = JSON.parse((await post("?shape=flat", body)).text);
    expect(flat).toMatchObject({ decision: whole.decision, mode: whole.mode, contactId: whole.contactId });
    expect(flat.policyVersion).toBe(String(whole.policy.version));
  });
});

describe("shape=text", () => {
  it("is one line: allow and the touch, defer and the instant, deny and the code", async () => {
    const email = freshEmail();
    const lines: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { text, headers } = await post("?shape=text", mail(email));
      expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
      lines.push(text);
    }
    lines.push((await post("?shape=text", mail("", { to: { contactId: await silent() } }))).text);
    expect(lines).toEqual([
      expect.stringMatching(/^allow t_\S+$/),
      expect.stringMatching(/^allow t_\S+$/),
      expect.stringMatching(/^defer \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      "deny opted_out",
    ]);
    expect((await post("?shape=text", mail(freshEmail(), { mode: "dryRun" }))).text).toBe("allow");
  });

  it("goes with denyStatus, and the same key gets the same line", async () => {
    const body = mail("", { to: { contactId: await silent() } });
    expect(await post("?shape=text&denyStatus=410", body)).toMatchObject({
      status: 410,
      text: "deny opted_out",
    });
    const [email, key] = [freshEmail(), { "idempotency-key": freshId() }];
    const { text } = await post("?shape=text", mail(email), key);
    expect((await post("?shape=text", mail(email), key)).text).toBe(text);
    // How it is told is no part of what is asked.
    expect(JSON.parse((await post("", mail(email), key)).text)).toMatchObject({
      replayed: true,
      touchId: text.slice("allow ".length),
    });
  });
});

it("every fault is told at once, also of a shape that there is not, as a problem document", async () => {
  const problem = problemOf(await gate.send("POST /v1/check?shape=xml&denyStatus=1", { body: mail("x") }));
  expect([problem.status, pathsOf(problem)]).toEqual([400, ["denyStatus", "shape", "to.email"]]);
  const body = mail(freshEmail(), { include: ["recent"] });
  expect(pathsOf(problemOf(await gate.send("POST /v1/check?shape=flat", { body })))).toEqual(["include"]);
});

describe("GET /v1/check", () => {
  const asked = (email = freshEmail(), more: Record<string, string> = {}): Record<string, string> => ({
    ...{ email, channel: "email", purpose: "marketing", nonce: freshId(), ...more },
  });

  it("decides and records like POST, is kept by no cache, and counts a repeated request once", async () => {
    const email = freshEmail();
    const query = asked(email, { campaign: "spring", topic: "news" });
    const first = await get(query);
    expect([first.status, first.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const decided = JSON.parse(first.text);
    expect(decided).toMatchObject({ decision: "allow", recorded: true, replayed: false });
    expect(JSON.parse((await get(query)).text)).toMatchObject({ replayed: true, touchId: decided.touchId });
    const seen = await gate.check(mail(email, { mode: "dryRun", include: ["recent"] }));
    expect(seen.recent).toMatchObject([{ campaign: "spring", topic: "news", department: "marketing" }]);
  });

  it("answers in every shape and with a status", async () => {
    const contactId = await silent();
    const { email: _, ...query } = asked();
    const flat = await get({ ...query, contactId, shape: "flat", denyStatus: "403" });
    expect([flat.status, JSON.parse(flat.text).code]).toEqual([403, "opted_out"]);
    expect((await get(asked(freshEmail(), { shape: "text" }))).text).toMatch(/^allow t_/);
    expect(
      (await get(asked(freshEmail(), { shape: "text", mode: "reserve", reserveSeconds: "60" }))).text,
    ).toMatch(/^allow t_/);
  });

  it("is for keys that were given it, and no other", async () => {
    for (const key of ["tg_dev_marketing", "tg_dev_sales"]) {
      const { status, text } = await get(asked(), key);
      expect([status, text]).toEqual([403, expect.stringContaining("check:get")]);
    }
    const posted = await raw("/v1/check", { method: "POST", body: JSON.stringify(mail()) }, optedIn);
    expect(posted.status).toBe(403);
  });

  it("needs a nonce, and says every fault by its parameter; nothing is recorded", async () => {
    const email = freshEmail();
    const { nonce: _, ...without } = asked(email);
    const problem = async (query: Record<string, string>) => JSON.parse((await get(query)).text);
    expect(pathsOf(await problem(without))).toEqual(["nonce"]);
    const bad = { ...asked(), email: "nobody", channel: "fax", reserveSeconds: "soon", nonce: "" };
    expect(pathsOf(await problem(bad))).toEqual(["channel", "email", "nonce", "reserveSeconds"]);
    expect(pathsOf(await problem({ ...asked(email), phone: "+14155550123" }))).toEqual([""]);
    expect(pathsOf(await problem({ ...asked(), email: "", externalId: "zoho" }))).toContain("externalId");
    // A misspelt parameter is not passed over, and keeps the touch from being recorded.
    expect(pathsOf(await problem(asked(email, { topics: "news" })))).toEqual(["topics"]);
    const seen = await gate.check(mail(email, { mode: "dryRun", include: ["recent"] }));
    expect(seen.recent).toEqual([]);
  });

  it("names a person as other systems do", async () => {
    const id = freshId();
    await gate.send(`PUT /v1/contacts/${id}`, {
      body: { identities: [{ type: "zoho", value: `47-${id}` }] },
    });
    const { email: _, ...query } = asked();
    const { text } = await get({ ...query, externalId: `zoho:47-${id}`, mode: "dryRun" });
    expect(JSON.parse(text).contactId).toBe(id);
  });

  it("is never taken for a HEAD, which changes nothing", async () => {
    const email = freshEmail();
    const head = await raw(`/v1/check?${new URLSearchParams(asked(email))}`, { method: "HEAD" }, optedIn);
    expect(head.status).toBeGreaterThanOrEqual(400);
    expect(await gate.check(mail(email, { mode: "dryRun", include: ["recent"] }))).toMatchObject({
      recent: [],
    });
  });
});
