import { type Html, html, prose } from "../../shared/html.ts";
import type { JsonSchema } from "../json-schema.ts";
import type { ParameterObject } from "../openapi.ts";
import { typeOf } from "./types.ts";

interface Row {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly about: string;
}

const table = (caption: string, rows: readonly Row[]): Html => html`<table>
<caption>${caption}</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${rows.map(
  ({ name, schema, required, about }) => html`
<tr><th scope="row"><code>${name}</code> ${required && html`<small class="quiet">required</small>`}</th>
<td>${typeOf(schema)}</td>
<td>${prose(about)}${schema.default !== undefined && html` Default <code>${String(schema.default)}</code>.`}</td></tr>`,
)}</tbody></table>`;

/** The fields of an object. */
export const fieldsTable = (caption: string, { properties = {}, required = [] }: JsonSchema): Html =>
  table(
    caption,
    Object.entries(properties).map(([name, schema]) => ({
      name,
      schema,
      required: required.includes(name),
      about: schema.description ?? "",
    })),
  );

/** What a call takes besides its body. */
export const parametersTable = (parameters: readonly ParameterObject[]): Html =>
  table(
    "In path, query and headers",
    parameters.map(({ name, in: place, schema, required, description }) => ({
      name: place === "header" ? `${name}:` : name,
      schema,
      required,
      about: description,
    })),
  );
