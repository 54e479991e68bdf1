import { describe, expect, it } from "vitest";
import { foldText } from "../../../lib/core/identity/fold-text.ts";

describe("letters that Unicode does not take apart", () => {
  it("are folded to those that stand in for them", () => {
    expect(foldText("Groß Æsir Œuvre Øre Đura Eð Þór")).toBe("gross aesir oeuvre ore dura ed thor");
    expect(foldText("Łódź Ħal Ŧ Ŋ Kadırga ĸ Əli")).toBe("lodz hal t n kadirga k eli");
    expect(foldText("Σίσυφος")).toBe("σισυφοσ");
  });
});

describe("marks that look like an ASCII one", () => {
  it("are folded to it", () => {
    expect(foldText("a’b‘cʼdʻeʹf′g`h´i")).toBe("a'b'c'd'e'f'g'h'i");
    expect(foldText("a‐b\u2011c‒d–e—f−g")).toBe("a-b-c-d-e-f-g");
  });
});

describe("white space", () => {
  it("is one space within and none around, whatever it was", () => {
    for (const text of [
      "  Li   Wei ",
      "\tLi\r\n\n Wei\u0000",
      "\u3000Lì \u00a0\u2003Wei\u3000",
      "Lì \u200b Wei",
    ]) {
      expect(foldText(text)).toBe("li wei");
    }
  });
});
