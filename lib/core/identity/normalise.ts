import { normaliseEmail } from "./email.ts";
import { accepted, type NormaliseResult, readable, refused } from "./normalised.ts";

export { normaliseEmail } from "./email.ts";
export type { NormalisedIdentity, NormaliseResult } from "./normalised.ts";

const SYSTEM = /^[a-z][a-z0-9_-]{1,31}$/;
const EXTERNAL_ID_CHARS = 128;
/** Controls, private and unassigned characters, lone surrogates, and separators that break a line. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/**
 * Brings the id that another system gave to a contact to its canonical spelling: invisible marks off, NFKC,
 * trimmed. Case is kept, since systems tell ids apart by it.
 */
export function normaliseExternalId(system: string, id: string): NormaliseResult {
  if (!SYSTEM.test(system) || system === "email" || system === "phone") {
    return refused(
      "The type must be email, phone, or a system's name: 2 to 32 of a-z, 0-9, _ and -, first a letter.",
    );
  }
  const tooLong = `The id in the other system is longer than ${EXTERNAL_ID_CHARS} characters.`;
  // Twice as much leaves room for spaces and marks, and bounds the work.
  if (id.length > 2 * EXTERNAL_ID_CHARS) return refused(tooLong);
  const value = readable(id);
  if (value === "") return refused("The id in the other system is empty.");
  if (value.length > EXTERNAL_ID_CHARS) return refused(tooLong);
  if (UNPRINTABLE.test(value)) {
    return refused("The id in the other system contains a character that cannot be printed.");
  }
  return accepted(system, value);
}

/**
 * Brings a phone number to E.164 and tells its countries; what readPhone finds a fault with is refused.
 * `region` is ISO 3166-1 alpha-2; absent, the text must begin with + and the calling code.
 */
export async function normalisePhone(text: string, region?: string): Promise<NormaliseResult> {
  // Numbering plans are heavy, and most requests name an e-mail address.
  const { readPhone } = await import("./phone.ts");
  const reading = readPhone(text, region);
  return reading.fault === undefined
    ? accepted("phone", reading.e164, reading.regions)
    : refused(reading.fault);
}

/** Brings an address of any type to the spelling its contact key is made from. `region` helps phones only. */
export async function normaliseIdentity(input: {
  readonly type: string;
  readonly value: string;
  readonly region?: string | undefined;
}): Promise<NormaliseResult> {
  switch (input.type) {
    case "email":
      return normaliseEmail(input.value);
    case "phone":
      return normalisePhone(input.value, input.region);
    default:
      return normaliseExternalId(input.type, input.value);
  }
}
