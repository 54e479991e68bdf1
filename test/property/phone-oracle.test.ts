import fc from "fast-check";
import google from "google-libphonenumber";
import { describe, expect, it } from "vitest";
import { readPhone, readPhones } from "../../lib/core/identity/phone.ts";
import { readPhoneVectors } from "../support/phone-vectors.ts";

const { PhoneNumberFormat, PhoneNumberUtil } = google;
const oracle = PhoneNumberUtil.getInstance();

/** Example numbers of every region and type, E.164. */
const EXAMPLES = readPhoneVectors().map(({ e164 }) => e164);

/** E.164 of a valid number near an example: other last digits, so that ranges are met as they are dialled. */
const nearby = fc
  .tuple(fc.constantFrom(...EXAMPLES), fc.integer({ min: 0, max: 9999 }))
  .map(([e164, tail]) => e164.slice(0, -4) + String(tail).padStart(4, "0"))
  .filter((e164) => oracle.isValidNumber(oracle.parse(e164)));

const { INTERNATIONAL, NATIONAL, RFC3966 } = PhoneNumberFormat;
const format = (e164: string, as: google.PhoneNumberFormat): string => oracle.format(oracle.parse(e164), as);
/** Undefined for a number of no country. */
function regionOf(e164: string): string | undefined {
  const region = String(oracle.getRegionCodeForNumber(oracle.parse(e164)));
  return region === "001" ? undefined : region;
}

interface Spelling {
  readonly text: string;
  readonly region: string | undefined;
}
const SPELLINGS: readonly ((e164: string) => Spelling)[] = [
  (e164) => ({ text: e164, region: undefined }),
  (e164) => ({ text: format(e164, INTERNATIONAL), region: undefined }),
  (e164) => ({ text: format(e164, RFC3966), region: undefined }),
  (e164) => ({ text: format(e164, INTERNATIONAL), region: regionOf(e164) }),
  (e164) => ({ text: format(e164, NATIONAL), region: regionOf(e164) }),
  (e164) => ({ text: format(e164, NATIONAL).replace(/[^\d*#]/g, ""), region: regionOf(e164) }),
];

const WIDE = (text: string) =>
  text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
const MARKED = (text: string) => `\u202a${[...text].join("\u200b")}\u202c`;
const DRESSES = [(text: string) => text, (text: string) => text.replaceAll("-", " "), WIDE, MARKED];

describe("Google's library, as the oracle", () => {
  it("reads every spelling of a valid number to the same E.164", () => {
    const spelling = fc.tuple(nearby, fc.constantFrom(...SPELLINGS), fc.constantFrom(...DRESSES));
    fc.assert(
      fc.property(
        spelling.map(([e164, spell, dress]) => {
          const { text, region } = spell(e164);
          return { e164, region, text: dress(text) };
        }),
        ({ e164, text, region }) => {
          // A national spelling of a number of no country says nothing, and long marked ones are refused.
          fc.pre((region !== undefined || /^[\p{Cf}]*[+＋t]/u.test(text)) && text.length <= 64);
          expect(readPhone(text, region).e164).toBe(e164);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it("agrees on two numbers in one cell", () => {
    fc.assert(
      fc.property(nearby, nearby, fc.constantFrom("; ", " / ", "、", "\n", " or "), (a, b, between) => {
        const cell = [a, b].map((e164) => format(e164, INTERNATIONAL)).join(between);
        expect(readPhones(cell).map(({ e164 }) => e164)).toEqual([...new Set([a, b])]);
      }),
      { numRuns: 1_000 },
    );
  });
});
