import type { Contact, Identity } from "./contact.ts";
import { COUNTRY_ZONES } from "./data/country-zones.ts";

const NONE: readonly string[] = [];

const zonesByCountry: ReadonlyMap<string, readonly string[]> = new Map(
  COUNTRY_ZONES.split("\n").map((line) => {
    const [country = "", ...zones] = line.split(" ");
    return [country, zones];
  }),
);

/**
 * The zones in which clocks of a country differ, for an ISO 3166-1 alpha-2 code in either case; empty when
 * the country is unknown.
 */
export const zonesOfCountry = (country: string): readonly string[] =>
  zonesByCountry.get(country) ?? zonesByCountry.get(country.toUpperCase()) ?? NONE;

/**
 * Every zone the contact may be in, without duplicates: the zone they are known to live in; else those of
 * the countries their phone number can belong to (the destination's, or all their numbers' when it is no
 * phone), and of their country too when its region is known: people move and keep their numbers; else their
 * country's; empty when nothing is known.
 */
export function zonesOf(contact: Contact, destination: Identity | undefined): readonly string[] {
  const { timezone, country, region } = contact.attributes;
  if (timezone !== undefined) return [timezone];
  const byPhone = destination?.type === "phone" ? zonesOfPhone(NONE, destination) : zonesOfPhones(contact);
  const byCountry = country === undefined ? NONE : zonesOfCountry(country);
  if (byPhone.length === 0) return byCountry;
  return region === undefined ? byPhone : union(byPhone, byCountry);
}

const zonesOfPhones = (contact: Contact): readonly string[] =>
  contact.identities.reduce(
    (zones, identity) => (identity.type === "phone" ? zonesOfPhone(zones, identity) : zones),
    NONE,
  );

const zonesOfPhone = (others: readonly string[], phone: Identity): readonly string[] =>
  phone.regions.reduce((zones, region) => union(zones, zonesOfCountry(region)), others);

/** Unions already made. Lists are told apart by identity, so that finding one allocates nothing. */
const unions = new Map<readonly string[], Map<readonly string[], readonly string[]>>();
const MOST_UNIONS = 2_000;

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0) return b;
  if (b.length === 0 || a === b) return a;
  const known = unions.get(a)?.get(b);
  if (known !== undefined) return known;
  if (unions.size >= MOST_UNIONS) unions.clear();
  const added = b.filter((zone) => !a.includes(zone));
  const made = added.length === 0 ? a : [...a, ...added];
  const ofA = unions.get(a) ?? new Map<readonly string[], readonly string[]>();
  unions.set(a, ofA.set(b, made));
  return made;
}
