import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import type { Contact } from "../../../lib/core/contact.ts";
import { PARTS } from "../../../lib/core/data/country-parts.ts";
import { PHONE_PLACES } from "../../../lib/core/data/phone-places.ts";
import { normalisePhone } from "../../../lib/core/identity/normalise.ts";
import { placeOfRegion } from "../../../lib/core/place/phone-places.ts";
import { placeOf } from "../../../lib/core/place/place.ts";
import { epochMs } from "../../../lib/core/time.ts";
import { zonesOfCountry } from "../../../lib/core/zones.ts";
import { contactWith, identityOf } from "../../support/asked-with.ts";

const calendar = await loadCalendar();
const phone = (...regions: string[]) => ({ ...identityOf(regions.join("+"), "phone"), regions });
const at = (attributes: Contact["attributes"], ...phones: ReturnType<typeof phone>[]) =>
  placeOf(contactWith({ attributes, identities: phones }), undefined);

/** Minutes from UTC at the middle of January and of July 2026. */
const offsetsOf = (zone: string): string =>
  [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)]
    .map((instant) => calendar.offsetSpan(zone, epochMs(instant)).offsetMs / 60_000)
    .join("/");

describe("where a recipient may be", () => {
  it("is by the clock where they say they live, and by the law of all that is known of them", () => {
    expect(at({ timezone: "America/Chicago", country: "US" }, phone("US/850"))).toEqual({
      zones: ["America/Chicago"],
      jurisdictions: ["US", "US-FL"],
      because: ["timezone America/Chicago", "country US", "phone US/850"],
    });
  });

  it("is what region and telephone allow together", () => {
    const { zones, jurisdictions, because } = at({ country: "US", region: "WA" }, phone("US/850"));
    expect([...zones].sort()).toEqual(["America/Chicago", "America/Los_Angeles", "America/New_York"]);
    expect(jurisdictions).toEqual(["US", "US-FL", "US-WA"]);
    expect(because).toEqual(["region US-WA", "phone US/850"]);
  });

  it("is by the telephone alone where only the country is known besides", () => {
    expect(at({ country: "US" }, phone("US/206")).jurisdictions).toEqual(["US", "US-WA"]);
    expect(at({ country: "US" }, phone("US/206")).zones).toEqual(["America/Los_Angeles"]);
    // Who has moved keeps the number; the law of both may apply.
    expect(at({ country: "FR" }, phone("US/206")).jurisdictions).toEqual(["EU", "FR", "FR-*", "US", "US-WA"]);
  });

  it("is anywhere in a country of which nothing more is known", () => {
    for (const place of [at({ country: "us" }), at({}, phone("US")), at({}, phone("US/999"))]) {
      expect(place.zones).toEqual(zonesOfCountry("US"));
      expect(place.jurisdictions).toEqual(["US", "US-*"]);
    }
  });

  it.each(["FL", "fl", "US-FL", "us-fl", "Florida", "florida"])("reads the region %s", (region) => {
    expect(at({ country: "US", region })).toEqual({
      zones: ["America/New_York", "America/Chicago"],
      jurisdictions: ["US", "US-FL"],
      because: ["region US-FL"],
    });
  });

  it("is under the law of the country that a territory belongs to, and of the Union", () => {
    expect(at({}, phone("RE")).jurisdictions).toEqual(["EU", "FR", "RE", "RE-*"]);
    expect(at({ country: "PR" }).jurisdictions).toEqual(["PR", "PR-*", "US"]);
    expect(at({ country: "DE" }).jurisdictions).toEqual(["DE", "DE-*", "EU"]);
    expect(at({ country: "GB" }).jurisdictions).toEqual(["GB", "GB-*"]);
  });

  it("is by the law of the country that keeps their zone, when nothing else is known", () => {
    const paris = {
      zones: ["Europe/Paris"],
      jurisdictions: ["EU", "FR", "FR-*"],
      because: ["timezone Europe/Paris"],
    };
    expect(at({ timezone: "Europe/Paris" })).toEqual(paris);
    expect(at({ timezone: "america/detroit" }).jurisdictions).toEqual(["US", "US-*"]);
    expect(at({ timezone: "Europe/Paris", country: "DE" }).jurisdictions).toEqual(["DE", "DE-*", "EU"]);
    expect(at({ timezone: "Etc/UTC" })).toEqual({
      zones: ["Etc/UTC"],
      jurisdictions: [],
      because: ["timezone Etc/UTC"],
    });
  });

  it("is unknown when nothing tells", () => {
    const nowhere = { zones: [], jurisdictions: [], because: [] };
    for (const place of [at({}), at({}, phone("001")), at({}, phone())]) expect(place).toEqual(nowhere);
  });

  it("is one object for the same places, so that what is made for them is found again", () => {
    expect(at({ country: "US" }, phone("US/206"))).toBe(at({ country: "US" }, phone("US/206")));
    expect(at({ country: "US", region: "WA" }).jurisdictions).toBe(
      at({ country: "US" }, phone("US/206")).jurisdictions,
    );
  });

  it("is by the number that is called, when one is", () => {
    const [home, abroad] = [phone("US/206"), phone("GB")];
    const contact = contactWith({ identities: [home, abroad] });
    expect(placeOf(contact, abroad).jurisdictions).toEqual(["GB", "GB-*"]);
    expect(placeOf(contact, undefined).jurisdictions).toEqual(["GB", "GB-*", "US", "US-WA"]);
    expect(placeOf(contact, home).jurisdictions).toEqual(["US", "US-WA"]);
  });
});

