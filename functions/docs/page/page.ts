import { createHash } from "node:crypto";
import { type Html, html, joined, prose } from "../../shared/html.ts";
import type { JsonSchema } from "../json-schema.ts";
import { nameOf } from "../json-schema.ts";
import type { OpenApi } from "../openapi.ts";
import { problemsSection, reasonsSection } from "./codes.ts";
import { operationAnchor, operationSection, type Placed, verb } from "./operation.ts";
import { overview } from "./overview.ts";
import { STYLE } from "./style.ts";
import { fieldsTable } from "./tables.ts";
import { schemaAnchor, typeOf } from "./types.ts";

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** Nothing but the page's own style; no script, no frame, no form, nothing from elsewhere. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The contract as one page for people, from the document alone. */
export function docsPage(document: OpenApi): string {
  const { info, components } = document;
  const chapters = chaptersOf(document);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Touchgate: the contract</title>
<meta name="description" content="The HTTP API of Touchgate, version ${info.version}">
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the contract</a>
<div class="columns">
${navigation(chapters)}
<main id="main">
${overview(info.version)}
${chapters.map(
  ({ name, description, calls }) => html`
<section aria-labelledby="${idOf(name)}">
<h2 id="${idOf(name)}">${name}</h2>
<p>${description}</p>
${calls.map((call) => operationSection(call, document))}
</section>`,
)}
${reasonsSection(components.schemas)}
${problemsSection()}
<section aria-labelledby="schemas">
<h2 id="schemas">Schemas</h2>
${Object.entries(components.schemas)
  .filter(([name]) => !name.endsWith("Details"))
  .map(([name, schema]) => schemaSection(name, schema))}
</section>
<footer>Touchgate ${info.version}, made from the schemas that validate.</footer>
</main>
</div>
</body>
</html>
`.text;
}

const raw = (text: string): Html => html([text] as unknown as TemplateStringsArray);
const idOf = (name: string): string => `chapter-${name.toLowerCase()}`;

interface Chapter {
  readonly name: string;
  readonly description: string;
  readonly calls: readonly Placed[];
}

function chaptersOf({ tags, paths }: OpenApi): Chapter[] {
  const placed = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
  return tags.map((tag) => ({
    ...tag,
    calls: placed.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
}

const navigation = (chapters: readonly Chapter[]): Html => html`<nav aria-label="Contents">
<details><summary>Contents</summary>
<ul><li><a href="#auth">Keys and scopes</a></li><li><a href="#conventions">Forms</a></li>
<li><a href="#errors">Refusals</a></li></ul>
${chapters.map(
  ({ name, calls }) => html`<h2>${name}</h2>
<ul>${calls.map(
    ({ method, operation }) =>
      html`<li><a href="#${operationAnchor(operation)}">${verb(method)} ${operation.summary}</a></li>`,
  )}</ul>`,
)}
<h2>Codes and schemas</h2>
<ul><li><a href="#reasons">Reason codes</a></li><li><a href="#problems">Problem codes</a></li>
<li><a href="#schemas">Schemas</a></li></ul>
</details>
</nav>`;

function schemaSection(name: string, schema: JsonSchema): Html {
  const { description = "", properties, anyOf, oneOf } = schema;
  const choices = (anyOf ?? oneOf ?? []).flatMap(({ $ref }) => ($ref === undefined ? [] : [nameOf($ref)]));
  return html`
<section id="${schemaAnchor(name)}" aria-labelledby="${schemaAnchor(name)}-title">
<h3 id="${schemaAnchor(name)}-title">${name}</h3>
<p>${prose(description)}</p>
${properties && fieldsTable("Fields", schema)}
${
  choices.length > 0 &&
  html`<p>One of ${joined(
    choices.map((choice) => typeOf({ $ref: `#/components/schemas/${choice}` })),
    ", ",
  )}.</p>`
}
</section>`;
}
