import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { ConsentsDocument, consentsOf, pairOf } from "../../../lib/core/consent-document.ts";
import {
  CARD_ATTRIBUTES,
  ContactDocument,
  ContactPatch,
  PreferencesDocument,
  RULE_ATTRIBUTES,
  zoneIssue,
} from "../../../lib/core/contact-document.ts";
import { epochMs } from "../../../lib/core/time.ts";
import { CHANNELS } from "../../../lib/core/words.ts";
import { faultsOf, NO_INSTANT, NOT_PRINTABLE, parsedBy } from "../../support/faults.ts";

/** What callers say of a contact: addresses, attributes, wishes and consents. */

const NOON_TEXT = "2026-06-10T12:00:00.000Z";
const NOON = epochMs(Date.parse(NOON_TEXT));
const EMAIL = { type: "email", value: "li@example.com" };
const BAD_TYPE = "must be email, phone or the name of a system: 2–32 characters of a-z, 0-9, _ and -";

const ATTRIBUTES = {
  ...{ name: "李明", company: "Acme 有限公司", birthDate: "1990-05-17", city: "广州", street: "天河路 1 号" },
  ...{ postalCode: "510000", country: "CN", region: "44", timezone: "Asia/Shanghai", language: "zh-CN" },
  ...{ stage: "prospect", tier: "key", tags: ["purchased:crm"], recipientType: "consumer" },
};

describe("a contact as it is put", () => {
  it("has addresses and attributes, or nothing yet", () => {
    const phone = { type: "phone", value: "138 0013 8000", region: "cn" };
    const put = { identities: [EMAIL, phone, { type: "zoho_2-x", value: "47-11" }], attributes: ATTRIBUTES };
    expect(parsedBy(ContactDocument, put)).toEqual({ ...put, onDuplicate: "allow" });
    expect(parsedBy(ContactDocument, {})).toEqual({ onDuplicate: "allow" });
    expect(parsedBy(ContactPatch, { attributes: ATTRIBUTES, removeIdentities: [EMAIL] })).toEqual({
      ...{ attributes: ATTRIBUTES, removeIdentities: [EMAIL] },
    });
  });

  it("says what becomes of an address that another has", () => {
    for (const onDuplicate of ["allow", "merge", "reject"]) {
      expect(parsedBy(ContactDocument, { onDuplicate }).onDuplicate).toBe(onDuplicate);
    }
    expect(faultsOf(ContactDocument, { onDuplicate: "ask" })).toEqual([
      "onDuplicate: must be one of: allow, merge, reject",
    ]);
    expect(faultsOf(ContactPatch, { onDuplicate: "allow" })).toEqual(["onDuplicate: is not a known field"]);
  });

  it("has at most 20 addresses in one body", () => {
    const many = (count: number) => Array(count).fill(EMAIL);
    expect(faultsOf(ContactDocument, { identities: many(20) })).toEqual([]);
    expect(faultsOf(ContactDocument, { identities: many(21) })).toEqual([
      "identities: must have at most 20 entries",
    ]);
    expect(faultsOf(ContactPatch, { removeIdentities: many(20) })).toEqual([]);
    expect(faultsOf(ContactPatch, { removeIdentities: many(21) })).toEqual([
      "removeIdentities: must have at most 20 entries",
    ]);
  });

  it("has addresses of types that are names", () => {
    const told = (identity: object) => faultsOf(ContactDocument, { identities: [{ ...EMAIL, ...identity }] });
    for (const type of ["ab", `a${"x".repeat(31)}`]) expect(told({ type })).toEqual([]);
    for (const type of ["", "a", `a${"x".repeat(32)}`, "Email", "1ab", " ab", "ab ", "a.b"]) {
      expect(told({ type }), type).toEqual([`identities.0.type: ${BAD_TYPE}`]);
    }
    expect(told({ value: "x".repeat(320) })).toEqual([]);
    expect(told({ value: "" })).toEqual(["identities.0.value: must not be empty"]);
    expect(told({ value: "x".repeat(321) })).toEqual([
      "identities.0.value: must have at most 320 characters",
    ]);
    expect(told({ region: "86" })).toEqual([
      "identities.0.region: must be an ISO 3166-1 code of two letters, like CN",
    ]);
    expect(told({ valid: true })).toEqual(["identities.0.valid: is not a known field"]);
  });
});

