/** An address in the one spelling that its contact key is made from. */
export interface NormalisedIdentity {
  /** `email`, `phone`, or the name of the system whose id it is. */
  readonly type: string;
  /** Canonical: normalising it again gives the same value. */
  readonly value: string;
  /**
   * Where a phone number can belong: ISO 3166-1 alpha-2 countries, each with the first digits of the national number where
   * they tell which part of it, like `US/850`. Empty for other types and for numbers of no country (+800 …).
   */
  readonly regions: readonly string[];
  /** What can be read off the address (flags.ts), where somebody has; bringing it to its spelling tells nothing. */
  readonly flags: readonly string[];
}

/** A normalised address, or one sentence that says what is wrong with the text and never repeats it. */
export type NormaliseResult =
  | { readonly ok: true; readonly identity: NormalisedIdentity }
  | { readonly ok: false; readonly fault: string };

/** The answer for an address that is fine. `regions` is for phone numbers only. */
export const accepted = (type: string, value: string, regions: readonly string[] = []): NormaliseResult => ({
  ok: true,
  identity: { type, value, regions, flags: [] },
});

/** The answer for a text that is no address; `fault` is a whole sentence. */
export const refused = (fault: string): NormaliseResult => ({ ok: false, fault });

const ASCII = /^[\x20-\x7e]*$/;
// Bidi and zero-width marks, joiners, soft hyphens, variation selectors: they arrive by copy and paste and
// nobody sees them. A name that means its joiner loses it, which merges only spellings that look the same.
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Whether the text is printable ASCII throughout, so that Unicode has nothing to normalise in it. */
export const isPlain = (text: string): boolean => ASCII.test(text);

/** The text without invisible marks, in NFKC (full-width digits and signs become plain ones), trimmed. */
export const readable = (text: string): string =>
  (isPlain(text) ? text : text.replace(INVISIBLE, "").normalize("NFKC")).trim();
