import { describe, expect, it } from "vitest";
import type { Consent, Contact } from "../../../lib/core/contact.ts";
import { decide } from "../../../lib/core/decide.ts";
import type { Request } from "../../../lib/core/request.ts";
import { type EpochMs, epochMs, formatInstant } from "../../../lib/core/time.ts";
import type { Touch } from "../../../lib/core/touches.ts";
import {
  ASKED_AT,
  type AskedWith,
  ask,
  contactWith,
  detailsOf,
  identityOf,
  inDays,
  inHours,
  policyWith,
  requestWith,
  touchOf,
} from "../../support/asked-with.ts";

/** What a reason says beside the verdict, and the turns of a rule that few questions take. */

describe("a consent that is missing", () => {
  const rules = [{ kind: "consent", level: "express" }];
  const consent = (fields: Partial<Consent>): Consent => ({
    ...{ channel: "sms", purpose: "sales", level: "express", at: inDays(-9), expiresAt: undefined },
    ...{ source: undefined, evidence: undefined, ...fields },
  });
  const given = (...consents: Consent[]): AskedWith => ({ rules, contact: { consents } });

  it("is told with nothing beside it when none was ever given for the channel and the purpose", () => {
    const others = [consent({ channel: "email" }), consent({ purpose: "news" })];
    expect(detailsOf(given(...others))).toEqual([{ channel: "sms", purpose: "sales", level: "express" }]);
  });

  it("is told with the firmest that was given, and when that ended", () => {
    const ended = consent({ expiresAt: inDays(-1) });
    const implied = consent({ level: "implied" });
    const wanted = { given: "express", expiresAt: formatInstant(inDays(-1)) };
    expect(detailsOf(given(implied, ended))[0]).toMatchObject(wanted);
    expect(detailsOf(given(ended, implied))[0]).toMatchObject(wanted);
    expect(detailsOf(given(implied))).toEqual([
      { channel: "sms", purpose: "sales", level: "express", given: "implied" },
    ]);
  });

  it("comes with the first of those that are dated ahead", () => {
    const [soon, later] = [consent({ at: inDays(2) }), consent({ at: inDays(5) })];
    expect(ask(given(soon, later)).nextAllowedAt).toBe(inDays(2));
    expect(ask(given(later, soon)).nextAllowedAt).toBe(inDays(2));
  });

  it("does not come with one that has ended when it begins", () => {
    const empty = consent({ at: inDays(1), expiresAt: inDays(1) });
    const backwards = consent({ at: inDays(2), expiresAt: inDays(1) });
    expect(ask(given(empty, backwards, consent({ at: inDays(3) }))).nextAllowedAt).toBe(inDays(3));
    expect(ask(given(empty, backwards)).decision).toBe("deny");
  });
});

describe("a cooldown", () => {
  const cooling = (length: string, ...touches: Touch[]): AskedWith => ({
    rules: [{ kind: "cooldown", after: ["refused"], for: length }],
    contact: { touches },
  });
  const refused = (at: EpochMs, fields: Partial<Touch> = {}) =>
    touchOf({ ...fields, at: inDays(-9), outcomes: [{ outcome: "refused", at }] });

  it("runs from the very instant of the outcome", () => {
    expect(ask(cooling("P1D", refused(ASKED_AT))).nextAllowedAt).toBe(inDays(1));
    expect(ask(cooling("P1D", refused(epochMs(ASKED_AT + 1)))).decision).toBe("allow");
  });

  it("is told by the one that ends last, in whatever order they are held", () => {
    const early = refused(inDays(-2), { department: "service" });
    const late = refused(inDays(-1), { department: "sales" });
    const wanted = {
      ...{ outcome: "refused", outcomeAt: formatInstant(inDays(-1)), channel: "sms", department: "sales" },
      ...{ for: "P5D", until: formatInstant(inDays(4)) },
    };
    expect(detailsOf(cooling("P5D", early, late))).toEqual([wanted]);
    expect(detailsOf(cooling("P5D", late, early))).toEqual([wanted]);
  });

  it("starts with what the contact said by themselves, but not with what does not count", () => {
    const asked = (bearing: Touch["bearing"]) =>
      ask(cooling("P5D", refused(inDays(-2), { bearing }))).decision;
    expect(asked("inbound")).toBe("defer");
    expect(asked("uncounted")).toBe("allow");
  });

  it("of hours runs by the clock, also through an hour that comes twice", () => {
    const second = epochMs(Date.parse("2026-10-25T01:30:00.000Z"));
    const rules = [{ kind: "cooldown", after: ["refused"], for: "PT1H", zone: "Europe/Berlin" }];
    const { nextAllowedAt } = decide(
      policyWith(rules),
      contactWith({ touches: [refused(second)] }),
      requestWith(),
      second,
    );
    expect(nextAllowedAt).toBe(second + 3_600_000);
  });

  it("that never ends says so", () => {
    expect(detailsOf(cooling("forever", refused(inDays(-2))))[0]).toMatchObject({
      for: "forever",
      until: null,
    });
  });
});

