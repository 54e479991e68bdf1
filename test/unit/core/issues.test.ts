import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { parse } from "../../../lib/core/issues.ts";
import { CheckRequestSchema } from "../../../lib/core/request.ts";
import { faultsOf as faults } from "../../support/faults.ts";

/** What is said of one field. */
const field = (schema: z.ZodMiniType, value: unknown) =>
  faults(z.strictObject({ field: schema }), value === undefined ? {} : { field: value });

describe("what is said of a fault", () => {
  it("is nothing of a sound value, which comes back parsed", () => {
    expect(parse(z.strictObject({ n: z._default(z.number(), 3) }), {})).toEqual({ value: { n: 3 } });
  });

  it("tells a missing field from one of the wrong type", () => {
    expect(field(z.string(), undefined)).toEqual(["field: is missing"]);
    expect(field(z.string(), 7)).toEqual(["field: must be a text"]);
    expect(field(z.string(), null)).toEqual(["field: must be a text"]);
    expect(field(z.number(), "7")).toEqual(["field: must be a number"]);
    expect(field(z.int(), 1.5)).toEqual(["field: must be a whole number"]);
    expect(field(z.boolean(), 1)).toEqual(["field: must be true or false"]);
    expect(field(z.array(z.string()), {})).toEqual(["field: must be a list"]);
    expect(field(z.strictObject({}), [])).toEqual(["field: must be an object"]);
    expect(field(z.record(z.string(), z.string()), [])).toEqual(["field: must be an object"]);
    expect(field(z.tuple([z.string()]), "a")).toEqual(["field: must be a list"]);
    expect(field(z.bigint(), 7)).toEqual(["field: must be of type bigint"]);
  });

  it("names what is allowed", () => {
    expect(field(z.enum(["a", "b"]), "c")).toEqual(["field: must be one of: a, b"]);
    expect(field(z.enum(["a", "b"]), undefined)).toEqual(["field: is missing; it must be one of: a, b"]);
    expect(field(z.literal("a"), "c")).toEqual(['field: must be "a"']);
  });

  it("names bounds with their units", () => {
    expect(field(z.string().check(z.minLength(1)), "")).toEqual(["field: must not be empty"]);
    expect(field(z.string().check(z.minLength(3)), "a")).toEqual(["field: must have at least 3 characters"]);
    expect(field(z.string().check(z.maxLength(2)), "abc")).toEqual(["field: must have at most 2 characters"]);
    expect(field(z.array(z.string()).check(z.minLength(1)), [])).toEqual(["field: must not be empty"]);
    expect(field(z.array(z.string()).check(z.maxLength(1)), ["a", "b"])).toEqual([
      "field: must have at most 1 entries",
    ]);
    expect(field(z.number().check(z.gte(0)), -1)).toEqual(["field: must be at least 0"]);
    expect(field(z.number().check(z.lte(9)), 10)).toEqual(["field: must be at most 9"]);
    expect(field(z.number().check(z.multipleOf(5)), 7)).toEqual(["field: must be a multiple of 5"]);
  });

  it("uses a schema's own words, and never none", () => {
    expect(field(z.string().check(z.regex(/^a/, { error: "must begin with a" })), "b")).toEqual([
      "field: must begin with a",
    ]);
    expect(field(z.string().check(z.regex(/^a/)), "b")).toEqual(["field: is not in the permitted form"]);
    expect(field(z.string().check(z.refine(() => false)), "b")).toEqual([
      "field: is not in the permitted form",
    ]);
  });

  it("names every unknown field, at its place", () => {
    const inner = z.strictObject({ known: z.optional(z.string()) });
    expect(faults(z.strictObject({ inner }), { inner: { one: 1, two: 2 }, three: 3 })).toEqual([
      "inner.one: is not a known field",
      "inner.two: is not a known field",
      "three: is not a known field",
    ]);
  });

  it("names the place in a list, and the name that a record may not have", () => {
    expect(field(z.array(z.string()), ["a", 2])).toEqual(["field.1: must be a text"]);
    const names = z.record(z.string().check(z.maxLength(2)), z.number());
    expect(field(names, { abc: 1 })).toEqual([
      "field.abc: is not a permitted name: must have at most 2 characters",
    ]);
    const plain = z.string().check(z.maxLength(2), z.regex(/^[a-z]*$/, { error: "must be of a–z" }));
    expect(field(z.record(plain, z.number()), { "a.b": 1 })).toEqual([
      "field.a.b: is not a permitted name: must have at most 2 characters; must be of a–z",
    ]);
  });

  it("names the whole document when that is at fault", () => {
    expect(faults(z.strictObject({}), "text")).toEqual([": the body must be an object"]);
    expect(faults(z.strictObject({}), undefined)).toEqual([": the body is missing"]);
  });

  it("speaks of the shape that the input comes nearest to", () => {
    const shapes = z.union([
      z.strictObject({ rolling: z.string() }),
      z.strictObject({ calendar: z.enum(["day", "week"]), zone: z.optional(z.string()) }),
    ]);
    expect(field(shapes, { calendar: "year" })).toEqual(["field.calendar: must be one of: day, week"]);
    expect(field(shapes, { rolling: 7 })).toEqual(["field.rolling: must be a text"]);
  });

  it("lists every fault of a check at once", () => {
    const said = faults(CheckRequestSchema, {
      to: {},
      channel: "fax",
      purpose: "",
      mode: "hold",
      extra: 1,
    });
    expect(said.map((line) => line.slice(0, line.indexOf(":"))).sort()).toEqual([
      ...["channel", "extra", "mode", "purpose", "to"],
    ]);
  });

  it("never repeats what was sent", () => {
    const said = faults(CheckRequestSchema, {
      to: { email: 5, phone: "x".repeat(70) },
      channel: "li@example.com",
    });
    expect(said.length).toBeGreaterThan(0);
    expect(said.join()).not.toMatch(/li@example|xxx/);
  });
});

