import type { Page } from "playwright-core";

/** A stop of the Tab key. */
export interface Stop {
  /** Role and name as a screen reader tells them, such as `button "Unsubscribe"`. */
  readonly at: string;
  /** Why one does not see where one is; undefined when one does. */
  readonly unseen: string | undefined;
}

const MOST_STOPS = 80;

/** Where Tab leads from the top of the page, until it leaves it. */
export async function tabThrough(page: Page): Promise<Stop[]> {
  await page.evaluate("document.activeElement?.blur(); window.lastFocused = undefined; scrollTo(0, 0)");
  const stops: Stop[] = [];
  for (let presses = 0; presses < MOST_STOPS; presses += 1) {
    await page.keyboard.press("Tab");
    const ring = await page.evaluate<Ring | null>(FOCUS_RING);
    if (ring === null) return stops;
    if (ring.isSame) continue;
    stops.push({ at: await focused(page), unseen: unseen(ring) });
  }
  throw new Error(
    `Tab is still in the page after ${MOST_STOPS} presses: ${stops.map(({ at }) => at).join(", ")}`,
  );
}

/** Role and name of what has the focus; empty on a part that the browser has put into a field. */
export async function focused(page: Page): Promise<string> {
  const holder = page.locator(":focus");
  if ((await holder.count()) === 0) return "";
  const [line = ""] = (await holder.ariaSnapshot()).split("\n");
  return line
    .replace(/^- /, "")
    .replace(/:.*$/, "")
    .replace(/ \[.*\]$/, "");
}

interface Ring {
  /** Still the element of the last look: a field for a time has several parts. */
  readonly isSame: boolean;
  readonly style: string;
  readonly widthPx: number;
  /** Colours as CSS computes them. */
  readonly color: string;
  readonly ground: string;
  /** Whole, with what is around it. */
  readonly isInView: boolean;
  /** The colours are the visitor's own. */
  readonly isForced: boolean;
}

/** Looks once the browser has scrolled there and painted. */
const FOCUS_RING = `(async () => {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const isSame = element === window.lastFocused;
  window.lastFocused = element;
  const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(element);
  let behind = element.parentElement;
  while (behind.parentElement && /rgba\\(.*, 0\\)/.test(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
  const ringPx = parseFloat(outlineWidth) + parseFloat(outlineOffset);
  const { top, bottom } = element.getBoundingClientRect();
  return {
    isSame,
    style: outlineStyle,
    widthPx: parseFloat(outlineWidth),
    color: outlineColor,
    ground: getComputedStyle(behind).backgroundColor,
    isInView: top >= ringPx && bottom <= innerHeight - ringPx,
    isForced: matchMedia("(forced-colors: active)").matches,
  };
})()`;

/** WCAG 2.2, 2.4.7 and 1.4.11. */
function unseen({ style, widthPx, color, ground, isInView, isForced }: Ring): string | undefined {
  if (!isInView) return "is out of view";
  if (style === "none" || widthPx < 2) return `has an outline of ${widthPx} px`;
  if (isForced) return undefined;
  const contrast = contrastOf(color, ground);
  return contrast >= 3 ? undefined : `has an outline of ${color} on ${ground}: ${contrast.toFixed(1)} to 1`;
}

/** Of two opaque colours as `rgb(1, 2, 3)`, 1–21: WCAG 2.2. */
export function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** 0–1. @throws Error for a colour that is not opaque or not written so. */
export function luminanceOf(color: string): number {
  const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(color)?.slice(1);
  if (parts === undefined) throw new Error(`${color} is no opaque colour in rgb()`);
  const [red = 0, green = 0, blue = 0] = parts.map((text) => {
    const part = Number(text) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
