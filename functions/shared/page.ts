import { createHash } from "node:crypto";
import type { Language } from "../../lib/core/messages.ts";
import { Html, html } from "./html.ts";
import type { Answer, Asked } from "./http.ts";
import { languageOf } from "./language.ts";

/** A page that a customer sees: no script, nothing from elsewhere, never kept by anybody on the way. */
export interface Page {
  readonly status?: number;
  readonly language: Language;
  readonly title: string;
  readonly main: Html;
}

type Visit = Pick<Asked, "headers" | "query">;

/** What the visitor chose with `?lang=`, else what the browser asks for. */
export const languageOfVisit = ({ headers, query }: Visit): Language => {
  const { lang } = query;
  return lang === "en" || lang === "zh" ? lang : languageOf(headers["accept-language"]);
};

const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--ground:#f4f5f7;--line:#d0d7de;--go:#0b57d0;--on-go:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa5b1;--paper:#161b22;--ground:#0d1117;--line:#30363d;--go:#8ab4f8;--on-go:#0d1117}}
*{box-sizing:border-box}
body{margin:0;padding:1.5rem 1rem 3rem;background:var(--ground);color:var(--ink);font:1rem/1.6 system-ui,sans-serif}
main{max-width:34rem;margin:0 auto;padding:1.5rem;background:var(--paper);border:1px solid var(--line);border-radius:.75rem}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.3}
p{margin:.75rem 0;overflow-wrap:anywhere}
button{min-height:2.75rem;padding:.5rem 1.25rem;border:0;border-radius:.5rem;background:var(--go);color:var(--on-go);font:inherit;font-weight:600;cursor:pointer}
a{color:var(--go)}
:focus-visible{outline:3px solid var(--go);outline-offset:2px}
nav{max-width:34rem;margin:0 auto .75rem;text-align:right}
nav a{display:inline-block;padding:.5rem;min-height:2.5rem}
.soft{color:var(--soft)}
`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; "),
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex, nofollow",
} as const;

/** The page as it is answered. */
export function pageAnswer({ status = 200, language, title, main }: Page): Answer {
  const other = language === "zh" ? "en" : "zh";
  const text = html`<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Html(STYLE)}</style>
</head>
<body>
<nav><a href="?lang=${other}" lang="${other === "zh" ? "zh-CN" : "en"}" hreflang="${other === "zh" ? "zh-CN" : "en"}">${other === "zh" ? "中文" : "English"}</a></nav>
<main>
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`.text;
  return { status, text, headers: { ...HEADERS, "content-language": language === "zh" ? "zh-CN" : "en" } };
}
