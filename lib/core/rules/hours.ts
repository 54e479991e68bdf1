import { type Candidate, zonesFor } from "../candidate.ts";
import { type HolidayLists, holidaysOf } from "../holidays/holidays.ts";
import { nextOpenAt, type Opening, openingOf } from "../opening.ts";
import { placeOf } from "../place/place.ts";
import type { HoursDocument } from "../rule-document.ts";
import { type EpochMs, NEVER } from "../time.ts";
import { PASSES, type Test } from "./rule.ts";

/** Denies when x lies outside the permitted local hours in any zone the contact may be in. */
export function compileHours(document: HoursDocument, holidayLists?: HolidayLists): Test {
  const opening = openingOf(document.allow, holidaysOf(document.holidays, holidayLists));
  const { zone = "contact", unknownZone = "deny" } = document;

  const zonesOfRule = (candidate: Candidate): readonly string[] => {
    const zones = zonesFor(zone, candidate);
    return zones.length > 0 || unknownZone === "deny" ? zones : [unknownZone];
  };

  return {
    failsUntil(candidate) {
      const zones = zonesOfRule(candidate);
      return zones.length === 0 ? NEVER : closedUntil(opening, zones, candidate);
    },
    explain(candidate) {
      const zones = zonesOfRule(candidate);
      return zones.length === 0
        ? { code: "zone_unknown", details: { zones } }
        : { code: "outside_hours", details: { zones, ...whyThere(zone, candidate) } };
    },
  };
}

/** What says that the contact may be there, when it is their clock that counts. */
const whyThere = (zone: string, { contact, destination }: Candidate) =>
  zone === "contact" ? { because: placeOf(contact, destination).because } : {};

/** PASSES when x is open in every zone, else the latest of their next openings: until then one is closed. */
export function closedUntil(opening: Opening, zones: readonly string[], candidate: Candidate): EpochMs {
  let until = PASSES;
  for (const zone of zones) {
    const openAt = nextOpenAt(opening, candidate.policy.calendar, zone, candidate.at);
    if (openAt > candidate.at && openAt > until) until = openAt;
  }
  return until;
}
