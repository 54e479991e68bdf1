import type { MatchRecord } from "../../lib/core/identity/match-record.ts";
import { contactKeyOf } from "../../lib/store/keys.ts";
import { type Chance, chanceOf } from "../support/chance.ts";

/** A contact as somebody would have put it, all of it made up. */
export interface SampleContact {
  readonly contactId: string;
  readonly record: MatchRecord;
}

const ONSETS = [
  "b",
  "br",
  "c",
  "d",
  "f",
  "g",
  "h",
  "j",
  "k",
  "l",
  "m",
  "n",
  "p",
  "r",
  "s",
  "st",
  "t",
  "v",
  "w",
];
const VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
const CODAS = ["", "n", "r", "l", "s", "t", "nd", "rt", "ck", "m"];
const DOMAINS = ["example.com", "example.net", "mail.example", "post.example"];

const GIVEN_NAMES = 1_500;
const FAMILY_NAMES = 20_000;
const CITIES = 400;

/** The word of a number: the same in every run. */
function wordOf(number: number, syllables: number): string {
  let rest = number;
  let word = "";
  for (let syllable = 0; syllable < syllables; syllable++) {
    for (const parts of [ONSETS, VOWELS, CODAS]) {
      word += parts[rest % parts.length];
      rest = Math.floor(rest / parts.length) + 7 * (syllable + 1);
    }
  }
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Few names are frequent and most are rare, as in any register. */
const rank = (chance: Chance, count: number): number => Math.floor(count ** chance.share()) - 1;

/** So many contacts, each of another person: with an e-mail address, a phone number, and four in five with a birth date. */
export function* sampleContacts(count: number, pepper: string): Generator<SampleContact> {
  const chance = chanceOf(20_261_124);
  for (let number = 0; number < count; number++) {
    const given = wordOf(rank(chance, GIVEN_NAMES), 2);
    const family = wordOf(GIVEN_NAMES + rank(chance, FAMILY_NAMES), 2);
    const year = 1940 + Math.floor(chance.share() * 65);
    const birthDate = `${year}-${twoDigits(1 + chance.share() * 12)}-${twoDigits(1 + chance.share() * 28)}`;
    const email = `${given}.${family}${number}@${chance.one(DOMAINS)}`.toLowerCase();
    const phone = `+1415${String(2_000_000 + number)}`;
    yield {
      contactId: `crm-${number}`,
      record: {
        identities: [identity("email", email, pepper), identity("phone", phone, pepper)],
        name: `${given} ${family}`,
        ...(chance.is(0.8) && { birthDate }),
        city: wordOf(FAMILY_NAMES + rank(chance, CITIES), 2),
        country: "US",
      },
    };
  }
}

const twoDigits = (value: number): string => String(Math.floor(value)).padStart(2, "0");

const identity = (type: string, value: string, pepper: string) => ({
  key: contactKeyOf(pepper, { type, value }),
  type,
  value,
  valid: true,
  flags: [],
  shared: false,
});
