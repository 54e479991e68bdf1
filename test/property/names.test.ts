import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AMERICAN, CHINESE, GERMAN } from "../../bench/dedup/made-names.ts";
import { HOUSEHOLD_ENDINGS } from "../../lib/core/data/name-words.ts";
import { PLACEHOLDER_STRETCHES, PLACEHOLDER_WORDS } from "../../lib/core/data/placeholder-words.ts";
import { readPersonName } from "../../lib/core/identity/person-name.ts";

const of = (values: Iterable<string>) => fc.constantFrom(...values);
/** Richard Famille is a household's name, and Maria Mustermann stands for anybody. */
const besideAName = of(
  [...PLACEHOLDER_WORDS].filter((word) => !HOUSEHOLD_ENDINGS.has(word) && word !== "mustermann"),
);
const spelling = fc.constantFrom(
  (text: string) => text,
  (text: string) => text.toUpperCase(),
  (text: string) => text.toLowerCase(),
);
const between = fc.constantFrom(" ", "  ", "-", ". ", ", ", "_", "/");

const western = fc
  .constantFrom(AMERICAN, GERMAN)
  .chain(({ given, family }) => fc.record({ given: of(given), other: of(given), family: of(family) }));

describe("a text in the field of a name", () => {
  it("is none when all its words stand for nobody, however they are written and in whichever order", async () => {
    const text = fc
      .tuple(fc.array(of(PLACEHOLDER_WORDS), { minLength: 1, maxLength: 4 }), between, spelling)
      .map(([words, sign, spell]) => spell(words.join(sign)));
    await fc.assert(
      fc.asyncProperty(text, async (name) => {
        expect(await readPersonName(name)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it("is none when it is made of such stretches without spaces", async () => {
    const text = fc.array(of(PLACEHOLDER_STRETCHES.filter(({ length }) => length <= 8)), {
      minLength: 1,
      maxLength: 2,
    });
    await fc.assert(
      fc.asyncProperty(text, async (stretches) => {
        expect(await readPersonName(stretches.join(""))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it("is a name when it has a first name and a surname, in either order, with an initial or beside such a word", async () => {
    const text = fc
      .tuple(western, besideAName, of("EIUYA"), spelling)
      .chain(([{ given, family }, word, initial, spell]) =>
        fc
          .constantFrom(
            `${given} ${family}`,
            `${family}, ${given}`,
            `${given} ${initial} ${family}`,
            `${given} ${initial}. ${family}`,
            `${given} ${word}`,
          )
          .map((name) => (name.includes(` ${initial} `) ? name : spell(name))),
      );
    await fc.assert(
      fc.asyncProperty(text, async (name) => {
        expect(await readPersonName(name)).toBeDefined();
      }),
      { numRuns: 3_000 },
    );
  });

  it("is none when two first names are joined before a surname or after it", async () => {
    const joint = fc
      .tuple(western, of([" & ", " and ", " und ", " + ", " et ", "&"]), spelling, fc.boolean())
      .map(([{ given, other, family }, sign, spell, before]) =>
        spell(before ? `${given}${sign}${other} ${family}` : `${family}, ${given}${sign}${other}`),
      );
    await fc.assert(
      fc.asyncProperty(joint, async (name) => {
        expect(await readPersonName(name)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it("is one person's when two surnames are joined behind a first name", async () => {
    const joined = fc
      .tuple(western, of(["y", "e", "i"]), of(["Gasset", "Cajal", "Silva", "Cadafalch", "Castro"]))
      .map(([{ given, family }, sign, second]) => `${given} ${family} ${sign} ${second}`);
    await fc.assert(
      fc.asyncProperty(joined, async (name) => {
        expect(await readPersonName(name)).toBeDefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it("is a name in Chinese when it has a surname and a given name", async () => {
    const text = fc.record({ family: of(CHINESE.family), given: of(CHINESE.given) });
    await fc.assert(
      fc.asyncProperty(text, async ({ family, given }) => {
        expect(await readPersonName(`${family}${given}`)).toBeDefined();
        expect(await readPersonName(`${family}${given}和${family}${given}`)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });
});