/** Area codes with several offsets, as libphonenumber's exchanges show them and numbering plans say, with January's/July's. */
const SPLIT: Readonly<Record<string, string>> = {
  208: "-420/-360 -480/-420",
  219: "-300/-240 -360/-300",
  270: "-300/-240 -360/-300",
  308: "-360/-300 -420/-360",
  364: "-300/-240 -360/-300",
  423: "-360/-300 -300/-240",
  448: "-300/-240 -360/-300",
  458: "-480/-420 -420/-360",
  541: "-480/-420 -420/-360",
  574: "-300/-240 -360/-300",
  605: "-420/-360 -360/-300",
  606: "-300/-240 -360/-300",
  620: "-360/-300 -420/-360",
  701: "-420/-360 -360/-300",
  729: "-360/-300 -300/-240",
  775: "-420/-360 -480/-420",
  785: "-360/-300 -420/-360",
  812: "-300/-240 -360/-300",
  850: "-300/-240 -360/-300",
  906: "-300/-240 -360/-300",
  907: "-600/-540 -540/-480 -600/-600",
  928: "-420/-420 -420/-360",
  930: "-300/-240 -360/-300",
  931: "-300/-240 -360/-300",
  986: "-420/-360 -480/-420",
};
const SPLIT_CANADA: Readonly<Record<string, string>> = {
  250: "-480/-420 -420/-360",
  418: "-300/-240 -240/-180",
  709: "-240/-240 -210/-150 -240/-180",
  807: "-300/-240 -360/-300",
  867: "-420/-420 -360/-300 -300/-240",
  879: "-240/-240 -210/-150",
};

describe("a telephone number", () => {
  it.each([
    ...Object.entries(SPLIT).map(([code, offsets]) => [`US/${code}`, offsets] as const),
    ...Object.entries(SPLIT_CANADA).map(([code, offsets]) => [`CA/${code}`, offsets] as const),
  ])("of the split area code %s may be in all of its zones", (region, offsets) => {
    const { zones, parts } = placeOfRegion(region);
    expect(parts).toBeDefined();
    expect(zones.map(offsetsOf)).toEqual(expect.arrayContaining(offsets.split(" ")));
  });

  it("of a known area code is in zones of the states that it lies in", () => {
    const zonesOfPart = new Map(PARTS.map(({ code, zones }) => [code, zones]));
    const codes = PHONE_PLACES.split("\n").filter((line) => /^(US|CA) /.test(line));
    const odd = codes.flatMap((line) => {
      const region = `${line.slice(0, 2)}/${line.split(": ")[1]?.split(" ")[0]}`;
      const { parts = [], zones } = placeOfRegion(region);
      const allowed = new Set(parts.flatMap((part) => zonesOfPart.get(part)?.map(offsetsOf) ?? []));
      return zones.filter((zone) => !allowed.has(offsetsOf(zone))).map((zone) => `${region} ${zone}`);
    });
    // What the map says besides is kept: a zone too many closes an hour, one too few opens it.
    expect(odd.sort()).toEqual([
      ...["CA/709 America/Blanc-Sablon", "CA/867 America/Vancouver"],
      "US/907 Pacific/Honolulu",
    ]);
  });

  it("is in zones of its country", () => {
    for (const line of PHONE_PLACES.split("\n")) {
      const [country = "", , zones = ""] = line.split(":")[0]?.split(" ") ?? [];
      expect(zonesOfCountry(country), line).toEqual(expect.arrayContaining(zones.split(",")));
    }
    for (const { code, zones } of PARTS) {
      expect(zonesOfCountry(code.slice(0, 2)), code).toEqual(expect.arrayContaining([...zones]));
    }
  });
});

const VECTORS = new URL("../../../../shared/data/vectors/google_example_numbers_e164.json", import.meta.url);

describe.skipIf(!existsSync(VECTORS))(
  "every example number of Google's (skipped without ../shared/data)",
  () => {
    const { vectors } = JSON.parse(
      existsSync(VECTORS) ? readFileSync(VECTORS, "utf8") : '{"vectors":[]}',
    ) as {
      vectors: {
        readonly region: string;
        readonly type: string;
        readonly e164: string;
        readonly valid: boolean;
      }[];
    };

    it("may be somewhere, if it is any country's", async () => {
      const nowhere: string[] = [];
      let placed = 0;
      for (const { region, type, e164, valid } of vectors) {
        const read = await normalisePhone(e164);
        if (!valid || !read.ok) continue;
        const { zones } = placeOf(contactWith({ identities: [phone(...read.identity.regions)] }), undefined);
        if (zones.length > 0) placed++;
        else nowhere.push(`${region} ${type} ${e164}`);
      }
      expect(nowhere).toEqual([]);
      expect(placed).toBeGreaterThan(1_000);
    });
  },
);