describe("an exclusion", () => {
  const excluded = (contact: object, of: Partial<Contact>, request: Partial<Request> = {}) =>
    ask({ rules: [{ kind: "exclude", contact }], contact: of, request }).decision === "deny";
  const withAttributes = (attributes: Contact["attributes"]) => ({ attributes });

  it("reads each attribute that it names, and unknown for one that is absent", () => {
    for (const field of ["country", "region", "stage", "tier", "recipientType"] as const) {
      expect(excluded({ [field]: ["x"] }, withAttributes({ [field]: "x" })), field).toBe(true);
      expect(excluded({ [field]: ["x"] }, withAttributes({ [field]: "y" })), field).toBe(false);
      expect(excluded({ [field]: ["unknown"] }, {}), field).toBe(true);
      expect(excluded({ [field]: ["x"] }, {}), field).toBe(false);
    }
    for (const none of [{}, { tags: [] }]) {
      expect(excluded({ tags: ["unknown"] }, withAttributes(none))).toBe(true);
      expect(excluded({ tags: ["x"] }, withAttributes(none))).toBe(false);
    }
    expect(excluded({ tags: ["unknown"] }, withAttributes({ tags: ["x"] }))).toBe(false);
  });

  it("reads the status, beside the built-in that does", () => {
    const verdict = ask({
      rules: [{ kind: "exclude", contact: { status: ["invalid"] } }],
      contact: { status: "invalid" },
    });
    expect(verdict.reasons.map(({ rule, details }) => [rule, details])).toEqual([
      ["suppressed", { because: "invalid" }],
      ["r0", { contact: { status: "invalid" } }],
    ]);
  });

  it.each(["ghost", "junk"] as const)("alone stops a contact that is %s", (status) => {
    expect(ask({ contact: { status } }).decision).toBe("allow");
    const verdict = ask({
      rules: [{ kind: "exclude", contact: { status: ["junk", "ghost"] } }],
      contact: { status },
    });
    expect(verdict.reasons.map(({ rule, details }) => [rule, details])).toEqual([
      ["r0", { contact: { status } }],
    ]);
  });

  it("fills every placeholder, and matches nothing when the request lacks one", () => {
    const value = { tags: ["{product}:{campaign}!"] };
    const tags = (...held: string[]) => withAttributes({ tags: held });
    expect(excluded(value, tags("crm:a!"), { product: "crm", campaign: "a" })).toBe(true);
    expect(excluded(value, tags("crm:b!"), { product: "crm", campaign: "a" })).toBe(false);
    for (const text of ["crm:!", "crm:undefined!", "crm:"]) {
      expect(excluded(value, tags(text), { product: "crm" })).toBe(false);
    }
  });
});

describe("a suppression", () => {
  const EMAIL = identityOf("e1", "email");
  const PHONES = [identityOf("p1", "phone"), identityOf("p2", "phone")];
  const listed = (identityKey: string | undefined, expiresAt?: EpochMs, list = "internal") => ({
    ...{ identityKey, list, reason: undefined, expiresAt },
  });

  it("of an address of another type does not stop the channel while the destination is unknown", () => {
    const identities = [EMAIL, ...PHONES];
    expect(ask({ contact: { identities, suppressions: [listed("e1")] } }).decision).toBe("allow");
    expect(ask({ contact: { identities, suppressions: [listed("p2")] } }).decision).toBe("deny");
  });

  it("that lasts longest is told, in whatever order they are held", () => {
    const [short, long, forGood] = [
      listed(undefined, inDays(1), "short"),
      listed(undefined, inDays(3), "long"),
      listed(undefined, undefined, "good"),
    ];
    const toldOf = (...suppressions: Contact["suppressions"]) => detailsOf({ contact: { suppressions } })[0];
    for (const list of [
      [short, long],
      [long, short],
    ]) {
      expect(toldOf(...list)).toMatchObject({ list: "long", until: formatInstant(inDays(3)) });
    }
    expect(toldOf(short, forGood, long)).toMatchObject({ list: "good", until: null });
    expect(ask({ contact: { suppressions: [short, long] } }).nextAllowedAt).toBe(inDays(3));
  });

  it("is told apart from a contact's status and from an address that does not work", () => {
    expect(detailsOf({ contact: { status: "erased" } })).toEqual([{ because: "erased" }]);
    expect(detailsOf({ contact: { identities: [identityOf("p1", "phone", false)] } })).toEqual([
      { because: "invalid_address" },
    ]);
    expect(ask({ contact: { status: "invalid" } }).decision).toBe("deny");
  });
});

