import { COUNTRY_ZONES } from "./data/country-zones.ts";
import { ZONE_COUNTRIES } from "./data/zone-countries.ts";

const NONE: readonly string[] = [];

const zonesByCountry: ReadonlyMap<string, readonly string[]> = new Map(
  COUNTRY_ZONES.split("\n").map((line) => {
    const [country = "", ...zones] = line.split(" ");
    return [country, zones];
  }),
);

/** By zone in lower case; made when it is first asked for, which is seldom. */
let countries: ReadonlyMap<string, string> | undefined;

/** The country, ISO 3166-1 alpha-2, that a zone is of; undefined for none, such as Etc/UTC, and for old names. */
export function countryOfZone(zone: string): string | undefined {
  countries ??= new Map(
    ZONE_COUNTRIES.split("\n").flatMap((line) => {
      const [country = "", ...zones] = line.split(" ");
      return zones.map((one) => [one.toLowerCase(), country] as const);
    }),
  );
  return countries.get(zone.toLowerCase());
}

/**
 * The zones in which clocks of a country differ, for an ISO 3166-1 alpha-2 code in either case; empty when
 * the country is unknown.
 */
export const zonesOfCountry = (country: string): readonly string[] =>
  zonesByCountry.get(country) ?? zonesByCountry.get(country.toUpperCase()) ?? NONE;
