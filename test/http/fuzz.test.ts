import { afterAll, beforeAll, describe, expect, it } from "vitest";
import defaultPolicy from "../../policies/default.json" with { type: "json" };
import { fuzzedBody, pick, type Random, randomOf } from "../support/fuzz.ts";
import { type Fields, problemOf, putPolicy, startTestGate, type TestGate } from "../support/gate.ts";

/** `FUZZ_SEED=… npx vitest run test/http/fuzz.test.ts` has the same bodies again. */
const SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const AT_ONCE = 12;

let gate: TestGate;
beforeAll(async () => {
  // A slow machine is not what is looked for here.
  gate = await startTestGate({ deadlineMs: 30_000 });
});
afterAll(() => gate.stop());

const CHECKS: readonly Fields[] = [
  {
    to: { email: "li@example.com" },
    channel: "email",
    department: "marketing",
    purpose: "marketing",
    campaign: "spring",
    topic: "news",
    product: "crm",
    subject: "s-1",
    agent: "u17",
    reference: "m-1",
    include: ["recent", "alternatives", "remaining"],
    override: { rules: ["campaign-spacing"], reason: "asked for it" },
  },
  { to: { phone: "138 0013 8000", region: "CN" }, channel: "call", department: "sales", purpose: "sales" },
  {
    to: { externalId: { system: "zoho", id: "47-11" } },
    channel: "sms",
    department: "service",
    purpose: "service",
  },
  { to: { contactId: "fuzz-1" }, channel: "mail", department: "sales", purpose: "survey", mode: "dryRun" },
];
const CONTACTS: readonly Fields[] = [
  {
    identities: [
      { type: "email", value: "li@example.com" },
      { type: "phone", value: "138 0013 8000", region: "CN" },
      { type: "zoho", value: "47-11" },
    ],
    attributes: {
      name: "李明",
      company: "Acme 有限公司",
      birthDate: "1990-05-17",
      country: "CN",
      region: "44",
      city: "广州",
      street: null,
      postalCode: "510000",
      timezone: "Asia/Shanghai",
      language: "zh-CN",
      stage: "prospect",
      tier: "key",
      tags: ["purchased:crm"],
      recipientType: "consumer",
    },
    onDuplicate: "allow",
  },
];
const WISHES: readonly Fields[] = [
  {
    optOutAll: false,
    channels: {
      email: { optOut: true },
      sms: { optOut: "hard", maxPerWeek: 1, hours: [["10:00", "18:00"]] },
    },
    topics: { promotions: { optOut: true } },
    departments: { sales: { optOut: true } },
    pausedUntil: "2026-12-01T00:00:00.000Z",
    maxPerWeek: 2,
  },
];
const POLICIES: readonly unknown[] = [
  defaultPolicy,
  {
    id: "all-kinds",
    timezone: "Asia/Shanghai",
    retention: "P120D",
    purposes: {
      marketing: { requires: ["topic"] },
      sales: {},
      service: {},
      survey: { obeys: "hard", counts: false, onOutage: "allow" },
    },
    campaignGroups: { spring: ["a", "b"] },
    rules: [
      {
        id: "a",
        kind: "cap",
        max: { by: "engagement", values: { hot: 4 }, default: 2 },
        window: { rolling: "P7D" },
      },
      { id: "b", kind: "cap", max: 3, window: { calendar: "week", zone: "contact", weekStart: "sunday" } },
      {
        id: "c",
        kind: "cap",
        max: 7,
        window: { consecutiveDays: 7, zone: "contact" },
        per: ["channel", "subject"],
      },
      {
        id: "d",
        kind: "gap",
        min: "PT36H",
        differs: ["campaign"],
        when: { tags: ["vip"], stage: ["unknown"] },
      },
      { id: "e", kind: "lock", period: "P2D", effect: "shadow", unless: { channel: ["email"] } },
      {
        id: "f",
        kind: "hours",
        unknownZone: "Europe/Berlin",
        allow: [
          {
            days: ["mon", "sun"],
            ranges: [
              ["00:00", "12:00"],
              ["13:30", "24:00"],
            ],
          },
        ],
        holidays: ["2026-10-01"],
        hard: true,
        source: "house rule",
      },
      { id: "g", kind: "cooldown", after: ["refused"], for: "P60D", dayOne: true, zone: "contact" },
      { id: "h", kind: "exclusive", groups: ["spring"], window: "P14D", overridable: true },
      { id: "i", kind: "owner", by: "agent", effect: "warn" },
      { id: "j", kind: "consent", level: "express", when: { channel: ["sms"] } },
      { id: "k", kind: "exclude", contact: { tags: ["purchased:{product}"], status: ["invalid"] } },
      { id: "l", kind: "holdout", basisPoints: 500, salt: "2026" },
      { id: "m", kind: "cadence", atLeast: 1, per: "P30D" },
    ],
  },
];
const CONSENTS: readonly Fields[] = [
  {
    consents: [
      {
        channel: "sms",
        purpose: "marketing",
        level: "express",
        source: "web form",
        at: "2026-11-01T09:30:00.000Z",
        expiresAt: "2027-11-01T09:30:00.000Z",
        evidence: "box ticked",
      },
      { channel: "call", purpose: "sales", level: "implied", at: "2026-11-01T09:30:00.000Z" },
    ],
  },
];
const OWNERS: readonly Fields[] = [{ agent: "u17", department: "sales" }, { agent: null }];
const LOCKS: readonly Fields[] = [
  { department: "sales", until: new Date(Date.now() + 86_400_000).toISOString(), reason: "dispute" },
];
const SUPPRESSIONS: readonly Fields[] = [
  {
    items: [
      { type: "phone", value: "+14155550123", list: "internal", reason: "letter", expiresAt: null },
      { type: "email", value: "li@example.com", list: "internal" },
      { type: "phone", value: "138 0013 8000", region: "CN", list: "dnc" },
    ],
  },
];
const KEYS: readonly Fields[] = [
  { scopes: ["check", "contacts:read"], department: "sales", note: "dialler" },
];

