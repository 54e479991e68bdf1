import { normaliseEmail } from "../../lib/core/identity/normalise.ts";
import { readPhone } from "../../lib/core/identity/phone.ts";
import { readEmailVectors } from "../../test/support/email-vectors.ts";
import { readPhoneVectors, spellingsOf } from "../../test/support/phone-vectors.ts";
import { type Figure, wholeNumber } from "../support/figure.ts";

const MOST_BAD_ACCEPTED = 2;

/** How addresses made by others are read: example phone numbers of every region, isemail's good and bad addresses. */
export const measureVectors = async (): Promise<Figure[]> => [...phoneFigures(), ...emailFigures()];

function phoneFigures(): Figure[] {
  const vectors = readPhoneVectors().map((vector) => ({
    e164: vector.e164,
    readings: spellingsOf(vector).map(({ text, region }) => readPhone(text, region)),
  }));
  const read = vectors.filter(({ e164, readings }) => readings.every((reading) => reading.e164 === e164));
  const refused = read.filter(({ readings }) => readings.some(({ fault }) => fault !== undefined));
  return [
    {
      name: "phone vectors read to their E.164 from all four spellings",
      value: `${wholeNumber(read.length)} of ${wholeNumber(vectors.length)}`,
      bar: "all",
      met: read.length === vectors.length,
    },
    {
      name: "of them refused, as the plans of today hold no such number",
      value: listed(refused.map(({ e164 }) => e164)),
    },
  ];
}

function emailFigures(): Figure[] {
  const vectors = readEmailVectors().map((vector) => ({
    ...vector,
    accepted: normaliseEmail(vector.address).ok,
  }));
  const all = (standing: string) => vectors.filter((vector) => vector.standing === standing);
  const goodRefused = all("good").filter(({ accepted }) => !accepted);
  const badAccepted = all("bad").filter(({ accepted }) => accepted);
  const unusual = all("unusual");
  return [
    {
      name: `isemail: good addresses refused, of ${all("good").length}; test@io is not counted`,
      value: listed(goodRefused.map(({ address }) => JSON.stringify(address))),
      bar: "0",
      met: goodRefused.length === 0,
    },
    {
      name: `isemail: bad addresses accepted, of ${all("bad").length}`,
      value: listed(badAccepted.map(({ address }) => JSON.stringify(address))),
      bar: `≤ ${MOST_BAD_ACCEPTED}`,
      met: badAccepted.length <= MOST_BAD_ACCEPTED,
    },
    {
      name: "isemail: unusual ones accepted (quoted names; not IP addresses, nor bare top-level domains)",
      value: `${unusual.filter(({ accepted }) => accepted).length} of ${unusual.length}`,
    },
  ];
}

/** How many, and which. */
const listed = (texts: readonly string[]): string =>
  texts.length === 0 ? "0" : `${texts.length}: ${texts.join(" ")}`;
