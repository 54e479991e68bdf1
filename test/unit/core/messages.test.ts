import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { DetailsOf } from "../../../lib/core/messages/details.ts";
import { LANGUAGES, type Language, messageOf } from "../../../lib/core/messages.ts";
import { REASON_CODES, type ReasonCode } from "../../../lib/core/reasons.ts";
import { epochMs } from "../../../lib/core/time.ts";
import { CHANNELS, OUTCOMES } from "../../../lib/core/words.ts";

const NOW = Date.parse("2026-11-22T05:00:00Z");
const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (at: number) => new Date(at).toISOString();
const ago = (milliseconds: number) => iso(NOW - milliseconds);

const speak =
  (language: Language) =>
  <Code extends ReasonCode>(code: Code, details: DetailsOf[Code], at = NOW): string =>
    messageOf({ code, details: { ...details }, at: epochMs(at), now: epochMs(NOW) }, language);
const en = speak("en");
const zh = speak("zh");

describe("the message of a cap", () => {
  const window = { rolling: "P7D" };

  it.each<[number, number, DetailsOf["cap_reached"]["window"], string, string]>([
    [2, 2, window, "2 of at most 2 touches in any 7 days", "任意 7 天内最多触达 2 次，已有 2 次"],
    [1, 1, { rolling: "P1D" }, "1 of at most 1 touch in any 1 day", "任意 1 天内最多触达 1 次，已有 1 次"],
    [1, 1, { rolling: "P1W" }, "1 of at most 1 touch in any 1 week", "任意 1 周内最多触达 1 次，已有 1 次"],
    [
      5,
      4,
      { rolling: "P2W1DT0H12M1S" },
      "5 of at most 4 touches in any 2 weeks 1 day 12 min 1 s",
      "任意 2 周 1 天 12 分钟 1 秒内最多触达 4 次，已有 5 次",
    ],
    [
      3,
      3,
      { rolling: "PT36H" },
      "3 of at most 3 touches in any 36 h",
      "任意 36 小时内最多触达 3 次，已有 3 次",
    ],
    [
      1,
      1,
      { calendar: "day" },
      "1 of at most 1 touch in a calendar day",
      "同一自然日内最多触达 1 次，已有 1 次",
    ],
    [
      1,
      1,
      { calendar: "week", zone: "UTC" },
      "1 of at most 1 touch in a calendar week",
      "同一自然周内最多触达 1 次，已有 1 次",
    ],
    [
      4,
      4,
      { calendar: "month", zone: "contact" },
      "4 of at most 4 touches in a calendar month",
      "同一自然月内最多触达 4 次，已有 4 次",
    ],
    [
      7,
      7,
      { consecutiveDays: 7 },
      "7 of at most 7 touches in 7 days in a row",
      "连续 7 天内最多触达 7 次，已有 7 次",
    ],
    [1, 1, { consecutiveDays: 1 }, "1 of at most 1 touch in one day", "同一天内最多触达 1 次，已有 1 次"],
    [0, 0, window, "the limit for this contact is 0 touches in any 7 days", "任意 7 天内不允许触达"],
  ])(
    "of %i of %i in %o says how many of how many, in which window",
    (count, max, drawn, english, chinese) => {
      const details = { count, max, window: drawn };
      expect([en("cap_reached", details), zh("cap_reached", details)]).toEqual([english, chinese]);
    },
  );

  it("of the customer's own says so, and of which channel", () => {
    const own = (max: number) => ({ scope: "channel", channel: "email", count: max, max, window }) as const;
    expect(en("own_limit_reached", own(1))).toBe(
      "1 of the customer's own limit of 1 touch in 7 days (e-mail)",
    );
    expect(zh("own_limit_reached", own(1))).toBe("客户自设上限（邮件）：7 天内最多触达 1 次，已有 1 次");
    expect(en("own_limit_reached", own(0))).toBe("the customer's own limit is 0 touches in 7 days (e-mail)");
    expect(zh("own_limit_reached", own(0))).toBe("客户自设上限（邮件）：7 天内不允许触达");
    const all = { scope: "all", count: 2, max: 2, window } as const;
    expect(en("own_limit_reached", all)).toBe("2 of the customer's own limit of 2 touches in 7 days");
    expect(zh("own_limit_reached", all)).toBe("客户自设上限：7 天内最多触达 2 次，已有 2 次");
  });
});

