import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { validatePolicy } from "../../../lib/core/validate-policy.ts";
import { OUTCOMES } from "../../../lib/core/words.ts";

const calendar = await loadCalendar();
type Fields = Readonly<Record<string, unknown>>;

const policy = (more: Fields = {}): Fields => ({
  id: "p",
  purposes: { marketing: {}, transactional: { obeys: "hard" } },
  departments: ["marketing", "sales"],
  rules: [{ id: "weekly", kind: "cap", max: 1, window: { rolling: "P7D" } }],
  ...more,
});
const rule = (fields: Fields): Fields => policy({ rules: [{ id: "r", ...fields }] });
const cap = (fields: Fields = {}) => rule({ kind: "cap", max: 1, window: { rolling: "P7D" }, ...fields });
const gap = (fields: Fields = {}) => rule({ kind: "gap", min: "P3D", ...fields });
const lock = (fields: Fields = {}) => rule({ kind: "lock", period: "P2D", ...fields });
const open = { days: ["mon"], ranges: [["09:00", "12:00"]] };
const hours = (fields: Fields = {}) => rule({ kind: "hours", allow: [open], ...fields });
const opening = (...ranges: unknown[]) => hours({ allow: [{ days: ["mon"], ranges }] });
const cooldown = (fields: Fields = {}) =>
  rule({ kind: "cooldown", after: ["refused"], for: "P60D", ...fields });
const groups = { d11: ["teaser", "main"] };
const exclusive = (fields: Fields = {}, more: Fields = { campaignGroups: groups }) => ({
  ...rule({ kind: "exclusive", groups: ["d11"], window: "P14D", ...fields }),
  ...more,
});
const exclude = (contact: unknown) => rule({ kind: "exclude", contact });
const holdout = (fields: Fields = {}) => rule({ kind: "holdout", basisPoints: 500, salt: "2026", ...fields });
const cadence = (fields: Fields = {}) => rule({ kind: "cadence", atLeast: 1, per: "P30D", ...fields });
const window = (fields: unknown) => cap({ window: fields });
const max = (fields: unknown) => cap({ max: fields });

function verdictOf(input: unknown): string[] {
  const verdict = validatePolicy(input, calendar);
  return verdict.valid ? [] : verdict.issues.map(({ path, message }) => `${path}: ${message}`);
}

describe("a policy that is valid", () => {
  it.each<[string, Fields]>([
    ["the least there is", { id: "p", purposes: { a: {} }, rules: [] }],
    ["each kind of rule", policy()],
    ["a cap by segment", max({ by: "engagement", values: { hot: 4 }, default: 0 })],
    [
      "a calendar window of the contact's zone",
      window({ calendar: "week", zone: "contact", weekStart: "sunday" }),
    ],
    ["successive days as long as the retention allows", window({ consecutiveDays: 89, zone: "policy" })],
    ["a window as long as the retention", window({ rolling: "P90D" })],
    ["a gap between campaigns", gap({ differs: ["campaign"], per: ["channel"], counts: { outcome: "any" } })],
    ["a lock that warns", lock({ effect: "warn", holds: "any", unless: { tags: ["vip"] } })],
    [
      "hours to midnight, with a fallback zone",
      hours({ allow: [{ days: ["sun"], ranges: [["00:00", "24:00"]] }], unknownZone: "Asia/Shanghai" }),
    ],
    ["ranges that touch", opening(["12:00", "14:00"], ["09:00", "12:00"])],
    ["no opening at all", hours({ allow: [] })],
    [
      "hours on holidays and the days before them",
      hours({
        allow: [{ ...open, days: ["mon", "holiday", "preholiday"] }],
        holidays: ["2026-12-25", "2028-02-29"],
      }),
    ],
    ["counting by outcome", cap({ counts: { outcome: "connected" } })],
    ["a lock held by the first", lock({ holds: "first" })],
    ["a rule that can be overridden", gap({ overridable: true })],
    ["a cooldown as long as the retention", cooldown({ for: "P90D", counts: { channel: ["call"] } })],
    ["a cooldown for good, counted by days", cooldown({ for: "forever", dayOne: true, zone: "contact" })],
    ["a cooldown of whole days in hours", cooldown({ for: "PT48H", dayOne: true })],
    ["a cooldown in hours", cooldown({ for: "PT36H" })],
    ["exclusive campaigns", exclusive()],
    ["an owner, by agent unless said", rule({ kind: "owner", effect: "warn" })],
    ["an owner by department", rule({ kind: "owner", by: "department" })],
    ["consent, express unless said", rule({ kind: "consent" })],
    ["written consent", rule({ kind: "consent", level: "expressWritten" })],
    ["an exclusion filled from the request", exclude({ tags: ["{purpose}:{product}"], status: ["invalid"] })],
    ["braces that hold no name", exclude({ tags: ["{product", "product}"] })],
    ["nobody held out", holdout({ basisPoints: 0 })],
    ["everybody held out", holdout({ basisPoints: 10_000 })],
    ["a cadence as long as the retention", cadence({ per: "P90D", counts: { purpose: ["marketing"] } })],
    [
      "a hard purpose that goes through an outage",
      policy({ purposes: { marketing: {}, t: { obeys: "hard", onOutage: "allow" } } }),
    ],
    ["the longest retention", policy({ retention: "P400D" })],
    ["the shortest retention", policy({ retention: "P7D" })],
  ])("%s", (_name, input) => {
    expect(verdictOf(input)).toEqual([]);
  });

  it("gets its defaults", () => {
    const verdict = validatePolicy(policy(), calendar);
    expect(verdict).toMatchObject({ valid: true, document: { timezone: "UTC", retention: "P90D" } });
  });

  it("is warned of purposes that no rule speaks of, hard ones left out", () => {
    const sales = { ...policy(), purposes: { marketing: {}, sales: {}, t: { obeys: "hard" } } };
    const rules = [{ id: "r", kind: "gap", min: "P1D", when: { purpose: ["marketing"] } }];
    expect(validatePolicy({ ...sales, rules }, calendar)).toMatchObject({
      valid: true,
      warnings: [{ path: "purposes.sales", message: "no rule applies to this purpose" }],
    });
  });
});

