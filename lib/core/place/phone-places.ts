import { PHONE_PLACES } from "../data/phone-places.ts";
import { zonesOfCountry } from "../zones.ts";

/** Where telephone numbers can be that begin with the same digits. */
export interface PhonePlace {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** ISO 3166-2 codes of the parts of the country that they are in; undefined for any. */
  readonly parts: readonly string[] | undefined;
  /** All zones that they can be in. */
  readonly zones: readonly string[];
}

/** Digits of a national number that say where it is, at most. */
const MOST_DIGITS = 4;

/** By region, as identities hold it: the country, or the country and the first digits, like `US/850`. */
const places: ReadonlyMap<string, PhonePlace> = new Map(
  PHONE_PLACES.split("\n").flatMap((line) => {
    const [what = "", prefixes = ""] = line.split(": ");
    const [country = "", written = "", zones = ""] = what.split(" ");
    const parts = written === "*" ? undefined : written.split(",").map((part) => `${country}-${part}`);
    const place: PhonePlace = { country, parts, zones: zones.split(",") };
    return prefixes.split(" ").map((prefix) => [`${country}/${prefix}`, place] as const);
  }),
);

/** The region of a number: its country, with the first digits of the national number where they tell more. */
export function regionOf(country: string, nationalNumber: string): string {
  for (let digits = MOST_DIGITS; digits > 0; digits--) {
    const region = `${country}/${nationalNumber.slice(0, digits)}`;
    if (places.has(region)) return region;
  }
  return country;
}

/** Where the numbers of a region can be: anywhere in its country, where its digits are not known. */
export function placeOfRegion(region: string): PhonePlace {
  const known = places.get(region);
  if (known !== undefined) return known;
  const [country = ""] = region.split("/");
  return { country, parts: undefined, zones: zonesOfCountry(country) };
}
