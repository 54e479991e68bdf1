import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { compilePolicy } from "../../../lib/core/compile-policy.ts";
import type { Contact, OwedConfirmation, Preferences } from "../../../lib/core/contact.ts";
import { decide } from "../../../lib/core/decide.ts";
import { mergeInto } from "../../../lib/core/merge.ts";
import { withoutEnded, withTouch } from "../../../lib/core/record.ts";
import type { Request } from "../../../lib/core/request.ts";
import { type EpochMs, epochMs } from "../../../lib/core/time.ts";
import { takeApart } from "../../../lib/core/unmerge.ts";
import { validatePolicy } from "../../../lib/core/validate-policy.ts";
import { fromStateItem, toStateItem } from "../../../lib/store/items.ts";
import { ASKED_AT, contactWith, identityOf, requestWith, touchOf } from "../../support/asked-with.ts";

/** The one message that tells a customer that their stop was heard. */

const calendar = await loadCalendar();
const purposes = {
  sales: {},
  confirmation: { obeys: "hard", counts: false, confirmsOptOut: true },
  alert: { obeys: "hard" },
};
const document = { id: "p", timezone: "UTC", purposes, rules: [] };
const verdict = validatePolicy(document, calendar);
if (!verdict.valid) throw new Error(JSON.stringify(verdict.issues));
const policy = compilePolicy(verdict.document, { version: 1, calendar });

const inMs = (ms: number): EpochMs => epochMs(ASKED_AT + ms);
const owed = (until: EpochMs, channel: OwedConfirmation["channel"] = "sms") => ({ channel, until });
const STOPPED: Preferences = { channels: { sms: { optOut: "hard" } } };
const stopped = (fields: Partial<Contact> = {}) =>
  contactWith({ preferences: STOPPED, confirmations: [owed(inMs(1))], ...fields });
const isAllowed = (contact: Contact, request: Partial<Request> = {}, at = ASKED_AT) =>
  decide(policy, contact, requestWith({ purpose: "confirmation", ...request }), at).decision === "allow";

describe("a confirmation that is owed", () => {
  it("passes a stop of the channel and of everything, to its last millisecond", () => {
    for (const preferences of [STOPPED, { optOutAll: true }, { ...STOPPED, optOutAll: true }]) {
      expect(isAllowed(stopped({ preferences }))).toBe(true);
      expect(isAllowed(stopped({ preferences, confirmations: [owed(ASKED_AT)] }))).toBe(false);
      expect(isAllowed(stopped({ preferences, confirmations: undefined }))).toBe(false);
    }
  });

  it("passes on its own channel, with a purpose that confirms, and passes nothing else", () => {
    expect(isAllowed(stopped(), { purpose: "alert" })).toBe(false);
    expect(isAllowed(stopped({ confirmations: [owed(inMs(1), "whatsapp")] }))).toBe(false);
    const suppressions = [
      { identityKey: undefined, list: "internal", reason: undefined, expiresAt: undefined },
    ];
    expect(isAllowed(stopped({ suppressions }))).toBe(false);
  });

  it("leaves a stop that nobody waits out: there is no next instant", () => {
    const { nextAllowedAt } = decide(
      policy,
      stopped({ confirmations: [] }),
      requestWith({ purpose: "confirmation" }),
      ASKED_AT,
    );
    expect(nextAllowedAt).toBeNull();
  });

  it("is taken by the touch that confirms, and by no other", () => {
    const both = [owed(inMs(1)), owed(inMs(1), "whatsapp")];
    const left = (purpose: string) =>
      withTouch(stopped({ confirmations: both }), touchOf({ purpose, at: ASKED_AT }), {
        policy,
        now: ASKED_AT,
      });
    expect(left("confirmation").confirmations).toEqual([owed(inMs(1), "whatsapp")]);
    expect(left("sales").confirmations).toEqual(both);
  });

  it("leaves the state when it is too late", () => {
    const kept = withoutEnded(stopped({ confirmations: [owed(ASKED_AT), owed(inMs(1), "whatsapp")] }), {
      policy,
      now: ASKED_AT,
    });
    expect(kept.confirmations).toEqual([owed(inMs(1), "whatsapp")]);
    expect(withoutEnded(contactWith(), { policy, now: ASKED_AT })).not.toHaveProperty("confirmations");
  });

  it("is read from the item as it was written", () => {
    for (const contact of [stopped(), stopped({ confirmations: [] })]) {
      const state = fromStateItem("c_1", toStateItem(contact, []));
      expect(state.kind === "contact" && state.contact.confirmations).toEqual(
        contact.confirmations?.length ? contact.confirmations : undefined,
      );
    }
  });

  it("is one for each channel of two who are merged, and none of those who part", () => {
    const [a, b] = [identityOf("a1", "phone"), identityOf("b1", "phone")];
    const survivor = stopped({ contactId: "a", identities: [a] });
    const loser = stopped({
      contactId: "b",
      identities: [b],
      confirmations: [owed(inMs(2)), owed(inMs(2), "whatsapp")],
    });
    const merged = mergeInto(survivor, loser);
    expect(merged.confirmations).toEqual([owed(inMs(1)), owed(inMs(2), "whatsapp")]);
    expect(mergeInto(survivor, contactWith({ contactId: "c" })).confirmations).toEqual([owed(inMs(1))]);
    const parted = takeApart(merged, { survivor, loser, heard: undefined } as never);
    expect([parted.survivor.confirmations, parted.loser.confirmations]).toEqual([undefined, undefined]);
  });
});

it("a purpose that confirms cannot be let through during an outage, when nobody could tell whether it was", () => {
  const confirmation = { obeys: "hard", onOutage: "allow", confirmsOptOut: true };
  const refused = validatePolicy({ ...document, purposes: { confirmation } }, calendar);
  expect(refused.valid ? [] : refused.issues).toEqual([
    { path: "purposes.confirmation.onOutage", message: expect.stringContaining("confirmed only once") },
  ]);
});
