import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startBrowser, type Visitor, visit } from "../support/browser.ts";
import { follow, linksFor, type Site, someone, startSite } from "../support/customer-pages.ts";
import type { Fields } from "../support/gate.ts";
import { focused, tabThrough } from "../support/keyboard.ts";

let site: Site;
let browser: Browser;
beforeAll(async () => {
  site = await startSite();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

let visitor: Visitor | undefined;
afterEach(async () => {
  const faults = visitor?.faults ?? [];
  await visitor?.leave();
  visitor = undefined;
  expect(faults).toEqual([]);
});

interface Who {
  readonly locale: string;
  readonly javaScriptEnabled: boolean;
}
const ENGLISH: Who = { locale: "en-US", javaScriptEnabled: true };

/** Somebody who has opened the page of their preferences. */
async function opened({ locale, javaScriptEnabled }: Who): Promise<{ page: Page; contactId: string }> {
  const { contactId } = await someone(site);
  const { preferences } = await linksFor(site, { to: { contactId } });
  const viewport = { width: 360, height: 740 };
  visitor = await visit(browser, site.gate.url, { locale, javaScriptEnabled, viewport });
  await visitor.page.goto(preferences);
  return { page: visitor.page, contactId };
}

const wishesOf = async (contactId: string) =>
  (await site.gate.send(`GET /v1/contacts/${contactId}/preferences`)).body;
const codesOf = async (contactId: string, more: Fields = {}) => {
  const mail = { channel: "email", department: "marketing", purpose: "marketing", mode: "dryRun" };
  const { decision, reasons } = await site.gate.check({ to: { contactId }, ...mail, ...more });
  return decision === "allow" ? decision : reasons.map(({ code }) => code).join();
};

describe.each([
  { ...ENGLISH, save: "Save my choices", saved: "Saved." },
  { locale: "en-US", javaScriptEnabled: false, save: "Save my choices", saved: "Saved." },
  { locale: "zh-CN", javaScriptEnabled: true, save: "保存我的选择", saved: "已保存" },
  { locale: "zh-CN", javaScriptEnabled: false, save: "保存我的选择", saved: "已保存" },
])("a browser of $locale, scripts on: $javaScriptEnabled", ({ save, saved, ...who }) => {
  it("saves every kind of choice, shows what was saved, and the gate decides by it", async () => {
    const { page, contactId } = await opened(who);
    expect(await codesOf(contactId, { channel: "sms" })).toBe("allow");
    await page.locator("[name=channel][value=sms]").uncheck();
    await page.locator("[name=topic][value=promotions]").uncheck();
    await page.locator("[name=maxPerWeek]").selectOption("3");
    await page.locator("[name='from:call']").fill("09:00");
    await page.locator("[name='to:call']").fill("10:00");
    expect(await follow(page, page.getByRole("button", { name: save, exact: true }))).toBe(200);
    expect(await page.getByRole("status").textContent()).toContain(saved);
    expect(await page.locator("[name=channel][value=sms]").isChecked()).toBe(false);
    expect(await page.locator("[name=channel][value=email]").isChecked()).toBe(true);
    expect(await page.locator("[name=topic][value=promotions]").isChecked()).toBe(false);
    expect(await page.locator("[name=maxPerWeek]").inputValue()).toBe("3");
    expect(await page.locator("[name='to:call']").inputValue()).toBe("10:00");
    expect(await codesOf(contactId, { channel: "sms" })).toBe("opted_out");
    expect(await codesOf(contactId, { topic: "promotions" })).toBe("opted_out");
    // The clock stands at 10:10 in Shanghai.
    expect(await codesOf(contactId, { channel: "call" })).toBe("outside_own_hours");
    expect(await codesOf(contactId)).toBe("allow");
  });

  it("stops everything by one button, and allows it again by one", async () => {
    const { page, contactId } = await opened(who);
    await follow(page, page.locator("button[value=stop]"));
    expect(await codesOf(contactId)).toBe("opted_out");
    await follow(page, page.locator("button[value=resume]"));
    expect(await codesOf(contactId)).toBe("allow");
  });

  it("takes a break, which is kept when the rest is saved", async () => {
    const { page, contactId } = await opened(who);
    await page.locator("[name=pause]").selectOption("P30D");
    await follow(page, page.getByRole("button", { name: save, exact: true }));
    await page.locator("[name=topic][value=news]").uncheck();
    await follow(page, page.getByRole("button", { name: save, exact: true }));
    expect(await wishesOf(contactId)).toMatchObject({
      pausedUntil: "2026-12-23T02:10:00.000Z",
      topics: { news: { optOut: true } },
    });
    expect(await codesOf(contactId)).toBe("paused");
  });
});

describe("by the keyboard alone", () => {
  it("the page is passed in the order that it is read in", async () => {
    const { page } = await opened(ENGLISH);
    expect((await tabThrough(page)).map(({ at }) => at)).toEqual([
      'link "中文"',
      'checkbox "Email"',
      'checkbox "Text messages (SMS)"',
      'checkbox "Phone calls"',
      'checkbox "Offers and promotions"',
      'checkbox "News about our products"',
      'combobox "How often at most?"',
      'textbox "From"',
      'textbox "To"',
      'textbox "From"',
      'textbox "To"',
      'combobox "Do you need a break?"',
      'button "Save my choices"',
      'button "Stop all contact"',
      'link "Privacy notice"',
      'link "Imprint"',
    ]);
  });

  it("everything can be chosen and saved", async () => {
    const { page, contactId } = await opened(ENGLISH);
    await tabTo(page, 'checkbox "Text messages (SMS)"');
    await page.keyboard.press("Space");
    await tabTo(page, 'combobox "How often at most?"');
    await page.keyboard.type("Once");
    await tabTo(page, 'textbox "From"');
    await page.keyboard.type("0900AM");
    await tabTo(page, 'textbox "To"');
    await page.keyboard.type("0600PM");
    await tabTo(page, 'button "Save my choices"');
    await follow(page, page.locator(":focus"), () => page.keyboard.press("Enter"));
    expect(await page.getByRole("status").textContent()).toContain("Saved.");
    expect(await wishesOf(contactId)).toMatchObject({
      channels: { sms: { optOut: true }, call: { hours: [["09:00", "18:00"]] } },
      maxPerWeek: 1,
    });
  });

  it("the Enter key in a field saves, and stops nothing", async () => {
    const { page, contactId } = await opened(ENGLISH);
    await tabTo(page, 'checkbox "Phone calls"');
    await page.keyboard.press("Space");
    await follow(page, page.locator(":focus"), () => page.keyboard.press("Enter"));
    expect(await wishesOf(contactId)).toMatchObject({
      optOutAll: false,
      channels: { call: { optOut: true } },
    });
  });

  async function tabTo(page: Page, stop: string): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press("Tab");
      if ((await focused(page)) === stop) return;
    }
    throw new Error(`Tab does not come to ${stop}`);
  }
});

