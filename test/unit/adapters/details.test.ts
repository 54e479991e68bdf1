import { describe, expect, it } from "vitest";
import { detailIn } from "../../../lib/adapters/read-json.ts";

describe("a vendor's words, for people", () => {
  it.each([
    ["smtp; 550 5.1.1 <jane.doe@example.com>: no such user", "smtp; 550 5.1.1 <…>: no such user"],
    ["550 No mailbox jane@example.com", "550 No mailbox …"],
    ["李明@例子.中国 未知", "… 未知"],
    ["The number +14155550123 is a landline", "The number … is a landline"],
    ["550 5.7.1 blocked, error 30005", "550 5.7.1 blocked, error 30005"],
  ])("%s holds no address", (words, shown) => {
    expect(detailIn(words)).toBe(shown);
  });

  it("hold none that the end of the line cuts", () => {
    expect(detailIn(`${"x ".repeat(60)}jane.doe@example.com`)).not.toContain("jane");
  });
});
