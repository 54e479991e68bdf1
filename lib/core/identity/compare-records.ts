import { type CompanyName, readCompany } from "./company.ts";
import { compareBearers } from "./compare-bearers.ts";
import { compareBirthDates } from "./compare-birth-dates.ts";
import { compareCompanies, EMPLOYER_BITS, FIRM_BITS } from "./compare-companies.ts";
import { compareEmails } from "./compare-emails.ts";
import { compareExternalIds, comparePhones } from "./compare-identities.ts";
import { compareNames } from "./compare-names.ts";
import { comparePlaces, type Place, placeOf } from "./compare-places.ts";
import { agreed, contradiction, type Finding, nothingFound } from "./finding.ts";
import { isJointName } from "./joint-name.ts";
import type { MatchRecord } from "./match-record.ts";
import type { MatchContext } from "./match-verdict.ts";
import { type PersonName, readPersonName } from "./person-name.ts";

/** A record with its texts read, once for all its comparisons. */
export interface ReadRecord {
  readonly record: MatchRecord;
  readonly name: PersonName | undefined;
  /** Whether the name is several people's; `name` is then undefined. */
  readonly isJoint: boolean;
  readonly company: CompanyName | undefined;
  readonly place: Place;
}

const READ = new WeakMap<MatchRecord, Promise<ReadRecord>>();

/** Reads a record's texts; the same object is read once, so a record must not be changed. */
export function readRecord(record: MatchRecord): Promise<ReadRecord> {
  const known = READ.get(record);
  if (known !== undefined) return known;
  const reading = read(record);
  READ.set(record, reading);
  return reading;
}

const read = async (record: MatchRecord): Promise<ReadRecord> => ({
  record,
  name: record.name === undefined ? undefined : await readPersonName(record.name),
  isJoint: record.name !== undefined && isJointName(record.name),
  company: record.company === undefined ? undefined : nonEmpty(readCompany(record.company)),
  place: placeOf(record),
});

const nonEmpty = (company: CompanyName): CompanyName | undefined =>
  company.key === "" ? undefined : company;

/** What every field of two contacts says, for and against. */
export function compareRecords(a: ReadRecord, b: ReadRecord, context: MatchContext): readonly Finding[] {
  const [identities, others] = [a.record.identities, b.record.identities];
  const emails = compareEmails(identities, others, { context, names: [a.name, b.name] });
  return [
    // An address that both have bears the name of both.
    emails.bits > 0 ? emails : { ...emails, ...strongerOf(emails, compareBearers(a, b)) },
    comparePhones(identities, others, context),
    compareExternalIds(identities, others, context),
    nameFinding(a, b),
    compareBirthDates(a.record.birthDate, b.record.birthDate),
    companyFinding(a, b),
    comparePlaces(a.place, b.place),
  ];
}

const strongerOf = (a: Finding, b: Finding): Finding => (b.bits > a.bits ? b : a);

const areFirms = (a: ReadRecord, b: ReadRecord): boolean => isFirm(a) && isFirm(b);

/** A contact without a person's name is the firm itself; a couple that has one is not. */
const isFirm = ({ name, isJoint, company }: ReadRecord): boolean =>
  name === undefined && !isJoint && company !== undefined;

const companyFinding = (a: ReadRecord, b: ReadRecord): Finding =>
  compareCompanies(a.company, b.company, areFirms(a, b) ? FIRM_BITS : EMPLOYER_BITS);

/**
 * The names of two people. Of two firms it is what their company names come to, at most near: who gave a firm's name
 * and no own one may be any of its people.
 */
function nameFinding(a: ReadRecord, b: ReadRecord): Finding {
  if (areFirms(a, b)) {
    const { level, detail } = companyFinding(a, b);
    if (level === undefined) return contradiction("name", 0, "They are two firms of different names.");
    return agreed("name", "near", { bits: 0, detail });
  }
  const { level, bits, because } = compareNames(a.name, b.name);
  const detail = `${because.charAt(0).toUpperCase()}${because.slice(1)}.`;
  if (level === "conflict") return contradiction("name", bits, detail);
  return level === "unknown" ? nothingFound("name", detail) : agreed("name", level, { bits, detail });
}