describe("the message of another touch", () => {
  const email = { department: "marketing", channel: "email", touchedAt: ago(26 * HOUR) } as const;
  const locked = (channel: DetailsOf["department_locked"]["channel"], milliseconds: number) =>
    ({
      ...{ department: "service", channel, touchedAt: ago(milliseconds) },
      ...{ period: "P2D", until: iso(NOW - milliseconds + 2 * DAY) },
    }) as const;

  it("says of a gap who was there before, when, for what, and what must lie between", () => {
    const details = { ...email, min: "P3D" };
    expect(en("too_soon", details)).toBe("marketing e-mailed this contact 26 h ago; 3 days must lie between");
    expect(zh("too_soon", details)).toBe("marketing 26 小时前给该客户发过邮件，两次触达须间隔 3 天");
    const of = { ...details, campaign: "autumn" };
    expect(en("too_soon", of)).toContain("26 h ago for the campaign autumn; ");
    expect(zh("too_soon", of)).toContain("发过邮件（活动 autumn），");
  });

  it("says of a lock who holds it, since when and for how long", () => {
    const said = (...touch: Parameters<typeof locked>) => en("department_locked", locked(...touch));
    expect(said("call", 3 * HOUR)).toBe("service called this contact 3 h ago; others hold back for 2 days");
    expect(said("sms", 2 * DAY - 1)).toContain("service texted this contact 47 h ago");
    expect(said("wechat", 59 * 60 * SECOND)).toContain("service contacted this contact 59 min ago");
    expect(said("meeting", SECOND)).toContain("service met this contact 1 s ago");
    expect(said("mail", 0)).toContain("service wrote to this contact just now");
    const agent = { ...locked("call", 3 * HOUR), agent: "u17" };
    expect(en("department_locked", agent)).toContain("service (u17) called this contact");
    expect(zh("department_locked", agent)).toBe(
      "service（u17）3 小时前给该客户打过电话，其他部门须间隔 2 天",
    );
    expect(zh("department_locked", locked("visit", 0))).toContain("service 刚刚拜访过该客户");
  });

  it("says of a planned touch that it is still to come", () => {
    expect(en("department_locked", locked("call", -3 * HOUR))).toBe(
      "service is to call this contact in 3 h; others hold back for 2 days",
    );
    expect(zh("department_locked", locked("call", -3 * HOUR))).toBe(
      "service 计划 3 小时后给该客户打电话，其他部门须间隔 2 天",
    );
    expect(en("department_locked", locked("call", -SECOND))).toContain("is to call this contact in 1 s");
    expect(en("department_locked", locked("call", 1 - SECOND))).toContain("called this contact just now");
  });

  it("reckons from the present instant when a later one is judged", () => {
    const tomorrow = NOW + DAY;
    expect(en("department_locked", locked("call", 3 * HOUR), tomorrow)).toContain("3 h ago");
    expect(en("department_locked", locked("call", -3 * HOUR), tomorrow)).toContain("in 3 h");
  });

  it("never rounds a distance up", () => {
    const said = (milliseconds: number) =>
      en("too_soon", { ...email, touchedAt: ago(milliseconds), min: "PT90M" });
    expect(said(3 * DAY - 1)).toBe("marketing e-mailed this contact 2 days ago; 90 min must lie between");
    expect(said(2 * DAY)).toContain(" 2 days ago");
    expect(said(2 * DAY - 1)).toContain(" 47 h ago");
    expect(said(HOUR - 1)).toContain(" 59 min ago");
    expect(said(60 * SECOND - 1)).toContain(" 59 s ago");
  });

  it("says of another campaign which one, of which group, and until when it stands in the way", () => {
    const until = iso(NOW + 11 * DAY);
    const details = { campaign: "teaser", group: "d11", touchedAt: ago(3 * DAY), window: "P14D", until };
    expect(en("other_campaign_active", details)).toBe(
      `the campaign teaser reached this contact 3 days ago; others of the group d11 wait 14 days, until ${until}`,
    );
    expect(zh("other_campaign_active", details)).toBe(
      `活动 teaser 3 天前触达过该客户，同组（d11）其他活动须间隔 14 天，至 ${until}`,
    );
    const planned = { ...details, touchedAt: ago(-3 * DAY) };
    expect(en("other_campaign_active", planned)).toContain("teaser is to reach this contact in 3 days;");
    expect(zh("other_campaign_active", planned)).toContain("活动 teaser 3 天后计划触达该客户，");
  });

  it("says of a cooldown what happened, when, after whose touch, and until when it is quiet", () => {
    const until = iso(NOW + 57 * DAY);
    const refused: DetailsOf["cooling_down"] = {
      ...{ outcome: "refused", outcomeAt: ago(3 * DAY), channel: "call", department: "sales" },
      ...{ for: "P60D", until },
    };
    expect(en("cooling_down", refused)).toBe(
      `the customer refused 3 days ago, after sales called them; quiet for 60 days, until ${until}`,
    );
    expect(zh("cooling_down", refused)).toBe(
      `3 天前，sales 的触达（电话）结果为“拒绝”，须静默 60 天，至 ${until}`,
    );
    const forever = { ...refused, for: "forever", until: null };
    expect(en("cooling_down", forever)).toBe(
      "the customer refused 3 days ago, after sales called them; quiet for good",
    );
    expect(zh("cooling_down", forever)).toBe("3 天前，sales 的触达（电话）结果为“拒绝”，此后一直静默");
  });

  it("has words of its own for every channel and every outcome", () => {
    for (const say of [en, zh]) {
      const outcomes = OUTCOMES.map((outcome) =>
        say("cooling_down", {
          ...{ outcome, outcomeAt: ago(HOUR), channel: "call", department: "sales" },
          ...{ for: "P60D", until: ago(-DAY) },
        }),
      );
      expect(new Set(outcomes).size).toBe(OUTCOMES.length);
      const wishes = CHANNELS.map((channel) => say("opted_out", { scope: "channel", channel }));
      expect(new Set(wishes).size).toBe(CHANNELS.length);
      for (const channel of CHANNELS) {
        const [past, planned] = [HOUR, -HOUR].map((ms) => say("department_locked", locked(channel, ms)));
        expect(past).toMatch(/1 (h ago|小时前)/);
        expect(planned).toMatch(/(is to .* in|计划) 1 (h|小时后)/);
      }
    }
  });
});

