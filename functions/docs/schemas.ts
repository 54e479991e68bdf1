import * as z from "zod/mini";
import type { Component } from "./components/component.ts";
import { type JsonSchema, refTo } from "./json-schema.ts";

/** JSON Schema for each component, made from the schema that validates and joined with its texts. */
export function jsonSchemasOf(
  components: Readonly<Record<string, Component>>,
): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, { schema }] of Object.entries(components)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: "input",
    unrepresentable: "any",
    uri: refTo,
    override: ({ zodSchema, jsonSchema }) => {
      const { type } = zodSchema._zod.def;
      // Only what is not supported yet is checked by code alone: nothing fits it.
      if (type === "custom") jsonSchema.not = {};
      // A word may be in the list and refused, as not supported yet.
      if (type === "enum") {
        jsonSchema.enum = jsonSchema.enum?.filter((word) => z.safeParse(zodSchema, word).success) ?? [];
      }
    },
  });
  return Object.fromEntries(
    Object.entries(components).map(([id, texts]) => [id, described(schemas[id] as JsonSchema, texts)]),
  );
}

function described(generated: JsonSchema, { about, fields, also }: Component): JsonSchema {
  const {
    $schema: _dialect,
    $id: _id,
    ...schema
  } = generated as JsonSchema & { $schema?: string; $id?: string };
  const properties = fields && {
    properties: Object.fromEntries(
      Object.entries(schema.properties ?? {})
        .filter(([, property]) => property.not === undefined)
        .map(([name, property]) => [
          name,
          { ...property, ...also?.properties?.[name], description: fields[name] ?? "" },
        ]),
    ),
  };
  return { description: about, ...schema, ...also, ...properties };
}
