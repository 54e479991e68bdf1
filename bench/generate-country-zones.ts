/**
 * Writes lib/core/data/country-zones.ts and zone-countries.ts from the system's tz database (its zone.tab) and this runtime's
 * offsets: `npx node bench/generate-country-zones.ts`.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { clocksOf } from "./support/clocks.ts";

const ZONEINFO = "/usr/share/zoneinfo";
const TARGET = new URL("../lib/core/data/country-zones.ts", import.meta.url);

/** Codes that phone numbering uses beside ISO 3166-1; none of them has its own row in zone.tab. */
const BEYOND_ISO = { AC: "Atlantic/St_Helena", TA: "Atlantic/St_Helena", XK: "Europe/Belgrade" };

const countriesByZone: [country: string, zone: string][] = [];
/** The first listed zone of each kind of clocks, by country. */
const zonesByCountry = new Map<string, Map<string, string>>();
for (const line of readFileSync(`${ZONEINFO}/zone.tab`, "utf8").split("\n")) {
  const [country, , zone] = line.split("\t");
  if (country === undefined || zone === undefined || line.startsWith("#")) continue;
  countriesByZone.push([country, zone]);
  // Chinese law keeps Beijing time in the whole country; what Xinjiang uses beside it is informal.
  if (country === "CN" && zone !== "Asia/Shanghai") continue;
  const zones = zonesByCountry.get(country) ?? new Map<string, string>();
  const clocks = clocksOf(zone);
  if (!zones.has(clocks)) zones.set(clocks, zone);
  zonesByCountry.set(country, zones);
}

const rows = [
  ...[...zonesByCountry].map(([country, zones]) => [country, ...zones.values()].join(" ")),
  ...Object.entries(BEYOND_ISO).map((row) => row.join(" ")),
].sort();
const version = /^# version (\S+)/.exec(readFileSync(`${ZONEINFO}/tzdata.zi`, "utf8"))?.[1] ?? "unknown";

writeFileSync(
  TARGET,
  `// Made by bench/generate-country-zones.ts; do not edit.
// Source: zone.tab of the IANA tz database, version ${version}, which is in the public domain; offsets: tz ${process.versions.tz}.

/**
 * The IANA zones in which a country's clocks differ, one country a line: its ISO 3166-1 alpha-2 code, then
 * its zones. Zones of a country that agree at every moment from 2024 to 2037 are one, under the name listed
 * first. China is Asia/Shanghai alone: its law keeps Beijing time in the whole country, and what Xinjiang
 * uses beside it is informal. AC, TA and XK are no ISO codes, but phone numbers have them.
 */
export const COUNTRY_ZONES = \`${rows.join("\n")}\`;
`,
);
const zonesOf = Map.groupBy(countriesByZone, ([country]) => country);
const zoneRows = [...zonesOf]
  .map(([country, all]) => [country, ...all.map(([, zone]) => zone)].join(" "))
  .sort();
writeFileSync(
  new URL("zone-countries.ts", TARGET),
  `// Made by bench/generate-country-zones.ts; do not edit.
// Source: zone.tab of the IANA tz database, version ${version}, which is in the public domain.

/** The IANA zones of each country, one country a line: its ISO 3166-1 alpha-2 code, then its zones. */
export const ZONE_COUNTRIES = \`${zoneRows.join("\n")}\`;
`,
);
console.log(`${rows.length} countries, ${rows.join("\n").length} bytes`);
