import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** What somebody could stumble over on a page as it stands: WCAG 2.2 A and AA as far as it can be computed. */
export const faultsOf = async (page: Page): Promise<string[]> => [
  ...(await axeFaults(page)),
  ...(await page.evaluate<string[]>(MEASURE)),
];

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// Forced colours are the visitor's own, and axe-core does not know them.
const RUN_AXE = `axe.run({
  runOnly: ${JSON.stringify(TAGS)},
  resultTypes: ["violations", "incomplete"],
  rules: { "color-contrast": { enabled: !matchMedia("(forced-colors: active)").matches } },
})`;

/** Its violations, and the contrasts that it could not compute. */
async function axeFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source);
  const { violations, incomplete } = await page.evaluate<AxeResults>(RUN_AXE);
  const unknown = incomplete.filter(({ id }) => id === "color-contrast");
  return [...violations, ...unknown].flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help}: ${target.join(" ")}`),
  );
}

/** Runs in the page. A target is a control, or the label beside it: WCAG 2.2, 2.5.8. */
const MEASURE = `(() => {
  const faults = [];
  const nameOf = (element) => element.localName + " " + JSON.stringify((element.innerText || element.name || "").trim().slice(0, 30));
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push("the page is " + scrollWidth + " px wide in " + clientWidth);
  for (const element of document.body.querySelectorAll("*")) {
    const { left, right, width } = element.getBoundingClientRect();
    if (width > 0 && (left < -0.5 || right > clientWidth + 0.5)) faults.push(nameOf(element) + " is cut at the edge");
    if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1) faults.push(nameOf(element) + " is wider than its place");
  }
  for (const control of document.querySelectorAll("a, button, select, summary, input:not([type=hidden])")) {
    const boxes = [control, ...(control.labels ?? [])].map((element) => element.getBoundingClientRect());
    if (!boxes.some(({ width, height }) => width >= 24 && height >= 24)) faults.push(nameOf(control) + " is a small target");
  }
  for (const select of document.querySelectorAll("select")) {
    const { offsetWidth, style } = select;
    style.maxWidth = "none";
    if (select.offsetWidth > offsetWidth) faults.push(nameOf(select) + " cuts what it offers");
    style.maxWidth = "";
  }
  return faults;
})()`;

/** Spaces text as WCAG 2.2, 1.4.12 asks pages to bear. */
export const spaceText = (page: Page): Promise<void> =>
  page.evaluate(`(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}");
    document.adoptedStyleSheets = [sheet];
  })()`);
