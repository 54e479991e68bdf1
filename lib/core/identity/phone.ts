import {
  type CountryCode,
  findPhoneNumbersInText,
  isSupportedCountry,
  type NumberType,
  ParseError,
  type PhoneNumber,
  parsePhoneNumberWithError,
  validatePhoneNumberLength,
} from "libphonenumber-js/max";
import { regionOf } from "../place/phone-places.ts";
import { readable } from "./normalised.ts";

const TYPED_CHARS = 64;
// 转, 分机 and 内线 stand before an extension; the library knows only Western words for it.
const CHINESE_EXTENSION = /(?:转|轉|分机|分機|内线|內線)[^\d]{0,3}\d{1,7}$/;

/** What a text says as a phone number. */
export type PhoneReading =
  | { readonly e164: string; readonly regions: readonly string[]; readonly fault: undefined }
  /** `e164` is there when the text reads as a number that no numbering plan holds today. */
  | { readonly e164: string | undefined; readonly fault: string };

/**
 * Reads one phone number in any usual spelling, without its extension: whoever dials it reaches the same
 * line. `region` (ISO 3166-1 alpha-2, any case) tells whose national number it is; absent, the text must
 * begin with + and the calling code. Valid is what Google's numbering plans hold, as libphonenumber-js has
 * them: a range newer than the library is refused. Needs 190 KB of plans, so import it lazily.
 */
export function readPhone(text: string, region?: string): PhoneReading {
  if (text.length > TYPED_CHARS) return unreadable("The phone number is too long; give one number.");
  const country = region?.toUpperCase();
  if (country !== undefined && !isSupportedCountry(country)) {
    return unreadable("The region must be a country with phone numbers, as ISO 3166-1 alpha-2, e.g. CN.");
  }
  const options = country === undefined ? { extract: false } : { extract: false, defaultCountry: country };
  const typed = withoutDecoration(readable(text));
  const number = parse(typed, options);
  const valid = number?.isValid() ? number : undefined;
  if ((valid === undefined || valid.ext !== undefined) && holdsSeveral(typed, number?.country ?? country)) {
    return unreadable("The text holds more than one phone number; give one.");
  }
  if (valid) return { e164: valid.number, regions: regionsOf(valid), fault: undefined };
  return { e164: number?.number, fault: faultOf(typed, options) };
}

/** Mobile numbers have the area codes of landlines. */
const PLACED_MOBILES: readonly string[] = ["BR", "MX"];
/** Kinds of numbers that no North American country has for itself. */
const PLACELESS: readonly NumberType[] = [
  "TOLL_FREE",
  "PREMIUM_RATE",
  "SHARED_COST",
  "PERSONAL_NUMBER",
  "UAN",
];

/** The countries that a number can belong to, each with the first digits where they tell the part of it. */
function regionsOf(number: PhoneNumber): readonly string[] {
  const type = number.getType();
  // The plans name the main country of numbers that all of them share.
  if (number.countryCallingCode === "1" && PLACELESS.includes(type)) return ["US", "CA"];
  return number.getPossibleCountries().map((country) => {
    const isPlaced = type !== "MOBILE" || PLACED_MOBILES.includes(country);
    const isLandline = type === "FIXED_LINE" || type === "FIXED_LINE_OR_MOBILE" || type === "MOBILE";
    return isPlaced && isLandline ? regionOf(country, number.nationalNumber) : country;
  });
}

// Longer cells hold remarks or lists, which nobody means as one contact's numbers.
const CELL_CHARS = 200;
/** What people put between numbers, the surest first. */
const SEPARATORS: readonly RegExp[] = [/[;；,，、|\n\r]/, /\s+(?:or|and|oder|und|ou|et|o|y)\s+|或者?|和|及/i];

/**
 * Reads a cell that holds one phone number or several, as contact lists have them: `13800138000 / 13900139000`,
 * `手机13800138000，办公010-88888888`. Each number once, in order, by `region` or, where that is absent, by the country
 * of the first that names its own. There is always a reading: what is no number comes back with its fault.
 */
