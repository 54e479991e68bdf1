import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { parseAst } from "vitest/node";

/** One import, re-export or `import()` of a source file. */
export interface Import {
  /** As written; undefined when it is computed and so cannot be known. */
  readonly specifier: string | undefined;
  /**
   * `type` is what leaves no trace at run time: `import type`, `export type … from`, `import("x").T`.
   * `import { type T }` is `static`: under verbatimModuleSyntax the module is still loaded.
   */
  readonly form: "static" | "dynamic" | "type";
  /** `z` of `import * as z`; undefined in every other form. */
  readonly namespace: string | undefined;
}

/** What the rules ask of one file. */
export interface Source {
  /** From the root of the project, with `/`. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /**
   * Names that the code refers to, each as `Date`, `Date.now`, `new Date()`, `new Date(…)` or, for members
   * of anything, `.getHours`. Names of types and keys of objects are not among them.
   */
  readonly uses: readonly string[];
}

type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

/** Parses one file. @throws SyntaxError (of the parser) when the text is not TypeScript. */
export function scan(path: string, text: string): Source {
  const imports: Import[] = [];
  const uses: string[] = [];
  const program: unknown = parseAst(text, { lang: path.endsWith("x") ? "tsx" : "ts" });
  walk(program, undefined, (node, parent) => {
    const found = importOf(node);
    if (found !== undefined) imports.push(found);
    uses.push(...usesOf(node, parent));
  });
  return { path, lines: text.trimEnd().split("\n").length, imports, uses };
}

/** Every TypeScript file below the given folders of the project; a folder that is not there has none. */
export function scanTree(root: string, folders: readonly string[]): Source[] {
  return folders
    .flatMap((folder) => filesBelow(root, folder))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => scan(path, readFileSync(posix.join(root, path), "utf8")));
}

/** The project's path of a relative import; undefined for a package. */
export const resolveImport = (from: string, specifier: string): string | undefined =>
  specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : undefined;

function filesBelow(root: string, folder: string): string[] {
  try {
    return readdirSync(posix.join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => posix.join(folder, name.replaceAll("\\", "/")))
      .filter((path) => !path.includes("/node_modules/"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

function walk(value: unknown, parent: Node | undefined, visit: (node: Node, parent?: Node) => void): void {
  if (Array.isArray(value)) for (const entry of value) walk(entry, parent, visit);
  if (!isNode(value)) return;
  visit(value, parent);
  for (const child of Object.values(value)) if (typeof child === "object") walk(child, value, visit);
}

function importOf(node: Node): Import | undefined {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration": {
      if (!isNode(node.source)) return undefined;
      const form = node.importKind === "type" || node.exportKind === "type" ? "type" : "static";
      return { specifier: literal(node.source), form, namespace: namespaceOf(node) };
    }
    case "ImportExpression":
      return { specifier: literal(node.source), form: "dynamic", namespace: undefined };
    case "TSImportType":
      return { specifier: literal(node.source), form: "type", namespace: undefined };
    case "CallExpression": {
      if (nameOf(node.callee) !== "require" || !Array.isArray(node.arguments)) return undefined;
      return { specifier: literal(node.arguments[0]), form: "dynamic", namespace: undefined };
    }
    default:
      return undefined;
  }
}

function namespaceOf(node: Node): string | undefined {
  const first: unknown = Array.isArray(node.specifiers) ? node.specifiers[0] : undefined;
  return isNode(first) && first.type === "ImportNamespaceSpecifier" ? nameOf(first.local) : undefined;
}

/** Parents below which an identifier is a type's name, or names what is imported and exported. */
const NOT_A_USE =
  /^(TS(?!AsExpression|SatisfiesExpression|NonNullExpression)|Import|Export.*Specifier|MetaProperty)/;

function usesOf(node: Node, parent: Node | undefined): string[] {
  if (node.type === "MetaProperty") return nameOf(node.meta) === "import" ? ["import.meta"] : [];
  if (node.type === "MemberExpression") {
    const member = memberOf(node);
    return member === undefined ? [] : [`.${member}`];
  }
  const name = nameOf(node);
  if (name === undefined || parent === undefined || NOT_A_USE.test(parent.type)) return [];
  if (parent.type === "MemberExpression") {
    if (parent.object !== node) return parent.computed === true ? [name] : [];
    const member = memberOf(parent);
    return [member === undefined ? name : `${name}.${member}`];
  }
  if (parent.type === "NewExpression" && parent.callee === node) {
    const bare = Array.isArray(parent.arguments) && parent.arguments.length === 0;
    return [bare ? `new ${name}()` : `new ${name}(…)`];
  }
  const isKey = parent.key === node && parent.computed !== true && parent.shorthand !== true;
  return isKey ? [] : [name];
}

/** `now` of `Date.now` and of `Date["now"]`; undefined when the member is computed. */
const memberOf = (node: Node): string | undefined =>
  node.computed === true ? literal(node.property) : nameOf(node.property);

const nameOf = (value: unknown): string | undefined =>
  isNode(value) && value.type === "Identifier" && typeof value.name === "string" ? value.name : undefined;

function literal(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === "Literal" && typeof value.value === "string") return value.value;
  if (value.type !== "TemplateLiteral" || !Array.isArray(value.quasis) || value.quasis.length !== 1)
    return undefined;
  const quasi: unknown = value.quasis[0]?.value;
  const isCooked = typeof quasi === "object" && quasi !== null && "cooked" in quasi;
  return isCooked && typeof quasi.cooked === "string" ? quasi.cooked : undefined;
}