describe("what cannot be saved as it was sent", () => {
  it("keeps what was entered beside what is wrong with it, until it is right", async () => {
    const { page, contactId } = await opened(ENGLISH);
    await page.locator("[name=channel][value=sms]").uncheck();
    await page.locator("[name=maxPerWeek]").selectOption("2");
    await page.locator("[name='from:call']").fill("18:00");
    expect(await follow(page, page.getByRole("button", { name: "Save my choices" }))).toBe(422);
    expect(await codesOf(contactId, { channel: "sms" })).toBe("opted_out,own_limit_reached");
    const from = page.locator("[name='from:call']");
    expect([await from.inputValue(), await from.getAttribute("aria-invalid")]).toEqual(["18:00", "true"]);
    expect(await page.locator("[name=maxPerWeek]").inputValue()).toBe("2");
    const edge = `getComputedStyle(document.querySelector("[name='from:call']")).borderTopWidth`;
    expect(await page.evaluate<string>(edge)).toBe("2px");
    await page.getByRole("alert").getByRole("link").click();
    expect(await focused(page)).toBe('textbox "From"');
    await from.fill("09:00");
    await page.locator("[name='to:call']").fill("18:00");
    expect(await follow(page, page.getByRole("button", { name: "Save my choices" }))).toBe(200);
    expect(await wishesOf(contactId)).toMatchObject({
      channels: { sms: { optOut: true }, call: { hours: [["09:00", "18:00"]] } },
      maxPerWeek: 2,
    });
  });

  it("is shown anew when the preferences were changed elsewhere, and what it switches off holds", async () => {
    const { page, contactId } = await opened(ENGLISH);
    await site.gate.send(`PUT /v1/contacts/${contactId}/preferences`, {
      body: { channels: { call: { optOut: true } } },
    });
    await page.locator("[name=channel][value=sms]").uncheck();
    expect(await follow(page, page.getByRole("button", { name: "Save my choices" }))).toBe(409);
    expect(await page.locator("[name=channel][value=call]").isChecked()).toBe(false);
    expect(await codesOf(contactId, { channel: "sms" })).toBe("opted_out");
    expect(await follow(page, page.getByRole("button", { name: "Save my choices" }))).toBe(200);
    expect(await wishesOf(contactId)).toMatchObject({
      channels: { call: { optOut: true }, sms: { optOut: true } },
    });
  });
});

describe("the page", () => {
  it("changes its language by the switch and keeps it when it saves, whatever the browser asks for", async () => {
    const { page } = await opened(ENGLISH);
    await follow(page, page.getByRole("link", { name: "中文" }));
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    await follow(page, page.getByRole("button", { name: "保存我的选择" }));
    expect(await page.getByRole("status").textContent()).toContain("已保存");
    await follow(page, page.getByRole("link", { name: "English" }));
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
  });

  it("saves nothing anew when it is loaded anew", async () => {
    const { page, contactId } = await opened(ENGLISH);
    await page.locator("[name=channel][value=sms]").uncheck();
    await follow(page, page.getByRole("button", { name: "Save my choices" }));
    await site.gate.send(`PUT /v1/contacts/${contactId}/preferences`, { body: {} });
    await page.reload();
    expect(await codesOf(contactId, { channel: "sms" })).toBe("allow");
    expect(await page.locator("[name=channel][value=sms]").isChecked()).toBe(true);
  });

  it("leaves nothing in the browser", async () => {
    const { page } = await opened(ENGLISH);
    await follow(page, page.getByRole("button", { name: "Save my choices" }));
    const { cookies, origins } = await page.context().storageState();
    expect([cookies, origins]).toEqual([[], []]);
  });
});
