import { type Chance, chanceOf } from "../support/chance.ts";
import { identitiesOf, type Labelled, type RawIdentity, textsOf } from "./labelled.ts";
import { CITIES, FIRMS, FREE_DOMAINS, type NameList, STREETS } from "./made-names.ts";
import { slipIn } from "./slips.ts";

/** A person before anybody wrote them down. */
interface Person {
  readonly given: string;
  readonly family: string;
  readonly birthDate: string;
  readonly city: string;
  readonly street: string;
  readonly postalCode: string;
  readonly firm: string;
  readonly email: string;
  readonly phone: string;
  /** First names of all in the household so far. */
  readonly household: readonly string[];
}

/**
 * People by chance, the same for the same seed, each in one to three records with slips, other spellings and gaps.
 * Among every ten are a household, whose members share surname, address and often phone or e-mail, and colleagues
 * who share a firm, its switchboard and its info@. Frequent names are drawn more often, as in life.
 */
export async function makePeople({
  names,
  size,
  seed,
}: {
  readonly names: NameList;
  readonly size: number;
  readonly seed: number;
}): Promise<readonly Labelled[]> {
  const chance = chanceOf(seed);
  const labelled: Labelled[] = [];
  let before: Person | undefined;
  for (let number = 0; number < size; number++) {
    const person: Person = personOf(names, { chance, number, kin: chance.is(0.15) ? before : undefined });
    const copies = chance.is(0.5) ? 1 : chance.is(0.6) ? 2 : 3;
    for (let copy = 0; copy < copies; copy++) {
      const id = `${seed}-${number}-${copy}`;
      labelled.push({
        id,
        label: `${seed}-${number}`,
        record: await recordOf(person, { names, chance, copy }),
      });
    }
    before = person;
  }
  return labelled;
}

interface Making {
  readonly chance: Chance;
  readonly number: number;
  /** Of whose household the person is. */
  readonly kin: Person | undefined;
}

const skewed = (values: readonly string[], chance: Chance): string =>
  values[Math.floor(values.length * chance.share() ** 2)] as string;
const digits = (count: number, chance: Chance): string =>
  Array.from({ length: count }, () => Math.floor(chance.share() * 10)).join("");
const two = (number: number): string => String(number).padStart(2, "0");

function personOf(names: NameList, { chance, number, kin }: Making): Person {
  const given = otherThan(kin?.household ?? [], () => skewed(names.given, chance));
  const family =
    kin?.family ?? (!names.han && chance.is(0.6) ? rareSurname(chance) : skewed(names.family, chance));
  const firm = `${chance.one(FIRMS)} ${chance.one(STREETS)}`;
  const born = [
    1945 + Math.floor(chance.share() * 60),
    1 + Math.floor(chance.share() * 12),
    1 + Math.floor(chance.share() * 28),
  ];
  const [year = 0, month = 0, day = 0] = born;
  const local = names.han ? `u${digits(4, chance)}${number}` : mailName(given, family, { chance, number });
  const domain = chance.is(0.6) ? chance.one(FREE_DOMAINS) : `${firm.toLowerCase().replace(/\W/g, "")}.com`;
  const own = {
    email: `${local}@${domain}`,
    phone: names.han ? `+861${3 + (number % 7)}${digits(9, chance)}` : `+4915${digits(9, chance)}`,
  };
  return {
    given,
    family,
    birthDate: `${year}-${two(month)}-${two(day)}`,
    city: kin?.city ?? skewed(CITIES, chance),
    street: kin?.street ?? `${1 + Math.floor(chance.share() * 180)} ${chance.one(STREETS)} Street`,
    postalCode: kin?.postalCode ?? digits(5, chance),
    firm,
    household: [...(kin?.household ?? []), given],
    email: kin !== undefined && chance.is(0.3) ? kin.email : own.email,
    phone: kin !== undefined && chance.is(0.3) ? kin.phone : own.phone,
  };
}

const SYLLABLES = [
  "ba",
  "den",
  "far",
  "gol",
  "har",
  "ke",
  "lin",
  "mor",
  "nas",
  "pel",
  "ro",
  "sta",
  "ten",
  "vil",
  "wick",
  "zan",
];

/** Most people have a surname that few others have. */
function rareSurname(chance: Chance): string {
  const word = [1, 2, 3].map(() => chance.one(SYLLABLES)).join("");
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** No two of a household have one first name. */
function otherThan(taken: readonly string[], draw: () => string): string {
  const drawn = draw();
  return taken.includes(drawn) ? otherThan(taken, draw) : drawn;
}

/** Numbered, as a provider gives each name once. */
function mailName(given: string, family: string, { chance, number }: Omit<Making, "kin">): string {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/[^a-z]/g, "");
  const [first, last] = [plain(given), plain(family)];
  return chance.one([
    `${first}.${last}${number}`,
    `${first[0]}${last}${number}`,
    `${last}.${first}${number}`,
  ]);
}

interface Writing {
  readonly names: NameList;
  readonly chance: Chance;
  /** 0 for the first record of a person; the others are written with less care. */
  readonly copy: number;
}

async function recordOf(person: Person, writing: Writing): Promise<Labelled["record"]> {
  const { chance, copy } = writing;
  const care = copy === 0 ? 0.02 : 0.15;
  const kept = (share: number) => chance.is(share);
  const maybe = (text: string) => (chance.is(care) ? slipIn(text, chance) : text);
  const texts = {
    name: nameOf(person, writing),
    company: kept(0.4) ? maybe(person.firm) : undefined,
    birthDate: kept(0.5) ? dateOf(person.birthDate, { chance, care }) : undefined,
    city: kept(0.6) ? maybe(person.city) : undefined,
    street: kept(0.4) ? maybe(person.street) : undefined,
    postalCode: kept(0.4) ? person.postalCode : undefined,
  };
  const raw: RawIdentity[] = [];
  if (kept(0.7))
    raw.push({
      type: "email",
      value: copy > 0 && chance.is(0.3) ? otherEmail(person, chance) : maybe(person.email),
    });
  if (kept(0.6)) raw.push({ type: "phone", value: person.phone });
  if (chance.is(0.1))
    raw.push({ type: "email", value: `info@${person.firm.toLowerCase().replace(/\W/g, "")}.com` });
  return { identities: await identitiesOf(raw), ...textsOf(texts) };
}

function nameOf({ given, family }: Person, { names, chance, copy }: Writing): string | undefined {
  if (names.han) return `${family}${given}`;
  if (copy === 0) return `${given} ${family}`;
  if (chance.is(0.05)) return undefined;
  if (chance.is(0.08)) return `${family}, ${given}`;
  if (chance.is(0.08)) return `${given[0]}. ${family}`;
  if (chance.is(0.1)) return `${slipIn(given, chance)} ${family}`;
  return chance.is(0.1) ? `${given} ${slipIn(family, chance)}` : `${given} ${family}`;
}

function dateOf(date: string, { chance, care }: { readonly chance: Chance; readonly care: number }): string {
  const [year, month = "", day = ""] = date.split("-");
  if (chance.is(care / 2) && Number(day) <= 12) return `${year}-${day}-${month}`;
  return chance.is(care / 2) ? `${year}-${month}-${two(1 + Math.floor(chance.share() * 28))}` : date;
}

const otherEmail = ({ email }: Person, chance: Chance): string =>
  `${email.slice(0, email.indexOf("@"))}@${chance.one(FREE_DOMAINS)}`;
