import type * as z from "zod/mini";
import type { Issue } from "./errors.ts";

/** What a schema made of a value: the value in its parsed form, or every fault. */
export type Parsed<T> = { readonly value: T } | { readonly issues: readonly Issue[] };

/** Parses `value`; `what` names the whole document in messages about it. Never throws. */
export function parse<S extends z.core.$ZodType>(
  schema: S,
  value: unknown,
  what = "the body",
): Parsed<z.output<S>> {
  const parser = schema as unknown as z.ZodMiniType<z.output<S>>;
  const result = safely(() => parser.safeParse(value));
  if (result === undefined)
    return { issues: [{ path: "", message: `${what} holds a value of no known form` }] };
  const passedOver = protoFields(value, []);
  if (result.success) return passedOver.length === 0 ? { value: result.data } : { issues: passedOver };
  // Only now is the input worth carrying: it tells a missing field from one of the wrong type.
  const again = parser.safeParse(value, { reportInput: true });
  const issues = issuesOf(again.error ?? result.error, what);
  const spokenOf = new Set(issues.map(({ path }) => path));
  return { issues: [...issues, ...passedOver.filter(({ path }) => !spokenOf.has(path))] };
}

/** Undefined when a schema stumbles: its length checks take any object with a `length`, whatever that is. */
function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (fault) {
    if (fault instanceof TypeError) return undefined;
    throw fault;
  }
}

/** Fields named `__proto__`: records pass over them without a word, and what is passed over is lost. */
function protoFields(value: unknown, path: readonly string[]): readonly Issue[] {
  if (typeof value !== "object" || value === null || path.length > DEEPEST) return NONE;
  let found = NONE;
  for (const name of Object.keys(value)) {
    const field = (value as Readonly<Record<string, unknown>>)[name];
    const here = name === "__proto__" || typeof field === "object" ? [...path, name] : path;
    if (name === "__proto__") found = [...found, { path: pathText(here), message: "is not a known field" }];
    const inner = protoFields(field, here);
    if (inner.length > 0) found = [...found, ...inner];
  }
  return found;
}

const NONE: readonly Issue[] = [];

/** No document has so many levels: what lies deeper has been refused for its form. */
const DEEPEST = 32;

type ZodIssue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A path as people write it: `items.3.to.email`; `""` is the whole document. */
export const pathText = (path: Path): string => path.map(String).join(".");

function issuesOf(error: z.core.$ZodError, what: string): Issue[] {
  return error.issues.flatMap((issue) => translate(issue, [], what));
}

function translate(issue: ZodIssue, base: Path, what: string): Issue[] {
  const path = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: pathText([...path, key]), message: "is not a known field" }));
  }
  if (issue.code === "invalid_union") return translateUnion(issue, path, what);
  const text = path.length === 0 ? `${what} ${sentence(issue)}` : sentence(issue);
  return [{ path: pathText(path), message: text }];
}

/** Of several possible shapes, speak of the one that the input comes nearest to. */
function translateUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path, what: string): Issue[] {
  const options = (issue as { options?: readonly unknown[] }).options;
  if (options !== undefined)
    return [{ path: pathText(path), message: `must be one of: ${options.join(", ")}` }];
  const branches = issue.errors.map((errors) => errors.flatMap((inner) => translate(inner, path, what)));
  // A shape that fails as a whole is of another kind altogether, and further off than any fault within one.
  const whole = pathText(path);
  const farness = (faults: Issue[]) =>
    (faults.some((fault) => fault.path === whole) ? 1e6 : 0) + faults.length;
  const nearest = branches.sort((a, b) => farness(a) - farness(b))[0];
  return nearest ?? [{ path: pathText(path), message: "has none of the permitted forms" }];
}

const choice = (values: readonly unknown[]): string =>
  values.length === 1
    ? `must be ${JSON.stringify(values[0])}`
    : `must be one of: ${values.map(String).join(", ")}`;

const AMOUNTS: Readonly<Record<string, string>> = {
  string: "characters",
  array: "entries",
};

/** What zod/mini says where a schema has no words of its own. */
const NO_WORDS = "Invalid input";

function sentence(issue: ZodIssue): string {
  if (issue.message !== NO_WORDS) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return typeSentence(issue);
    case "invalid_value":
      return `${issue.input === undefined ? "is missing; it " : ""}${choice(issue.values)}`;
    case "too_small":
      if (issue.origin in AMOUNTS && Number(issue.minimum) === 1) return "must not be empty";
      return `must ${bound(issue.origin, "at least", issue.minimum)}`;
    case "too_big":
      return `must ${bound(issue.origin, "at most", issue.maximum)}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_key":
      return `is not a permitted name: ${issue.issues.map(sentence).join("; ")}`;
    default:
      return "is not in the permitted form";
  }
}

function bound(origin: string, comparison: string, limit: number | bigint): string {
  const amount = AMOUNTS[origin];
  return amount === undefined ? `be ${comparison} ${limit}` : `have ${comparison} ${limit} ${amount}`;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "a text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  tuple: "a list",
};

function typeSentence(issue: z.core.$ZodIssueInvalidType): string {
  const wanted = TYPE_WORDS[issue.expected] ?? `of type ${issue.expected}`;
  return issue.input === undefined ? "is missing" : `must be ${wanted}`;
}
