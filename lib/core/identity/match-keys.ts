import { fullFormOf } from "../data/given-names.ts";
import { type ReadRecord, readRecord } from "./compare-records.ts";
import type { DuplicatePolicy } from "./duplicate-policy.ts";
import { aliasOf } from "./email-alias.ts";
import type { MatchIdentity, MatchRecord } from "./match-record.ts";
import type { MatchKey } from "./match-verdict.ts";
import { soundOf } from "./sound.ts";
import { isBlocked } from "./standing.ts";

/** A contact is kept under at most so many keys, its own addresses first. */
export const MOST_KEYS = 24;
/** Of a contact's addresses so many also get the looser keys. */
const MOST_LOOSE_EMAILS = 2;
const LEAST_LOCAL = 5;

/**
 * The keys under which a contact is found by others that may be the same person: each of its addresses, and looser
 * ones made of several fields, so that a slip in one of them leaves another. Keys hold no more people than some
 * twenty in a million contacts, or they stop being keys: a name alone is one only while few have it.
 * The same record gives the same keys; the order of its identities does not matter below the limit.
 */
export async function matchKeysOf(
  record: MatchRecord,
  policy: DuplicatePolicy,
): Promise<readonly MatchKey[]> {
  if (!policy.enabled) return [];
  const usable = record.identities.filter((identity) => identity.valid && !isBlocked(identity, policy));
  const identities = [...usable].sort((a, b) => (a.key < b.key ? -1 : 1));
  const personal = identities.filter(({ flags }) => !flags.some((flag) => IMPERSONAL.has(flag)));
  const emails = personal.filter(({ type }) => type === "email").slice(0, MOST_LOOSE_EMAILS);
  const read = await readRecord(record);
  return distinct([
    ...identities.map(({ type, value }) => ({ kind: type, value })),
    ...emails.flatMap(aliasKeys),
    ...birthKeys(read),
    ...nameKeys(read),
    ...emails.flatMap(spellingKeys),
    ...firmKeys(read),
  ]).slice(0, MOST_KEYS);
}

const IMPERSONAL: ReadonlySet<string> = new Set(["role", "disposable", "generic"]);

const key = (kind: string, ...parts: readonly string[]): MatchKey => ({ kind, value: parts.join("|") });

function distinct(keys: readonly MatchKey[]): readonly MatchKey[] {
  return [...new Map(keys.map((one) => [`${one.kind} ${one.value}`, one])).values()];
}

/** The mailbox behind the spelling. Every e-mail has this key, or the plain spelling would miss the tagged one. */
const aliasKeys = ({ value }: MatchIdentity): readonly MatchKey[] => {
  const alias = aliasOf(value);
  return alias === undefined ? [] : [key("email.alias", alias)];
};

/** The name before the @ at any provider; and either end of the address, as a slip spares one of them. */
function spellingKeys({ value, flags }: MatchIdentity): readonly MatchKey[] {
  const at = value.lastIndexOf("@");
  const local = value.slice(0, at);
  const domain = value.slice(at + 1);
  const keys = local.length >= LEAST_LOCAL ? [key("email.local", local)] : [];
  // Half the world has an address at the great providers.
  if (flags.includes("free-mail")) return keys;
  return [...keys, key("email.start", local.slice(0, 3), domain), key("email.end", local.slice(-3), domain)];
}

/** The birth date or two parts of it with a word of the name, or with the city. Day and month may be exchanged. */
function birthKeys({ record, name, place }: ReadRecord): readonly MatchKey[] {
  if (record.birthDate === undefined) return [];
  const [year = "", month = "", day = ""] = record.birthDate.split("-");
  const date = [year, ...[month, day].sort()].join("-");
  const sounds = endsOf(name).map(fullFormOf).map(soundOf);
  const city =
    place.city === undefined ? [] : [key("birth.city", date, soundOf(place.city.slice(0, 4)).slice(0, 2))];
  return [
    ...sounds.map((sound) => key("birth.initial", date, sound.slice(0, 1))),
    ...city,
    ...sounds.map((sound) => key("birth.month", year, month, sound)),
    ...sounds.map((sound) => key("birth.day", month, day, sound)),
  ];
}

/** First and last word of a name, which stay its ends in either order. */
function endsOf(name: ReadRecord["name"]): readonly string[] {
  const [reading] = name?.readings ?? [];
  if (reading === undefined) return [];
  const words = [reading.given[0], reading.family.at(-1)].filter((word) => word !== undefined && word !== "");
  return [...new Set(words as string[])];
}

/** How the name sounds, with one other field each. */
function nameKeys({ record, name, company, place }: ReadRecord): readonly MatchKey[] {
  const words = endsOf(name).map(fullFormOf);
  if (words.length < 2) return [];
  const sounds = words.map(soundOf).sort().join(" ");
  const [year, month, day] = record.birthDate?.split("-") ?? [];
  const beside: readonly (readonly [kind: string, value: string | undefined])[] = [
    ["name.year", year],
    ["name.day", month === undefined || day === undefined ? undefined : [month, day].sort().join("-")],
    ["name.postal", place.postalCode],
    ["name.city", place.city === undefined ? undefined : soundOf(place.city.replaceAll(" ", ""))],
    ["name.street", place.street],
    ["name.company", company?.key],
  ];
  const keys = beside.flatMap(([kind, value]) => (value === undefined ? [] : [key(kind, sounds, value)]));
  return [...keys, key("name.whole", [...words].sort().join(" "))];
}

/** A firm by its name, and a place by its street: what is left when there is no person's name. */
function firmKeys({ name, company, place }: ReadRecord): readonly MatchKey[] {
  const { street, postalCode, city } = place;
  const where = postalCode ?? city;
  const initial = soundOf(endsOf(name).at(-1) ?? "").slice(0, 1);
  return [
    ...(name === undefined && company !== undefined ? [key("company.whole", company.key)] : []),
    ...(street !== undefined && where !== undefined ? [key("street.whole", street, where, initial)] : []),
  ];
}
