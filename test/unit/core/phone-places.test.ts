import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { PARTS } from "../../../lib/core/data/country-parts.ts";
import { PHONE_PLACES } from "../../../lib/core/data/phone-places.ts";
import { readPhone } from "../../../lib/core/identity/phone.ts";
import { placeOfRegion } from "../../../lib/core/place/phone-places.ts";
import { type EpochMs, epochMs } from "../../../lib/core/time.ts";
import { zonesOfCountry } from "../../../lib/core/zones.ts";

const calendar = await loadCalendar();

/** Every region with digits that the table has. */
const regions = PHONE_PLACES.split("\n").flatMap((line) => {
  const [what = "", prefixes = ""] = line.split(": ");
  return prefixes.split(" ").map((prefix) => `${what.slice(0, 2)}/${prefix}`);
});
const ofNorthAmerica = regions.filter((region) => /^(US|CA)/.test(region));

const WINTER = epochMs(Date.UTC(2026, 0, 15));
const SUMMER = epochMs(Date.UTC(2026, 6, 15));
const offsetsOf = (zone: string) =>
  [WINTER, SUMMER].map((at: EpochMs) => calendar.offsetSpan(zone, at).offsetMs / 3_600_000).join();
const regionsOf = (number: string): readonly string[] => {
  const reading = readPhone(number);
  if (reading.fault !== undefined) throw new Error(`${number}: ${reading.fault}`);
  return reading.regions;
};
const zonesOf = (number: string) => regionsOf(number).flatMap((region) => placeOfRegion(region).zones);

describe("an area code", () => {
  it("is of states and provinces that there are, and all of those have some", () => {
    const named = ofNorthAmerica.flatMap((region) => placeOfRegion(region).parts ?? []);
    const all = PARTS.map(({ code }) => code).filter((code) => /^(US|CA)-/.test(code));
    expect(all.length).toBe(51 + 13);
    expect([...new Set(named)].sort()).toEqual(all.sort());
  });

  it.each([
    "AK 907",
    "DE 302",
    "HI 808",
    "ME 207",
    "MT 406",
    "NH 603",
    "ND 701",
    "RI 401",
    "SD 605",
    "VT 802",
    "WY 307",
  ])("%s is the only one of its state", (line) => {
    const [state, code] = line.split(" ");
    const those = ofNorthAmerica.filter((one) => placeOfRegion(one).parts?.includes(`US-${state}`));
    expect(those).toEqual([`US/${code}`]);
  });
});

describe("the first digits of a number", () => {
  it("are four at most", () => {
    expect(regions.filter((region) => !/^[A-Z]{2}\/\d{1,4}$/.test(region))).toEqual([]);
  });

  it.each([
    ["+1 850 432 1234", "America/Chicago", "Pensacola"],
    ["+1 850 224 1234", "America/New_York", "Tallahassee"],
    ["+1 928 729 1234", "America/Denver", "Window Rock"],
    ["+34 928 36 12 34", "Atlantic/Canary", "Las Palmas"],
    ["+351 296 20 12 34", "Atlantic/Azores", "Ponta Delgada"],
    ["+52 614 410 1234", "America/Chihuahua", "Chihuahua"],
    ["+52 639 472 1234", "America/Chihuahua", "Delicias"],
    ["+52 656 612 1234", "America/Ciudad_Juarez", "Ciudad Juárez"],
    ["+52 626 453 1234", "America/Ojinaga", "Ojinaga"],
    ["+52 662 212 1234", "America/Hermosillo", "Hermosillo"],
    ["+52 998 884 1234", "America/Cancun", "Cancún"],
    ["+55 81 3221 1234", "America/Recife", "Recife"],
    ["+55 81 3619 1234", "America/Noronha", "Fernando de Noronha"],
    ["+55 92 3232 1234", "America/Manaus", "Manaus"],
    ["+55 97 3412 1234", "America/Eirunepe", "Tabatinga"],
    ["+55 68 3224 1234", "America/Rio_Branco", "Rio Branco"],
    ["+56 61 222 1234", "America/Punta_Arenas", "Punta Arenas"],
    ["+56 67 223 1234", "America/Coyhaique", "Coyhaique"],
    ["+56 32 210 0123", "Pacific/Easter", "Hanga Roa"],
    ["+61 8 8941 1234", "Australia/Darwin", "Darwin"],
    ["+61 8 8088 1234", "Australia/Broken_Hill", "Broken Hill"],
    ["+61 8 9321 1234", "Australia/Perth", "Perth"],
    ["+61 7 3221 1234", "Australia/Brisbane", "Brisbane"],
    ["+62 361 221234", "Asia/Makassar", "Denpasar"],
    ["+62 967 531234", "Asia/Jayapura", "Jayapura"],
    ["+64 3 305 0123", "Pacific/Chatham", "Waitangi"],
    ["+7 401 212 3456", "Europe/Kaliningrad", "Kaliningrad"],
    ["+7 845 222 1234", "Europe/Saratov", "Saratov"],
    ["+7 846 332 1234", "Europe/Samara", "Samara"],
    ["+7 411 242 1234", "Asia/Yakutsk", "Yakutsk"],
    ["+7 411 552 1234", "Asia/Srednekolymsk", "Srednekolymsk"],
    ["+7 347 272 1234", "Asia/Yekaterinburg", "Ufa"],
    ["+7 424 242 1234", "Asia/Sakhalin", "Yuzhno-Sakhalinsk"],
  ])("of %s allow the clock of %s, which %s keeps", (number, zone) => {
    expect(zonesOf(number).map(offsetsOf)).toContain(offsetsOf(zone));
  });

  it("tell nothing of mobile numbers, but where these have area codes", () => {
    const mobile = {
      AU: "+61 412 345 678",
      RU: "+7 912 345 67 89",
      ID: "+62 812 345 678",
      ES: "+34 612 34 56 78",
    };
    for (const [country, number] of Object.entries(mobile)) {
      expect(regionsOf(number)).toEqual([country]);
      expect(zonesOf(number)).toEqual(zonesOfCountry(country));
    }
    expect(zonesOf("+55 68 99201 2345").map(offsetsOf)).toEqual([offsetsOf("America/Rio_Branco")]);
  });

  it("tell nothing of service numbers", () => {
    expect(regionsOf("+61 1800 123 456")).toEqual(["AU"]);
    for (const code of ["800", "888", "833", "900", "500"]) {
      expect(regionsOf(`+1 ${code} 234 5678`)).toEqual(["US", "CA"]);
    }
  });
});
