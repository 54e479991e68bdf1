import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import type { Attributes } from "../../../lib/core/contact.ts";
import { PARTS } from "../../../lib/core/data/country-parts.ts";
import { PHONE_PLACES } from "../../../lib/core/data/phone-places.ts";
import { placeOf } from "../../../lib/core/place/place.ts";
import { epochMs } from "../../../lib/core/time.ts";
import { zonesOfCountry } from "../../../lib/core/zones.ts";
import { contactWith, identityOf } from "../../support/asked-with.ts";

/** What a postal region says of where a contact may be, alone and beside a number. */

const place = (attributes: Attributes, ...regions: string[]) => {
  const number = { ...identityOf("p", "phone"), regions };
  return placeOf(contactWith({ attributes, identities: [number] }), number);
};

describe("a region", () => {
  it("that is none of its country's is any of them, so that a slip of the pen frees nobody from their law", () => {
    for (const region of ["Floridaa", "XX", "US-XX", "US-", ""]) {
      expect(place({ country: "US", region })).toEqual({
        zones: zonesOfCountry("US"),
        jurisdictions: ["US", "US-*"],
        because: ["country US"],
      });
    }
  });

  it("is what it says where the country's parts are not known, if it looks like a code", () => {
    expect(place({ country: "DE", region: "by" }).jurisdictions).toEqual(["DE", "DE-BY", "EU"]);
    expect(place({ country: "DE", region: "Bavaria" }).jurisdictions).toEqual(["DE", "DE-*", "EU"]);
  });

  it("without a country is one of the country that it names, or of those of the numbers", () => {
    expect(place({ region: "US-CO" }).zones).toEqual(["America/Denver"]);
    expect(place({ region: "CO" }, "US/850").jurisdictions).toEqual(["US", "US-CO", "US-FL"]);
    expect(place({ region: "Ontario" }, "US", "CA/416").jurisdictions).toEqual(["CA", "CA-ON", "US", "US-*"]);
    expect(place({ region: "nowhere" }, "US/850").jurisdictions).toEqual(["US", "US-FL"]);
    expect(place({ region: "CO" })).toEqual({ zones: [], jurisdictions: [], because: [] });
  });

  it("is not taken for a number, whatever is written in it", () => {
    expect(place({ country: "US", region: "FL US/850" }).jurisdictions).toEqual(["US", "US-*"]);
    expect(place({ country: "US", region: "FL" }, "US/850").jurisdictions).toEqual(["US", "US-FL"]);
  });

  it("does not make up for a number that does not tell its part, as in states from before", () => {
    expect(place({ country: "US", region: "CO" }, "US").jurisdictions).toEqual(["US", "US-*", "US-CO"]);
    expect(place({ country: "US", region: "CO" }, "US").zones).toEqual(zonesOfCountry("US"));
  });
});

const calendar = await loadCalendar();
const offsetsOf = (zone: string) =>
  [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)]
    .map((at) => calendar.offsetSpan(zone, epochMs(at)).offsetMs)
    .join();

describe("a part of a country", () => {
  it.each([
    ["US-FL", "America/New_York America/Chicago"],
    ["US-IN", "America/Indiana/Indianapolis America/Indiana/Knox"],
    ["US-KY", "America/Kentucky/Louisville America/Chicago"],
    ["US-MI", "America/Detroit America/Menominee"],
    ["US-ND", "America/North_Dakota/Center America/Denver"],
    ["US-ID", "America/Boise America/Los_Angeles"],
    ["US-AK", "America/Anchorage America/Adak"],
    ["CA-BC", "America/Vancouver America/Fort_Nelson America/Edmonton"],
    ["CA-YT", "America/Whitehorse"],
    ["CA-NU", "America/Iqaluit America/Rankin_Inlet America/Cambridge_Bay America/Atikokan"],
    ["AU-NSW", "Australia/Sydney Australia/Broken_Hill Australia/Lord_Howe"],
    ["BR-PE", "America/Recife America/Noronha"],
    ["BR-AM", "America/Manaus America/Eirunepe"],
    ["MX-CHH", "America/Chihuahua America/Ojinaga America/Ciudad_Juarez"],
    ["MX-SON", "America/Hermosillo"],
    ["MX-NAY", "America/Mazatlan America/Bahia_Banderas"],
    ["MX-TAM", "America/Matamoros America/Monterrey"],
    ["MX-YUC", "America/Merida"],
    ["MX-ROO", "America/Cancun"],
    ["RU-KGD", "Europe/Kaliningrad"],
    ["RU-KIR", "Europe/Kirov"],
    ["RU-VGG", "Europe/Volgograd"],
    ["RU-SAM", "Europe/Samara"],
    ["RU-SAR", "Europe/Saratov"],
    ["RU-ULY", "Europe/Ulyanovsk"],
    ["RU-ALT", "Asia/Barnaul"],
    ["RU-KEM", "Asia/Novokuznetsk"],
    ["RU-KYA", "Asia/Krasnoyarsk"],
    ["RU-TOM", "Asia/Tomsk"],
    ["RU-SA", "Asia/Yakutsk Asia/Ust-Nera Asia/Srednekolymsk"],
    ["RU-SAK", "Asia/Sakhalin"],
    ["RU-CHU", "Asia/Anadyr"],
    ["ID-KB", "Asia/Pontianak"],
    ["ID-BA", "Asia/Makassar"],
    ["ID-MA", "Asia/Jayapura"],
  ])("%s shows the clocks of %s, and no others", (code, zones) => {
    const { zones: known } = place({ region: code });
    expect(new Set(known.map(offsetsOf))).toEqual(new Set(zones.split(" ").map(offsetsOf)));
  });

  it("is one of each country that has them all, once", () => {
    const codes = PARTS.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    const many = Map.groupBy(codes, (code) => code.slice(0, 2));
    expect(Object.fromEntries([...many].map(([country, own]) => [country, own.length]))).toEqual({
      ...{ AU: 8, BR: 27, CA: 13, ID: 38, MX: 32, RU: 83, US: 51 },
    });
  });
});

const numbers = PHONE_PLACES.split("\n").flatMap((line) => {
  const [what = "", prefixes = ""] = line.split(": ");
  return prefixes.split(" ").map((prefix) => `${what.slice(0, 2)}/${prefix}`);
});

describe("a region and a number", () => {
  it("allow together the zones and the law of the one and of the other, and no more", () => {
    const union = (...lists: readonly (readonly string[])[]) => [...new Set(lists.flat())].sort();
    fc.assert(
      fc.property(
        fc.constantFrom(...PARTS),
        fc.array(fc.constantFrom(...numbers, "DE", "US", "001"), { minLength: 1, maxLength: 3 }),
        ({ code }, regions) => {
          const at = { country: code.slice(0, 2), region: code.slice(3) };
          const both = place(at, ...regions);
          const alone = [place(at), place({}, ...regions)] as const;
          expect([...both.zones].sort()).toEqual(union(...alone.map(({ zones }) => zones)));
          expect(both.jurisdictions).toEqual(union(...alone.map(({ jurisdictions }) => jurisdictions)));
        },
      ),
    );
  });
});
