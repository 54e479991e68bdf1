import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenApi } from "../../functions/docs/openapi.ts";
import { PROBLEM_CODES } from "../../functions/shared/problem.ts";
import { REASON_CODES } from "../../lib/core/reasons.ts";
import { startTestGate, type TestGate } from "../support/gate.ts";

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate();
});
afterAll(() => gate.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${gate.url}${path}`, { headers });

describe.each([
  ["/openapi.json", "application/json"],
  ["/docs", "text/html; charset=utf-8"],
])("GET %s", (path, type) => {
  it("answers everybody, with an ETag, for five minutes", async () => {
    const reply = await get(path);
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, type]);
    expect(reply.headers.get("etag")).toMatch(/^"[\w-]{22}"$/);
    expect(reply.headers.get("cache-control")).toBe("public, max-age=300");
    expect(reply.headers.get("x-request-id")).toMatch(/./);
  });

  it("answers 304 to whoever has it, and the same to whoever has another", async () => {
    const first = await get(path);
    const etag = first.headers.get("etag") ?? "";
    const known = await get(path, { "if-none-match": etag });
    expect([known.status, known.headers.get("etag"), await known.text()]).toEqual([304, etag, ""]);
    const other = await get(path, { "if-none-match": '"other"' });
    expect([other.status, await other.text()]).toEqual([200, await first.text()]);
  });
});

describe("the document", () => {
  it("is OpenAPI 3.1 by the official schema, and its references resolve", async () => {
    const document = (await (await get("/openapi.json")).json()) as OpenApi & Record<string, unknown>;
    expect(document.openapi).toBe("3.1.0");
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(() => validator.resolveRefs()).not.toThrow();
    const broken = { ...document, paths: { "/v1/check": { post: { responses: { "200": {} } } } } };
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });
});

describe("the page", () => {
  let page: string;
  let policy: string;
  beforeAll(async () => {
    const reply = await get("/docs");
    page = await reply.text();
    policy = reply.headers.get("content-security-policy") ?? "";
  });
  const anchors = () => [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);

  it("has a place for the type of every problem, and for every reason", () => {
    expect(anchors()).toEqual(expect.arrayContaining([...PROBLEM_CODES]));
    expect(anchors()).toEqual(expect.arrayContaining(REASON_CODES.map((code) => `reason-${code}`)));
  });

  it("has each anchor once, and every link to one resolves", () => {
    expect(new Set(anchors()).size).toBe(anchors().length);
    const targets = [...page.matchAll(/ (?:href|aria-labelledby)="#?([\w-]+)"/g)].map(([, target]) => target);
    expect(targets.length).toBeGreaterThan(100);
    expect(targets.filter((target) => !anchors().includes(target))).toEqual([]);
  });

  it("needs nothing from elsewhere and no script, and its policy says so", () => {
    expect(page).not.toMatch(/<script|<iframe|<form|\son\w+=|\sstyle=|@import|url\(/i);
    const links = [...page.matchAll(/\s(?:href|src)="([^#"][^"]*)"/g)].map(([, link]) => link);
    expect([...new Set(links)].sort()).toEqual(["/openapi.json", "data:,"]);
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; img-src data:;/);
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("has a heading for everything, no level left out, and closes what it opens", () => {
    const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    const inMain = levels.slice(levels.indexOf(1));
    expect(inMain.filter((level) => level === 1)).toHaveLength(1);
    expect(inMain.filter((level, i) => i > 0 && level > (inMain[i - 1] ?? 0) + 1)).toEqual([]);
    for (const element of ["section", "table", "tr", "td", "th", "details", "code", "pre", "p", "a"]) {
      const opened = page.match(new RegExp(`<${element}[ >]`, "g"))?.length;
      expect([element, page.match(new RegExp(`</${element}>`, "g"))?.length]).toEqual([element, opened]);
    }
  });

  it("names every call, its scope and how to make it", async () => {
    const { paths } = (await (await get("/openapi.json")).json()) as OpenApi;
    for (const [path, methods] of Object.entries(paths)) {
      for (const { operationId, summary, security } of Object.values(methods)) {
        const section = page.slice(page.indexOf(`id="call-${operationId}"`)).split("</section>", 1)[0] ?? "";
        expect(section).toContain(path);
        expect(section).toContain(summary.replaceAll("'", "&#39;"));
        expect(section).toContain("curl -s ");
        for (const scope of security.flatMap((scheme) => Object.values(scheme).flat())) {
          expect(section).toContain(`<code>${scope}</code>`);
        }
      }
    }
  });
});
