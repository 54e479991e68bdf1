import { loadCalendar } from "../../lib/core/calendar.ts";
import { compilePolicy } from "../../lib/core/compile-policy.ts";
import { type Contact, type Identity, newContact } from "../../lib/core/contact.ts";
import { decide, type Verdict } from "../../lib/core/decide.ts";
import type { Request } from "../../lib/core/request.ts";
import { type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from "../../lib/core/time.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import type { Figure, Progress } from "../support/figure.ts";
import { busyPast, historyOf, type Past } from "../support/history.ts";
import { defaultPolicy } from "../support/own-engine.ts";
import { rateFigure, ratesOf } from "../support/rates.ts";

/** A Tuesday, 20:00 in China. Eight hours later it is between 10:00 and 15:00 in the United States. */
const NOON = epochMs(Date.UTC(2026, 10, 24, 12));
const LEAST_EMAILS_A_SECOND = 300_000;

/** So many contacts take turns, so that no single one is learnt by heart. */
const CONTACTS = 64;

interface Asked {
  readonly name: string;
  readonly request: Request;
  readonly contacts: readonly Contact[];
  readonly at: EpochMs;
  readonly expected: Verdict["decision"];
  readonly least?: number;
}

const EMAIL: Identity = identity("c_email", "email", []);
const CHINESE = identity("c_phone", "phone", ["CN"]);
const AMERICAN = identity("c_phone", "phone", ["US"]);

/** A touch a week: nothing stands in the way. */
const CALM = busyPast(12, 8);
/** As much within eleven days, the last by sales yesterday: four rules fail. */
const PRESSED = busyPast(12, 77).map(
  ({ daysAgo, ...past }, i): Past => ({
    ...past,
    daysAgo: daysAgo - 76,
    department: i < 6 ? "marketing" : "sales",
  }),
);

const MARKETING = {
  channel: "email",
  department: "marketing",
  purpose: "marketing",
  campaign: "autumn",
} as const;
const SALES_CALL = { channel: "call", department: "sales", purpose: "sales" } as const;

const ASKED: readonly Asked[] = [
  {
    name: "e-mail, allowed",
    request: requestOf(MARKETING),
    contacts: contactsWith(CALM, [EMAIL, CHINESE]),
    at: NOON,
    expected: "allow",
    least: LEAST_EMAILS_A_SECOND,
  },
  {
    name: "call to a country of one zone, allowed",
    request: requestOf(SALES_CALL),
    contacts: contactsWith(CALM, [EMAIL, CHINESE]),
    at: NOON,
    expected: "allow",
  },
  {
    name: "call to the United States, all zones open, allowed",
    request: requestOf(SALES_CALL),
    contacts: contactsWith(CALM, [EMAIL, AMERICAN]),
    at: epochMs(NOON + 8 * HOUR_MS),
    expected: "allow",
  },
  {
    name: "e-mail, four rules fail, with the next instant",
    request: requestOf(MARKETING),
    contacts: contactsWith(PRESSED, [EMAIL, CHINESE]),
    at: NOON,
    expected: "defer",
  },
];

/** Decisions a second on one core: the default policy, contacts of 12 touches, nothing but `decide`. */
export async function measureDecide(progress: Progress): Promise<Figure[]> {
  const calendar = await loadCalendar();
  const verdict = validatePolicy(defaultPolicy(), calendar);
  if (!verdict.valid) throw new Error("policies/default.json is not valid");
  const policy = compilePolicy(verdict.document, { version: 1, calendar });

  return ASKED.map(({ name, request, contacts, at, expected, least }, number) => {
    const rates = ratesOf((index) => {
      const contact = contacts[index % CONTACTS] as Contact;
      const { decision } = decide(policy, contact, request, epochMs(at + (index % 1_000)));
      if (decision !== expected) throw new Error(`${name}: expected ${expected}, got ${decision}`);
    });
    progress((number + 1) / ASKED.length);
    return rateFigure(name, rates, least);
  });
}

function identity(key: string, type: string, regions: readonly string[]): Identity {
  return { key, type, regions, valid: true, flags: [], shared: false };
}

/** Contacts that differ in when they were touched, by minutes. */
function contactsWith(past: readonly Past[], identities: readonly Identity[]): Contact[] {
  return Array.from({ length: CONTACTS }, (_, i) => ({
    ...newContact(`crm-${i}`, identities),
    version: past.length,
    attributes: { stage: "prospect" },
    touches: historyOf(past, { now: epochMs(NOON - i * MINUTE_MS), address: EMAIL.key }),
    historyBytes: 700,
  }));
}

function requestOf(fields: Pick<Request, "channel" | "department" | "purpose"> & Partial<Request>): Request {
  return {
    campaign: undefined,
    topic: "news",
    product: undefined,
    subject: undefined,
    agent: undefined,
    namedKey: EMAIL.key,
    at: undefined,
    ...fields,
  };
}