/** What is sent, how often, and what a valid body looks like. 6 000 in all. */
const TARGETS: readonly { line: (random: Random) => string; times: number; valid: readonly unknown[] }[] = [
  {
    line: (random) =>
      `POST /v1/check${pick(random, ["", "?shape=flat", "?denyStatus=403", "?shape=x&denyStatus=x"])}`,
    times: 2_000,
    valid: CHECKS,
  },
  { line: (random) => `PUT /v1/contacts/${idOf(random)}`, times: 900, valid: CONTACTS },
  { line: (random) => `PATCH /v1/contacts/${idOf(random)}`, times: 400, valid: CONTACTS },
  { line: (random) => `PUT /v1/contacts/${idOf(random)}/preferences`, times: 600, valid: WISHES },
  { line: (random) => `PUT /v1/contacts/${idOf(random)}/consents`, times: 300, valid: CONSENTS },
  { line: (random) => `PUT /v1/contacts/${idOf(random)}/owner`, times: 200, valid: OWNERS },
  { line: (random) => `POST /v1/contacts/${idOf(random)}/locks`, times: 200, valid: LOCKS },
  {
    line: (random) => `${pick(random, ["POST", "POST", "DELETE"])} /v1/suppressions`,
    times: 300,
    valid: SUPPRESSIONS,
  },
  { line: () => "POST /v1/policies/validate", times: 600, valid: POLICIES },
  { line: () => "POST /v1/keys", times: 200, valid: KEYS },
];
const POLICY_PUTS = 300;

const idOf = (random: Random): string =>
  pick(random, ["fuzz-1", "fuzz-2", "fuzz-3", "fuzz-4", "c_AAAAAAAAAAAAAAAAAAAAAA", "%E6%9D%8E", "a%00b"]);

const TYPES = ["application/json", "application/json", "application/json", "application/json; charset=utf-8"];

/** Sends one body made from the seed and its number; says what is wrong with the answer. */
async function send(number: number, line: (random: Random) => string, valid: readonly unknown[]) {
  const random = randomOf(SEED + number);
  const request = line(random);
  const raw = fuzzedBody(random, valid);
  const contentType = random() < 0.01 ? "text/plain" : pick(random, TYPES);
  const headers = { "content-type": contentType, ...(request.includes("active") && { "if-match": "*" }) };
  const reply = await gate.send(request, { raw, headers });
  const about = `FUZZ_SEED=${SEED}, body ${number}: ${request} ${raw.toString("utf8").slice(0, 2_000)}`;
  expect(reply.status, about).toBeLessThan(500);
  if (reply.status >= 400 && reply.body?.decision === undefined) problemOf(reply);
  return reply.status;
}

/** Runs the jobs, so many at a time, and counts what they answer. */
async function tally(jobs: readonly (() => Promise<number>)[]): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  const queue = jobs.values();
  const work = async () => {
    for (const job of queue) {
      const status = await job();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return statuses;
}

describe(`bodies that are nearly right (FUZZ_SEED=${SEED})`, () => {
  it("are accepted or refused with a problem document, 5 700 of them, never with a 5xx", async () => {
    const jobs = TARGETS.flatMap(({ line, times, valid }, target) =>
      Array.from({ length: times }, (_, i) => () => send(target * 10_000 + i, line, valid)),
    );
    expect(jobs).toHaveLength(5_700);
    const statuses = await tally(jobs);
    // The fuzzer is worth its time only when some get through and some do not.
    expect(statuses.get(200)).toBeGreaterThan(300);
    expect(statuses.get(400)).toBeGreaterThan(300);
  });

  it("of policies leave a gate that decides, whatever was put in force, 300 times", async () => {
    let accepted = 0;
    for (let i = 0; i < POLICY_PUTS; i += 1) {
      const status = await send(90_000 + i, () => "PUT /v1/policies/active", POLICIES);
      if (status !== 200) continue;
      accepted += 1;
      for (const body of CHECKS)
        expect((await gate.send("POST /v1/check", { body })).status).toBeLessThan(500);
    }
    expect(accepted).toBeGreaterThan(20);
    await putPolicy(gate, defaultPolicy);
  });
});
