import { createHash } from "node:crypto";
import type { Language } from "../../lib/core/messages.ts";
import { type PageDocument, type Wording, worded } from "../../lib/core/page/page-document.ts";
import { Html, html } from "./html.ts";
import type { Answer, Asked } from "./http.ts";
import { languageOf } from "./language.ts";

/** A page that a customer sees: no script, nothing from elsewhere but the logo, never kept by anybody on the way. */
export interface Page {
  readonly status?: number;
  readonly language: Language;
  readonly title: string;
  /** What is read out first, when that is not the title. */
  readonly spoken?: string;
  readonly main: Html;
  /** Whose page it is; left out, nobody's in particular. */
  readonly brand?: Brand | undefined;
  /** Where the same page is in the other language, default `?lang=…`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a company's pages have in common: of the policy's part `page`. */
export type Brand = Pick<PageDocument, "name" | "color" | "logo" | "contact" | "links">;

type Visit = Pick<Asked, "headers" | "query">;

/** What the visitor chose with `?lang=`, else what the browser asks for. */
export const languageOfVisit = ({ headers, query }: Visit): Language => {
  const { lang } = query;
  return lang === "en" || lang === "zh" ? lang : languageOf(headers["accept-language"]);
};

/** The page as it is answered. */
export function pageAnswer(page: Page): Answer {
  const { status = 200, language, title, spoken = title, main, brand = {}, headers } = page;
  const style = STYLE + brandStyle(brand);
  const text = html`<!doctype html>
<html lang="${TAGS[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${spoken}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<header>
${brandPart(brand, language)}
${languageSwitch(language)}
</header>
<main id="main">
<h1>${title}</h1>
${main}
</main>
${footer(brand, language)}
</body>
</html>
`.text;
  return {
    status,
    text,
    headers: { ...HEADERS, ...policyHeaders(style, brand), "content-language": TAGS[language], ...headers },
  };
}

const TAGS: Readonly<Record<Language, string>> = { en: "en", zh: "zh-CN" };
const OTHERS: Readonly<Record<Language, readonly [Language, string]>> = {
  en: ["zh", "中文"],
  zh: ["en", "English"],
};

function languageSwitch(language: Language): Html {
  const [other, name] = OTHERS[language];
  return html`<nav aria-label="${language === "en" ? "Language" : "语言"}"><a href="?lang=${other}" lang="${TAGS[other]}" hreflang="${TAGS[other]}">${name}</a></nav>`;
}

function brandPart({ name, logo }: Brand, language: Language): Html {
  const said = worded(name, language);
  if (logo !== undefined)
    return html`<p class="brand"><img src="${logo}" alt="${said ?? ""}" height="40"></p>`;
  return said === undefined ? html`` : html`<p class="brand">${said}</p>`;
}

function footer({ contact, links = [] }: Brand, language: Language): Html {
  if (contact === undefined && links.length === 0) return html``;
  const told = (wording: Wording) => worded(wording, language);
  return html`<footer>
${contact !== undefined && html`<p>${told(contact)}</p>`}
${links.length > 0 && html`<ul>${links.map(({ label, url }) => html`<li><a href="${url}" rel="noopener noreferrer">${told(label)}</a></li>`)}</ul>`}
</footer>`;
}

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex, nofollow",
} as const;

