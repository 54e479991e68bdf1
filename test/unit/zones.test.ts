import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { type Contact, type Identity, newContact } from "../../lib/core/contact.ts";
import { COUNTRY_ZONES } from "../../lib/core/data/country-zones.ts";
import { zonesOf } from "../../lib/core/place/place.ts";
import { zonesOfCountry } from "../../lib/core/zones.ts";

const identity = (type: string, ...regions: string[]): Identity => ({
  key: `c_${type}_${regions.join("_")}`,
  type,
  regions,
  valid: true,
  flags: [],
  shared: false,
});
const contact = (attributes: Contact["attributes"], ...identities: Identity[]): Contact => ({
  ...newContact("c_1", identities),
  attributes,
});

describe("the zones of a country", () => {
  it("are those in which its clocks differ", () => {
    expect(zonesOfCountry("NL")).toEqual(["Europe/Amsterdam"]);
    expect(zonesOfCountry("DE")).toEqual(["Europe/Berlin"]);
    expect(zonesOfCountry("ES")).toEqual(["Europe/Madrid", "Atlantic/Canary"]);
    expect(zonesOfCountry("US")).toEqual([
      "America/New_York",
      "America/Chicago",
      "America/Denver",
      "America/Phoenix",
      "America/Los_Angeles",
      "America/Anchorage",
      "America/Adak",
      "Pacific/Honolulu",
    ]);
  });

  it("are one in China, by its law", () => {
    expect(zonesOfCountry("CN")).toEqual(["Asia/Shanghai"]);
  });

  it("are found in either case, and are none for an unknown country", () => {
    expect(zonesOfCountry("nl")).toBe(zonesOfCountry("NL"));
    expect(zonesOfCountry("ZZ")).toEqual([]);
    expect(zonesOfCountry("001")).toEqual([]);
    expect(zonesOfCountry("")).toEqual([]);
  });

  it("are known to the runtime, every one", async () => {
    const calendar = await loadCalendar();
    const rows = COUNTRY_ZONES.split("\n").map((row) => row.split(" "));
    expect(rows.length).toBeGreaterThan(245);
    for (const [country = "", ...zones] of rows) {
      expect(country).toMatch(/^[A-Z]{2}$/);
      expect(zones.length, country).toBeGreaterThan(0);
      expect(zones.filter((zone) => !calendar.isZone(zone))).toEqual([]);
    }
    expect(new Set(rows.map(([country]) => country)).size).toBe(rows.length);
  });
});

describe("the zones of a contact", () => {
  const dutch = identity("phone", "NL");
  const northAmerican = identity("phone", "US", "CA");
  const email = identity("email");

  it("are their own zone when it is known, whatever their phone says", () => {
    expect(zonesOf(contact({ timezone: "Asia/Tokyo", country: "DE" }, dutch), dutch)).toEqual(["Asia/Tokyo"]);
  });

  it("are those of the phone that is called, not of the contact's other phones or country", () => {
    expect(zonesOf(contact({ country: "DE" }, dutch, northAmerican), dutch)).toEqual(["Europe/Amsterdam"]);
  });

  it("are those of phone and country together when the region is known: numbers are kept when people move", () => {
    expect(zonesOf(contact({ country: "DE", region: "BY" }, dutch), dutch)).toEqual([
      "Europe/Amsterdam",
      "Europe/Berlin",
    ]);
  });

  it("are the union over every country the phone can belong to, without duplicates", () => {
    const zones = zonesOf(contact({}, northAmerican), northAmerican);
    expect(zones).toEqual([...zonesOfCountry("US"), ...zonesOfCountry("CA")]);
    const baltic = identity("phone", "EE", "LV", "EE");
    expect(zonesOf(contact({}, baltic), baltic)).toEqual(["Europe/Tallinn", "Europe/Riga"]);
  });

  it("are the union over all phones when the destination is none", () => {
    const both = contact({ country: "DE" }, email, dutch, identity("phone", "ES"));
    const expected = ["Europe/Amsterdam", "Europe/Madrid", "Atlantic/Canary"];
    expect(zonesOf(both, undefined)).toEqual(expected);
    expect(zonesOf(both, email)).toEqual(expected);
  });

  it("are the country's when no phone tells", () => {
    expect(zonesOf(contact({ country: "de" }, email), email)).toEqual(["Europe/Berlin"]);
    const satellite = identity("phone", "001");
    expect(zonesOf(contact({ country: "DE" }, satellite), satellite)).toEqual(["Europe/Berlin"]);
  });

  it("are none when nothing is known", () => {
    expect(zonesOf(contact({}), undefined)).toEqual([]);
    expect(zonesOf(contact({ country: "ZZ" }, email), email)).toEqual([]);
  });

  it("are the same list each time a union is asked for", () => {
    const zones = zonesOf(contact({}, northAmerican), northAmerican);
    expect(zonesOf(contact({}, identity("phone", "US", "CA")), undefined)).toBe(zones);
  });
});
