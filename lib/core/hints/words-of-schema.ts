import type * as z from "zod/mini";
import { fieldOf } from "./path-segments.ts";

/** What a schema would take in a place of a document: words, names of fields, or a plain type. */

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes["_zod"]["def"];

const defOf = (schema: Schema): Def => (schema as z.core.$ZodTypes)._zod.def;

/** Every form that the schema takes, with optional and default ones unwrapped and unions in their parts. */
export function formsOf(schema: Schema): readonly Schema[] {
  const def = defOf(schema);
  if (def.type === "optional" || def.type === "default" || def.type === "nullable")
    return formsOf(def.innerType);
  return def.type === "union" ? def.options.flatMap(formsOf) : [schema];
}

/** The forms of what lies under `name` of a value; of several objects, those that the value is most like. */
export const formsUnder = (forms: readonly Schema[], value: unknown, name: string): readonly Schema[] =>
  nearestTo(forms, value).flatMap((form) => {
    const def = defOf(form);
    if (def.type === "object") {
      const field = Object.hasOwn(def.shape, name) ? def.shape[name] : undefined;
      return field === undefined ? [] : formsOf(field);
    }
    if (def.type === "array") return formsOf(def.element);
    if (def.type === "record") return formsOf(def.valueType);
    if (def.type === "tuple") return def.items.flatMap(formsOf);
    return [];
  });

/** The words of a closed list that the forms take. */
export const wordsOf = (forms: readonly Schema[]): readonly string[] =>
  forms.flatMap((form) => {
    const def = defOf(form);
    if (def.type === "enum") return Object.values(def.entries).map(String);
    return def.type === "literal" ? def.values.map(String) : [];
  });

/** The names of fields that the forms take. */
export const fieldsOf = (forms: readonly Schema[], value: unknown): readonly string[] =>
  nearestTo(forms, value).flatMap((form) => {
    const def = defOf(form);
    return def.type === "object" ? Object.keys(def.shape) : [];
  });

/** Whether one of the forms is of this plain type. */
export const takes = (forms: readonly Schema[], type: "string" | "boolean" | "number"): boolean =>
  forms.some((form) => defOf(form).type === type);

/** Rules are told apart by their kind; other forms by how many of their fields are there. */
function nearestTo(forms: readonly Schema[], value: unknown): readonly Schema[] {
  if (forms.length < 2) return forms;
  const ranked = forms.map((form) => ({ form, likeness: likenessTo(form, value) }));
  const best = Math.max(...ranked.map(({ likeness }) => likeness));
  return ranked.filter(({ likeness }) => likeness === best).map(({ form }) => form);
}

function likenessTo(form: Schema, value: unknown): number {
  const def = defOf(form);
  if (def.type !== "object") return Array.isArray(value) === (def.type === "array") ? 0 : -1;
  return Object.entries(def.shape).reduce((sum, [name, field]) => {
    const given = fieldOf(value, name);
    if (given === undefined) return sum;
    const isItsKind = name === "kind" && typeof given === "string" && wordsOf(formsOf(field)).includes(given);
    return sum + (isItsKind ? 1_000 : 1);
  }, 0);
}