describe("a policy is refused for", () => {
  const kebab = "must be kebab-case, like department-lock";
  const zone = "must be an IANA zone, like Asia/Shanghai";
  const noZone = `${zone} or one of: contact, policy`;
  const iso = "must be an ISO 8601 duration, like P3D or PT12H";
  const noDate =
    "is no date and no list of holidays: write dates like 2026-12-25, a list of the policy's own holidayLists, or a shipped one like FR or us-dnc-LA (docs/regulations.md names them)";
  const noFiller =
    "is no field of a request: use one of channel, department, purpose, campaign, topic, product, subject";
  const tooLong = "looks further back than the retention (P90D): raise retention or shorten it";
  const wraps = "must end after it starts: a range never wraps midnight, write two";

  it.each<[string, unknown, string]>([
    ["being no object", [], ": the policy must be an object"],
    ["an unknown field", policy({ rule: [] }), "rule: is not a known field"],
    ["no id", { ...policy(), id: undefined }, "id: is missing"],
    ["an id of another form", policy({ id: "My Policy" }), `id: ${kebab}`],
    ["a zone that is none", policy({ timezone: "Europe/Bonn" }), `timezone: ${zone}`],
    ["an offset for a zone", policy({ timezone: "+08:00" }), `timezone: ${zone}`],
    ["a retention that is no duration", policy({ retention: "90 days" }), `retention: ${iso}`],
    ["a retention beyond the longest", policy({ retention: "P401D" }), "retention: must be at most P400D"],
    [
      "a retention that forgets within the customer's own week",
      policy({ retention: "P6D", rules: [] }),
      "retention: must be at least P7D: customers' own weekly limits look back so far",
    ],
    [
      "a decision log",
      policy({ decisionLog: "all" }),
      "decisionLog: only none is supported yet by this version",
    ],
    [
      "presets",
      policy({ extends: ["regulations/cn"] }),
      "extends.0: there is no preset regulations/cn: docs/regulations.md lists those there are",
    ],
    ["no purpose", policy({ purposes: {}, rules: [] }), "purposes: must declare at least one purpose"],
    [
      "an unknown field of a purpose",
      policy({ purposes: { marketing: { count: false } } }),
      "purposes.marketing.count: is not a known field",
    ],
    [
      "a purpose that obeys in part",
      policy({ purposes: { marketing: { obeys: "some" } } }),
      "purposes.marketing.obeys: must be one of: all, hard",
    ],
    [
      "a requirement that no request has",
      policy({ purposes: { marketing: { requires: ["topics"] } } }),
      "purposes.marketing.requires.0: must be one of: campaign, topic, product, subject, agent, reference",
    ],
    [
      "going through an outage without being hard",
      policy({ purposes: { marketing: { onOutage: "allow" } } }),
      'purposes.marketing.onOutage: allow is possible only with "obeys": "hard": other purposes could break a cap during an outage',
    ],
    ["no department in the list", policy({ departments: [] }), "departments: must not be empty"],
    ["rules that are no list", policy({ rules: {} }), "rules: must be a list"],
    [
      "two rules of one id",
      policy({ rules: [1, 2].map((max) => ({ id: "a", kind: "cap", max, window: { rolling: "P1D" } })) }),
      "rules.1.id: a is already the id of rules.0",
    ],
    [
      "the id of a built-in",
      policy({ rules: [{ id: "preference", kind: "gap", min: "P1D" }] }),
      "rules.0.id: preference is the name of a built-in rule: choose another",
    ],
    [
      "a rule id of another form",
      policy({ rules: [{ id: "A_b", kind: "gap", min: "P1D" }] }),
      `rules.0.id: ${kebab}`,
    ],
    [
      "a kind that is none",
      rule({ kind: "quota" }),
      "rules.0.kind: must be one of: cap, gap, lock, cooldown, hours, exclusive, owner, consent, exclude, holdout, cadence",
    ],
    [
      "an effect that is none",
      gap({ effect: "block" }),
      "rules.0.effect: must be one of: deny, warn, shadow",
    ],
    [
      "a hard rule that can be overridden",
      gap({ hard: true, overridable: true }),
      "rules.0.overridable: excludes hard: a hard rule cannot be overridden",
    ],
    ["an unknown field of a rule", gap({ maximum: 1 }), "rules.0.maximum: is not a known field"],
    [
      "an unknown field to match",
      gap({ when: { city: ["Bonn"] } }),
      "rules.0.when.city: is not a known field",
    ],
    ["an empty list to match", gap({ when: { stage: [] } }), "rules.0.when.stage: must not be empty"],
    [
      "a level of engagement that is none",
      gap({ when: { engagement: ["hottest"] } }),
      "rules.0.when.engagement.0: must be one of: hot, warm, cold, dormant, unknown",
    ],
    [
      "a purpose that is not declared, in when",
      gap({ when: { purpose: ["marketing", "sale"] } }),
      "rules.0.when.purpose.1: sale is not declared in purposes",
    ],
    [
      "a purpose that is not declared, in unless",
      gap({ unless: { purpose: ["sale"] } }),
      "rules.0.unless.purpose.0: sale is not declared in purposes",
    ],
    [
      "a purpose that is not declared, in counts",
      gap({ counts: { purpose: ["sale"] } }),
      "rules.0.counts.purpose.0: sale is not declared in purposes",
    ],
    [
      "a list whose age is no number of days",
      policy({ suppressionLists: { "us-dnc": { maxAgeDays: 0 } } }),
      "suppressionLists.us-dnc.maxAgeDays: must be at least 1",
    ],
    [
      "a list of no possible name",
      policy({ suppressionLists: { "us dnc": { maxAgeDays: 31 } } }),
      "suppressionLists.us dnc: is not a permitted name: must be 1–64 characters of A-Za-z0-9_.:-, the first a letter or digit",
    ],
    [
      "a list for a purpose that is not declared",
      policy({ suppressionLists: { "us-dnc": { maxAgeDays: 31, when: { purpose: ["sale"] } } } }),
      "suppressionLists.us-dnc.when.purpose.0: sale is not declared in purposes",
    ],
    [
      "an unknown field of a list",
      policy({ suppressionLists: { "us-dnc": { maxAgeDays: 31, days: 3 } } }),
      "suppressionLists.us-dnc.days: is not a known field",
    ],
    [
      "a department that is not declared",
      lock({ counts: { department: ["legal"] } }),
      "rules.0.counts.department.0: legal is not declared in departments",
    ],
    [
      "counting by an outcome that is none",
      cap({ counts: { outcome: "answered" } }),
      "rules.0.counts.outcome: must be one of: any, delivered, connected, conversation",
    ],
    ["a negative max", max(-1), "rules.0.max: must be at least 0"],
    ["a max that is no whole number", max(1.5), "rules.0.max: must be a whole number"],
    [
      "segments without a default",
      max({ by: "tier", values: { key: 4 } }),
      "rules.0.max.default: is missing",
    ],
    [
      "a segment that is none",
      max({ by: "mood", values: {}, default: 1 }),
      "rules.0.max.by: must be one of: engagement, tier, stage",
    ],
    [
      "a misspelled level of engagement in max",
      max({ by: "engagement", values: { hott: 4 }, default: 1 }),
      "rules.0.max.values.hott: must be one of: hot, warm, cold, dormant",
    ],
    [
      "a per that is none",
      cap({ per: ["person"] }),
      "rules.0.per.0: must be one of: address, channel, department, campaign, subject",
    ],
    ["a window that is no duration", window({ rolling: "7d" }), `rules.0.window.rolling: ${iso}`],
    [
      "a window of months",
      window({ rolling: "P1M" }),
      "rules.0.window.rolling: must not use years or months, which have no fixed length: write days, like P30D",
    ],
    [
      "a window of nothing",
      window({ rolling: "PT0S" }),
      "rules.0.window.rolling: must be longer than nothing",
    ],
    ["a window that forgets", window({ rolling: "P90DT1S" }), `rules.0.window.rolling: ${tooLong}`],
    [
      "a calendar that is none",
      window({ calendar: "year" }),
      "rules.0.window.calendar: must be one of: day, week, month",
    ],
    [
      "a start of the week that is none",
      window({ calendar: "week", weekStart: "mon" }),
      "rules.0.window.weekStart: must be one of: monday, tuesday, wednesday, thursday, friday, saturday, sunday",
    ],
    [
      "a window in a zone that is none",
      window({ calendar: "day", zone: "Mars" }),
      `rules.0.window.zone: ${noZone}`,
    ],
    [
      "no days in a row",
      window({ consecutiveDays: 0 }),
      "rules.0.window.consecutiveDays: must be at least 1",
    ],
    ["more days in a row than are kept", window({ consecutiveDays: 90 }), `rules.0.window: ${tooLong}`],
    [
      "a month that is kept in part",
      policy({ retention: "P31D", rules: [{ id: "r", kind: "cap", max: 1, window: { calendar: "month" } }] }),
      "rules.0.window: looks further back than the retention (P31D): raise retention or shorten it",
    ],
    ["a gap of nothing", gap({ min: "P0D" }), "rules.0.min: must be longer than nothing"],
    ["a gap that forgets", gap({ min: "P91D" }), `rules.0.min: ${tooLong}`],
    ["a gap by something else", gap({ differs: ["topic"] }), 'rules.0.differs.0: must be "campaign"'],
    ["a lock that forgets", lock({ period: "P91D" }), `rules.0.period: ${tooLong}`],
    ["a lock held by nobody", lock({ holds: "last" }), "rules.0.holds: must be one of: any, first"],
    ["an unknown list", hours({ holidays: ["2026-12-25", "FR", "XX"] }), `rules.0.holidays.2: XX ${noDate}`],
    [
      "a day that there is not",
      hours({ holidays: ["2026-02-29"] }),
      `rules.0.holidays.0: 2026-02-29 ${noDate}`,
    ],
    ["a cooldown that forgets", cooldown({ for: "P90DT1S" }), `rules.0.for: ${tooLong}`],
    ["a cooldown of nothing", cooldown({ for: "PT0S" }), "rules.0.for: must be longer than nothing"],
    ["a cooldown of no length", cooldown({ for: "ever" }), `rules.0.for: ${iso}`],
    [
      "a cooldown by days that ends within one",
      cooldown({ for: "P1DT12H", dayOne: true }),
      "rules.0.for: must be whole days, since dayOne counts days",
    ],
    [
      "a cooldown in a zone that is none",
      cooldown({ dayOne: true, zone: "Mars" }),
      `rules.0.zone: ${noZone}`,
    ],
    ["a cooldown after nothing", cooldown({ after: [] }), "rules.0.after: must not be empty"],
    [
      "a cooldown after an outcome that is none",
      cooldown({ after: ["refused", "angry"] }),
      `rules.0.after.1: must be one of: ${OUTCOMES.join(", ")}`,
    ],
    [
      "a cooldown that counts a purpose that is not declared",
      cooldown({ counts: { purpose: ["sale"] } }),
      "rules.0.counts.purpose.0: sale is not declared in purposes",
    ],
    [
      "a group that is not declared",
      exclusive({ groups: ["d11", "d12"] }),
      "rules.0.groups.1: d12 is not declared in campaignGroups",
    ],
    [
      "a group where none is declared",
      exclusive({}, {}),
      "rules.0.groups.0: d11 is not declared in campaignGroups",
    ],
    [
      "a declared group that is no list",
      exclusive({}, { campaignGroups: { d11: "teaser" } }),
      "campaignGroups.d11: must be a list",
    ],
    [
      "a group named like a property of every object",
      exclusive({ groups: ["constructor"] }),
      "rules.0.groups.0: constructor is not declared in campaignGroups",
    ],
    ["exclusive campaigns that forget", exclusive({ window: "P91D" }), `rules.0.window: ${tooLong}`],
    [
      "an owner by something else",
      rule({ kind: "owner", by: "team" }),
      "rules.0.by: must be one of: agent, department",
    ],
    [
      "a level of consent that is none",
      rule({ kind: "consent", level: "written" }),
      "rules.0.level: must be one of: implied, express, expressWritten",
    ],
    [
      "an exclusion that names no field",
      exclude({}),
      "rules.0.contact: must name at least one field: it would exclude everybody",
    ],
    [
      "an exclusion by a status that there is not",
      exclude({ status: ["ghost", "gost"] }),
      "rules.0.contact.status.1: must be one of: active, ghost, junk, invalid, erased",
    ],
    ["an exclusion by no value", exclude({ tags: [] }), "rules.0.contact.tags: must not be empty"],
    [
      "an exclusion by an attribute that rules do not read",
      exclude({ city: ["Bonn"] }),
      "rules.0.contact.city: is not a known field",
    ],
    [
      "an exclusion filled from no field of a request",
      exclude({ tags: ["vip", "{product}:{colour}"] }),
      `rules.0.contact.tags.1: {colour} ${noFiller}`,
    ],
    [
      "an exclusion filled from a field without a name",
      exclude({ stage: ["{}"] }),
      `rules.0.contact.stage.0: {} ${noFiller}`,
    ],
    ["a holdout of less than none", holdout({ basisPoints: -1 }), "rules.0.basisPoints: must be at least 0"],
    [
      "a holdout of more than all",
      holdout({ basisPoints: 10_001 }),
      "rules.0.basisPoints: must be at most 10000",
    ],
    ["a holdout of a part", holdout({ basisPoints: 0.5 }), "rules.0.basisPoints: must be a whole number"],
    ["a holdout without salt", rule({ kind: "holdout", basisPoints: 1 }), "rules.0.salt: is missing"],
    ["a cadence that forgets", cadence({ per: "P91D" }), `rules.0.per: ${tooLong}`],
    ["a cadence of nothing", cadence({ atLeast: 0 }), "rules.0.atLeast: must be at least 1"],
    [
      "a day that is none",
      hours({ allow: [{ ...open, days: ["monday"] }] }),
      "rules.0.allow.0.days.0: must be one of: mon, tue, wed, thu, fri, sat, sun, holiday, preholiday",
    ],
    [
      "a day without ranges",
      hours({ allow: [{ ...open, ranges: [] }] }),
      "rules.0.allow.0.ranges: must not be empty",
    ],
    [
      "a time that is none",
      opening(["9:00", "12:00"]),
      "rules.0.allow.0.ranges.0.0: must be a time of day, like 09:00",
    ],
    [
      "a range that begins at 24:00",
      opening(["24:00", "24:00"]),
      "rules.0.allow.0.ranges.0.0: must be a time of day, like 09:00",
    ],
    [
      "a range beyond midnight",
      opening(["09:00", "24:30"]),
      "rules.0.allow.0.ranges.0.1: must be a time of day, like 20:30 or 24:00",
    ],
    ["a range that wraps midnight", opening(["21:00", "09:00"]), `rules.0.allow.0.ranges.0: ${wraps}`],
    ["a range of nothing", opening(["09:00", "09:00"]), `rules.0.allow.0.ranges.0: ${wraps}`],
    [
      "ranges that overlap",
      opening(["09:00", "12:00"], ["11:59", "14:00"]),
      "rules.0.allow.0.ranges: must not overlap",
    ],
    ["hours in a zone that is none", hours({ zone: "Mars" }), `rules.0.zone: ${noZone}`],
    [
      "a fallback zone that is none",
      hours({ unknownZone: "allow" }),
      `rules.0.unknownZone: ${zone} or one of: deny`,
    ],
  ])("%s", (_name, input, said) => {
    expect(verdictOf(input)).toEqual([said]);
  });

  it("everything at once that is wrong with it", () => {
    const said = verdictOf(
      policy({
        timezone: "Mars",
        retention: "P500D",
        rules: [
          { id: "suppressed", kind: "gap", min: "P1D", when: { purpose: ["x"] } },
          { id: "suppressed", kind: "hours", allow: [], unknownZone: "Mars" },
        ],
      }),
    );
    expect(said.map((line) => line.slice(0, line.indexOf(":")))).toEqual([
      ...[
        "timezone",
        "retention",
        "rules.0.id",
        "rules.1.id",
        "rules.0.when.purpose.0",
        "rules.1.unknownZone",
      ],
    ]);
  });
});
