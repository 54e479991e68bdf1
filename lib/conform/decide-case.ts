import type * as z from "zod/mini";
import { loadCalendar } from "../core/calendar.ts";
import { type CompiledPolicy, compilePolicy } from "../core/compile-policy.ts";
import { type Contact, destinationOf, type Identity, newContact } from "../core/contact.ts";
import { AttributesDocument, IdentityDocument, PreferencesDocument } from "../core/contact-document.ts";
import { decide } from "../core/decide.ts";
import { type NormalisedIdentity, normaliseIdentity } from "../core/identity/normalise.ts";
import { parse } from "../core/issues.ts";
import { alternativesOf, remainingOf } from "../core/outlook.ts";
import { inOrder } from "../core/record.ts";
import type { Request } from "../core/request.ts";
import { type EpochMs, formatInstant } from "../core/time.ts";
import type { Touch } from "../core/touches.ts";
import { validatePolicy } from "../core/validate-policy.ts";
import { presetsOf } from "../regulations/load-presets.ts";
import { type Case, contactIdOf, type HistoryTouch } from "./case.ts";
import { includesOf, instant } from "./probes.ts";

/** A case in the core's own terms, its contact as the state would hold it. */
export interface PosedCase {
  readonly policy: CompiledPolicy;
  readonly contact: Contact;
  readonly request: Request;
  readonly now: EpochMs;
  /** The contact's addresses in canonical form. */
  readonly addresses: readonly NormalisedIdentity[];
}

/** An address of a case in its canonical form, and the key it has. */
interface Address {
  readonly value: string;
  readonly normalised: NormalisedIdentity;
  readonly key: string;
}

/** Asks the core itself. @throws Error when the policy or the contact of the case is not valid. */
export async function decideCase(of: Case) {
  const { policy, contact, request, now } = await poseCase(of, ({ value }) => value);
  const { decision, reasons, warnings, shadow, nextAllowedAt } = decide(policy, contact, request, now);
  const includes = includesOf(of);
  return {
    decision,
    reasons: reasons.map(shown),
    warnings: warnings.map(shown),
    shadow: shadow.map(shown),
    nextAllowedAt: text(nextAllowedAt),
    ...(includes.includes("alternatives") && {
      alternatives: alternativesOf(policy, contact, request, now).map(shown),
    }),
    ...(includes.includes("remaining") && { remaining: remainingOf(policy, contact, request, now) }),
  };
}

const text = (at: EpochMs | null) => (at === null ? null : formatInstant(at));

/** With its instant as the API writes it. */
const shown = <T extends { readonly nextAllowedAt: EpochMs | null }>(judged: T) => ({
  ...judged,
  nextAllowedAt: text(judged.nextAllowedAt),
});

/** @throws Error when the policy or the contact of the case is not valid. */
export async function poseCase(
  of: Case,
  keyOf: (identity: NormalisedIdentity) => string,
): Promise<PosedCase> {
  const policy = await policyOf(of);
  const addresses = await Promise.all((of.contact.identities ?? []).map((named) => addressOf(named, keyOf)));
  const keyOfAddress = (value: string | undefined) => {
    if (value === undefined) return undefined;
    const address = addresses.find((one) => one.value === value);
    if (address === undefined) throw new Error(`${value} is no address of the contact`);
    return address.key;
  };
  const bare = { ...contactOf(of, keyOfAddress), identities: addresses.map(identityOf) };
  const counted = of.history.filter(({ purpose }) => policy.purposes.get(purpose)?.counts !== false);
  const touches = inOrder(counted.map((touch, index) => touchOf(bare, touch, { index, keyOfAddress })));
  const { to, at, override, ...fields } = of.request;
  const request: Request = {
    ...tagsOf(fields),
    namedKey: keyOfAddress(to?.email ?? to?.phone),
    at: optionalInstant(at),
    overridden: override?.rules,
  };
  return {
    policy,
    contact: { ...bare, touches },
    request,
    now: instant(of.now),
    addresses: addresses.map(({ normalised }) => normalised),
  };
}

async function policyOf(of: Case): Promise<CompiledPolicy> {
  const calendar = await loadCalendar();
  const checked = validatePolicy(of.policy, calendar, await presetsOf(of.policy));
  if (!checked.valid) throw new Error(`${of.name}: ${JSON.stringify(checked.issues)}`);
  const known = Object.entries(of.lists ?? {}).map(([list, asOf]) => [list, instant(asOf)] as const);
  return compilePolicy(checked.document, {
    version: 1,
    calendar,
    listsAsOf: new Map(known),
    presets: checked.presets,
  });
}

async function addressOf(
  document: { readonly type: string; readonly value: string },
  keyOf: (identity: NormalisedIdentity) => string,
): Promise<Address> {
  const { type, value } = accept(IdentityDocument, document);
  const result = await normaliseIdentity({ type, value });
  if (!result.ok) throw new Error(result.fault);
  return { value, normalised: result.identity, key: keyOf(result.identity) };
}

const identityOf = ({ key, normalised: { type, regions } }: Address): Identity => ({
  key,
  type,
  regions,
  valid: true,
  flags: [],
  shared: false,
});

type KeyOfAddress = (value: string | undefined) => string | undefined;

const optionalInstant = (at: string | undefined) => (at === undefined ? undefined : instant(at));

/** All but the addresses and the touches. */
function contactOf(of: Case, keyOfAddress: KeyOfAddress): Contact {
  const { contact } = of;
  return {
    ...newContact(contactIdOf(of)),
    originKey: contact.originKey,
    attributes: accept(AttributesDocument, contact.attributes ?? {}) as Contact["attributes"],
    preferences: accept(PreferencesDocument, contact.preferences ?? {}) as Contact["preferences"],
    suppressions: (contact.suppressions ?? []).map(({ list, address, reason, expiresAt }) => ({
      identityKey: keyOfAddress(address),
      list,
      reason,
      expiresAt: optionalInstant(expiresAt),
    })),
    consents: (contact.consents ?? []).map(({ channel, purpose, level, at, expiresAt }) => ({
      channel,
      purpose,
      level,
      at: instant(at),
      expiresAt: optionalInstant(expiresAt),
      source: undefined,
      evidence: undefined,
    })),
    owner: contact.owner && { agent: contact.owner.agent, department: contact.owner.department },
    locks: (contact.locks ?? []).map(({ department, until, reason }, index) => ({
      lockId: `lock-${index}`,
      department,
      until: instant(until),
      reason,
    })),
  };
}

function touchOf(
  contact: Contact,
  touch: HistoryTouch,
  { index, keyOfAddress }: { readonly index: number; readonly keyOfAddress: KeyOfAddress },
): Touch {
  const { to, at, channel, state = "recorded", expiresAt, outcomes = [] } = touch;
  return {
    ...tagsOf(touch),
    id: `touch-${index}`,
    at: instant(at),
    address: destinationOf(contact, channel, keyOfAddress(to?.email ?? to?.phone))?.key,
    origin: undefined,
    state,
    expiresAt: optionalInstant(expiresAt),
    outcomes: outcomes.map((reported) => ({ outcome: reported.outcome, at: instant(reported.at) })),
  };
}

/** What a request and a touch have in common. */
function tagsOf(of: Omit<Case["request"], "at" | "to" | "override">) {
  const { channel, department, purpose, campaign, topic, product, subject, agent } = of;
  return { channel, department, purpose, campaign, topic, product, subject, agent };
}

function accept<S extends z.core.$ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = parse(schema, value, "it");
  if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
  return parsed.value;
}
