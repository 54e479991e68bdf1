import type { Contact, Identity } from "../contact.ts";
import { PARTS } from "../data/country-parts.ts";
import { countryOfZone, zonesOfCountry } from "../zones.ts";
import { placeOfRegion } from "./phone-places.ts";

/** Where a contact may be, and what says so. */
export interface Place {
  /** Every zone they may be in, without duplicates; empty when nothing is known. */
  readonly zones: readonly string[];
  /**
   * Every jurisdiction whose law may protect them, in order: ISO 3166-1 codes of countries and ISO 3166-2 codes of their
   * parts, `US-*` where any part of a country may be meant, `EU` for its members.
   */
  readonly jurisdictions: readonly string[];
  /** What it was told by, like `phone US/850` or `region US-FL`. */
  readonly because: readonly string[];
}

/** Member states of the European Union. */
const EU = new Set(
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split(" "),
);

/** Any part of the country may be meant. */
export const anyPartOf = (country: string): string => `${country}-*`;

const parts = new Map(PARTS.map((part) => [part.code, part]));

/** The zones of a country or a part of one; those of the whole country for a part that is not known. */
export const zonesOfJurisdiction = (code: string): readonly string[] =>
  parts.get(code)?.zones ?? zonesOfCountry(code.slice(0, 2));

const codesByName = new Map(
  PARTS.map(({ code, name }) => [`${code.slice(0, 2)} ${name.toLowerCase()}`, code]),
);

/**
 * Where a contact may be. Their clock: the zone that they are known to live in; else what their region and their telephone
 * number allow together, of which people keep the one when the other changes; else their country's. The law: of region,
 * number and country, whatever the clock; else of the country that keeps their zone. The destination counts, or all their numbers when it is no telephone. The same object for the same places.
 */
export function placeOf(contact: Contact, destination: Identity | undefined): Place {
  const { attributes, identities } = contact;
  const isLast =
    attributes === last.attributes && identities === last.identities && destination === last.destination;
  if (isLast) return last.place;
  const place = placeBy(cluesOf(contact, destination));
  last = { attributes, identities, destination, place };
  return place;
}

/** Every zone the contact may be in; empty when nothing is known. */
export const zonesOf = (contact: Contact, destination: Identity | undefined): readonly string[] =>
  placeOf(contact, destination).zones;

interface Clues {
  readonly timezone: string | undefined;
  readonly country: string | undefined;
  readonly region: string | undefined;
  /** Of telephone numbers, as identities hold them. */
  readonly phones: string;
}

function cluesOf({ attributes, identities }: Contact, destination: Identity | undefined): Clues {
  const { timezone, country, region } = attributes;
  const numbers =
    destination?.type === "phone" ? [destination] : identities.filter(({ type }) => type === "phone");
  return { timezone, country, region, phones: numbers.map(({ regions }) => regions.join()).join() };
}

/** Rules of one decision ask for the same contact again and again. */
let last: {
  readonly attributes?: Contact["attributes"];
  readonly identities?: Contact["identities"];
  readonly destination?: Identity | undefined;
  readonly place: Place;
} = {
  place: { zones: [], jurisdictions: [], because: [] },
};

const known = new Map<string, Place>();
const MOST_KNOWN = 2_000;

