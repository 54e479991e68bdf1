import { describe, expect, it } from "vitest";
import { dayOf, loadCalendar } from "../../../lib/core/calendar.ts";
import { compilePolicy } from "../../../lib/core/compile-policy.ts";
import type { Contact } from "../../../lib/core/contact.ts";
import { murmurHash } from "../../../lib/core/murmur-hash.ts";
import { zonesOf } from "../../../lib/core/place/place.ts";
import { DAY_MS, epochMs, parseDuration, parseInstant } from "../../../lib/core/time.ts";
import { counts } from "../../../lib/core/touches.ts";
import { validatePolicy } from "../../../lib/core/validate-policy.ts";
import { zonesOfCountry } from "../../../lib/core/zones.ts";
import {
  ASKED_AT,
  ask,
  contactWith,
  identityOf,
  inDays,
  inHours,
  touchOf,
} from "../../support/asked-with.ts";

/** What a policy leaves out, what cools by itself, and texts that are almost right. */

const calendar = await loadCalendar();

describe("a policy", () => {
  const compiled = (input: object) => {
    const checked = validatePolicy({ id: "p", purposes: { sales: {} }, rules: [], ...input }, calendar);
    if (!checked.valid) throw new Error(JSON.stringify(checked.issues));
    return compilePolicy(checked.document, { version: 3, calendar });
  };

  it("whose purposes say nothing lets them obey and count, asks nothing of them and holds them in an outage", () => {
    expect(compiled({}).purposes.get("sales")).toEqual({
      ...{ obeys: "all", counts: true, requires: [], onOutage: "deny", confirmsOptOut: false },
    });
    const alert = { obeys: "hard", counts: false, requires: ["topic"], onOutage: "allow" };
    const confirmation = { ...alert, onOutage: "deny", confirmsOptOut: true };
    const { purposes } = compiled({ purposes: { alert, confirmation } });
    expect(purposes.get("alert")).toEqual({ ...alert, confirmsOptOut: false });
    expect(purposes.get("confirmation")).toEqual(confirmation);
  });

  it("knows the departments that it declares, and takes any when it declares none", () => {
    expect(compiled({}).departments).toBeUndefined();
    expect(compiled({ departments: ["sales"] }).departments).toEqual(new Set(["sales"]));
  });

  it("may say of itself what holds anyway", () => {
    const alert = { obeys: "hard", onOutage: "deny" };
    expect(compiled({ purposes: { alert }, decisionLog: "none" }).purposes.get("alert")?.onOutage).toBe(
      "deny",
    );
  });

  it("makes no rule of a cadence", () => {
    const rules = [{ id: "rhythm", kind: "cadence", atLeast: 1, per: "P30D" }];
    expect(compiled({ rules }).rules.map(({ kind }) => kind)).not.toContain("cadence");
    expect(compiled({ rules }).rules).toHaveLength(compiled({}).rules.length);
  });
});

describe("a rule that asks for engagement", () => {
  // 4 · 2^(−age / 30 d) falls below 4 at once and below 1 after 60 days.
  const touches = [touchOf({ at: inDays(-20), outcomes: [{ outcome: "conversation", at: inDays(-20) }] })];
  const cools = inDays(40) + 1;
  const nextOf = (rule: object) => ask({ rules: [rule], contact: { touches } }).nextAllowedAt;
  const closed = { kind: "cap", max: 0, window: { rolling: "P1D" } };

  it("lets go when the contact has cooled, by whichever field it asks", () => {
    expect(nextOf({ ...closed, max: { by: "engagement", values: { warm: 0 }, default: 1 } })).toBe(cools);
    expect(nextOf({ ...closed, when: { engagement: ["warm"] } })).toBe(cools);
    expect(nextOf({ ...closed, unless: { engagement: ["cold"] } })).toBe(cools);
    const owned = { kind: "owner", when: { engagement: ["warm"] } };
    const owner: Contact["owner"] = { agent: "u1", department: undefined };
    expect(ask({ rules: [owned], contact: { touches, owner } }).nextAllowedAt).toBe(cools);
  });

  it("does not let go by cooling when it asks for something else", () => {
    expect(nextOf({ ...closed, max: { by: "tier", values: { unknown: 0 }, default: 1 } })).toBeNull();
    expect(nextOf(closed)).toBeNull();
  });
});