function policyHeaders(style: string, { logo }: Brand) {
  const image = logo?.startsWith("https://") === true ? ` ${new URL(logo).origin}` : "";
  const directives = [
    "default-src 'none'",
    `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
    `img-src data:${image}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return { "content-security-policy": directives.join("; ") };
}

/** Of a brand's colour: black or white on it, whichever stands out more (WCAG 2.2, at least 4.5 to 1). */
function brandStyle({ color }: Brand): string {
  if (color === undefined) return "";
  return `:root{--go:${color};--on-go:${luminanceOf(color) > 0.179 ? "#000" : "#fff"};--edge:color-mix(in srgb,var(--go),var(--ink) 45%)}`;
}

/** Relative luminance, 0–1, as WCAG 2.2 defines it. */
function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--ground:#f4f5f7;--line:#d0d7de;--field:#6e7781;--link:#0b57d0;--go:#0b57d0;--on-go:#fff;--edge:var(--go);--good:#e6f4ea;--on-good:#0d3a1e;--bad:#fdecea;--on-bad:#7a1712}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#a7b1bb;--paper:#161b22;--ground:#0d1117;--line:#30363d;--field:#8b949e;--link:#8ab4f8;--go:#8ab4f8;--on-go:#0d1117;--good:#12301d;--on-good:#b7e4c7;--bad:#3b1512;--on-bad:#ffc9c4}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding:1rem}
body{margin:0;padding:0 min(1rem,5vw) 3rem;background:var(--ground);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
header,main,footer{max-width:38rem;margin:0 auto}
header{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem;min-height:4rem}
header nav{margin-left:auto}
header nav a{display:inline-block;padding:.5rem .25rem;min-height:2.75rem}
.brand{margin:0;font-weight:700;font-size:1.125rem}
.brand img{display:block;max-width:14rem}
main{padding:1.5rem;background:var(--paper);border:1px solid var(--line);border-radius:.75rem}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.3;overflow-wrap:anywhere}
h2,legend{margin:0 0 .25rem;padding:0;font-size:1.125rem;font-weight:700;line-height:1.4}
p{margin:.75rem 0;overflow-wrap:anywhere}
a{color:var(--link)}
.soft{color:var(--soft)}
.hint{margin:0 0 .5rem;color:var(--soft)}
.note{margin:1rem 0;padding:.75rem 1rem;border:1px solid currentColor;border-radius:.5rem;background:var(--good);color:var(--on-good)}
.note.still{background:transparent;color:inherit;border-color:var(--field)}
.note.bad{background:var(--bad);color:var(--on-bad)}
.note p{margin:.25rem 0}
.note form p{margin:.75rem 0 .25rem}
.note a{display:inline-block;min-width:1.5rem;min-height:1.5rem}
fieldset{min-width:0;margin:1.75rem 0;padding:0;border:0}
.tick{display:flex;gap:.75rem;align-items:center;min-height:2.75rem;padding:.25rem 0;border-bottom:1px solid var(--line);cursor:pointer;overflow-wrap:anywhere}
.tick input{flex:none;width:1.375rem;height:1.375rem;margin:0;accent-color:var(--link)}
.row{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:end;margin:.5rem 0 1rem}
.row .of{flex:1 1 100%;font-weight:600}
label{display:inline-block;max-width:100%}
select,input[type=time]{display:block;min-height:2.75rem;max-width:100%;padding:.375rem min(.75rem,2.5vw);border:1px solid var(--field);border-radius:.5rem;background:var(--paper);color:var(--ink);font:inherit}
input[aria-invalid=true]{border:2px solid var(--on-bad)}
.fault{color:var(--on-bad);font-weight:600;margin:.25rem 0}
button{min-height:2.75rem;padding:.5rem 1.25rem;border:2px solid var(--edge);border-radius:.5rem;background:var(--go);color:var(--on-go);font:inherit;font-weight:600;cursor:pointer}
button.quiet{border-color:currentColor;background:transparent;color:var(--ink)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.stop,.lately{margin-top:2rem;padding-top:1.5rem;border-top:1px solid var(--line)}
ol{list-style:none;margin:.5rem 0 0;padding:0}
ol li{padding:.5rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
ol time{display:block;color:var(--soft)}
footer{padding:1rem .25rem;color:var(--soft)}
footer ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:0;padding:0}
footer li a{display:inline-block;padding:.5rem 0;min-height:2.5rem}
main>:last-child,.row:last-child{margin-bottom:0}
@media (max-width:26rem){main{padding:1.25rem min(1rem,5vw)}button{width:100%}}
@media (forced-colors:active){button{border:2px solid ButtonText}}
`;