function placeBy(clues: Clues): Place {
  // A region is any text, so it stands last: none of the others has a space.
  const key = `${clues.timezone} ${clues.country} ${clues.phones} ${clues.region}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const place = findPlace(clues);
  known.set(key, place);
  return place;
}

/** What one clue says. */
interface Hint {
  readonly from: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly zones: readonly string[];
  readonly jurisdictions: readonly string[];
}

function findPlace({ timezone, country, region, phones }: Clues): Place {
  // A satellite telephone is nowhere.
  const byPhone = [...new Set(phones.split(","))].map(phoneHint).filter(({ zones }) => zones.length > 0);
  const byAddress =
    region === undefined ? countryHints(country, byPhone) : regionHints(region, country, byPhone);
  const isAddressed = region !== undefined || byPhone.length === 0;
  const byClock = timezone === undefined ? [] : [{ from: `timezone ${timezone}`, zones: [timezone] }];
  const clocks = byClock.length > 0 ? byClock : [...byPhone, ...(isAddressed ? byAddress : [])];
  const told = [...byAddress, ...byPhone];
  // Whoever is known by their clock alone is somewhere where it is kept.
  const laws = told.length > 0 || timezone === undefined ? told : clockHints(timezone);
  return {
    zones: unionOf(clocks.map(({ zones }) => zones)),
    jurisdictions: interned(unionOf(laws.map(({ jurisdictions }) => jurisdictions))),
    because: [...new Set([...byClock, ...laws].map(({ from }) => from))],
  };
}

function phoneHint(region: string): Hint {
  const { country, parts: inParts, zones } = placeOfRegion(region);
  const jurisdictions = lawsOf(country, inParts ?? [anyPartOf(country)]);
  return { from: `phone ${region}`, country, zones, jurisdictions };
}

function clockHints(timezone: string): readonly Hint[] {
  const country = countryOfZone(timezone);
  if (country === undefined) return [];
  const jurisdictions = lawsOf(country, [anyPartOf(country)]);
  return [{ from: `timezone ${timezone}`, country, zones: [timezone], jurisdictions }];
}

/** Of a country alone, any part may be meant, unless a number tells which. */
function countryHints(country: string | undefined, byPhone: readonly Hint[]): readonly Hint[] {
  if (country === undefined) return [];
  const code = country.toUpperCase();
  const isTold = byPhone.some((hint) => hint.country === code);
  const jurisdictions = lawsOf(code, isTold ? [] : [anyPartOf(code)]);
  return [{ from: `country ${code}`, country: code, zones: zonesOfCountry(code), jurisdictions }];
}

/** Without a country, a region is one of the country that it names itself, or of those of the numbers. */
function regionHints(region: string, country: string | undefined, byPhone: readonly Hint[]): readonly Hint[] {
  const named = country ?? /^([A-Za-z]{2})-/.exec(region)?.[1];
  if (named !== undefined) return [regionHint(named.toUpperCase(), region)];
  const countries = new Set(byPhone.map((hint) => hint.country));
  return [...countries].map((one) => regionHint(one, region)).filter(({ from }) => from.startsWith("region"));
}

/** A region that is none of those known of its country may be any part of it. */
function regionHint(country: string, region: string): Hint {
  const code = partOf(country, region);
  return {
    ...{ from: code === undefined ? `country ${country}` : `region ${code}`, country },
    zones: zonesOfJurisdiction(code ?? country),
    jurisdictions: lawsOf(country, [code ?? anyPartOf(country)]),
  };
}

const countriesInParts = new Set(PARTS.map(({ code }) => code.slice(0, 2)));
const CODE_OF_PART = /^[A-Z0-9]{1,3}$/;

/** `FL`, `US-FL` and `Florida` are one. Undefined for a text that is no part of the country, as far as its parts are known. */
function partOf(country: string, region: string): string | undefined {
  const named = codesByName.get(`${country} ${region.toLowerCase()}`);
  if (named !== undefined) return named;
  const upper = region.toUpperCase();
  const own = upper.startsWith(`${country}-`) ? upper.slice(country.length + 1) : upper;
  const code = `${country}-${own}`;
  if (countriesInParts.has(country)) return parts.get(code)?.code;
  return CODE_OF_PART.test(own) ? code : undefined;
}

function lawsOf(country: string, inParts: readonly string[]): readonly string[] {
  const of = PARTS_ABROAD[country];
  const countries = of === undefined ? [country] : [country, of];
  return [...countries, ...(countries.some((one) => EU.has(one)) ? ["EU"] : []), ...inParts];
}

/** Parts of a country with a code of their own, where its law holds as well. */
const PARTS_ABROAD: Readonly<Record<string, string>> = {
  ...{ GF: "FR", GP: "FR", MF: "FR", MQ: "FR", RE: "FR", YT: "FR", AX: "FI" },
  ...{ AS: "US", GU: "US", MP: "US", PR: "US", VI: "US" },
};

const unionOf = (lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())];

/** One list object for the same jurisdictions, so that what is made for them is found again. */
const lists = new Map<string, readonly string[]>();

function interned(jurisdictions: readonly string[]): readonly string[] {
  const sorted = [...jurisdictions].sort();
  const key = sorted.join();
  const before = lists.get(key);
  if (before !== undefined) return before;
  if (lists.size >= MOST_KNOWN) lists.clear();
  lists.set(key, sorted);
  return sorted;
}
