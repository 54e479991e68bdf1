import { describe, expect, it } from "vitest";
import { policyDifference } from "../../../lib/core/policy-difference/difference.ts";
import { RULE_KINDS } from "../../../lib/core/words.ts";

type Fields = Readonly<Record<string, unknown>>;

const CAP = {
  id: "sales-weekly",
  kind: "cap",
  max: 3,
  window: { rolling: "P7D" },
  when: { purpose: ["sales"] },
};
const policy = (more: Fields = {}): Fields => ({
  id: "mine",
  purposes: { sales: {} },
  rules: [CAP],
  ...more,
});
const rules = (...all: Fields[]): Fields => policy({ rules: all });

/** One rule of every kind, with every field of its own. */
const EVERY_KIND: readonly Fields[] = [
  { ...CAP, id: "a", per: ["channel"], counts: { outcome: "connected" }, source: "law", note: "why" },
  {
    id: "b",
    kind: "cap",
    max: { by: "engagement", values: { hot: 4, cold: 1 }, default: 2 },
    window: { calendar: "week", zone: "contact", weekStart: "sunday" },
    hard: true,
  },
  { id: "c", kind: "cap", max: 0, window: { consecutiveDays: 3 }, overridable: true },
  { id: "d", kind: "gap", min: "P3D", differs: ["campaign"], unless: { tier: ["key"] } },
  { id: "e", kind: "lock", period: "PT24H", holds: "first", effect: "warn" },
  { id: "f", kind: "cooldown", after: ["refused", "no_answer"], for: "P60D", dayOne: true, zone: "policy" },
  {
    ...{ id: "g", kind: "hours", zone: "Asia/Shanghai", unknownZone: "deny", holidays: ["2026-12-25"] },
    allow: [
      {
        days: ["mon", "holiday"],
        ranges: [
          ["09:00", "12:00"],
          ["14:00", "24:00"],
        ],
      },
    ],
  },
  { id: "h", kind: "exclusive", groups: ["double-11"], window: "P14D", effect: "shadow" },
  { id: "i", kind: "owner", by: "agent" },
  { id: "j", kind: "consent", level: "expressWritten" },
  { id: "k", kind: "exclude", contact: { tags: ["purchased:{product}"], status: ["junk"] } },
  { id: "l", kind: "holdout", basisPoints: 550, salt: "2026" },
  { id: "m", kind: "cadence", atLeast: 1, per: "P30D" },
];

const texts = (before: unknown, after: unknown, language?: "en" | "zh") =>
  policyDifference(before, after, language).map(({ text }) => text);

