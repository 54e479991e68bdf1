import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Language } from "../../lib/core/messages.ts";
import { startBrowser, type Visitor, visit } from "../support/browser.ts";
import { type Site, startSite } from "../support/customer-pages.ts";
import { luminanceOf, tabThrough } from "../support/keyboard.ts";
import { faultsOf, spaceText } from "../support/page-faults.ts";
import { PREFERENCE_STATES, UNSUBSCRIBE_STATES } from "../support/page-states.ts";

/** Each page is left here as it was shown, to be looked at. */
const PICTURES = fileURLToPath(new URL("../../reports/pages", import.meta.url));

const LOCALES: Readonly<Record<Language, string>> = { en: "en-US", zh: "zh-CN" };
const SHOWN = [...UNSUBSCRIBE_STATES, ...PREFERENCE_STATES].flatMap((state) =>
  (["en", "zh"] as const).map((language) => ({ ...state, language })),
);

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };
const FORCED = { forcedColors: "active" } as const;

/** How a page may be shown: zoom makes fewer CSS pixels of a window of 1280 × 1024 (WCAG 2.2, 1.4.4 and 1.4.10). */
const SHOWINGS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "phone, light": (page) => show(page, PHONE),
  "phone, dark": (page) => show(page, PHONE, { colorScheme: "dark" }),
  "desktop, light": (page) => show(page, DESKTOP),
  "desktop, dark": (page) => show(page, DESKTOP, { colorScheme: "dark" }),
  "forced colours": (page) => show(page, DESKTOP, { colorScheme: "dark", ...FORCED }),
  "zoom 200": (page) => show(page, { width: 640, height: 512 }),
  "zoom 400": (page) => show(page, { width: 320, height: 256 }),
};

interface Media {
  readonly colorScheme?: "light" | "dark";
  readonly forcedColors?: "active";
}

async function show(page: Page, size: { width: number; height: number }, media: Media = {}): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none", ...media });
}

let site: Site;
let browser: Browser;
/** Whose text is twice as large, by the settings of the browser. */
let largeBrowser: Browser;
beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  site = await startSite();
  browser = await startBrowser();
  largeBrowser = await startBrowser(["--blink-settings=defaultFontSize=32"]);
});
afterAll(async () => {
  await browser?.close();
  await largeBrowser?.close();
  await site?.stop();
});

describe.each(SHOWN)("the page $name in $language", ({ name, status, says, language, reach }) => {
  let visitor: Visitor;
  let page: Page;
  let answered: number;
  beforeAll(async () => {
    visitor = await visit(browser, site.gate.url, { locale: LOCALES[language], viewport: PHONE });
    ({ page } = visitor);
    answered = await reach(page, site);
  });
  afterAll(() => visitor?.leave());

  it("says so, in the visitor's language", async () => {
    expect(answered).toBe(status);
    expect(await page.locator("html").getAttribute("lang")).toBe(language === "zh" ? "zh-CN" : "en");
    expect(await page.locator("main").textContent()).toContain(says[language]);
    expect(await page.title()).toContain(await page.locator("h1").textContent());
  });

  it.each(Object.keys(SHOWINGS))("has no fault on: %s", async (showing) => {
    await SHOWINGS[showing]?.(page);
    await page.screenshot({ path: `${PICTURES}/${name}, ${language}, ${showing}.png`, fullPage: true });
    expect(await faultsOf(page)).toEqual([]);
  });

  it("is dark for whoever wants it dark", async () => {
    const isLight = async (colorScheme: "light" | "dark") => {
      await show(page, PHONE, { colorScheme });
      const ground = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
      return luminanceOf(ground) > 0.5;
    };
    expect([await isLight("dark"), await isLight("light")]).toEqual([false, true]);
  });

  it("shows the edges of every control in forced colours", async () => {
    await show(page, PHONE, FORCED);
    expect(await page.evaluate<string[]>(WITHOUT_EDGE)).toEqual([]);
  });

  it.each<[string, Media]>([
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["forced colours", FORCED],
  ])("shows where one is at every stop of the Tab key: %s", async (_, media) => {
    await show(page, PHONE, media);
    const stops = await tabThrough(page);
    expect(stops.length).toBeGreaterThan(0);
    expect(stops.filter(({ unseen }) => unseen !== undefined)).toEqual([]);
  });

  it("bears text that is spaced wider", async () => {
    await show(page, PHONE);
    await spaceText(page);
    expect(await faultsOf(page)).toEqual([]);
  });

  it("bears text at 200 %, and was never refused anything by the browser", async () => {
    const large = await visit(largeBrowser, site.gate.url, { locale: LOCALES[language], viewport: PHONE });
    await reach(large.page, site);
    expect(await large.page.evaluate<string>("getComputedStyle(document.body).fontSize")).toBe("32px");
    // A list of 180 px at the ordinary size may cut what is chosen: it is read whole when the list is opened.
    const onPhone = (await faultsOf(large.page)).filter((fault) => !fault.endsWith("cuts what it offers"));
    expect(onPhone).toEqual([]);
    await show(large.page, DESKTOP);
    expect(await faultsOf(large.page)).toEqual([]);
    await large.page.screenshot({ path: `${PICTURES}/${name}, ${language}, text 200.png`, fullPage: true });
    await large.leave();
    expect([...visitor.faults, ...large.faults]).toEqual([]);
  });
});

const WITHOUT_EDGE = `[...document.querySelectorAll("button, select, input:not([type=hidden], [type=checkbox])")]
  .filter((control) => {
    const { borderTopStyle, borderTopWidth } = getComputedStyle(control);
    return borderTopStyle === "none" || parseFloat(borderTopWidth) < 1;
  })
  .map((control) => control.outerHTML)`;