describe("the message of hours", () => {
  it("says in which zones", () => {
    const zones = ["America/New_York", "Pacific/Honolulu"];
    expect(en("outside_hours", { zones })).toBe(
      "outside the permitted hours in America/New_York, Pacific/Honolulu",
    );
    expect(zh("outside_hours", { zones })).toBe("不在允许联系的时段内（America/New_York、Pacific/Honolulu）");
    expect(en("zone_unknown", { zones: [] })).toContain("time zone is unknown");
    expect(zh("zone_unknown", { zones: [] })).toContain("时区未知");
  });

  it("names the first of many zones, and how many there are", () => {
    expect(en("outside_hours", { zones: ["A", "B", "C", "D"] })).toMatch(/ in A, B, C, D$/);
    expect(en("outside_hours", { zones: ["A", "B", "C", "D", "E"] })).toMatch(/ in A, B, C and 2 more$/);
    expect(zh("outside_hours", { zones: ["A", "B", "C", "D", "E"] })).toContain("（A、B、C 等 5 个时区）");
  });

  it("of the customer says what they are", () => {
    const zones = ["Europe/Berlin"];
    const hours: [string, string][] = [
      ["10:00", "12:00"],
      ["14:00", "24:00"],
    ];
    expect(en("outside_own_hours", { hours, zones })).toBe(
      "outside the customer's own hours (10:00–12:00, 14:00–24:00) in Europe/Berlin",
    );
    expect(zh("outside_own_hours", { hours, zones })).toBe(
      "不在客户自设的时段 10:00–12:00、14:00–24:00 内（Europe/Berlin）",
    );
    expect(en("outside_own_hours", { hours: [], zones })).toBe("the customer's own hours leave no time open");
    expect(zh("outside_own_hours", { hours: [], zones })).toBe("客户自设的时段中没有可联系的时间");
  });
});

