/**
 * Writes lib/core/data/country-zones.ts from the system's tz database (its zone.tab) and this runtime's
 * offsets: `npx node bench/generate-country-zones.ts`.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { loadCalendar } from "../lib/core/calendar.ts";
import { type EpochMs, epochMs } from "../lib/core/time.ts";

const ZONEINFO = "/usr/share/zoneinfo";
const TARGET = new URL("../lib/core/data/country-zones.ts", import.meta.url);
const FROM = epochMs(Date.UTC(2024, 0, 1));
const TO = epochMs(Date.UTC(2038, 0, 1));

/** Codes that phone numbering uses beside ISO 3166-1; none of them has its own row in zone.tab. */
const BEYOND_ISO = { AC: "Atlantic/St_Helena", TA: "Atlantic/St_Helena", XK: "Europe/Belgrade" };

const calendar = await loadCalendar();

/** Every change of the zone's clocks in the period; equal texts are equal clocks at every moment of it. */
function clocksOf(zone: string): string {
  const changes: string[] = [];
  let offset: number | undefined;
  for (let at: EpochMs = FROM; at < TO; ) {
    const span = calendar.offsetSpan(zone, at);
    if (span.offsetMs !== offset) changes.push(`${at} ${span.offsetMs}`);
    offset = span.offsetMs;
    at = epochMs(span.to);
  }
  return changes.join();
}

/** The first listed zone of each kind of clocks, by country. */
const zonesByCountry = new Map<string, Map<string, string>>();
for (const line of readFileSync(`${ZONEINFO}/zone.tab`, "utf8").split("\n")) {
  const [country, , zone] = line.split("\t");
  if (country === undefined || zone === undefined || line.startsWith("#")) continue;
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
console.log(`${rows.length} countries, ${rows.join("\n").length} bytes`);
