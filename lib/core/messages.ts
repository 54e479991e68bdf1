import type { Moment, Sentences } from "./messages/details.ts";
import { en } from "./messages/en.ts";
import { zh } from "./messages/zh.ts";
import type { ReasonCode } from "./reasons.ts";
import type { EpochMs } from "./time.ts";

/** What a message is made of: nothing but the reason's own details and the instants it was judged at. */
interface Failing {
  readonly code: ReasonCode;
  /** Those of the code, see `DetailsOf`. */
  readonly details: Readonly<Record<string, unknown>>;
  /** The instant that was judged. */
  readonly at: EpochMs;
  /** The present instant; left out when it is the one that was judged. */
  readonly now?: EpochMs;
}

/** Languages that messages are written in: English and Simplified Chinese. */
export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

const SENTENCES: Readonly<Record<Language, Sentences>> = { en, zh };

/** One sentence for a person: what stands in the way, how much, until when, who. */
export function messageOf({ code, details, at, now = at }: Failing, language: Language = "en"): string {
  // The rules give each code its own details; a property test asks them all.
  const sentence = SENTENCES[language][code] as (details: unknown, moment: Moment) => string;
  return sentence(details, { at, now });
}
