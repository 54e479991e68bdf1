import { durationText, windowText } from "../messages/zh.ts";
import { CHANNEL_NAMES, LEVELS, OUTCOME_NAMES } from "../messages/zh-words.ts";
import type { Window } from "../rule-document.ts";
import { fieldsOf, type Thing } from "./things.ts";
import { type DifferenceWords, daysInRuns } from "./words.ts";

const KINDS: Readonly<Record<string, string>> = {
  cap: "频次上限",
  gap: "触达间隔",
  lock: "部门锁定",
  cooldown: "静默期",
  hours: "联系时段",
  exclusive: "互斥活动",
  owner: "负责人",
  consent: "同意",
  exclude: "排除",
  holdout: "对照组",
  cadence: "联系节奏",
};

/** Fields of requests, contacts and touches. */
const FIELDS: Readonly<Record<string, string>> = {
  channel: "渠道",
  department: "部门",
  purpose: "用途",
  campaign: "活动",
  topic: "主题",
  product: "产品",
  subject: "事项",
  agent: "人员",
  country: "国家",
  region: "地区",
  stage: "阶段",
  tier: "等级",
  engagement: "活跃度",
  tags: "标签",
  recipientType: "收件人类型",
  status: "状态",
  outcome: "结果",
};

/** Words of closed sets, by the field that they stand in. */
const SETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  channel: CHANNEL_NAMES,
  after: OUTCOME_NAMES,
  level: LEVELS,
  effect: { deny: "拒绝", warn: "仅警告", shadow: "影子运行" },
  obeys: { all: "全部规则", hard: "仅强制规则" },
  onOutage: { allow: "放行", deny: "拒绝" },
  differs: FIELDS,
  per: { ...FIELDS, address: "地址", contact: "客户" },
  requires: { ...FIELDS, reference: "编号" },
};

const DAYS: Readonly<Record<string, string>> = {
  mon: "周一",
  tue: "周二",
  wed: "周三",
  thu: "周四",
  fri: "周五",
  sat: "周六",
  sun: "周日",
  holiday: "节假日",
  preholiday: "节前日",
};

const zoneText = (window: Window): string =>
  "zone" in window && window.zone !== undefined ? `（时区：${window.zone}）` : "";
const weekText = (window: Window): string =>
  "weekStart" in window && window.weekStart !== undefined ? `（每周从 ${window.weekStart} 起）` : "";

/** Simplified Chinese. What a company names itself stays as it is. */
export const zh: DifferenceWords = {
  nouns: {
    purpose: "用途",
    campaignGroup: "活动组",
    holidayList: "节假日表",
    suppressionList: "禁止联系名单",
    part: "部分",
    policy: "策略",
  },
  kind: (kind) => KINDS[kind] ?? kind,
  whole: (change, noun, { name, phrases }) => {
    const said = phrases.length === 0 ? "" : `：${phrases.join("；")}`;
    return `${change === "added" ? "新增" : "删除"}${noun} ${name}${said}`;
  },
  subject: (noun, { noun: what, name }: Thing) => {
    if (what === "policy") return "";
    return what === "rule" || what === "part" ? `${name}：` : `${noun} ${name}：`;
  },
  nowHas: (phrase) => `现增加：${phrase}`,
  noLonger: (phrase) => `不再有：${phrase}`,
  order: (ids) => `规则顺序改变：${ids.join("、")}`,
  writtenOtherwise: "文档写法不同，所读内容没有变化",
  inSuffix: (field, { written }) => field === "window" && fieldsOf(written).kind === "cap",
  labels: {
    id: "策略名称：",
    timezone: "策略时区：",
    retention: "触达记录保留 ",
    decisionLog: "决策日志：",
    extends: "预设：",
    departments: "部门：",
    kind: "类型：",
    effect: "效力：",
    hard: "对只遵守强制规则的用途也有效：",
    overridable: "可被越过：",
    source: "依据：",
    note: "说明：",
    per: "分别计数：",
    max: "最多触达 ",
    "cap.window": "计数窗口：",
    min: "两次触达至少间隔 ",
    differs: "仅限不同的",
    period: "其他部门须间隔 ",
    holds: "由谁锁定：",
    after: "出现后：",
    for: "静默 ",
    dayOne: "事件当天算第一天：",
    zone: "时区：",
    allow: "允许时段：",
    unknownZone: "时区未知时：",
    holidays: "节假日：",
    groups: "活动组：",
    window: "同组其他活动须间隔 ",
    by: "核对负责：",
    level: "至少须有：",
    basisPoints: "不做触达的比例：",
    salt: "抽样标识：",
    atLeast: "至少触达次数：",
    "cadence.per": "每 ",
    obeys: "遵守：",
    counts: "计入其他规则：",
    requires: "必填：",
    onOutage: "存储无响应时：",
    confirmsOptOut: "确认退订：",
    maxAgeDays: "名单最多可用天数：",
    "": "活动：",
  },
  matcherLabel: (part, field) => {
    const name = FIELDS[field] ?? field;
    if (part === "when") return `适用${name}：`;
    if (part === "unless") return `不适用${name}：`;
    return part === "contact" ? `排除${name}：` : `计入${name}：`;
  },
  touches: (_max, window) => ` 次${window === undefined ? "" : `（${window}）`}`,
  duration: durationText,
  window: (window) => windowText(window) + zoneText(window) + weekText(window),
  segmented: ({ by, values, otherwise }) =>
    `（按${FIELDS[by] ?? by}：${[...values, `其他 ${otherwise}`].join("、")}）`,
  yes: "是",
  no: "否",
  none: "无",
  list: (texts) => texts.join("、"),
  word: (field, value) => SETS[field]?.[value] ?? value,
  opening: (days, ranges) =>
    `${daysInRuns(days, { name: (day) => DAYS[day] ?? day, between: "至" }).join("、")} ${ranges.join("、")}`,
};
