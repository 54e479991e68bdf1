import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"] as const;
const MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** Path of this machine's Chromium: `CHROMIUM`, else the first on the path. @throws Error when there is none. */
export function findChromium(): string {
  const { CHROMIUM, PATH = "" } = process.env;
  if (CHROMIUM !== undefined) return CHROMIUM;
  const found = [
    ...NAMES.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name))),
    MAC_CHROME,
  ];
  const path = found.find(isExecutable);
  if (path !== undefined) return path;
  throw new Error(
    "No Chromium is here. Install one (Debian: apt-get install chromium), or set CHROMIUM to the path of its executable.",
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A browser with a profile of its own, which goes with it. `flags` are added to its command line. */
export const startBrowser = (flags: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox",
      "--headless",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      ...flags,
    ],
  });

/** Somebody in front of a browser. */
export interface Visitor {
  readonly page: Page;
  /** What went wrong in the browser: scripts, refused styles, anything asked of another host than the gate. */
  readonly faults: readonly string[];
  leave(): Promise<void>;
}

/** Nothing is shared between two visitors: no cookie, no cache. `origin` is the gate's. */
export async function visit(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: origin, locale: "en-US", ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("console", (message) => {
    if (message.type() === "error" && !STATUS.test(message.text())) faults.push(message.text());
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== origin) faults.push(`asked for ${url.href}`);
  });
  return { page, faults, leave: () => context.close() };
}

/** How Chromium logs a page that is answered with 404, 410 and so on. */
const STATUS = /^Failed to load resource: the server responded with a status of/;
