import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { REASONS } from "../../../functions/docs/components/reasons.ts";
import { COMPONENTS } from "../../../functions/docs/components.ts";
import type { JsonSchema } from "../../../functions/docs/json-schema.ts";
import { openApiDocument } from "../../../functions/docs/openapi.ts";
import { CHAPTERS, OPERATIONS } from "../../../functions/docs/operations.ts";
import { REMEDIES } from "../../../functions/docs/problems.ts";
import { ROUTES } from "../../../functions/routes.ts";
import { decideCase } from "../../../lib/conform/decide-case.ts";
import { loadCases } from "../../../lib/conform/load-cases.ts";
import { REASON_CODES } from "../../../lib/core/reasons.ts";
import { contractOf, schemaRef } from "../../support/contract.ts";

const document = openApiDocument();
const contract = contractOf(document);
const { schemas } = document.components;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    line: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);
const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** Every value below `value`, itself included. */
function* within(value: unknown): Generator<unknown> {
  yield value;
  if (typeof value === "object" && value !== null)
    for (const part of Object.values(value)) yield* within(part);
}

describe("the document", () => {
  it("has exactly the routes of the table, each once", () => {
    expect(operations.map(({ line }) => line).sort()).toEqual(
      ROUTES.map(({ method, path }) => `${method} ${path}`).sort(),
    );
    expect(Object.keys(OPERATIONS)).toHaveLength(ROUTES.length);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  it.each(ROUTES)("says of $method $path which scope it needs and what each part of its path is", (route) => {
    const operation = document.paths[route.path]?.[route.method.toLowerCase()];
    const scopes = operation?.security.flatMap((scheme) => Object.values(scheme).flat());
    expect(new Set(scopes)).toEqual(new Set(route.scope === "public" ? [] : [route.scope]));
    const inPath = operation?.parameters?.filter((parameter) => parameter.in === "path") ?? [];
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(inPath.map(({ name }) => name)).toEqual(names);
    expect(Object.keys(CHAPTERS)).toContain(route.function);
  });

  it("gives every schema that it refers to, and refers to every schema that it gives", () => {
    const found = [...within(document)].flatMap((value) => {
      const ref = (value as JsonSchema | null)?.$ref;
      return typeof ref === "string" && ref.startsWith(schemaRef(""))
        ? [ref.slice(schemaRef("").length)]
        : [];
    });
    expect([...new Set(found)].sort()).toEqual(Object.keys(schemas).sort());
  });

  it.each(Object.keys(COMPONENTS))("has a schema %s that compiles and says what each field means", (name) => {
    expect(() => contract.faultsOf(schemaRef(name), null)).not.toThrow();
    const { description, properties = {}, type, additionalProperties } = schemas[name] ?? {};
    expect(description).toMatch(/\.$/);
    for (const [field, { description: meaning }] of Object.entries(properties)) {
      expect(meaning, `${name}.${field}`).toMatch(/\.$/);
    }
    if (type === "object") expect(additionalProperties).toBe(false);
    // An object within an object has a name, so that its fields are described too.
    const inner = [...within(properties)].filter((value) => (value as JsonSchema | null)?.properties);
    expect(inner.filter((value) => Object.keys((value as JsonSchema).properties ?? {}).length > 0)).toEqual(
      [],
    );
  });

  it("asks for the idempotency key where it is read: in the header of a check, in the items of a list", () => {
    const inHeader = operations.filter(({ operation }) =>
      operation.parameters?.some(({ name }) => name === "Idempotency-Key"),
    );
    expect(inHeader.map(({ line }) => line)).toEqual(["POST /v1/check"]);
    const inBody = Object.entries(schemas).filter(
      ([, { properties }]) => properties?.idempotencyKey !== undefined,
    );
    expect(inBody.map(([name]) => name).sort()).toEqual(["BatchItem", "ToldTouch"]);
  });

  it("has in each item of a batch all that a check has", () => {
    const fieldsOf = (name: string) => Object.keys(schemas[name]?.properties ?? {});
    const ofCheck = fieldsOf("CheckRequest");
    expect(fieldsOf("BatchItem").sort()).toEqual([...ofCheck, "idempotencyKey", "ref"].sort());
    expect(fieldsOf("BatchDefaults").sort()).toEqual(ofCheck.filter((field) => field !== "to").sort());
    expect(schemas.BatchDocument?.properties?.items?.items).toEqual({ $ref: schemaRef("BatchItem") });
    expect(schemas.BatchItem?.required).toEqual(["to"]);
  });

  it.each(operations)("has examples of $line that fit their schemas", ({ line, operation }) => {
    const contents = [
      operation.requestBody?.content,
      ...Object.values(operation.responses).map((r) => r.content),
    ];
    for (const content of contents) {
      for (const { schema, example } of Object.values(content ?? {})) {
        if (example === undefined) continue;
        expect(contract.faultsOf(schema.$ref ?? "", example), line).toEqual([]);
      }
    }
  });
});

describe("the schema of a decision", () => {
  const cases = loadCases();
  const given = new Set<string>();
  const example = OPERATIONS["POST /v1/check"].answers["200"]?.example as {
    readonly reasons: readonly { readonly details: object }[];
  };

  it("fits what is answered in every case, and every case's policy and request fit theirs", async () => {
    for (const one of cases) {
      const verdict = await decideCase(one);
      for (const { code } of [...verdict.reasons, ...verdict.warnings, ...verdict.shadow]) given.add(code);
      const sent = JSON.parse(JSON.stringify({ ...example, ...verdict })) as unknown;
      expect(contract.faultsOf(schemaRef("Decision"), sent), one.name).toEqual([]);
      expect(contract.faultsOf(schemaRef("Policy"), one.policy), one.name).toEqual([]);
      const request = { to: { contactId: "c" }, ...one.request };
      expect(contract.faultsOf(schemaRef("CheckRequest"), request), one.name).toEqual([]);
    }
  });

  it("was tried on every reason that this version gives, but for two that no case brings about", () => {
    expect(REASON_CODES.filter((code) => !given.has(code))).toEqual(["history_full", "outage"]);
  });

  it("refuses details that the code does not have, and a field that nobody described", () => {
    const [reason] = example.reasons;
    const withReason = (change: object) => ({ ...example, reasons: [{ ...reason, ...change }] });
    for (const bad of [
      withReason({ code: "cap_reached" }),
      withReason({ details: { ...reason?.details, surprise: 1 } }),
      withReason({ nextAllowedAt: "2026-11-24T02:10:00Z" }),
      { ...example, surprise: 1 },
    ]) {
      expect(contract.faultsOf(schemaRef("Decision"), bad)).not.toEqual([]);
    }
  });
});

/** Markdown without its marks and line breaks, code kept. */
const plain = (markdown: string): string =>
  markdown
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replaceAll(/\s+/g, " ")
    .trim();

describe("the words of the page", () => {
  const sections = read("docs/reasons.md").split(/^## /m).slice(1);

  it.each(sections)("are those of docs/reasons.md: %s", (section) => {
    const [code = ""] = section.split("\n", 1);
    const { given, next, details } = REASONS[code as keyof typeof REASONS];
    const part = (name: string) =>
      plain(new RegExp(`\\*\\*${name}\\*\\*([\\s\\S]*?)(?=\\n\\*\\*|$)`).exec(section)?.[1] ?? "");
    expect({ given, next }).toEqual({ given: part("Given"), next: part("Next") });
    const listed = [...part("Details").matchAll(/(?:^|- |, )`(\w+)\??`(?=[:,])/g)].map(([, name]) => name);
    expect(Object.keys(details.fields ?? {}).sort()).toEqual([...new Set(listed)].sort());
  });

  it("are those of docs/problems.md", () => {
    const rows = [...read("docs/problems.md").matchAll(/^\| `(\w+)`\s+\| \d{3}\s+\| (.*?)\s*\|$/gm)];
    expect(Object.fromEntries(rows.map(([, code = "", remedy = ""]) => [code, plain(remedy)]))).toEqual(
      REMEDIES,
    );
  });
});