describe("a wish", () => {
  it("against a topic named undefined stops no request without a topic", () => {
    const preferences = { topics: { undefined: { optOut: true } } };
    expect(ask({ contact: { preferences } }).decision).toBe("allow");
    expect(ask({ contact: { preferences }, request: { topic: "undefined" } }).decision).toBe("deny");
  });

  it("for a limit is told with its channel when it is the channel's, and with the oldest touch", () => {
    const touches = [touchOf({ at: inDays(-2) }), touchOf({ at: inDays(-1), channel: "email" })];
    const week = { rolling: "P7D" };
    const wished = (preferences: Contact["preferences"]) => detailsOf({ contact: { touches, preferences } });
    expect(wished({ maxPerWeek: 2 })).toEqual([
      { scope: "all", count: 2, max: 2, window: week, oldestAt: formatInstant(inDays(-2)) },
    ]);
    expect(wished({ channels: { sms: { maxPerWeek: 1 } } })).toEqual([
      {
        scope: "channel",
        channel: "sms",
        count: 1,
        max: 1,
        window: week,
        oldestAt: formatInstant(inDays(-2)),
      },
    ]);
    expect(wished({ maxPerWeek: 0 })).toEqual([{ scope: "all", count: 0, max: 0, window: week }]);
  });
});

describe("a reservation", () => {
  it("lets go with its lease, whatever rule it stands in the way of", () => {
    const contact = {
      touches: [
        touchOf({
          at: inHours(-1),
          department: "service",
          campaign: "b",
          state: "reserved",
          expiresAt: inHours(2),
        }),
      ],
    };
    const rules = [
      { kind: "gap", min: "P2D" },
      { kind: "lock", period: "P2D" },
      { kind: "exclusive", groups: ["spring"], window: "P2D" },
      { kind: "cap", max: 1, window: { rolling: "P2D" } },
    ];
    for (const rule of rules) {
      const { decision, nextAllowedAt } = ask({ rules: [rule], contact, request: { campaign: "a" } });
      expect([decision, nextAllowedAt], rule.kind).toEqual(["defer", inHours(2)]);
    }
    const preferences = { maxPerWeek: 1 };
    expect(ask({ contact: { ...contact, preferences } }).nextAllowedAt).toBe(inHours(2));
  });
});

describe("hours with a zone to fall back on", () => {
  it("fall back on it only for a contact whose zone is unknown", () => {
    const allow = [{ days: ["wed"], ranges: [["12:00", "13:00"]] }];
    const rules = [{ kind: "hours", allow, unknownZone: "UTC" }];
    expect(ask({ rules }).decision).toBe("allow");
    expect(ask({ rules, contact: { attributes: { timezone: "Asia/Tokyo" } } }).decision).toBe("defer");
  });
});

describe("manual locks", () => {
  const lock = (department: string, until: EpochMs) => ({
    lockId: "l",
    department,
    until,
    reason: undefined,
  });

  it("are told by the one that ends last, the own department's left aside", () => {
    const legal = lock("legal", inDays(2));
    const service = lock("service", inDays(1));
    const own = lock("sales", inDays(9));
    for (const locks of [
      [legal, service, own],
      [own, service, legal],
    ]) {
      expect(detailsOf({ contact: { locks } })).toEqual([
        { department: "legal", reason: undefined, until: formatInstant(inDays(2)) },
      ]);
    }
    expect(ask({ contact: { locks: [own, lock("legal", ASKED_AT)] } }).decision).toBe("allow");
  });
});

describe("a lock held by the first", () => {
  it("is held by the last of the others when the own department was never there", () => {
    const touches = [
      touchOf({ at: inHours(-3), department: "legal" }),
      touchOf({ at: inHours(-2), department: "service" }),
    ];
    const rules = [{ kind: "lock", period: "P1D", holds: "first" }];
    expect(ask({ rules, contact: { touches } }).nextAllowedAt).toBe(inHours(22));
    expect(detailsOf({ rules, contact: { touches } })[0]).toMatchObject({ department: "service" });
  });
});

describe("a cap", () => {
  it("looks at each window that holds the instant by itself", () => {
    // Four touches about the instant, of which no seven days hold three.
    const touches = [-6.9, -6.5, 0.3, 3].map((days, index) => touchOf({ id: `t${index}`, at: inDays(days) }));
    const capped = (max: number): AskedWith => ({
      rules: [{ kind: "cap", max, window: { rolling: "P7D" } }],
      contact: { touches },
    });
    expect(ask(capped(3)).decision).toBe("allow");
    expect(ask(capped(2)).decision).toBe("defer");
  });

  it("of nothing is told without an oldest touch", () => {
    const window = { rolling: "P7D" };
    expect(detailsOf({ rules: [{ kind: "cap", max: 0, window }] })).toEqual([{ count: 0, max: 0, window }]);
  });
});

describe("a full history", () => {
  it("is not held full by what only a rule keeps that warns or is in shadow", () => {
    const old = touchOf({ at: inDays(-95), outcomes: [{ outcome: "refused", at: inDays(-94) }] });
    const codes = (effect: string) =>
      ask({
        rules: [
          { kind: "cooldown", after: ["refused"], for: "forever", effect, when: { channel: ["call"] } },
        ],
        contact: { touches: [old, touchOf({ id: "new" })], historyBytes: 40 * 1024 },
      }).reasons.map(({ code }) => code);
    expect(codes("deny")).toEqual(["history_full"]);
    for (const effect of ["warn", "shadow"]) expect(codes(effect), effect).toEqual([]);
  });
});