describe("a value that no schema was made for", () => {
  it("is a fault of the input when it only looks like a text, never an exception", () => {
    for (const length of [{ toString: "null" }, { valueOf: 1, toString: 2 }]) {
      const message = "holds a value of no known form";
      const value = { department: { length } };
      expect(faults(CheckRequestSchema, value)).toEqual([`: the body ${message}`]);
      expect(parse(CheckRequestSchema, value, "the policy")).toEqual({
        issues: [{ path: "", message: `the policy ${message}` }],
      });
    }
  });

  it("does not hide a fault of our own", () => {
    const broken = z.pipe(
      z.string(),
      z.transform(() => {
        throw new RangeError("broken");
      }),
    );
    expect(() => parse(broken, "text")).toThrow(RangeError);
  });
});

describe("a field named __proto__", () => {
  const topics = z.strictObject({
    topics: z.record(z.string(), z.unknown()),
    limit: z.optional(z.number()),
  });
  const written = (json: string): unknown => JSON.parse(json);

  it("is refused wherever it is, since it would be lost without a word", () => {
    expect(faults(topics, written('{"topics":{"__proto__":{"optOut":true}}}'))).toEqual([
      "topics.__proto__: is not a known field",
    ]);
    expect(faults(topics, written('{"topics":{"__proto__":7,"news":[null,{"__proto__":null}]}}'))).toEqual([
      "topics.__proto__: is not a known field",
      "topics.news.1.__proto__: is not a known field",
    ]);
    expect(faults(z.record(z.string(), z.unknown()), written('{"__proto__":{"__proto__":1}}'))).toEqual([
      "__proto__: is not a known field",
      "__proto__.__proto__: is not a known field",
    ]);
  });

  it("is told once, beside every other fault", () => {
    expect(faults(topics, written('{"topics":{"__proto__":1},"limit":"none","__proto__":2}'))).toEqual([
      "limit: must be a number",
      "__proto__: is not a known field",
      "topics.__proto__: is not a known field",
    ]);
  });

  it("is not looked for without end", () => {
    let deep: unknown = null;
    for (let levels = 0; levels < 20_000; levels++) deep = [deep];
    expect(parse(z.unknown(), deep)).toHaveProperty("value");
  });
});
