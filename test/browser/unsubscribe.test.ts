import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startBrowser, type Visitor, visit } from "../support/browser.ts";
import { follow, linksFor, type Site, startSite } from "../support/customer-pages.ts";
import { freshEmail } from "../support/gate.ts";
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

/** Somebody who has opened the link of a mail about promotions. */
async function opened({ locale, javaScriptEnabled }: Who): Promise<{ page: Page; email: string }> {
  const email = freshEmail();
  const { unsubscribe } = await linksFor(site, { to: { email }, topic: "promotions" });
  const viewport = { width: 360, height: 740 };
  visitor = await visit(browser, site.gate.url, { locale, javaScriptEnabled, viewport });
  await visitor.page.goto(unsubscribe);
  return { page: visitor.page, email };
}

const ENGLISH = { locale: "en-US", javaScriptEnabled: true };

async function isSilenced(email: string, topic = "promotions"): Promise<boolean> {
  const mail = { channel: "email", department: "marketing", purpose: "marketing", topic, mode: "dryRun" };
  const { decision, reasons } = await site.gate.check({ to: { email }, ...mail });
  return decision === "deny" && reasons.every(({ code }) => code === "opted_out");
}

describe.each([
  { ...ENGLISH, button: "Unsubscribe", done: "You are unsubscribed" },
  { locale: "en-US", javaScriptEnabled: false, button: "Unsubscribe", done: "You are unsubscribed" },
  { locale: "zh-CN", javaScriptEnabled: true, button: "退订", done: "您已退订" },
  { locale: "zh-CN", javaScriptEnabled: false, button: "退订", done: "您已退订" },
])("a browser of $locale, scripts on: $javaScriptEnabled", ({ button, done, ...who }) => {
  it("silences the topic when the button is pressed, and not before", async () => {
    const { page, email } = await opened(who);
    expect(await isSilenced(email)).toBe(false);
    expect(await follow(page, page.getByRole("button", { name: button }))).toBe(200);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(done);
    expect([await isSilenced(email), await isSilenced(email, "news")]).toEqual([true, false]);
  });

  it("does the same by the keyboard alone", async () => {
    const { page, email } = await opened(who);
    while ((await press(page)) !== `button "${button}"`) expect(await focused(page)).not.toBe("");
    await follow(page, page.locator(":focus"), () => page.keyboard.press("Enter"));
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(done);
    expect(await isSilenced(email)).toBe(true);
  });
});

const press = async (page: Page): Promise<string> => {
  await page.keyboard.press("Tab");
  return focused(page);
};

describe("the page", () => {
  it("is passed by the Tab key in the order that it is read in", async () => {
    const { page } = await opened(ENGLISH);
    const names = (await tabThrough(page)).map(({ at }) => at);
    expect(names.slice(0, 2)).toEqual(['link "中文"', 'button "Unsubscribe"']);
  });

  it("changes its language by the switch and keeps it to the end, whatever the browser asks for", async () => {
    const { page, email } = await opened(ENGLISH);
    await follow(page, page.getByRole("link", { name: "中文" }));
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    expect(await isSilenced(email)).toBe(false);
    await follow(page, page.getByRole("button", { name: "退订" }));
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("您已退订");
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    expect(await isSilenced(email)).toBe(true);
  });

  it("leaves nothing in the browser", async () => {
    const { page } = await opened(ENGLISH);
    await follow(page, page.getByRole("button", { name: "Unsubscribe" }));
    const { cookies, origins } = await page.context().storageState();
    expect([cookies, origins]).toEqual([[], []]);
  });
});
