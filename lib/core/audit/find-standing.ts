import type { Consent, Contact, Identity, Suppression } from "../contact.ts";
import { zonesOf } from "../place/place.ts";
import { durationOf } from "../rule-document.ts";
import { type EpochMs, formatInstant } from "../time.ts";
import { type Finding, finding } from "./finding.ts";

/** What a state alone tells, without its past. */

/** Addresses that do not work, and those made to be thrown away. */
export const findAddresses = ({ contactId, identities }: Contact): Finding[] =>
  identities.flatMap((identity) => {
    const code = codeOf(identity);
    if (code === undefined) return [];
    const { type, key } = identity;
    return [
      finding({
        code,
        contactId,
        detail:
          code === "address_invalid"
            ? `An address of type ${type} is known not to work: its channels are stopped.`
            : `An address of type ${type} is of a service whose addresses are thrown away.`,
        since: undefined,
        evidence: { type, key },
        action: {
          text: "Ask for another address, and take this one out.",
          command: `PATCH /v1/contacts/${contactId} {"identities":[…],"removeIdentities":[…]}`,
        },
      }),
    ];
  });

const codeOf = ({ valid, flags }: Identity) =>
  !valid ? "address_invalid" : flags.includes("disposable") ? "address_disposable" : undefined;

/** A contact whose clock nobody knows: no zone, no country and no number that tells one. */
export function findMissingZone(contact: Contact): Finding[] {
  const { contactId } = contact;
  if (zonesOf(contact, undefined).length > 0) return [];
  return [
    finding({
      code: "no_zone",
      contactId,
      detail: "Nothing tells the contact's time zone, so rules about hours stop it or go by their own zone.",
      since: undefined,
      evidence: {},
      action: {
        text: "Put its country or its time zone.",
        command: `PATCH /v1/contacts/${contactId} {"attributes":{"country":"…"}}`,
      },
    }),
  ];
}

/** Consents in force that end within a length of time. */
export function findEndingConsents(
  length: string | undefined,
  { contactId, consents = [] }: Contact,
  at: EpochMs,
): Finding[] {
  if (length === undefined) return [];
  const end = at + durationOf(length);
  return consents.flatMap((consent) => {
    const { expiresAt } = consent;
    if (expiresAt === undefined || expiresAt <= at || expiresAt > end || consent.at > at) return [];
    return [endingConsent(contactId, consent, expiresAt)];
  });
}

function endingConsent(contactId: string, { channel, purpose, level, at }: Consent, ends: EpochMs): Finding {
  const expiresAt = formatInstant(ends);
  return finding({
    code: "consent_ending",
    contactId,
    detail: `The consent to ${purpose} by ${channel} ends on ${expiresAt.slice(0, 10)}.`,
    since: at,
    evidence: { channel, purpose, level, expiresAt },
    action: {
      text: "Ask for it again while it holds.",
      command: `PUT /v1/contacts/${contactId}/consents {"consents":[…]}`,
    },
  });
}

/** Suppressions that are over and still listed. */
export const findEndedSuppressions = ({ contactId, suppressions }: Contact, at: EpochMs): Finding[] =>
  suppressions.flatMap(({ list, identityKey, expiresAt, reason }: Suppression) =>
    expiresAt === undefined || expiresAt > at
      ? []
      : [
          finding({
            code: "suppression_ended",
            contactId,
            detail: `The suppression on the list ${list} has ended: the address may be reached again.`,
            since: expiresAt,
            evidence: { list, key: identityKey ?? null, reason: reason ?? null },
            action: {
              text: "Suppress the address again if it should stay so; else take it off the list.",
              command: `DELETE /v1/suppressions {"items":[{"type":"…","value":"…","list":${JSON.stringify(list)}}]}`,
            },
          }),
        ],
  );