export function readPhones(text: string, region?: string): readonly PhoneReading[] {
  if (text.length > CELL_CHARS) return [unreadable("The text is too long; give the phone numbers alone.")];
  const country = region ?? findPhoneNumbersInText(readable(text))[0]?.number.country;
  const readings = piecesOf(text, country).map((piece) => readPhone(piece, country));
  return readings.filter(
    ({ e164 }, at) => e164 === undefined || readings.findIndex((other) => other.e164 === e164) === at,
  );
}

function piecesOf(
  text: string,
  region: string | undefined,
  [separator, ...others] = SEPARATORS,
): readonly string[] {
  if (isPhone(text, region)) return [text];
  if (separator === undefined) return numbersWithin(text, region);
  const pieces = text.split(separator).filter((piece) => readable(piece) !== "");
  return pieces.length === 0 ? [text] : pieces.flatMap((piece) => piecesOf(piece, region, others));
}

/** Numbers that a slash, spaces or words keep apart; the whole text when there is none. */
function numbersWithin(text: string, region: string | undefined): readonly string[] {
  const plain = readable(text);
  // German numbers have slashes of their own, so each side of one must be, or begin like, a whole number.
  const sides = plain.split("/");
  if (sides.every((side) => /^\s*\+/.test(side) || isPhone(side, region))) return sides;
  const country = region?.toUpperCase();
  const options = country !== undefined && isSupportedCountry(country) ? { defaultCountry: country } : {};
  const found = findPhoneNumbersInText(plain, options);
  return found.length > 0 ? found.map(({ startsAt, endsAt }) => plain.slice(startsAt, endsAt)) : [text];
}

const isPhone = (text: string, region: string | undefined): boolean =>
  readPhone(text, region).fault === undefined;

const ORGANISATION_LINES: readonly NumberType[] = [
  "TOLL_FREE",
  "PREMIUM_RATE",
  "SHARED_COST",
  "UAN",
  "VOICEMAIL",
];

/** Whether a canonical number (E.164) is of a kind that companies rent and no person has: toll-free, 400, premium. */
export const isOrganisationLine = (e164: string): boolean =>
  ORGANISATION_LINES.includes(parse(e164, { extract: false })?.getType());

const unreadable = (fault: string): PhoneReading => ({ e164: undefined, fault });

/** Takes off what people put around a number and the library stumbles over. */
const withoutDecoration = (text: string): string =>
  text
    .replace(/^tel:(?!.*;phone-context=)/i, "")
    .replace(/^\(\+(\d{1,3})\)/, "+$1 ")
    .replace(CHINESE_EXTENSION, "")
    .trim();

interface ReadingOptions {
  readonly extract: boolean;
  readonly defaultCountry?: CountryCode;
}

function parse(text: string, options: ReadingOptions): PhoneNumber | undefined {
  try {
    return parsePhoneNumberWithError(text, options);
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

/** A comma or semicolon may also lead to an extension, which could hide a second number. */
function holdsSeveral(text: string, country: CountryCode | undefined): boolean {
  const lines = text.replace(/[,;]/g, "\n");
  return findPhoneNumbersInText(lines, country === undefined ? {} : { defaultCountry: country }).length > 1;
}

function faultOf(text: string, options: ReadingOptions): string {
  switch (validatePhoneNumberLength(text, options)) {
    case "NOT_A_NUMBER":
      return "The text is not a phone number; write it like +8613800138000, an extension after ext.";
    case "INVALID_COUNTRY":
      return options.defaultCountry === undefined && !text.startsWith("+")
        ? "The phone number has no country: give its region, e.g. CN, or write it with + and the calling code, e.g. +86."
        : "The phone number has a country calling code that does not exist.";
    case "TOO_SHORT":
      return "The phone number is too short for its country.";
    case "TOO_LONG":
      return "The phone number is too long for its country; give one number, an extension after ext.";
    case "INVALID_LENGTH":
      return "The phone number has a length that its country does not use.";
    case undefined:
      return "The phone number has the right length, but its country has no such number.";
  }
}
