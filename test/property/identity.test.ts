import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type NormaliseResult,
  normaliseEmail,
  normaliseIdentity,
} from "../../lib/core/identity/normalise.ts";

/** Any UTF-16 at all: lone surrogates, controls, marks. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 70 })
  .map((units) => String.fromCharCode(...units));
const unicode = fc.string({ unit: "binary", maxLength: 20 });
const label = fc.stringMatching(/^[a-z0-9]{1,10}$/);
const email = fc.tuple(label, label, label).map(([a, b, c]) => `${a}.${b}@${c}.example.com`);
const strangeEmail = fc.oneof(
  fc.emailAddress(),
  fc.tuple(unicode, unicode).map(([local, domain]) => `${local}@${domain}.example`),
  fc.tuple(unicode, label).map(([local, domain]) => `a${local}b@${domain}.example`),
  fc.string({ unit: "grapheme-ascii", maxLength: 20 }).map((quoted) => `"${quoted}"@example.com`),
);
const chineseMobile = fc
  .integer({ min: 0, max: 99_999_999 })
  .map((tail) => `+86138${String(tail).padStart(8, "0")}`);
const anyIdentity = fc.oneof(
  fc.record({ type: fc.constant("email"), value: fc.oneof(anyText, strangeEmail) }),
  fc.record({ type: fc.constant("zoho"), value: fc.oneof(anyText, unicode) }),
  fc.record({
    type: fc.constant("phone"),
    value: fc.oneof(anyText, chineseMobile, fc.stringMatching(/^[+(]?[0-9 ()./,;x转-]{0,40}$/)),
    region: fc.option(fc.constantFrom("CN", "US", "DE", "IT", "AR", "GB", "XX", "constructor"), {
      nil: undefined,
    }),
  }),
);

const DRESSES: readonly ((char: string) => string)[] = [
  (char) => char,
  (char) => char.toUpperCase(),
  (char) => char.replace(/[!-~]/, (ascii) => String.fromCharCode(ascii.charCodeAt(0) + 0xfee0)),
  (char) => `${char}\u200b`,
  (char) => `\u202a${char}\u202c`,
];
/** The same text as somebody else might have typed or pasted it. */
const dressed = (plain: string, dresses: readonly number[]): string =>
  ` ${[...plain].map((char, at) => DRESSES[(dresses[at % dresses.length] ?? 0) % DRESSES.length]?.(char)).join("")}\u00a0`;
const dresses = fc.array(fc.nat(DRESSES.length - 1), { minLength: 1, maxLength: 12 });

const canonical = (result: NormaliseResult): string => (result.ok ? result.identity.value : result.fault);

describe("normalising an identity", () => {
  it("answers any text with a value or a sentence, and a value normalises to itself", async () => {
    await fc.assert(
      fc.asyncProperty(anyIdentity, async (input) => {
        const result = await normaliseIdentity(input);
        if (result.ok) {
          expect(await normaliseIdentity({ type: input.type, value: result.identity.value })).toEqual(result);
        } else {
          expect(result.fault).toMatch(/^The .*\.$/);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it("finds the e-mail address behind capitals, full width, marks and spaces", () => {
    fc.assert(
      fc.property(email, dresses, (plain, worn) => {
        expect(canonical(normaliseEmail(dressed(plain, worn)))).toBe(plain);
      }),
      { numRuns: 2_000 },
    );
  });

  it("finds the phone number behind full width, marks and spaces", async () => {
    await fc.assert(
      fc.asyncProperty(chineseMobile, dresses, async (plain, worn) => {
        const text = dressed(plain, worn);
        fc.pre(text.length <= 64);
        expect(canonical(await normaliseIdentity({ type: "phone", value: text }))).toBe(plain);
      }),
      { numRuns: 1_000 },
    );
  });

  it("spends no more than linear time on the longest texts that could tempt a pattern to backtrack", () => {
    const started = performance.now();
    for (const piece of ["a.", "a-", " ", '\\"', "\u0130", "é.", "@", "\ufdfa"]) {
      const long = piece.repeat(Math.floor(310 / piece.length));
      for (const text of [`${long}!@`, `"${long}`, `a@${long}_`, `${long}@${long}`, `a@${long}`])
        normaliseEmail(text);
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
