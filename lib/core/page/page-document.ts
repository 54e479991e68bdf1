import * as z from "zod/mini";
import type { Issue } from "../errors.ts";
import { parse } from "../issues.ts";
import { Text } from "../request.ts";
import { CHANNELS } from "../words.ts";

/**
 * How the pages look that customers see, and what they may choose there: the part `page` of a policy document. All of
 * it may be left out.
 */

export const TextByLanguage = z
  .strictObject({ en: z.optional(Text), zh: z.optional(Text) })
  .check(
    z.refine(({ en, zh }) => en !== undefined || zh !== undefined, { error: "must have a text in en or zh" }),
  );

/** A text in each language; in one of them only, or as it is, it stands for all. */
const Wording = z.union([Text, TextByLanguage]);
export type Wording = z.infer<typeof Wording>;

const MOST_WORDINGS = 50;
const Wordings = z.optional(
  z.record(Text, Wording).check(
    z.refine((record) => Object.keys(record).length <= MOST_WORDINGS, {
      error: `must have at most ${MOST_WORDINGS} entries`,
    }),
  ),
);

const HttpsUrl = z.string().check(
  z.maxLength(2_000),
  z.regex(/^https:\/\/[^\s"'<>;,]+$/, {
    error: "must begin with https:// and hold no spaces, quotes, ; or ,",
  }),
);
const Logo = z.string().check(
  z.maxLength(24_000),
  z.regex(/^(https:\/\/[^\s"'<>;,]+|data:image\/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]+)$/, {
    error: "must be an https:// address, or data:image/…;base64,… of at most 24 000 characters",
  }),
);

export const PageLink = z.strictObject({ label: Wording, url: HttpsUrl });

export const PageDocument = z.strictObject({
  /** Who speaks. */
  name: z.optional(Wording),
  /** Of buttons, as `#0b57d0`; their text is black or white, whichever is read more easily. */
  color: z.optional(
    z.string().check(z.regex(/^#[0-9a-f]{6}$/i, { error: "must be six hexadecimal digits, like #0b57d0" })),
  ),
  logo: z.optional(Logo),
  /** A line below: who is responsible, and how to reach them. */
  contact: z.optional(Wording),
  /** Privacy notice, imprint. */
  links: z.optional(z.array(PageLink).check(z.maxLength(10))),
  /** Which can be chosen; left out, email, sms and call. */
  channels: z.optional(z.array(z.enum(CHANNELS)).check(z.minLength(1), z.maxLength(CHANNELS.length))),
  /** Which can be chosen, by their names in requests. */
  topics: Wordings,
  /** How departments and purposes are called where the customer reads who wrote. */
  departments: Wordings,
  purposes: Wordings,
});
export type PageDocument = z.infer<typeof PageDocument>;

/** A text in the language, else in the other; undefined without one. */
export function worded(wording: Wording | undefined, language: "en" | "zh"): string | undefined {
  if (wording === undefined || typeof wording === "string") return wording;
  return wording[language] ?? wording.en ?? wording.zh;
}

export type PageVerdict =
  | { readonly valid: true; readonly document: PageDocument }
  | { readonly valid: false; readonly issues: readonly Issue[] };

/** Every problem of the part `page` at once, each with its path below `base`. */
export function validatePage(input: unknown, base = ""): PageVerdict {
  const parsed = parse(PageDocument, input, "the page");
  if ("value" in parsed) return { valid: true, document: parsed.value };
  const below = (path: string) => (base === "" ? path : path === "" ? base : `${base}.${path}`);
  return { valid: false, issues: parsed.issues.map(({ path, message }) => ({ path: below(path), message })) };
}
