import type { Channel, ConsentSaying, Outcome } from "../words.ts";
import type { ExcludedField } from "./details.ts";
import type { Unit } from "./spans.ts";

/** The closed sets of words in Simplified Chinese. */

export const CHANNEL_NAMES: Readonly<Record<Channel, string>> = {
  email: "邮件",
  sms: "短信",
  call: "电话",
  push: "推送",
  whatsapp: "WhatsApp",
  wechat: "微信",
  social: "社交媒体",
  visit: "上门拜访",
  meeting: "会面",
  mail: "信函",
  other: "其他渠道",
};

export const VERBS: Readonly<Record<Channel, readonly [past: string, planned: string]>> = {
  email: ["给该客户发过邮件", "给该客户发邮件"],
  sms: ["给该客户发过短信", "给该客户发短信"],
  call: ["给该客户打过电话", "给该客户打电话"],
  push: ["给该客户推送过消息", "给该客户推送消息"],
  whatsapp: ["通过 WhatsApp 联系过该客户", "通过 WhatsApp 联系该客户"],
  wechat: ["通过微信联系过该客户", "通过微信联系该客户"],
  social: ["通过社交媒体联系过该客户", "通过社交媒体联系该客户"],
  visit: ["拜访过该客户", "拜访该客户"],
  meeting: ["与该客户见过面", "与该客户见面"],
  mail: ["给该客户寄过信函", "给该客户寄信函"],
  other: ["联系过该客户", "联系该客户"],
};

export const OUTCOME_NAMES: Readonly<Record<Outcome, string>> = {
  delivered: "已送达",
  opened: "已打开",
  clicked: "已点击",
  replied: "已回复",
  answered: "已接听",
  no_answer: "无人接听",
  busy: "占线",
  voicemail: "转入语音信箱",
  conversation: "已沟通",
  bounced: "退信",
  failed: "失败",
  complained: "投诉",
  unsubscribed: "退订",
  refused: "拒绝",
  wrong_number: "号码有误",
  converted: "已转化",
};

/** The weakest first. */
export const LEVELS: Readonly<Record<ConsentSaying, string>> = {
  withdrawn: "撤回",
  implied: "默示同意",
  express: "明示同意",
  expressWritten: "书面明示同意",
};

export const FIELD_NAMES: Readonly<Record<ExcludedField, string>> = {
  status: "状态",
  country: "国家",
  region: "地区",
  stage: "阶段",
  tier: "等级",
  tags: "标签",
  recipientType: "收件人类型",
};

export const PERIODS: Readonly<Record<"day" | "week" | "month", string>> = {
  day: "同一自然日",
  week: "同一自然周",
  month: "同一自然月",
};

export const UNIT_NAMES: Readonly<Record<Unit, string>> = {
  week: "周",
  day: "天",
  hour: "小时",
  minute: "分钟",
  second: "秒",
};
