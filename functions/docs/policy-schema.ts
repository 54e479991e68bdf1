import { COMPONENTS } from "./components.ts";
import { type JsonSchema, nameOf, refTo } from "./json-schema.ts";
import { jsonSchemasOf } from "./schemas.ts";

/**
 * The schema of policy files, for editors: made of the one that validates, with the texts of the contract. What the
 * fields cannot tell one by one (names that are declared, windows within the retention) only the check tells.
 */
export function policySchema(): object {
  const schemas = jsonSchemasOf(COMPONENTS);
  const { Policy: root, ...parts } = reachableFrom("Policy", schemas);
  const $defs = Object.fromEntries(
    Object.entries(parts).map(([name, schema]) => [name, { title: titleOf(name), ...schema }]),
  );
  const document = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:touchgate:policy",
    title: "A policy of Touchgate",
    ...root,
    $defs,
  };
  return JSON.parse(JSON.stringify(document).replaceAll(`"${refTo("")}`, '"#/$defs/')) as object;
}

/** A schema and all that it refers to, by their names, in the order of the contract. */
function reachableFrom(
  name: string,
  schemas: Readonly<Record<string, JsonSchema>>,
): Readonly<Record<string, JsonSchema>> {
  const reached = new Set([name]);
  for (const one of reached) {
    for (const [, ref = ""] of JSON.stringify(schemas[one]).matchAll(/"\$ref":"([^"]+)"/g)) {
      reached.add(nameOf(ref));
    }
  }
  return Object.fromEntries(Object.entries(schemas).filter(([other]) => reached.has(other)));
}

/** `CapRule` as people say it: `Cap rule`. */
const titleOf = (name: string): string => {
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