describe("the message of a no", () => {
  const until = "2026-12-01T00:00:00.000Z";

  it.each<[DetailsOf["opted_out"], string, string]>([
    [{ scope: "all" }, "all contact", "一切联系"],
    [{ scope: "channel", channel: "sms" }, "text messages", "联系（渠道：短信）"],
    [{ scope: "topic", topic: "news" }, "the topic news", "联系（主题：news）"],
    [{ scope: "department", department: "sales" }, "contact by sales", "联系（部门：sales）"],
  ])("to %o says what was refused", (details, english, chinese) => {
    expect(en("opted_out", details)).toBe(`the customer opted out of ${english}`);
    expect(zh("opted_out", details)).toBe(`客户已拒绝${chinese}`);
  });

  it("for a while says until when", () => {
    expect(en("paused", { until })).toBe(`the customer paused all contact until ${until}`);
    expect(zh("paused", { until })).toBe(`客户要求暂停一切联系，至 ${until}`);
  });

  it.each<[DetailsOf["suppressed"], string, string]>([
    [{ because: "erased" }, "the contact was erased", "该客户的资料已被删除"],
    [{ because: "invalid" }, "the contact is marked as invalid", "该客户已被标记为无效"],
    [{ because: "invalid_address" }, "the address is known not to work", "该地址或号码已知无法送达"],
    [
      { because: "list", list: "internal", reason: undefined, until: null },
      "on the suppression list internal",
      "在禁止联系名单 internal 中",
    ],
    [
      { because: "list", list: "internal", reason: "asked by letter", until },
      `on the suppression list internal (asked by letter) until ${until}`,
      `在禁止联系名单 internal 中（asked by letter），至 ${until}`,
    ],
    [
      { because: "list_outdated", list: "us-dnc", asOf: null, maxAgeDays: 31 },
      "the suppression list us-dnc was never imported, and it may be at most 31 days old: import it",
      "禁止联系名单 us-dnc 从未完整导入（最多可用 31 天），请先导入",
    ],
    [
      { because: "list_outdated", list: "us-dnc", asOf: until, maxAgeDays: 1 },
      `the suppression list us-dnc is of ${until}, and it may be at most 1 day old: import it again`,
      `禁止联系名单 us-dnc 截至 ${until}，最多可用 1 天，现已过期，请重新导入`,
    ],
  ])("from us or the law, %o, says where it comes from", (details, english, chinese) => {
    expect([en("suppressed", details), zh("suppressed", details)]).toEqual([english, chinese]);
  });

  it("for want of consent says which is needed and how the one on record stands", () => {
    const needed = { channel: "sms", purpose: "marketing", level: "express" } as const;
    const [begun, ended] = [{ expiresAt: ago(-1) }, { expiresAt: ago(0) }];
    const tongues = (details: DetailsOf["no_consent"]) => [
      en("no_consent", details),
      zh("no_consent", details),
    ];
    expect(tongues(needed)).toEqual([
      "no express consent to text messages for marketing is on record",
      "没有客户的明示同意记录（渠道：短信，用途：marketing）",
    ]);
    expect(tongues({ ...needed, level: "expressWritten", given: "express" })).toEqual([
      "the consent on record to text messages for marketing is only express; written express consent is needed",
      "客户仅有明示同意，须有书面明示同意（渠道：短信，用途：marketing）",
    ]);
    expect(tongues({ ...needed, given: "withdrawn" })).toEqual([
      "the customer withdrew the consent to text messages for marketing",
      "客户已撤回同意（渠道：短信，用途：marketing）",
    ]);
    expect(tongues({ ...needed, given: "express", ...ended })).toEqual([
      `the express consent to text messages for marketing ended at ${ended.expiresAt}`,
      `客户的明示同意已于 ${ended.expiresAt} 到期（渠道：短信，用途：marketing）`,
    ]);
    const ahead = [
      "the express consent to text messages for marketing is not in force yet",
      "客户的明示同意尚未生效（渠道：短信，用途：marketing）",
    ];
    expect(tongues({ ...needed, given: "express" })).toEqual(ahead);
    expect(tongues({ ...needed, given: "express", ...begun })).toEqual(ahead);
  });

  it("of a department says whose, why and until when", () => {
    expect(en("locked", { department: "legal", reason: undefined, until })).toBe(
      `legal holds this contact until ${until}`,
    );
    expect(en("locked", { department: "legal", reason: "dispute", until })).toBe(
      `legal holds this contact until ${until} (dispute)`,
    );
    expect(zh("locked", { department: "legal", until })).toBe(`legal 部门已锁定该客户，至 ${until}`);
    expect(zh("locked", { department: "legal", reason: "dispute", until })).toBe(
      `legal 部门已锁定该客户（dispute），至 ${until}`,
    );
  });
});

