import { describe, expect, it } from "vitest";
import {
  CheckRequestSchema,
  ContactId,
  CountryCode,
  Instant,
  overdueIssue,
  PLANNING_HORIZON_MS,
  planningIssues,
  Recipient,
  Text,
} from "../../../lib/core/request.ts";
import { DAY_MS, epochMs } from "../../../lib/core/time.ts";
import { faultsOf, NO_INSTANT, NOT_PRINTABLE, parsedBy } from "../../support/faults.ts";

const SHORT = { to: { email: "li@example.com" }, channel: "email", purpose: "sales" };
const NOON = Date.parse("2026-06-10T12:00:00.000Z");

describe("a request to the gate", () => {
  it("says everything that its sender knows", () => {
    const full = {
      ...SHORT,
      ...{ department: "sales", campaign: "spring", topic: "news", product: "crm", subject: "debt 7" },
      ...{ agent: "u17", reference: "call 9", mode: "reserve", reserveSeconds: 60 },
      ...{ override: { rules: ["weekly-cap"], reason: "asked for it" }, include: ["recent", "remaining"] },
    };
    const parsed = parsedBy(CheckRequestSchema, { ...full, at: "2026-06-10T14:00:00+02:00" });
    expect(parsed).toEqual({ ...full, at: NOON });
  });

  it("records what it asks for unless it says otherwise", () => {
    expect(parsedBy(CheckRequestSchema, SHORT)).toEqual({ ...SHORT, mode: "record" });
    for (const mode of ["record", "reserve", "dryRun"]) {
      expect(parsedBy(CheckRequestSchema, { ...SHORT, mode }).mode).toBe(mode);
    }
  });

  it("names a person, a channel and a purpose", () => {
    expect(faultsOf(CheckRequestSchema, {})).toEqual([
      "to: is missing",
      expect.stringMatching(/^channel: is missing; it must be one of: email, sms, /),
      "purpose: is missing",
    ]);
  });

  it.each([
    [{ mode: "hold" }, ["mode: must be one of: record, reserve, dryRun"]],
    [{ reserveSeconds: 4 }, ["reserveSeconds: must be at least 5"]],
    [{ reserveSeconds: 86_401 }, ["reserveSeconds: must be at most 86400"]],
    [{ reserveSeconds: 5.5 }, ["reserveSeconds: must be a whole number"]],
    [{ at: "2026-06-10" }, [`at: ${NO_INSTANT}`]],
    [{ include: ["all"] }, ["include.0: must be one of: recent, alternatives, remaining"]],
    [{ include: ["recent", "recent", "recent", "recent"] }, ["include: must have at most 3 entries"]],
    [
      { override: { rules: [], reason: "" } },
      ["override.rules: must not be empty", "override.reason: must not be empty"],
    ],
    [
      { override: { rules: Array(51).fill("r"), reason: "x".repeat(513) } },
      ["override.rules: must have at most 50 entries", "override.reason: must have at most 512 characters"],
    ],
    [{ override: { rules: ["r"], reason: "two\nlines" } }, [`override.reason: ${NOT_PRINTABLE}`]],
    [{ override: {} }, ["override.rules: is missing", "override.reason: is missing"]],
    [{ idempotencyKey: "k" }, ["idempotencyKey: is not a known field"]],
  ])("that says %j is told why not", (said, faults) => {
    expect(faultsOf(CheckRequestSchema, { ...SHORT, ...said })).toEqual(faults);
  });

  it.each([
    { reserveSeconds: 5 },
    { reserveSeconds: 86_400 },
    { include: ["recent", "alternatives", "remaining"] },
    { override: { rules: Array(50).fill("r"), reason: "x".repeat(512) } },
  ])("may say %j", (said) => {
    expect(faultsOf(CheckRequestSchema, { ...SHORT, ...said })).toEqual([]);
  });
});

describe("a recipient", () => {
  const externalId = { system: "zoho", id: "47-11" };

  it.each([
    [{ contactId: "a" }],
    [{ email: "x".repeat(320) }],
    [{ phone: "x".repeat(64) }],
    [{ phone: "138 0013 8000", region: "cn" }],
    [{ externalId }],
  ])("is named one way: %j", (to) => {
    expect(parsedBy(Recipient, to)).toEqual(to);
  });

  it.each([
    [{}, ["names nobody: give one of contactId, email, phone, externalId"]],
    [
      { contactId: "a", email: "b", phone: "c", externalId },
      ["names the recipient more than once (contactId, email, phone, externalId): give exactly one"],
    ],
    [
      { email: "b", externalId },
      ["names the recipient more than once (email, externalId): give exactly one"],
    ],
  ])("is named no other way: %j", (to, faults) => {
    expect(faultsOf(Recipient, to)).toEqual(faults.map((fault) => `: the body ${fault}`));
  });

  it("has a region with a phone number only", () => {
    expect(faultsOf(Recipient, { email: "b", region: "CN" })).toEqual(["region: goes with phone only"]);
  });

  it.each([
    [{ email: "" }, ["email: must not be empty"]],
    [{ email: "x".repeat(321) }, ["email: must have at most 320 characters"]],
    [{ phone: "" }, ["phone: must not be empty"]],
    [{ phone: "x".repeat(65) }, ["phone: must have at most 64 characters"]],
    [{ phone: "1", region: "CHN" }, ["region: must be an ISO 3166-1 code of two letters, like CN"]],
    [{ externalId: {} }, ["externalId.system: is missing", "externalId.id: is missing"]],
    [
      { externalId: { system: "", id: "\n" } },
      ["externalId.system: must not be empty", `externalId.id: ${NOT_PRINTABLE}`],
    ],
    [{ contactId: 7 }, ["contactId: must be a text"]],
    [null, [": the body must be an object"]],
    ["li@example.com", [": the body must be an object"]],
  ])("%j has its faults told", (to, faults) => {
    expect(faultsOf(Recipient, to)).toEqual(faults);
  });

  it("is told at once of a bad name and of a second one", () => {
    expect(faultsOf(Recipient, { contactId: "a b", email: "c" })).toEqual([
      "contactId: must be 1–128 characters of A-Za-z0-9_.:-",
      ": the body names the recipient more than once (contactId, email): give exactly one",
    ]);
    expect(faultsOf(Recipient, { contactId: 7, region: "CN" })).toEqual([
      "contactId: must be a text",
      "region: goes with phone only",
    ]);
  });
});

