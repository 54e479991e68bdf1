import type { Language } from "../../lib/core/messages.ts";
import { type PageDocument, worded } from "../../lib/core/page/page-document.ts";
import { type Html, html } from "../shared/html.ts";
import type { Answer, Asked } from "../shared/http.ts";
import type { LinkClaims } from "../shared/link-token.ts";
import { languageOfVisit, pageAnswer } from "../shared/page.ts";
import type { Refusal } from "../shared/problem.ts";

type Visit = Pick<Asked, "headers" | "query">;

/** What a link silences, in words. */
const TEXTS = {
  en: {
    ask: "Unsubscribe?",
    askTopic: (topic: Html) => html`You will get no more messages about ${topic}, on any channel.`,
    askEmail: html`You will get no more emails from us, except those that the law or your contract asks for.`,
    button: "Unsubscribe",
    unchanged: "Nothing has changed yet.",
    done: "You are unsubscribed",
    doneTopic: (topic: Html) => html`You get no more messages about ${topic}. This holds from now on.`,
    doneEmail: html`You get no more emails from us, except those that the law or your contract asks for. This holds from now on.`,
    mistaken: "If this was a mistake, use the link to your preferences in one of our messages, or tell us.",
    invalid: "This link does not work",
    invalidText: "It is incomplete, or was not made by us. Copy the whole link from the message.",
    expired: "This link is too old",
    expiredText: "Use the link in a newer message, or tell us what you wish.",
    failed: "We could not do this just now",
    failedText: "Nothing was changed. Please try again in a minute.",
  },
  zh: {
    ask: "要退订吗？",
    askTopic: (topic: Html) => html`您将不再通过任何渠道收到关于${topic}的消息。`,
    askEmail: html`您将不再收到我们的电子邮件，法律或合同要求的除外。`,
    button: "退订",
    unchanged: "目前尚未作任何更改。",
    done: "您已退订",
    doneTopic: (topic: Html) => html`您不会再收到关于${topic}的消息，即刻生效。`,
    doneEmail: html`您不会再收到我们的电子邮件，法律或合同要求的除外，即刻生效。`,
    mistaken: "如果这是误操作，请使用我们消息中的偏好设置链接，或与我们联系。",
    invalid: "此链接无效",
    invalidText: "链接不完整，或不是由我们生成的。请从消息中复制完整的链接。",
    expired: "此链接已过期",
    expiredText: "请使用较新消息中的链接，或与我们联系，告诉我们您的意愿。",
    failed: "暂时无法完成",
    failedText: "没有作任何更改，请稍后再试。",
  },
} as const satisfies Readonly<Record<Language, object>>;

/** Who looks at the page, and whose it is. */
interface Viewer extends Visit {
  readonly page: PageDocument;
}

const topicIn = (topic: string, { page }: Viewer, language: Language): Html =>
  html`<strong>${worded(page.topics?.[topic], language) ?? topic}</strong>`;

/** Asks before anything is changed. */
export function askPage({ topic }: LinkClaims, viewer: Viewer): Answer {
  const language = languageOfVisit(viewer);
  const texts = TEXTS[language];
  const main = html`<p>${topic === undefined ? texts.askEmail : texts.askTopic(topicIn(topic, viewer, language))}</p>
<form method="post">
<input type="hidden" name="List-Unsubscribe" value="One-Click">
<p><button type="submit">${texts.button}</button></p>
</form>
<p class="soft">${texts.unchanged}</p>`;
  return pageAnswer({ language, title: texts.ask, main, brand: viewer.page });
}

/** Says what is silenced. */
export function donePage({ topic }: LinkClaims, viewer: Viewer): Answer {
  const language = languageOfVisit(viewer);
  const texts = TEXTS[language];
  const main = html`<p role="status">${topic === undefined ? texts.doneEmail : texts.doneTopic(topicIn(topic, viewer, language))}</p>
<p class="soft">${texts.mistaken}</p>`;
  return pageAnswer({ language, title: texts.done, main, brand: viewer.page });
}

export function refusalPage({ refused }: Refusal, visit: Visit): Answer {
  const language = languageOfVisit(visit);
  const texts = TEXTS[language];
  if (refused === "link_expired") {
    return pageAnswer({ language, title: texts.expired, main: html`<p>${texts.expiredText}</p>` });
  }
  const isInvalid = refused === "link_not_valid" || refused === "invalid_request";
  const [title, text] = isInvalid ? [texts.invalid, texts.invalidText] : [texts.failed, texts.failedText];
  return pageAnswer({ language, title, main: html`<p>${text}</p>` });
}
