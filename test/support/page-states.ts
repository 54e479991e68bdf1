import type { Page } from "playwright-core";
import type { Language } from "../../lib/core/messages.ts";
import { follow, linksFor, NOW, type Site, someone } from "./customer-pages.ts";
import { type Fields, freshEmail } from "./gate.ts";

/** A page in one of its states. */
export interface PageState {
  readonly name: string;
  readonly status: number;
  /** What the page says in this state, in each language. */
  readonly says: Readonly<Record<Language, string>>;
  /** Brings a visitor there; the status of what they see. */
  reach(page: Page, site: Site): Promise<number>;
}

/** A link of then is good no longer. */
const LONG_AGO = "2025-10-01T02:10:00.000Z";

const open = async (page: Page, url: string): Promise<number> => (await page.goto(url))?.status() ?? 0;

const openUnsubscribe = async (page: Page, site: Site, more: Fields = {}): Promise<number> =>
  open(page, (await linksFor(site, { to: { email: freshEmail() }, ...more })).unsubscribe);

/** Opens somebody's preferences, or those of somebody new. */
async function openPreferences(page: Page, site: Site, preferences: Fields = {}): Promise<string> {
  const { contactId } = await someone(site);
  await site.gate.send(`PUT /v1/contacts/${contactId}/preferences`, { body: preferences });
  await page.goto((await linksFor(site, { to: { contactId } })).preferences);
  return contactId;
}

const save = (page: Page): Promise<number> => follow(page, page.locator("form:has(select) button"));

/** Lets the store refuse what is read while somebody sends a form. */
async function whileOut(site: Site, send: () => Promise<number>): Promise<number> {
  site.engine.fails = ({ operation }) => (operation === "GetItem" ? "throttled" : undefined);
  try {
    return await send();
  } finally {
    site.engine.fails = () => undefined;
  }
}

async function linksOfLongAgo(site: Site) {
  site.gate.setClock(LONG_AGO);
  const links = await linksFor(site, { to: { email: freshEmail() } });
  site.gate.setClock(NOW);
  return links;
}

const FORGED = "Qk3xYt8uZw1a.WyJ1IiwxODAwMDAwMDAwLCIiLCJjcm0tMSJd.3pPZ0rJcYw2mQv8sT1uXxA";

/** Of the link to unsubscribe. */
export const UNSUBSCRIBE_STATES: readonly PageState[] = [
  {
    name: "unsubscribe",
    status: 200,
    says: { en: "You will get no more emails", zh: "您将不再收到我们的电子邮件" },
    reach: openUnsubscribe,
  },
  {
    name: "unsubscribe from a topic",
    status: 200,
    says: { en: "You will get no more messages about", zh: "您将不再通过任何渠道收到关于" },
    reach: (page, site) => openUnsubscribe(page, site, { topic: "promotions" }),
  },
  {
    name: "unsubscribed",
    status: 200,
    says: { en: "You are unsubscribed", zh: "您已退订" },
    reach: async (page, site) => {
      await openUnsubscribe(page, site, { topic: "promotions" });
      return follow(page, page.locator("main button"));
    },
  },
  {
    name: "unsubscribe, forged",
    status: 404,
    says: { en: "This link does not work", zh: "此链接无效" },
    reach: (page) => open(page, `/u/${FORGED}`),
  },
  {
    name: "unsubscribe, expired",
    status: 410,
    says: { en: "This link is too old", zh: "此链接已过期" },
    reach: async (page, site) => open(page, (await linksOfLongAgo(site)).unsubscribe),
  },
  {
    name: "unsubscribe, out",
    status: 503,
    says: { en: "We could not do this just now", zh: "暂时无法完成" },
    reach: async (page, site) => {
      await openUnsubscribe(page, site);
      return whileOut(site, () => follow(page, page.locator("main button")));
    },
  },
];

const TWO_RANGES = [
  ["09:00", "12:00"],
  ["14:00", "18:00"],
];
/** After so many saves within ten minutes the rest has to wait. */
const MOST_SAVES = 30;

