import { type Html, html, joined, prose } from "../../shared/html.ts";
import { nameOf } from "../json-schema.ts";
import type { Content, OpenApi, OperationObject, ResponseObject } from "../openapi.ts";
import { fieldsTable, parametersTable } from "./tables.ts";
import { typeOf } from "./types.ts";

/** An operation with the way that leads to it. */
export interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
}

export const operationAnchor = ({ operationId }: OperationObject): string => `call-${operationId}`;

const JSON_TYPE = "application/json";

export const verb = (method: string): Html =>
  html`<span class="verb ${method.toLowerCase()}">${method}</span>`;

export function operationSection(placed: Placed, { components }: OpenApi): Html {
  const { method, path, operation } = placed;
  const { summary, description, parameters, requestBody, responses } = operation;
  const bodyRef = requestBody?.content[JSON_TYPE]?.schema.$ref;
  const body = bodyRef === undefined ? undefined : components.schemas[nameOf(bodyRef)];
  return html`
<section id="${operationAnchor(operation)}" aria-labelledby="${operationAnchor(operation)}-title">
<h3 id="${operationAnchor(operation)}-title">${summary} <code class="call">${verb(method)} ${path}</code></h3>
<p>${prose(description)}</p>
<p class="quiet">${scopeOf(operation)}</p>
${code(curlOf(placed))}
${parameters && parametersTable(parameters)}
${body && html`<h4>Body: ${typeOf({ $ref: bodyRef ?? "" })}</h4>${fieldsTable(body.description ?? "", body)}`}
<h4>Answers</h4>
<table class="statuses">
<caption>By status</caption>
<thead><tr><th scope="col">Status</th><th scope="col">Body</th><th scope="col">Meaning</th></tr></thead>
<tbody>${Object.entries(responses).map(([status, response]) => responseRow(status, response))}</tbody></table>
${Object.entries(responses).map(([status, { content }]) => exampleOf(status, content))}
</section>`;
}

function scopeOf({ security }: OperationObject): Html {
  const scope = security[0] && Object.values(security[0])[0]?.[0];
  return scope === undefined ? html`Needs no key.` : html`Needs a key with the scope <code>${scope}</code>.`;
}

const responseRow = (status: string, { description, content = {} }: ResponseObject): Html => html`
<tr><th scope="row"><code>${status}</code></th>
<td>${joined(
  Object.entries(content).map(([mediaType, { schema }]) =>
    mediaType.endsWith("json") ? typeOf(schema) : html`<code>${mediaType}</code>`,
  ),
  " or ",
)}</td>
<td>${linkedCodes(description)}</td></tr>`;

/** Codes of problems lead to their section. */
const linkedCodes = (description: string): Html =>
  html`${description
    .split(/(`[a-z_]+`:)/)
    .map((part) =>
      /^`[a-z_]+`:$/.test(part)
        ? html`<a href="#${part.slice(1, -2)}"><code>${part.slice(1, -2)}</code></a>:`
        : prose(part),
    )}`;

function exampleOf(status: string, content: Content | undefined): Html | undefined {
  const example = content?.[JSON_TYPE]?.example;
  if (example === undefined) return undefined;
  return html`<details class="example" open><summary>Example of ${status}</summary>${code(pretty(example))}</details>`;
}

export const code = (text: string): Html => html`<pre tabindex="0"><code>${text}</code></pre>`;

/** JSON as people write it: what fits on a line stands on one. */
export function pretty(value: unknown, indent = ""): string {
  const flat = JSON.stringify(value) ?? "null";
  if (typeof value !== "object" || value === null || flat.length + indent.length <= 72) return spaced(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const lines = Array.isArray(value)
    ? value.map((entry) => `${inner}${pretty(entry, inner)}`)
    : Object.entries(value).map(
        ([name, field]) => `${inner}${JSON.stringify(name)}: ${pretty(field, inner)}`,
      );
  return `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}: ${spaced(field)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

/** The call as one would type it. */
function curlOf({ method, path, operation }: Placed): string {
  const { parameters = [], requestBody, security } = operation;
  const given = (place: string) =>
    parameters.flatMap(({ name, in: where, example }) =>
      where === place && example !== undefined ? [[name, example] as const] : [],
    );
  const filled = given("path").reduce((text, [name, value]) => text.replace(`{${name}}`, value), path);
  const query = new URLSearchParams(Object.fromEntries(given("query"))).toString();
  const body = requestBody?.content[JSON_TYPE]?.example;
  const lines = [
    `curl -s ${method === "GET" || (method === "POST" && body !== undefined) ? "" : `-X ${method} `}"$TOUCHGATE${filled}${query && `?${query}`}"`,
    ...(security.length > 0 ? ['-H "authorization: Bearer $KEY"'] : []),
    ...given("header").map(([name, value]) => `-H '${name.toLowerCase()}: ${value}'`),
    ...(body === undefined ? [] : ["-H 'content-type: application/json'", `-d '${pretty(body, "  ")}'`]),
  ];
  return lines.join(" \\\n  ");
}
