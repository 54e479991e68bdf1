import type { Window } from "../rule-document.ts";
import type { EpochMs } from "../time.ts";
import { consentStanding } from "./consent-standing.ts";
import type { DetailsOf, ExcludedField, Fullness, Moment, OtherTouch, Sentences } from "./details.ts";
import { abridged, type Distance, distanceOf, percentOf, type Span, spansOf } from "./spans.ts";
import { CHANNEL_NAMES, FIELD_NAMES, LEVELS, OUTCOME_NAMES, PERIODS, UNIT_NAMES, VERBS } from "./zh-words.ts";

/**
 * Simplified Chinese. Channels, outcomes, units and consent levels are translated; what a company names itself
 * (departments, purposes, campaigns, topics, lists, tags) stays as it is.
 */
export const zh: Sentences = {
  cap_reached: ({ window, ...fullness }) => limitText(fullness, windowText(window)),
  too_soon: (details, { now }) => `${touchText(details, now)}，两次触达须间隔 ${durationText(details.min)}`,
  department_locked: (details, { now }) =>
    `${touchText(details, now)}，其他部门须间隔 ${durationText(details.period)}`,
  cooling_down(details, { now }) {
    const { department, channel, outcome, outcomeAt, until } = details;
    const event = `${whenText(distanceOf(outcomeAt, now))}，${department} 的触达（${CHANNEL_NAMES[channel]}）结果为“${OUTCOME_NAMES[outcome]}”`;
    const quiet = until === null ? "此后一直静默" : `须静默 ${durationText(details.for)}，至 ${until}`;
    return `${event}，${quiet}`;
  },
  outside_hours: ({ zones }) => `不在允许联系的时段内（${listText(zones)}）`,
  zone_unknown: () => "客户所在时区未知，无法判断是否在允许联系的时段内",
  other_campaign_active({ campaign, group, touchedAt, window, until }, { now }) {
    const distance = distanceOf(touchedAt, now);
    const touched = distance.ahead ? "计划触达该客户" : "触达过该客户";
    return `活动 ${campaign} ${whenText(distance)}${touched}，同组（${group}）其他活动须间隔 ${durationText(window)}，至 ${until}`;
  },
  not_the_owner: ({ by, agent, department }) =>
    by === "agent"
      ? `该客户由${department === undefined ? "" : ` ${department} 部门的`} ${agent} 负责，本次请求并非来自其本人`
      : `该客户由 ${department} 部门${agent === undefined ? "" : `（${agent}）`}负责，本次请求并非来自该部门`,
  no_consent: consentText,
  excluded: ({ contact }) => `该客户符合排除条件：${fieldTexts(contact).join("、")}`,
  held_out: ({ basisPoints }) => `该客户属于对照组：${percentOf(basisPoints)} 的客户不做触达，以供对比`,
  suppressed: suppressedText,
  opted_out: (details) => `客户已拒绝${optOutText(details)}`,
  paused: ({ until }) => `客户要求暂停一切联系，至 ${until}`,
  own_limit_reached: ({ channel, ...fullness }) =>
    limitText(
      fullness,
      `客户自设上限${channel === undefined ? "" : `（${CHANNEL_NAMES[channel]}）`}：7 天内`,
    ),
  outside_own_hours({ hours, zones }) {
    if (hours.length === 0) return "客户自设的时段中没有可联系的时间";
    const ranges = hours.map(([start, end]) => `${start}–${end}`).join("、");
    return `不在客户自设的时段 ${ranges} 内（${listText(zones)}）`;
  },
  locked: ({ department, reason, until }) =>
    `${department} 部门已锁定该客户${reason === undefined ? "" : `（${reason}）`}，至 ${until}`,
  history_full({ historyBytes, maxBytes, until }) {
    const full = `该客户的触达记录已满（${historyBytes} 字节，上限 ${maxBytes} 字节）`;
    return until === null ? `${full}，且没有会到期移出的记录` : `${full}，最早的一条将于 ${until} 移出`;
  },
  outage: ({ deadlineMs }) => `未经检查直接放行：存储未在 ${deadlineMs} 毫秒内响应，而此用途在故障时允许放行`,
};

