import type { JsonSchema } from "../../functions/docs/json-schema.ts";
import type { OpenApi } from "../../functions/docs/openapi.ts";
import { schemaRef } from "./contract.ts";

/** Reads the design's examples, which are JSON in parts only. */

/** The first object in a text, to its closing brace. */
export function firstObject(text: string): string {
  const start = text.indexOf("{");
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    if (text[i] === "{") depth++;
    if (text[i] === "}" && --depth === 0) return text.slice(start, i + 1);
  }
  return text;
}

/** Dotted paths of the fields in a sketch of JSON, where values may be left out. */
export function fieldPaths(sketch: string): string[] {
  const paths: string[] = [];
  const open: { readonly brace: string; readonly name: string | undefined }[] = [];
  let name: string | undefined;
  let expectsValue = false;
  for (const [token] of sketch.matchAll(/"[^"]*"|[A-Za-z]\w*|[{}[\],:]/g)) {
    if (token === "{" || token === "[") {
      open.push({ brace: token, name });
      [name, expectsValue] = [undefined, false];
    } else if (token === "}" || token === "]") open.pop();
    else if (token === ":" || token === ",") expectsValue = token === ":";
    else if (open.at(-1)?.brace === "{" && !expectsValue) {
      name = token.replaceAll('"', "");
      paths.push([...open.flatMap((one) => one.name ?? []), name].join("."));
    }
  }
  return paths;
}

/** Whether a schema has a field at a path; lists are looked through. */
export function hasField(
  document: OpenApi,
  schema: JsonSchema | boolean | undefined,
  path: readonly string[],
): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return true;
  if (typeof schema !== "object") return false;
  if (schema.$ref !== undefined)
    return hasField(document, document.components.schemas[schema.$ref.slice(schemaRef("").length)], path);
  const { properties, items, anyOf = [], oneOf = [], allOf = [], then } = schema;
  if (properties?.[first] !== undefined && hasField(document, properties[first], rest)) return true;
  return [items, then, ...anyOf, ...oneOf, ...allOf].some((inner) => hasField(document, inner, path));
}