describe("attributes", () => {
  const told = (attributes: object) => faultsOf(ContactDocument, { attributes });

  it("stand where rules read them, or with what people read", () => {
    expect([...CARD_ATTRIBUTES, ...RULE_ATTRIBUTES].sort()).toEqual(Object.keys(ATTRIBUTES).sort());
    expect(RULE_ATTRIBUTES).toEqual([
      ...["country", "region", "timezone", "language", "stage", "tier", "tags", "recipientType"],
    ]);
  });

  it("are cleared by null, each of them", () => {
    const cleared = Object.fromEntries(Object.keys(ATTRIBUTES).map((name) => [name, null]));
    expect(parsedBy(ContactDocument, { attributes: cleared }).attributes).toEqual(cleared);
  });

  it("have a country in capitals", () => {
    expect(parsedBy(ContactDocument, { attributes: { country: "cn" } }).attributes).toEqual({
      country: "CN",
    });
  });

  it("have every fault told", () => {
    expect(
      told({ name: "", company: 7, birthDate: "1990-02-30", city: "a\nb", country: "CHN", shoeSize: 43 }),
    ).toEqual([
      "attributes.name: must not be empty",
      "attributes.company: must be a text",
      "attributes.birthDate: must be a date, like 1990-05-17",
      `attributes.city: ${NOT_PRINTABLE}`,
      "attributes.country: must be an ISO 3166-1 code of two letters, like CN",
      "attributes.shoeSize: is not a known field",
    ]);
    expect(told({ tags: Array(50).fill("vip") })).toEqual([]);
    expect(told({ tags: Array(51).fill("vip") })).toEqual(["attributes.tags: must have at most 50 entries"]);
  });

  it("have a zone that exists", async () => {
    const calendar = await loadCalendar();
    expect(zoneIssue("Asia/Shanghai", calendar)).toEqual([]);
    expect(zoneIssue("Asia/Atlantis", calendar)).toEqual([
      { path: "attributes.timezone", message: "must be an IANA zone, like Asia/Shanghai" },
    ]);
  });
});

