import { readFileSync } from "node:fs";

/** A number as it is written in four ways; `national` needs the region. */
export interface PhoneVector {
  /** ISO 3166-1 alpha-2, or 001 for numbers of no country. */
  readonly region: string;
  readonly e164: string;
  readonly national: string;
  readonly international: string;
  readonly rfc3966: string;
}

/** An example number of every region and type, 1 132 of them. */
export const readPhoneVectors = (): readonly PhoneVector[] =>
  readFileSync(new URL("../fixtures/vectors/phone-examples.tsv", import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((row) => {
      const [region = "", , e164 = "", national = "", international = "", rfc3966 = ""] = row.split("\t");
      return { region, e164, national, international, rfc3966 };
    });

/** The ways in which a vector is written, each with the region that it is read by. */
export const spellingsOf = ({ region, e164, national, international, rfc3966 }: PhoneVector) => [
  { text: national, region },
  { text: e164, region: undefined },
  { text: international, region: undefined },
  { text: rfc3966, region: undefined },
];
