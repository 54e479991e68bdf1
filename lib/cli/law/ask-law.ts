import { loadCalendar } from "../../core/calendar.ts";
import { compilePolicy } from "../../core/compile-policy.ts";
import {
  type Attributes,
  type Consent,
  type Contact,
  type Identity,
  newContact,
} from "../../core/contact.ts";
import { decide } from "../../core/decide.ts";
import { InvalidInput } from "../../core/errors.ts";
import { normaliseIdentity } from "../../core/identity/normalise.ts";
import { type Place, placeOf } from "../../core/place/place.ts";
import type { Reason } from "../../core/reasons.ts";
import { lawsOf, mayBind, spanOf } from "../../core/regulations/compile-regulations.ts";
import type { RegulationRule } from "../../core/regulations/regulation-document.ts";
import { type EpochMs, epochMs } from "../../core/time.ts";
import { validatePolicy } from "../../core/validate-policy.ts";
import type { Channel, ConsentLevel } from "../../core/words.ts";
import { loadPresets, PRESET_NAMES } from "../../regulations/load-presets.ts";

/** Whom the law is asked about, and when. */
export interface AskedLaw {
  readonly phone: string | undefined;
  readonly attributes: Attributes;
  /** Of this level for every channel and purpose; undefined for none. */
  readonly consent: ConsentLevel | undefined;
  readonly at: EpochMs;
}

export const ASKED_CHANNELS = ["call", "sms", "email"] as const satisfies readonly Channel[];
export const ASKED_AS = ["solicitation", "collection", "research"] as const;

/** A rule that may apply to a recipient. */
export interface BindingLaw {
  readonly preset: string;
  readonly law: RegulationRule;
  /** Whether it is the law then; before its first day or after its last it is not. */
  readonly isInForce: boolean;
}

/** What the law says of one channel and purpose. */
export interface LawVerdict {
  readonly channel: Channel;
  readonly as: (typeof ASKED_AS)[number];
  readonly decision: "allow" | "defer" | "deny";
  readonly nextAllowedAt: EpochMs | null;
  readonly reasons: readonly Reason[];
  readonly warnings: readonly Reason[];
}

export interface LawAnswer {
  readonly place: Place;
  readonly laws: readonly BindingLaw[];
  readonly verdicts: readonly LawVerdict[];
}

/** Longest that states may hold touches: no preset looks back further. */
const POLICY = {
  ...{ id: "law", timezone: "UTC", retention: "P400D", rules: [], extends: PRESET_NAMES },
  purposes: Object.fromEntries(ASKED_AS.map((as) => [as, { regulatedAs: as }])),
};

/** What all presets say of a recipient nobody has contacted yet. @throws InvalidInput for a number that is none. */
export async function askLaw({ phone, attributes, consent, at }: AskedLaw): Promise<LawAnswer> {
  const presets = await loadPresets(PRESET_NAMES);
  const calendar = await loadCalendar();
  const verdict = validatePolicy(POLICY, calendar, presets);
  if (!verdict.valid) throw new InvalidInput(verdict.issues);
  const policy = compilePolicy(verdict.document, { version: 1, calendar, presets: verdict.presets });
  const identity = phone === undefined ? undefined : await phoneOf(phone, attributes.country);
  const contact: Contact = {
    ...newContact("recipient", identity === undefined ? [] : [identity]),
    attributes,
    ...(consent !== undefined && { consents: consentsOf(consent) }),
  };
  const place = placeOf(contact, identity);
  return {
    place,
    laws: lawsOf(verdict.presets)
      .filter(({ law }) => mayBind(law, place.jurisdictions))
      .map(({ preset, law }) => {
        const { from, to } = spanOf(law, calendar);
        return { preset, law, isInForce: at >= from && at < to };
      }),
    verdicts: ASKED_AS.flatMap((as) =>
      ASKED_CHANNELS.map((channel) => {
        const { decision, nextAllowedAt, reasons, warnings } = decide(
          policy,
          contact,
          { ...NOTHING_ELSE, channel, purpose: as },
          at,
        );
        return { channel, as, decision, nextAllowedAt, reasons, warnings };
      }),
    ),
  };
}

const NOTHING_ELSE = {
  ...{ department: "any", campaign: undefined, topic: undefined, product: undefined },
  ...{ subject: undefined, agent: undefined, namedKey: undefined, at: undefined },
};

async function phoneOf(value: string, region: string | undefined): Promise<Identity> {
  const read = await normaliseIdentity({ type: "phone", value, region });
  if (!read.ok) throw new InvalidInput([{ path: "phone", message: read.fault }]);
  const { regions } = read.identity;
  return { key: "phone", type: "phone", regions, valid: true, flags: [], shared: false };
}

const consentsOf = (level: ConsentLevel): readonly Consent[] =>
  ASKED_AS.flatMap((purpose) =>
    ASKED_CHANNELS.map((channel) => ({
      ...{ channel, purpose, level, at: epochMs(0) },
      ...{ expiresAt: undefined, source: undefined, evidence: undefined },
    })),
  );