/** `scope` says in which window: `任意 7 天内`. */
const limitText = ({ count, max }: Omit<Fullness, "window">, scope: string): string =>
  max === 0 ? `${scope}不允许触达` : `${scope}最多触达 ${max} 次，已有 ${count} 次`;

export function windowText(window: Window): string {
  if ("rolling" in window) return `任意 ${durationText(window.rolling)}内`;
  if ("calendar" in window) return `${PERIODS[window.calendar]}内`;
  return window.consecutiveDays === 1 ? "同一天内" : `连续 ${window.consecutiveDays} 天内`;
}

/** `service 3 小时前给该客户打过电话`, or of a planned touch `service 计划 3 小时后给该客户打电话`. */
function touchText({ department, agent, channel, touchedAt, campaign }: OtherTouch, now: EpochMs): string {
  const [past, planned] = VERBS[channel];
  const who = agent === undefined ? `${department} ` : `${department}（${agent}）`;
  const distance = distanceOf(touchedAt, now);
  const when = whenText(distance);
  const touched = distance.ahead ? `计划 ${when}${planned}` : `${when}${past}`;
  return `${who}${touched}${campaign === undefined ? "" : `（活动 ${campaign}）`}`;
}

function consentText(details: DetailsOf["no_consent"], { at }: Moment): string {
  const { channel, purpose, level, given = level, expiresAt } = details;
  const scope = `（渠道：${CHANNEL_NAMES[channel]}，用途：${purpose}）`;
  switch (consentStanding(details, at)) {
    case "none":
      return `没有客户的${LEVELS[level]}记录${scope}`;
    case "withdrawn":
      return `客户已撤回同意${scope}`;
    case "lesser":
      return `客户仅有${LEVELS[given]}，须有${LEVELS[level]}${scope}`;
    case "ended":
      return `客户的${LEVELS[given]}已于 ${expiresAt} 到期${scope}`;
    case "ahead":
      return `客户的${LEVELS[given]}尚未生效${scope}`;
  }
}

const fieldTexts = (contact: DetailsOf["excluded"]["contact"]): string[] =>
  Object.entries(contact).map(([field, value]) => `${FIELD_NAMES[field as ExcludedField]} ${value}`);

function suppressedText(details: DetailsOf["suppressed"]): string {
  switch (details.because) {
    case "erased":
      return "该客户的资料已被删除";
    case "invalid":
      return "该客户已被标记为无效";
    case "invalid_address":
      return "该地址或号码已知无法送达";
    case "list": {
      const { list, reason, until } = details;
      const why = reason === undefined ? "" : `（${reason}）`;
      return `在禁止联系名单 ${list} 中${why}${until === null ? "" : `，至 ${until}`}`;
    }
    case "list_outdated": {
      const { list, asOf, maxAgeDays } = details;
      return asOf === null
        ? `禁止联系名单 ${list} 从未完整导入（最多可用 ${maxAgeDays} 天），请先导入`
        : `禁止联系名单 ${list} 截至 ${asOf}，最多可用 ${maxAgeDays} 天，现已过期，请重新导入`;
    }
  }
}

function optOutText(details: DetailsOf["opted_out"]): string {
  switch (details.scope) {
    case "all":
      return "一切联系";
    case "channel":
      return `联系（渠道：${CHANNEL_NAMES[details.channel]}）`;
    case "topic":
      return `联系（主题：${details.topic}）`;
    case "department":
      return `联系（部门：${details.department}）`;
  }
}

/** `A、B、C 等 20 个时区`. */
function listText(zones: readonly string[]): string {
  const { shown, more } = abridged(zones);
  return `${shown.join("、")}${more === 0 ? "" : ` 等 ${zones.length} 个时区`}`;
}

const spanText = ({ amount, unit }: Span): string => `${amount} ${UNIT_NAMES[unit]}`;

/** ISO 8601 in words: `P3D` is `3 天`, `P1DT12H` is `1 天 12 小时`. */
export const durationText = (duration: string): string => spansOf(duration).map(spanText).join(" ");

/** `3 小时前`, `2 天后`, `刚刚`. */
function whenText({ ahead, span }: Distance): string {
  if (span === undefined) return "刚刚";
  return `${spanText(span)}${ahead ? "后" : "前"}`;
}