/** Of the link to one's preferences. */
export const PREFERENCE_STATES: readonly PageState[] = [
  {
    name: "preferences",
    status: 200,
    says: { en: "Choose how we may contact you", zh: "选择我们可以如何联系您" },
    reach: async (page, site) => {
      const { contactId } = await someone(site);
      return open(page, (await linksFor(site, { to: { contactId } })).preferences);
    },
  },
  {
    name: "preferences of a stranger",
    status: 200,
    says: { en: "Nobody did", zh: "没有人联系过您" },
    reach: async (page, site) =>
      open(page, (await linksFor(site, { to: { email: freshEmail() } })).preferences),
  },
  {
    name: "preferences with wishes",
    status: 200,
    says: {
      en: "You have told us: 09:00–12:00, 14:00–18:00",
      zh: "您告诉过我们的时间：09:00–12:00、14:00–18:00",
    },
    reach: async (page, site) => {
      await openPreferences(page, site, {
        channels: { call: { hours: TWO_RANGES }, whatsapp: { optOut: true }, sms: { optOut: "hard" } },
        topics: { "a-topic-that-only-this-customer-has-ever-spoken-of": { optOut: true } },
        maxPerWeek: 4,
        pausedUntil: "2027-01-31T00:00:00.000Z",
      });
      return (await page.reload())?.status() ?? 0;
    },
  },
  {
    name: "preferences, saved",
    status: 200,
    says: { en: "Saved. Your choices hold from now on.", zh: "已保存，即刻生效" },
    reach: async (page, site) => {
      await openPreferences(page, site);
      return save(page);
    },
  },
  {
    name: "preferences, changed elsewhere",
    status: 409,
    says: { en: "Your preferences were changed elsewhere", zh: "您的偏好在别处被更改" },
    reach: async (page, site) => {
      const contactId = await openPreferences(page, site);
      await site.gate.send(`PUT /v1/contacts/${contactId}/preferences`, { body: { maxPerWeek: 1 } });
      return save(page);
    },
  },
  {
    name: "preferences, at fault",
    status: 422,
    says: { en: "Please correct this", zh: "请更正以下内容" },
    reach: async (page, site) => {
      await openPreferences(page, site);
      await page.locator("[name='from:call']").fill("18:00");
      await page.locator("[name='to:call']").fill("09:00");
      return save(page);
    },
  },
  {
    name: "preferences, too often",
    status: 429,
    says: { en: "You have saved many times", zh: "您在短时间内保存了多次" },
    reach: async (page, site) => {
      await openPreferences(page, site);
      const path = new URL(page.url()).pathname;
      for (let i = 0; i < MOST_SAVES; i += 1) await site.gate.send(`POST ${path}`, { key: null });
      return save(page);
    },
  },
  {
    name: "preferences, everything stopped",
    status: 200,
    says: { en: "Nobody here will contact you any more", zh: "我们不会再联系您" },
    reach: async (page, site) => {
      await openPreferences(page, site);
      return follow(page, page.locator("button[value=stop]"));
    },
  },
  {
    name: "preferences, erased",
    status: 200,
    says: { en: "We hold nothing about you under this link", zh: "我们没有保存您的任何信息" },
    reach: async (page, site) => {
      const contactId = await openPreferences(page, site);
      await site.gate.send(`DELETE /v1/contacts/${contactId}`);
      return (await page.reload())?.status() ?? 0;
    },
  },
  {
    name: "preferences, forged",
    status: 404,
    says: { en: "This link does not work", zh: "此链接无效" },
    reach: (page) => open(page, `/p/${FORGED}`),
  },
  {
    name: "preferences, expired",
    status: 410,
    says: { en: "This link is too old", zh: "此链接已过期" },
    reach: async (page, site) => open(page, (await linksOfLongAgo(site)).preferences),
  },
  {
    name: "preferences, out",
    status: 503,
    says: { en: "We could not do this just now", zh: "暂时无法完成" },
    reach: async (page, site) => {
      await openPreferences(page, site);
      return whileOut(site, () => save(page));
    },
  },
];