describe("the words of a request", () => {
  it("are texts of 1–128 characters that a screen can show", () => {
    for (const text of ["x", "x".repeat(128), "广州 ☎ 👍🏽", " "]) expect(faultsOf(Text, text)).toEqual([]);
    expect(faultsOf(Text, "")).toEqual([": the body must not be empty"]);
    expect(faultsOf(Text, "x".repeat(129))).toEqual([": the body must have at most 128 characters"]);
    for (const text of ["\n", "a\tb", "a\u2028", "\u2029a", "\ud83d", "a\udc4d", "\u0085"]) {
      expect(faultsOf(Text, text), JSON.stringify(text)).toEqual([`: the body ${NOT_PRINTABLE}`]);
    }
  });

  it("are ids of contacts", () => {
    for (const id of ["a", "Az09_.:-", "x".repeat(128)]) expect(faultsOf(ContactId, id)).toEqual([]);
    for (const id of ["", "x".repeat(129), "a b", " ab", "ab ", "é", "a/b"]) {
      expect(faultsOf(ContactId, id), id).toEqual([": the body must be 1–128 characters of A-Za-z0-9_.:-"]);
    }
  });

  it("are countries of two letters", () => {
    for (const country of ["CN", "cn"]) expect(faultsOf(CountryCode, country)).toEqual([]);
    for (const country of ["C", "CHN", "1CN", "CN1", "C1", ""]) {
      expect(faultsOf(CountryCode, country), country).toEqual([
        ": the body must be an ISO 3166-1 code of two letters, like CN",
      ]);
    }
  });

  it("are instants of at most 64 characters", () => {
    expect(parsedBy(Instant, "2026-06-10T12:00Z")).toBe(NOON);
    expect(faultsOf(Instant, "x".repeat(64))).toEqual([`: the body ${NO_INSTANT}`]);
    expect(faultsOf(Instant, "x".repeat(65))).toEqual([
      ": the body must have at most 64 characters",
      `: the body ${NO_INSTANT}`,
    ]);
  });
});

describe("a plan", () => {
  const now = epochMs(NOON);
  const fromNow = (ms: number) => epochMs(NOON + ms);
  const told = (plan: { mode?: string; reserveSeconds?: number; at?: number }) =>
    planningIssues(
      { mode: "record", reserveSeconds: undefined, ...plan, at: plan.at as typeof now | undefined },
      now,
    ).map(({ path, message }) => `${path}: ${message}`);

  it("reaches 90 days ahead", () => {
    expect(PLANNING_HORIZON_MS).toBe(90 * DAY_MS);
    for (const mode of ["reserve", "dryRun"]) {
      expect(told({ mode, at: fromNow(90 * DAY_MS) })).toEqual([]);
      expect(told({ mode, at: fromNow(90 * DAY_MS + 1) })).toEqual(["at: must lie within 90 days from now"]);
    }
  });

  it("is nothing for what is recorded now", () => {
    expect(told({})).toEqual([]);
    expect(told({ at: fromNow(1) })).toEqual([
      "at: goes with mode reserve or dryRun only: what is recorded happens now",
    ]);
    expect(told({ at: fromNow(91 * DAY_MS), reserveSeconds: 60 })).toHaveLength(3);
  });

  it("has a lease only when it reserves", () => {
    expect(told({ mode: "reserve", reserveSeconds: 60 })).toEqual([]);
    expect(told({ mode: "reserve" })).toEqual([]);
    for (const mode of ["record", "dryRun"]) {
      expect(told({ mode, reserveSeconds: 60 })).toEqual(["reserveSeconds: goes with mode reserve only"]);
    }
  });

  it("is overdue once its instant has passed", () => {
    const overdue = (at: typeof now | undefined) =>
      overdueIssue({ at, mode: "reserve", reserveSeconds: undefined }, now);
    expect(overdue(fromNow(-1))).toEqual({ path: "at", message: "must not lie in the past" });
    for (const at of [now, fromNow(1), undefined]) expect(overdue(at)).toBeUndefined();
  });
});
