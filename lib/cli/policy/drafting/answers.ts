import * as z from "zod/mini";
import { CHANNELS } from "../../../core/words.ts";

export const INDUSTRIES = ["retail", "finance", "software", "other"] as const;
export const AUDIENCES = ["b2b", "b2c"] as const;
/** The most lenient first. */
export const STRICTNESS = ["lenient", "balanced", "strict"] as const;

/** The clock of a country for contacts whose own zone is not known: that of its largest city. */
export const ZONES = {
  AT: "Europe/Vienna",
  AU: "Australia/Sydney",
  CH: "Europe/Zurich",
  CN: "Asia/Shanghai",
  DE: "Europe/Berlin",
  ES: "Europe/Madrid",
  FR: "Europe/Paris",
  GB: "Europe/London",
  IE: "Europe/Dublin",
  IN: "Asia/Kolkata",
  IT: "Europe/Rome",
  JP: "Asia/Tokyo",
  NL: "Europe/Amsterdam",
  SG: "Asia/Singapore",
  US: "America/New_York",
} as const;
export type Country = keyof typeof ZONES;
export const COUNTRIES = Object.keys(ZONES) as Country[];

const listOf = <T extends z.core.$ZodType>(item: T) =>
  z.array(item).check(
    z.minLength(1, "Name at least one."),
    z.refine((all) => new Set(all).size === all.length, "Name each once."),
  );

/** What `policy new` asks. */
export const Answers = z.strictObject({
  industry: z.enum(INDUSTRIES),
  audience: z.enum(AUDIENCES),
  channels: listOf(z.enum(CHANNELS)),
  strictness: z.enum(STRICTNESS),
  /** The first one's clock is taken where a contact's zone is not known. */
  countries: listOf(z.enum(COUNTRIES)),
  departments: listOf(
    z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/, "Write it in small letters, like customer-care.")),
  ),
});
export type Answers = z.infer<typeof Answers>;

export type Strictness = (typeof STRICTNESS)[number];
