import type { Language } from "../../lib/core/messages.ts";
import type { Channel } from "../../lib/core/words.ts";

/** Every word of the preference page. */
interface Texts {
  readonly title: string;
  readonly titleOf: (name: string) => string;
  readonly lead: string;
  readonly channels: string;
  readonly channelNames: Readonly<Record<Channel, string>>;
  /** Of one contact. */
  readonly contactNames: Readonly<Record<Channel, string>>;
  readonly channelsHint: string;
  readonly topics: string;
  readonly topicsHint: string;
  readonly often: string;
  readonly oftenHint: string;
  readonly noLimit: string;
  readonly perWeek: (limit: number) => string;
  readonly hours: string;
  readonly hoursHint: string;
  readonly hoursOf: Readonly<Record<"call" | "sms", string>>;
  readonly from: string;
  readonly to: string;
  readonly ownHours: (ranges: readonly string[]) => string;
  readonly pause: string;
  readonly noPause: string;
  readonly keepPause: (until: string) => string;
  readonly pauseFor: Readonly<Record<7 | 30 | 90, string>>;
  readonly save: string;
  readonly stopTitle: string;
  readonly stopText: string;
  readonly stop: string;
  readonly stopped: string;
  readonly stoppedText: string;
  readonly resume: string;
  readonly lately: string;
  readonly nobody: string;
  readonly when: string;
  readonly how: string;
  readonly who: string;
  readonly about: string;
  readonly saved: string;
  readonly savedStopped: string;
  readonly stale: string;
  readonly tooOften: string;
  /** Before the title, for those who hear the page. */
  readonly savedTitle: string;
  readonly badTitle: string;
  readonly faults: string;
  readonly faultOf: { readonly hours: string };
  readonly unknown: string;
  readonly unknownText: string;
  readonly footer: string;
}