describe("preferences as they are put", () => {
  const optOuts = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`t${n}`, { optOut: true }]));

  it("say what the customer wishes, or that they wish nothing any longer", () => {
    const full = {
      optOutAll: false,
      channels: {
        email: { optOut: true },
        sms: { optOut: "hard", maxPerWeek: 1, hours: [["10:00", "18:00"]] },
        call: { optOut: false, maxPerWeek: null, hours: null },
      },
      topics: { promotions: { optOut: true }, news: {} },
      departments: { sales: { optOut: false } },
      maxPerWeek: 2,
    };
    expect(parsedBy(PreferencesDocument, { ...full, pausedUntil: NOON_TEXT })).toEqual({
      ...full,
      pausedUntil: NOON,
    });
    const none = { pausedUntil: null, maxPerWeek: null };
    expect(parsedBy(PreferencesDocument, none)).toEqual(none);
    expect(parsedBy(PreferencesDocument, {})).toEqual({});
  });

  it.each([
    [{ optOutAll: "yes" }, ["optOutAll: must be true or false"]],
    [{ channels: { fax: {} } }, ["channels.fax: is not a known field"]],
    [{ channels: { sms: { optOut: "HARD" } } }, ["channels.sms.optOut: must be one of: true, false, hard"]],
    [{ channels: { sms: { mute: true } } }, ["channels.sms.mute: is not a known field"]],
    [{ topics: { news: { optOut: "hard" } } }, ["topics.news.optOut: must be true or false"]],
    [{ departments: { sales: true } }, ["departments.sales: must be an object"]],
    [
      { topics: { ["x".repeat(129)]: {} } },
      [`topics.${"x".repeat(129)}: is not a permitted name: must have at most 128 characters`],
    ],
    [{ maxPerWeek: -1 }, ["maxPerWeek: must be at least 0"]],
    [{ maxPerWeek: 1_001 }, ["maxPerWeek: must be at most 1000"]],
    [{ maxPerWeek: 1.5 }, ["maxPerWeek: must be a whole number"]],
    [{ pausedUntil: "tomorrow" }, [`pausedUntil: ${NO_INSTANT}`]],
    [
      { channels: { sms: { hours: [["10:00", "10:00"]] } } },
      ["channels.sms.hours.0: must end after it starts: a range never wraps midnight, write two"],
    ],
    [
      { channels: { sms: { hours: Array(25).fill(["10:00", "11:00"]) } } },
      ["channels.sms.hours: must have at most 24 entries"],
    ],
    [{ topics: optOuts(201) }, ["topics: must have at most 200 entries"]],
    [{ departments: optOuts(201) }, ["departments: must have at most 200 entries"]],
  ])("have their faults told: %j", (preferences, faults) => {
    expect(faultsOf(PreferencesDocument, preferences)).toEqual(faults);
  });

  it.each([
    { maxPerWeek: 0 },
    { maxPerWeek: 1_000 },
    { topics: optOuts(200) },
    { departments: optOuts(200) },
    { channels: { sms: { hours: Array(24).fill(["10:00", "11:00"]) } } },
  ])("may go so far: %j", (preferences) => {
    expect(faultsOf(PreferencesDocument, preferences)).toEqual([]);
  });

  it("take at most 8192 bytes, of UTF-8", () => {
    // {"topics":{"<name>":{}, … }} with names of 40 characters of 3 bytes, then one of ASCII to fill it up.
    const wide = Array.from({ length: 63 }, (_, n) => [
      `${String(n).padStart(2, "0")}${"网".repeat(40)}`,
      {},
    ]);
    const filled = (last: number) => ({ topics: Object.fromEntries([...wide, ["x".repeat(last), {}]]) });
    const bytes = (value: object) => Buffer.byteLength(JSON.stringify(value));
    const room = 8_192 - bytes(filled(1)) + 1;
    expect(bytes(filled(room))).toBe(8_192);
    expect(faultsOf(PreferencesDocument, filled(room))).toEqual([]);
    expect(faultsOf(PreferencesDocument, filled(room + 1))).toEqual([
      ": the body must take at most 8192 bytes",
    ]);
  });
});

