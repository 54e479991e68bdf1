import { describe, expect, it } from "vitest";
import { differences, differenceText } from "../../../lib/conform/differences.ts";

describe("differences", () => {
  it("are none where an answer holds more than is expected of it", () => {
    expect(
      differences({ reasons: [{ code: "paused" }] }, { a: 1, reasons: [{ code: "paused", b: 2 }] }),
    ).toEqual([]);
  });

  it("tell the path of each value that is another, absent or of another kind", () => {
    const expected = { decision: "allow", next: null, reasons: [{ code: "a" }, { details: { max: 1 } }] };
    const got = { decision: "deny", reasons: [{ code: "b" }, { details: [1] }] };
    expect(differences(expected, got)).toEqual([
      { path: "decision", expected: "allow", got: "deny" },
      { path: "next", expected: null, got: undefined },
      { path: "reasons.0.code", expected: "a", got: "b" },
      { path: "reasons.1.details", expected: { max: 1 }, got: [1] },
    ]);
  });

  it("hold a list to its length and its order", () => {
    expect(differences([], [1])).toHaveLength(1);
    expect(differences([1, 2], [1])).toHaveLength(1);
    expect(differences([1, 2], [2, 1])).toHaveLength(2);
    expect(differences([1], { 0: 1 })).toHaveLength(1);
  });

  it("read on one line, without the messages, which are for people", () => {
    const line = differenceText({
      path: "reasons",
      expected: [],
      got: [{ code: "paused", message: "until" }],
    });
    expect(line).toBe('reasons: expected [], got [{"code":"paused"}]');
    expect(differenceText({ path: "next", expected: null, got: undefined })).toBe(
      "next: expected null, got nothing",
    );
  });
});