export const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    title: "Your contact preferences",
    titleOf: (name) => `Your contact preferences at ${name}`,
    lead: "Choose how we may contact you. It holds from the moment you save it.",
    channels: "How may we contact you?",
    channelNames: {
      email: "Email",
      sms: "Text messages (SMS)",
      call: "Phone calls",
      push: "App notifications",
      whatsapp: "WhatsApp",
      wechat: "WeChat",
      social: "Social media",
      visit: "Visits",
      meeting: "Meetings",
      mail: "Letters",
      other: "Any other way",
    },
    contactNames: {
      email: "Email",
      sms: "Text message",
      call: "Phone call",
      push: "App notification",
      whatsapp: "WhatsApp",
      wechat: "WeChat",
      social: "Social media",
      visit: "Visit",
      meeting: "Meeting",
      mail: "Letter",
      other: "Another way",
    },
    channelsHint: "Messages that the law or your contract asks for may still reach you.",
    topics: "What may we contact you about?",
    topicsHint: "Untick what does not interest you.",
    often: "How often at most?",
    oftenHint: "We have limits of our own; here you can ask for less, never for more.",
    noLimit: "No limit of my own",
    perWeek: (limit) => (limit === 1 ? "Once in 7 days" : `${limit} times in 7 days`),
    hours: "At what time of day?",
    hoursHint: "Your local time. Leave both empty for any time that our own hours allow.",
    hoursOf: { call: "Phone calls", sms: "Text messages" },
    from: "From",
    to: "To",
    ownHours: (ranges) => `You have told us: ${ranges.join(", ") || "–"}.`,
    pause: "Do you need a break?",
    noPause: "No break",
    keepPause: (until) => `Until ${until}`,
    pauseFor: { 7: "For a week", 30: "For 30 days", 90: "For 90 days" },
    save: "Save my choices",
    stopTitle: "Stop everything",
    stopText: "Nobody here will contact you any more, on any channel, about anything.",
    stop: "Stop all contact",
    stopped: "You have stopped all contact.",
    stoppedText: "What you last saved counts again when you allow contact.",
    resume: "Allow contact again, as last saved",
    lately: "Who contacted you lately",
    nobody: "Nobody did.",
    when: "When",
    how: "How",
    who: "Who",
    about: "About",
    saved: "Saved. Your choices hold from now on.",
    savedStopped: "Done. Nobody here will contact you any more.",
    stale:
      "Your preferences were changed elsewhere while this page was open. What you switched off is saved. Please look at the rest and save again.",
    tooOften:
      "You have saved many times in a short while. What you switched off is saved. Please wait a few minutes before you change the rest.",
    savedTitle: "Saved",
    badTitle: "Please look again",
    faults: "Please correct this. What you switched off is saved already.",
    faultOf: { hours: "Give both times, the first before the second." },
    unknown: "There is nothing to choose here",
    unknownText: "We hold nothing about you under this link, and will not contact you by it.",
    footer: "This page is yours alone: whoever has its address can change your choices.",
  },
  zh: {
    title: "您的联系偏好",
    titleOf: (name) => `您在${name}的联系偏好`,
    lead: "选择我们可以如何联系您。保存后即刻生效。",
    channels: "我们可以通过哪些方式联系您？",
    channelNames: {
      email: "电子邮件",
      sms: "短信",
      call: "电话",
      push: "应用通知",
      whatsapp: "WhatsApp",
      wechat: "微信",
      social: "社交媒体",
      visit: "上门拜访",
      meeting: "会面",
      mail: "信函",
      other: "其他方式",
    },
    contactNames: {
      email: "电子邮件",
      sms: "短信",
      call: "电话",
      push: "应用通知",
      whatsapp: "WhatsApp",
      wechat: "微信",
      social: "社交媒体",
      visit: "上门拜访",
      meeting: "会面",
      mail: "信函",
      other: "其他方式",
    },
    channelsHint: "法律或合同要求的消息仍可能发送给您。",
    topics: "我们可以就哪些内容联系您？",
    topicsHint: "取消勾选您不感兴趣的内容。",
    often: "最多多久联系一次？",
    oftenHint: "我们自己设有上限；您可以在此要求更少，不会因此变多。",
    noLimit: "不另设上限",
    perWeek: (limit) => `7 天内最多 ${limit} 次`,
    hours: "可以在一天中的什么时间？",
    hoursHint: "按您的当地时间。两项都留空，则为我们规定时段内的任何时间。",
    hoursOf: { call: "电话", sms: "短信" },
    from: "从",
    to: "到",
    ownHours: (ranges) => `您告诉过我们的时间：${ranges.join("、") || "–"}。`,
    pause: "需要暂停一段时间吗？",
    noPause: "不暂停",
    keepPause: (until) => `暂停至${until}`,
    pauseFor: { 7: "暂停一周", 30: "暂停 30 天", 90: "暂停 90 天" },
    save: "保存我的选择",
    stopTitle: "停止一切联系",
    stopText: "我们不会再以任何方式、就任何事情联系您。",
    stop: "停止一切联系",
    stopped: "您已停止一切联系。",
    stoppedText: "重新允许联系后，您上次保存的选择将再次生效。",
    resume: "重新允许联系（按上次保存的选择）",
    lately: "最近谁联系过您",
    nobody: "没有人联系过您。",
    when: "时间",
    how: "方式",
    who: "部门",
    about: "内容",
    saved: "已保存，即刻生效。",
    savedStopped: "已完成。我们不会再联系您。",
    stale: "此页面打开期间，您的偏好在别处被更改。您关闭的选项已保存。请检查其余选项后再次保存。",
    tooOften: "您在短时间内保存了多次。您关闭的选项已保存。更改其余选项请稍等几分钟。",
    savedTitle: "已保存",
    badTitle: "请再次检查",
    faults: "请更正以下内容。您关闭的选项已保存。",
    faultOf: { hours: "请填写两个时间，且前者早于后者。" },
    unknown: "这里没有可选择的内容",
    unknownText: "通过此链接，我们没有保存您的任何信息，也不会以此联系您。",
    footer: "此页面仅供您本人使用：知道其网址的人都可以更改您的选择。",
  },
};