describe("consents as they are put", () => {
  const consent = { channel: "sms", purpose: "marketing", level: "express", at: NOON_TEXT };
  const told = (...consents: readonly unknown[]) => faultsOf(ConsentsDocument, { consents });
  const repeats = (first: number) =>
    `is for the same channel and purpose as consents.${first}: keep one of them`;

  it("are of a level from an instant on, perhaps to another, with source and evidence", () => {
    const full = { ...consent, source: "web form", expiresAt: "2026-06-10T12:00:00.001Z", evidence: "e" };
    const parsed = parsedBy(ConsentsDocument, { consents: [full, { ...consent, channel: "call" }] });
    expect(consentsOf(parsed)).toEqual([
      { ...full, at: NOON, expiresAt: NOON + 1 },
      {
        ...{ ...consent, channel: "call", at: NOON },
        ...{ source: undefined, expiresAt: undefined, evidence: undefined },
      },
    ]);
  });

  it("know as little of null as of what is left out", () => {
    const nulls = { ...consent, source: null, expiresAt: null, evidence: null };
    const [read] = consentsOf(parsedBy(ConsentsDocument, { consents: [nulls] }));
    expect(read).toEqual({
      ...consent,
      at: NOON,
      source: undefined,
      expiresAt: undefined,
      evidence: undefined,
    });
    expect(consentsOf(parsedBy(ConsentsDocument, { consents: [] }))).toEqual([]);
  });

  it("are known by channel and purpose", () => {
    expect(pairOf({ channel: "sms", purpose: "sales" })).not.toBe(
      pairOf({ channel: "sms", purpose: "news" }),
    );
    expect(pairOf({ channel: "sms", purpose: "sales" })).not.toBe(
      pairOf({ channel: "call", purpose: "sales" }),
    );
  });

  it("end after they begin", () => {
    expect(told({ ...consent, expiresAt: NOON_TEXT })).toEqual(["consents.0.expiresAt: must lie after at"]);
    expect(told({ ...consent, expiresAt: NOON_TEXT, level: 7 })).toEqual([
      "consents.0.level: must be one of: withdrawn, implied, express, expressWritten",
      "consents.0.expiresAt: must lie after at",
    ]);
    expect(told({ ...consent, at: "soon", expiresAt: NOON_TEXT })).toEqual([`consents.0.at: ${NO_INSTANT}`]);
    expect(told({ ...consent, expiresAt: "soon" })).toEqual([`consents.0.expiresAt: ${NO_INSTANT}`]);
  });

  it("are one for each channel and purpose", () => {
    const others = [
      { ...consent, channel: "call" },
      { ...consent, purpose: "survey" },
    ];
    expect(told(consent, ...others)).toEqual([]);
    expect(told(...others, consent, consent, consent)).toEqual([
      `consents.3: ${repeats(2)}`,
      `consents.4: ${repeats(2)}`,
    ]);
    expect(told(consent, { ...consent, level: "none" })).toEqual([
      "consents.1.level: must be one of: withdrawn, implied, express, expressWritten",
      `consents.1: ${repeats(0)}`,
    ]);
  });

  it("have the faults of each told, whatever it is", () => {
    expect(told(null, 7)).toEqual(["consents.0: must be an object", "consents.1: must be an object"]);
    const missing = (index: number) => [
      expect.stringMatching(`^consents\\.${index}\\.channel: is missing; it must be one of: email, sms, `),
      `consents.${index}.purpose: is missing`,
      `consents.${index}.level: is missing; it must be one of: withdrawn, implied, express, expressWritten`,
      `consents.${index}.at: is missing`,
    ];
    expect(told({}, {})).toEqual([...missing(0), ...missing(1)]);
    const { purpose: _, ...purposeless } = consent;
    expect(told(purposeless, purposeless)).toEqual([
      "consents.0.purpose: is missing",
      "consents.1.purpose: is missing",
    ]);
    const channelless = { ...consent, channel: 7 };
    expect(told(channelless, channelless)).toEqual([
      expect.stringMatching(/^consents\.0\.channel: must be one of: /),
      expect.stringMatching(/^consents\.1\.channel: must be one of: /),
    ]);
    expect(told({ ...consent, source: "", evidence: "x".repeat(129), by: "u17" })).toEqual([
      "consents.0.source: must not be empty",
      "consents.0.evidence: must have at most 128 characters",
      "consents.0.by: is not a known field",
    ]);
    for (const body of [null, "text"]) {
      expect(faultsOf(ConsentsDocument, body)).toEqual([": the body must be an object"]);
    }
    expect(faultsOf(ConsentsDocument, { consents: "text" })).toEqual(["consents: must be a list"]);
    expect(faultsOf(ConsentsDocument, {})).toEqual(["consents: is missing"]);
  });

  const distinct = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      ...consent,
      ...{ channel: CHANNELS[n % CHANNELS.length], purpose: `p${n}`, level: "implied" },
    }));

  it("are at most 100, and the repeats of a longer list are not counted out", () => {
    expect(told(...distinct(100))).toEqual([]);
    expect(told(...Array(101).fill(consent))).toEqual(["consents: must have at most 100 entries"]);
  });

  it("take at most 8192 bytes, of UTF-8", () => {
    const wide = distinct(30).map((one) => ({ ...one, source: "网".repeat(61) }));
    const filled = (last: number) => ({ consents: [...wide, { ...consent, source: "x".repeat(last) }] });
    // Instants are kept in milliseconds, and shorter than they were written.
    const bytes = (value: object) =>
      Buffer.byteLength(JSON.stringify(value).replaceAll(`"${NOON_TEXT}"`, String(NOON)));
    const room = 8_192 - bytes(filled(1)) + 1;
    expect(faultsOf(ConsentsDocument, filled(room))).toEqual([]);
    expect(faultsOf(ConsentsDocument, filled(room + 1))).toEqual([": the body must take at most 8192 bytes"]);
  });
});
