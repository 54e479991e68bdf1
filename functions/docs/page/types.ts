import { type Html, html, joined } from "../../shared/html.ts";
import { type JsonSchema, nameOf } from "../json-schema.ts";

/** The anchor of a named schema. */
export const schemaAnchor = (name: string): string => `schema-${name}`;

const linkTo = (name: string): Html => html`<a href="#${schemaAnchor(name)}">${name}</a>`;

/** What fits a schema, in a few words, with links to the named ones. */
export function typeOf(schema: JsonSchema): Html {
  const { $ref, enum: words, anyOf, oneOf, type, items, additionalProperties } = schema;
  if ($ref !== undefined) return linkTo(nameOf($ref));
  if ("const" in schema) return code(schema.const);
  if (words !== undefined) return joined(words.map(code), " | ");
  const either = anyOf ?? oneOf;
  if (either !== undefined) return joined(either.map(typeOf), " or ");
  if (Array.isArray(type))
    return joined(
      type.map((one: string) => typeOf({ ...schema, type: one })),
      " or ",
    );
  if (type === "array")
    return typeof items === "object" ? html`list of ${typeOf(items)}` : html`pair of texts`;
  if (type === "object" && typeof additionalProperties === "object") {
    return Object.keys(additionalProperties).length === 0
      ? html`object`
      : html`map to ${typeOf(additionalProperties)}`;
  }
  return html`${WORDS[String(type)] ?? "anything"}${boundsOf(schema)}`;
}

const code = (value: unknown): Html =>
  html`<code>${typeof value === "string" ? value : JSON.stringify(value)}</code>`;

const WORDS: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  object: "object",
  null: "null",
};

/** Bounds that a reader cannot guess; those of safe integers are no bounds to them. */
function boundsOf({ minimum, maximum, minLength, maxLength }: JsonSchema): string {
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  if (least !== undefined && most !== undefined) return `, ${least}–${most}`;
  if (least !== undefined) return `, at least ${least}`;
  if (maxLength !== undefined)
    return `, ${minLength === undefined ? "at most " : `${minLength}–`}${maxLength} characters`;
  return "";
}