describe("a touch", () => {
  const expiresAt = inHours(1);

  it("counts for good once it is confirmed or recorded, whatever lease it had", () => {
    for (const state of ["confirmed", "recorded"] as const) {
      expect(counts(touchOf({ state, expiresAt }), inHours(2)), state).toBe(true);
    }
    expect(counts(touchOf({ state: "reserved", expiresAt }), inHours(2))).toBe(false);
    expect(counts(touchOf({ state: "reserved", expiresAt }), epochMs(expiresAt - 1))).toBe(true);
    expect(counts(touchOf({ state: "reserved" }), inHours(2))).toBe(true);
    expect(counts(touchOf({ state: "released", expiresAt }), ASKED_AT)).toBe(false);
  });

  it("counts for no rule when its purpose does not, or when it came from the contact", () => {
    for (const bearing of ["uncounted", "inbound"] as const) {
      expect(counts(touchOf({ bearing }), ASKED_AT), bearing).toBe(false);
    }
  });
});

describe("a text that is almost right", () => {
  it("is no instant, no date and no zone", () => {
    const instant = "2026-06-10T12:00:00.000Z";
    expect(parseInstant(instant)).toBe(ASKED_AT);
    for (const text of [`x${instant}`, `${instant}x`, "2026-06-00T12:00:00Z", "2026-06-31T12:00:00Z"]) {
      expect(parseInstant(text), text).toBeUndefined();
    }
    expect(dayOf("1970-01-02")).toBe(1);
    for (const text of ["x1970-01-02", "1970-01-02x", "1970-1-2", "1970-01-02T00:00", "1970-01", "1970"]) {
      expect(dayOf(text), text).toBeUndefined();
    }
    for (const text of ["+01:00", "2026-06-10[UTC]", "1UTC"]) expect(calendar.isZone(text), text).toBe(false);
    expect(() => calendar.wallClock("Mars/Olympus", ASKED_AT)).toThrow("not a time zone");
  });

  it("is an instant from the first of a year of four digits to the last", () => {
    for (const text of ["0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"]) {
      expect(parseInstant(text)).toBe(Date.parse(text));
    }
    expect(parseInstant("0000-01-01T00:00:00.000+00:01")).toBeUndefined();
    expect(parseInstant("9999-12-31T23:59:59.999-00:01")).toBeUndefined();
  });

  it("is a duration with numbers of several digits", () => {
    expect(parseDuration("P12W")).toBe(84 * DAY_MS);
    expect(parseDuration("P100DT36H")).toBe(101.5 * DAY_MS);
    expect(parseDuration("PT120M90S")).toBe(7_290_000);
    for (const text of ["P12Y", "P12M"]) expect(parseDuration(text)).toBe("calendar_unit");
  });
});

describe("a name or a time of day that is almost right", () => {
  const hours = (start: string, end: string) => ({
    ...{ id: "r", kind: "hours" },
    allow: [{ days: ["mon"], ranges: [[start, end]] }],
  });
  const isValid = (rule: object) =>
    validatePolicy({ id: "p", purposes: { sales: {} }, rules: [rule] }, calendar).valid;

  it("is none", () => {
    expect(isValid(hours("09:00", "24:00"))).toBe(true);
    for (const text of ["x09:00", "09:00x", "109:00", "9:00", "24:00"]) {
      expect(isValid(hours(text, "23:00")), text).toBe(false);
    }
    for (const text of ["x24:00", "24:00x", "109:00", "9:30", "24:01"]) {
      expect(isValid(hours("08:00", text)), text).toBe(false);
    }
    const gap = { kind: "gap", min: "P1D" };
    expect(isValid({ ...gap, id: "a-1-b" })).toBe(true);
    for (const id of ["a-", "a b", "a--b", "-a", "a!", "A"]) expect(isValid({ ...gap, id }), id).toBe(false);
  });
});

describe("a hash", () => {
  it("reads no further than the text", () => {
    // One, two and three bytes beyond a whole block; by an implementation of another language.
    expect([murmurHash(""), murmurHash("a"), murmurHash("abcde")]).toEqual([0, 0x3c2569b2, 0xe89b9af6]);
  });
});

describe("the zones of a contact", () => {
  it("are those of phones alone, not of other addresses with regions", () => {
    const identities = [
      { ...identityOf("e1", "email"), regions: ["US"] },
      { ...identityOf("p1", "phone"), regions: ["DE"] },
    ];
    expect(zonesOf(contactWith({ identities }), undefined)).toEqual(zonesOfCountry("DE"));
  });

  it("are none for a country without a name", () => {
    expect(zonesOfCountry("")).toEqual([]);
  });
});
