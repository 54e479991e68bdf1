import * as z from "zod/mini";
import type { Consent } from "./contact.ts";
import { Instant, Text, WITH_OTHER_FAULTS } from "./request.ts";
import { CHANNELS, CONSENT_SAYINGS } from "./words.ts";

/** A consent as it is put, or that one was taken back (`withdrawn`). What is null or left out is not known; without `expiresAt` it does not end by itself. */
export const ConsentDocument = z
  .strictObject({
    channel: z.enum(CHANNELS),
    purpose: Text,
    level: z.enum(CONSENT_SAYINGS),
    source: z.optional(z.nullable(Text)),
    at: Instant,
    expiresAt: z.optional(z.nullable(Instant)),
    evidence: z.optional(z.nullable(Text)),
  })
  .check(
    z.superRefine(({ level, at, expiresAt }, context) => {
      const refuse = (message: string) =>
        context.addIssue({ code: "custom", path: ["expiresAt"], message, input: expiresAt });
      if (typeof at !== "number" || typeof expiresAt !== "number") return;
      if (level === "withdrawn") refuse("must be null: what was taken back stays so until a new yes");
      else if (expiresAt <= at) refuse("must lie after at");
    }, WITH_OTHER_FAULTS),
  );

/** Consents stand in the state that every check reads: at most so many, and so many bytes of JSON. */
const MOST_CONSENTS = 100;
const MOST_CONSENTS_BYTES = 8 * 1024;

/** The body of `PUT /v1/contacts/{contactId}/consents`: the whole document, one consent a channel and purpose. */
export const ConsentsDocument = z
  .strictObject({ consents: z.array(ConsentDocument).check(z.maxLength(MOST_CONSENTS)) })
  .check(
    z.superRefine(({ consents }, context) => {
      for (const [index, first] of repeated(consents)) {
        const message = `is for the same channel and purpose as consents.${first}: keep one of them`;
        context.addIssue({ code: "custom", path: ["consents", index], message, input: consents });
      }
    }, WITH_OTHER_FAULTS),
    z.refine((document) => new TextEncoder().encode(JSON.stringify(document)).length <= MOST_CONSENTS_BYTES, {
      error: `must take at most ${MOST_CONSENTS_BYTES} bytes`,
    }),
  );
export type ConsentsDocument = z.infer<typeof ConsentsDocument>;

/** Of a list in whatever state it is, the places of consents for what an earlier one is for, with its place. */
function repeated(consents: unknown): [index: number, first: number][] {
  if (!Array.isArray(consents)) return [];
  const firsts = new Map<string, number>();
  return consents.flatMap((consent: unknown, index): [number, number][] => {
    const { channel, purpose } = (consent ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof channel !== "string" || typeof purpose !== "string") return [];
    const pair = `${channel}.${purpose}`;
    const first = firsts.get(pair);
    if (first === undefined) firsts.set(pair, index);
    return first === undefined ? [] : [[index, first]];
  });
}

/** What a consent is for; a contact has one consent for each. */
export const pairOf = ({ channel, purpose }: Pick<Consent, "channel" | "purpose">): string =>
  `${channel}.${purpose}`;

/** The consents that a document names. */
export const consentsOf = ({ consents }: ConsentsDocument): Consent[] =>
  consents.map(({ source, expiresAt, evidence, ...consent }) => ({
    ...consent,
    source: source ?? undefined,
    expiresAt: expiresAt ?? undefined,
    evidence: evidence ?? undefined,
  }));
