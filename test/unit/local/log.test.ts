import { describe, expect, it } from "vitest";
import { show } from "../../../lib/local/log.ts";

const served = { level: "info", route: "POST /v1/check", status: 200 };
const failed = { level: "error", route: "POST /v1/check", code: "internal", fault: "Error: boom" };

describe("what the gate prints of its functions", () => {
  it("is every line as JSON, or what failed in a line, or nothing", () => {
    expect([served, failed].map((line) => show(line, "json"))).toEqual(
      [served, failed].map((line) => JSON.stringify(line)),
    );
    expect([served, failed].map((line) => show(line, "text"))).toEqual([
      undefined,
      "POST /v1/check: Error: boom",
    ]);
    expect([served, failed].map((line) => show(line, "quiet"))).toEqual([undefined, undefined]);
  });
});
