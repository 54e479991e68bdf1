import type * as z from "zod/mini";
import type { JsonSchema } from "../json-schema.ts";

/** A schema with a name in the document, and what people are told of it. */
export interface Component {
  readonly schema: z.core.$ZodType;
  /** What it is, in a sentence. Code in backticks. */
  readonly about: string;
  /** What each field means; undefined for what has no fields of its own. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** What zod checks in code and JSON Schema can say: a format, exactly one of several fields. */
  readonly also?: JsonSchema;
}

/** Fields that callers may send: one that only `undefined` fits is not supported yet, and not described. */
type ServedFields<T> = keyof { [K in keyof T as Exclude<T[K], undefined> extends never ? never : K]: T[K] } &
  string;

type Texts<S extends z.core.$ZodType> = {
  readonly about: string;
  readonly also?: JsonSchema;
} & (S extends z.ZodMiniObject
  ? { readonly fields: Readonly<Record<ServedFields<z.input<S>>, string>> }
  : { readonly fields?: never });

/** Joins a schema and its texts; an object's fields must all have theirs, and no other. */
export const component = <S extends z.core.$ZodType>(schema: S, texts: Texts<S>): Component => ({
  schema,
  ...texts,
});
