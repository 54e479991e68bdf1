import type { Candidate } from "../candidate.ts";
import type { Consent } from "../contact.ts";
import type { ConsentDocument } from "../rule-document.ts";
import { type EpochMs, formatInstant, NEVER } from "../time.ts";
import { CONSENT_SAYINGS, type ConsentSaying } from "../words.ts";
import { PASSES, type Test } from "./rule.ts";

const rankOf = (level: ConsentSaying): number => CONSENT_SAYINGS.indexOf(level);

const endOf = ({ expiresAt }: Consent): EpochMs => expiresAt ?? NEVER;

/** Denies when no consent of at least `level` for the request's channel and purpose is in force at x. */
export function compileConsent({ level = "express" }: ConsentDocument): Test {
  const consentsFor = ({ contact, request }: Candidate): Consent[] =>
    (contact.consents ?? []).filter(
      (consent) => consent.channel === request.channel && consent.purpose === request.purpose,
    );

  return {
    failsUntil(candidate) {
      const { at } = candidate;
      const firm = consentsFor(candidate).filter(
        (consent) => rankOf(consent.level) >= rankOf(level) && endOf(consent) > at,
      );
      if (firm.some((consent) => consent.at <= at)) return PASSES;
      // One that is dated ahead begins then.
      return firm.reduce(
        (first, consent) => (consent.at < first && consent.at < endOf(consent) ? consent.at : first),
        NEVER,
      );
    },
    explain(candidate) {
      const given = consentsFor(candidate);
      const best = given.reduce<Consent | undefined>(
        (a, b) => (a === undefined || rankOf(b.level) > rankOf(a.level) ? b : a),
        undefined,
      );
      const { channel, purpose } = candidate.request;
      return {
        code: "no_consent",
        details: {
          channel,
          purpose,
          level,
          ...(best !== undefined && { given: best.level }),
          ...(best?.expiresAt !== undefined && { expiresAt: formatInstant(best.expiresAt) }),
        },
      };
    },
  };
}