describe("the message of a rule about the contact", () => {
  it("says who owns them", () => {
    const said = (details: DetailsOf["not_the_owner"]) => [
      en("not_the_owner", details).split(" looks")[0],
      zh("not_the_owner", details),
    ];
    expect(said({ by: "agent", agent: "u17" })).toEqual([
      "agent u17",
      "该客户由 u17 负责，本次请求并非来自其本人",
    ]);
    expect(said({ by: "agent", agent: "u17", department: "sales" })).toEqual([
      "agent u17 of sales",
      "该客户由 sales 部门的 u17 负责，本次请求并非来自其本人",
    ]);
    expect(said({ by: "department", department: "sales" })).toEqual([
      "sales",
      "该客户由 sales 部门负责，本次请求并非来自该部门",
    ]);
    expect(said({ by: "department", agent: "u17", department: "sales" })).toEqual([
      "sales (agent u17)",
      "该客户由 sales 部门（u17）负责，本次请求并非来自该部门",
    ]);
  });

  it("says what excludes them", () => {
    const contact = { tags: "purchased:crm", recipientType: "unknown" };
    expect(en("excluded", { contact })).toBe(
      "the contact is excluded by tag purchased:crm, recipient type unknown",
    );
    expect(zh("excluded", { contact })).toBe("该客户符合排除条件：标签 purchased:crm、收件人类型 unknown");
  });

  it.each([
    [1, "0.01%"],
    [57, "0.57%"],
    [500, "5%"],
    [10_000, "100%"],
  ])("says how large the control group of %i basis points is", (basisPoints, share) => {
    expect(en("held_out", { basisPoints })).toContain(`: ${share} of the contacts`);
    expect(zh("held_out", { basisPoints })).toContain(`：${share} 的客户`);
  });

  it("says how full their history is, and when it has room again", () => {
    const full = { historyBytes: 33_000, maxBytes: 32_768, until: "2026-11-25T07:00:00.000Z" };
    expect(en("history_full", full)).toBe(
      `the contact's history is full (33000 of at most 32768 bytes); the oldest touch leaves at ${full.until}`,
    );
    expect(zh("history_full", full)).toContain(`最早的一条将于 ${full.until} 移出`);
    expect(en("history_full", { ...full, until: null })).toMatch(/, and no touch leaves it$/);
    expect(zh("history_full", { ...full, until: null })).toContain("没有会到期移出的记录");
  });
});

describe("the examples of docs/reasons.md", () => {
  const text = readFileSync(new URL("../../../docs/reasons.md", import.meta.url), "utf8");
  const sections = new Map(text.split(/^## /m).map((section) => [section.split("\n", 1)[0], section]));

  it.each(REASON_CODES)("tell the messages of %s", (code) => {
    const section = sections.get(code) ?? "";
    const details = JSON.parse(/```json\n([\s\S]*?)\n```/.exec(section)?.[1] ?? "") as Record<
      string,
      unknown
    >;
    const [english, chinese] = LANGUAGES.map((language) =>
      messageOf({ code, details, at: epochMs(NOW) }, language),
    );
    expect(section).toContain(`\n- English: ${english}\n- 中文：${chinese}\n`);
  });
});