describe("the difference of two policies", () => {
  it("is nothing when only the order of fields differs", () => {
    const { id, ...rest } = policy();
    expect(policyDifference(policy(), { ...rest, id })).toEqual([]);
  });

  it("names the rule, the field and both values", () => {
    expect(policyDifference(policy(), rules({ ...CAP, max: 2 }))).toEqual([
      {
        ...{ path: "rules.sales-weekly.max", rule: "sales-weekly", kind: "changed" },
        text: "sales-weekly: at most 3 → 2 touches in any 7 days",
      },
    ]);
  });

  it.each<[string, Fields, Fields, string, string]>([
    [
      "a new rule",
      policy(),
      rules(CAP, { id: "after-service", kind: "lock", period: "PT24H", counts: { department: ["service"] } }),
      "new lock after-service: others hold back for 24 h; counts touches of department service",
      "新增部门锁定 after-service：其他部门须间隔 24 小时；计入部门：service",
    ],
    [
      "a rule that goes",
      policy(),
      rules(),
      "gone: cap sales-weekly: at most 3 touches in any 7 days; for purpose sales",
      "删除频次上限 sales-weekly：最多触达 3 次（任意 7 天内）；适用用途：sales",
    ],
    [
      "a matcher that widens",
      policy(),
      rules({ ...CAP, when: { purpose: ["sales", "survey"] } }),
      "sales-weekly: for purpose sales → sales, survey",
      "sales-weekly：适用用途：sales → sales、survey",
    ],
    [
      "a matcher's field that comes",
      policy(),
      rules({ ...CAP, when: { purpose: ["sales"], channel: ["call"] } }),
      "sales-weekly: now for channel call",
      "sales-weekly：现增加：适用渠道：电话",
    ],
    [
      "a rule that only warns",
      policy(),
      rules({ ...CAP, effect: "warn" }),
      "sales-weekly: now warns only",
      "sales-weekly：现增加：效力：仅警告",
    ],
    [
      "a window",
      policy(),
      rules({ ...CAP, window: { calendar: "month", zone: "contact" } }),
      "sales-weekly: counted in any 7 days → in a calendar month (zone: contact)",
      "sales-weekly：计数窗口：任意 7 天内 → 同一自然月内（时区：contact）",
    ],
    [
      "what reads the same",
      policy(),
      rules({ ...CAP, window: { rolling: "PT168H" }, when: { purpose: ["sales"] } }),
      "sales-weekly: counted in any 7 days → in any 168 h",
      "sales-weekly：计数窗口：任意 7 天内 → 任意 168 小时内",
    ],
    [
      "the retention",
      policy({ retention: "P90D" }),
      policy({ retention: "P180D" }),
      "touches are kept for 90 days → 180 days",
      "触达记录保留 90 天 → 180 天",
    ],
    [
      "a purpose",
      policy(),
      policy({ purposes: { sales: {}, survey: {} } }),
      "new purpose survey",
      "新增用途 survey",
    ],
    [
      "what a purpose asks for",
      policy(),
      policy({ purposes: { sales: { requires: ["topic"] } } }),
      "purpose sales: now requires topic",
      "用途 sales：现增加：必填：主题",
    ],
    [
      "departments",
      policy({ departments: ["sales"] }),
      policy({ departments: ["sales", "legal"] }),
      "departments: sales → sales, legal",
      "部门：sales → sales、legal",
    ],
    [
      "a campaign group",
      policy({ campaignGroups: { d11: ["a"] } }),
      policy({ campaignGroups: { d11: ["a", "b"] } }),
      "campaign group d11: campaigns: a → a, b",
      "活动组 d11：活动：a → a、b",
    ],
    [
      "how old a list may be",
      policy({ suppressionLists: { dnc: { maxAgeDays: 31 } } }),
      policy({ suppressionLists: { dnc: { maxAgeDays: 30 } } }),
      "suppression list dnc: at most so many days old: 31 → 30",
      "禁止联系名单 dnc：名单最多可用天数：31 → 30",
    ],
    [
      "a part that decisions do not read",
      policy({ audit: { staleAfter: "P90D" } }),
      policy({ audit: { staleAfter: "P30D" } }),
      "audit: staleAfter: 90 days → 30 days",
      "audit：staleAfter: 90 天 → 30 天",
    ],
    [
      "the order of rules",
      rules(CAP, { ...CAP, id: "b" }),
      rules({ ...CAP, id: "b" }, CAP),
      "the rules stand in another order: b, sales-weekly",
      "规则顺序改变：b、sales-weekly",
    ],
  ])("tells %s in words", (_what, before, after, english, chinese) => {
    expect(texts(before, after)).toEqual([english]);
    expect(texts(before, after, "zh")).toEqual([chinese]);
  });

  it("shows as it was written what reads the same but is not", () => {
    const [was, is] = [
      rules({ ...CAP, note: "a" }),
      rules({ ...CAP, note: "a", when: { purpose: ["sales"] } }),
    ];
    expect(texts(was, is)).toEqual([]);
    const [one, other] = [{ channel: ["sms", "call"] }, { channel: ["call", "sms"] }];
    expect(texts(rules({ ...CAP, when: one }), rules({ ...CAP, when: other }))).toEqual([
      "sales-weekly: for channel sms, call → call, sms",
    ]);
    expect(texts(rules({ ...CAP, when: {} }), rules({ ...CAP, when: undefined }))).toHaveLength(1);
    expect(texts(policy(), policy({ campaignGroups: {} }))).toEqual([
      "the document is written otherwise; nothing that is read has changed",
    ]);
  });

  it("says a note on one line, without what a terminal would obey", () => {
    const note = "fine\u001b[2J\nsales-weekly: at most 2 → 99\u202e";
    const [text = ""] = texts(rules(CAP), rules({ ...CAP, note }));
    expect(text).toContain("fine [2J sales-weekly: at most 2 → 99");
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it.each(["en", "zh"] as const)("has words for every field of every kind of rule in %s", (language) => {
    expect(new Set(EVERY_KIND.map(({ kind }) => kind))).toEqual(new Set(RULE_KINDS));
    for (const text of texts(rules(), rules(...EVERY_KIND), language)) {
      // A field without words would be shown by its name, and a value without words as JSON.
      expect(text).not.toMatch(/[{[]"|undefined|\b(basisPoints|unknownZone|dayOne|differs|atLeast): /);
    }
  });
});
