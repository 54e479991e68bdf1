import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldText } from "../../../lib/core/identity/fold-text.ts";

describe("a text as names are compared", () => {
  test.each([
    ["José  GARCÍA", "jose garcia", "accents and case fold, runs of space become one"],
    ["Jose\u0301 García", "jose garcia", "an accent that stands apart folds as the composed one"],
    ["Łukasz Søren Þór Ælfric Strauß", "lukasz soren thor aelfric strauss", "letters that have no parts"],
    ["İSTANBUL ılıca", "istanbul ilica", "both Turkish letters I"],
    ["ＡＣＭＥ　（Ｃｈｉｎａ）", "acme (china)", "full-width letters, spaces and brackets"],
    ["\u202aLi\u202c\u200b Ming\ufeff", "li ming", "bidi and zero-width marks"],
    ["O’Brien–Smith", "o'brien-smith", "typographic apostrophes and dashes"],
    ["O`Brien", "o'brien", "a grave accent typed as an apostrophe"],
    ["O´Brien", "o'brien", "an acute one likewise"],
    ["O｀Brien \u1fefBrien \u1ffdBrien", "o'brien 'brien 'brien", "and their full-width and Greek doubles"],
    ["Οδυσσεύς", "οδυσσευσ", "Greek, with the sigma that ends a word"],
    ["Алёна Андрей", "алена андреи", "Cyrillic"],
    ["が", "が", "a Japanese voiced sound is no accent"],
    ["हिन्दी", "हिन्दी", "an Indic vowel is no accent"],
    ["김민준", "김민준", "Korean syllables stay whole"],
    ["李\t明\n", "李 明", "tabs and line ends are spaces"],
    ["Müller", "muller", "an umlaut loses its dots"],
    ["Mueller", "mueller", "and the spelling with e stays"],
    ["\u00a0\u200b", "", "nothing that can be seen"],
  ])("%j becomes %j: %s", (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  test("folding a folded text changes nothing, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
        const once = foldText(text);
        expect(foldText(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  test("folding any single character again changes nothing", () => {
    const changed: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const once = foldText(String.fromCodePoint(code));
      if (foldText(once) !== once) changed.push(code.toString(16));
    }
    expect(changed).toEqual([]);
  });

  test("the case and the normal form that it was typed in make no difference", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿŁłĐđŐő '-]{1,20}$/u), (text) => {
        expect(foldText(text.normalize("NFD"))).toBe(foldText(text));
        expect(foldText(text.toUpperCase())).toBe(foldText(text));
      }),
    );
  });
});
