import { expect, it } from "vitest";
import { readEnv } from "../../../functions/shared/env.ts";

it("the table is all that must be given", () => {
  expect(readEnv({ TOUCHGATE_TABLE: "touchgate" })).toEqual({
    tableName: "touchgate",
    deadlineMs: 800,
    cacheSeconds: 10,
  });
});

it("deadline and cache are read as numbers", () => {
  const variables = { TOUCHGATE_TABLE: "t", TOUCHGATE_DEADLINE_MS: "1200", TOUCHGATE_CACHE_SECONDS: "0.5" };
  expect(readEnv(variables)).toEqual({ tableName: "t", deadlineMs: 1_200, cacheSeconds: 0.5 });
});

it.each(["0", "-1", "soon", "NaN", "Infinity", ""])(
  "a deadline of '%s' is refused",
  (TOUCHGATE_DEADLINE_MS) => {
    expect(() => readEnv({ TOUCHGATE_TABLE: "t", TOUCHGATE_DEADLINE_MS })).toThrow(
      "Configuration: TOUCHGATE_DEADLINE_MS must be a number above 0",
    );
  },
);

it("all that is wrong is named at once", () => {
  expect(() => readEnv({ TOUCHGATE_DEADLINE_MS: "x", TOUCHGATE_CACHE_SECONDS: "0" })).toThrow(
    "Configuration: TOUCHGATE_TABLE must name the table; TOUCHGATE_DEADLINE_MS must be a number above 0; TOUCHGATE_CACHE_SECONDS must be a number above 0",
  );
});
