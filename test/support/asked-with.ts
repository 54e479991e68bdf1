import { loadCalendar } from "../../lib/core/calendar.ts";
import { compilePolicy } from "../../lib/core/compile-policy.ts";
import { type Contact, type Identity, newContact } from "../../lib/core/contact.ts";
import { decide, type Verdict } from "../../lib/core/decide.ts";
import type { Request } from "../../lib/core/request.ts";
import { type EpochMs, epochMs, HOUR_MS } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";

/** One question, told by what is unusual in it: sales asks by SMS, at a Wednesday noon, for a contact without a past. */

const calendar = await loadCalendar();
export const ASKED_AT = epochMs(Date.parse("2026-06-10T12:00:00.000Z"));
export const inHours = (hours: number): EpochMs => epochMs(ASKED_AT + hours * HOUR_MS);
export const inDays = (days: number): EpochMs => inHours(24 * days);

const untagged = { campaign: undefined, topic: undefined, product: undefined, subject: undefined };
const REQUEST: Request = {
  ...{ channel: "sms", department: "sales", purpose: "sales", ...untagged, agent: undefined },
  ...{ namedKey: undefined, at: undefined },
};

/** A recorded SMS by sales, a day ago. */
export const touchOf = (fields: Partial<Touch>): Touch => ({
  ...{ id: "t", at: inDays(-1), channel: "sms", department: "sales", purpose: "sales", ...untagged },
  ...{ agent: undefined, address: undefined, origin: undefined, state: "recorded", expiresAt: undefined },
  outcomes: [],
  ...fields,
});

export const identityOf = (key: string, type: string, valid = true): Identity => ({
  ...{ key, type, regions: [], valid, flags: [], shared: false },
});

export interface AskedWith {
  /** Rules without their ids, which are `r0`, `r1` …; left out: none. */
  readonly rules?: readonly object[];
  readonly contact?: Partial<Contact>;
  readonly request?: Partial<Request>;
}

/** A policy of these rules. @throws Error when it is not valid. */
export function policyWith(rules: readonly object[]) {
  const input = {
    ...{ id: "p", retention: "P90D", campaignGroups: { spring: ["a", "b"] } },
    purposes: { sales: {}, news: {}, alert: { obeys: "hard" } },
    rules: rules.map((rule, index) => ({ id: `r${index}`, ...rule })),
  };
  const checked = validatePolicy(input, calendar);
  if (!checked.valid) throw new Error(JSON.stringify(checked.issues));
  return compilePolicy(checked.document, { version: 1, calendar });
}

export const contactWith = (fields: Partial<Contact> = {}): Contact => ({ ...newContact("c_1"), ...fields });
export const requestWith = (fields: Partial<Request> = {}): Request => ({ ...REQUEST, ...fields });

export const ask = ({ rules = [], contact, request }: AskedWith): Verdict =>
  decide(policyWith(rules), contactWith(contact), requestWith(request), ASKED_AT);

export const detailsOf = (asked: AskedWith) => ask(asked).reasons.map(({ details }) => details);
