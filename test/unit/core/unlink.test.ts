import { describe, expect, it } from "vitest";
import type { Consent, Contact, KeptKey, Suppression } from "../../../lib/core/contact.ts";
import { newContact } from "../../../lib/core/contact.ts";
import type { Touch } from "../../../lib/core/touches.ts";
import { unlink, withOrigin } from "../../../lib/core/unlink.ts";
import type { Channel } from "../../../lib/core/words.ts";
import { ASKED_AT, contactWith, identityOf, inDays, touchOf } from "../../support/asked-with.ts";

/** An address leaves a contact: what goes with it, what stays, what stands on both sides. */

const [phone, mobile, email] = [
  identityOf("p1", "phone"),
  identityOf("p2", "phone"),
  identityOf("e1", "email"),
];
const leaving = (fields: Partial<Contact>) =>
  unlink(contactWith({ identities: [phone, mobile, email], ...fields }), mobile);

describe("an address that leaves", () => {
  it("becomes a stranger of its own; each knows that it parted from the other", () => {
    const shared = { ...mobile, shared: true };
    const { contact, stranger } = unlink(
      contactWith({ identities: [phone, shared], attributes: { tier: "key" }, parted: ["z", "a", "p2"] }),
      shared,
    );
    expect(contact).toMatchObject({ contactId: "c_1", identities: [phone], attributes: { tier: "key" } });
    expect(contact.parted).toEqual(["z", "a", "p2"]);
    expect(stranger).toEqual({ ...newContact("p2", [mobile]), parted: ["c_1"] });
  });

  it("keeps every no, as the contact does", () => {
    const no: Partial<Contact> = {
      ...{ status: "invalid", preferences: { optOutAll: true } },
      locks: [{ lockId: "l", department: "legal", until: inDays(1), reason: undefined }],
    };
    const { contact, stranger } = leaving(no);
    for (const side of [contact, stranger]) expect(side).toMatchObject(no);
  });

  it("takes its own suppressions along, and has the contact's too", () => {
    const suppression = (identityKey: string | undefined): Suppression => ({
      ...{ identityKey, list: "legal", reason: undefined, expiresAt: undefined },
    });
    const { contact, stranger } = leaving({
      suppressions: [suppression("p1"), suppression("p2"), suppression(undefined)],
    });
    expect(contact.suppressions).toEqual([suppression("p1"), suppression(undefined)]);
    expect(stranger.suppressions).toEqual([suppression("p2"), suppression(undefined)]);
  });

  it("takes consents along only when it is the last that their channel reaches", () => {
    const consent = (channel: Channel): Consent => ({
      ...{ channel, purpose: "sales", level: "express", at: ASKED_AT, expiresAt: undefined },
      ...{ source: undefined, evidence: undefined },
    });
    const consents = (["sms", "call", "email", "visit"] as const).map(consent);
    const [sms, call, ...others] = consents;
    const beside = leaving({ consents });
    expect([beside.contact.consents, beside.stranger.consents]).toEqual([consents, []]);
    const last = leaving({ consents, identities: [mobile, email] });
    expect([last.contact.consents, last.stranger.consents]).toEqual([others, [sms, call]]);
    const all = leaving({ consents: consents.slice(0, 2), identities: [mobile, email] });
    expect([all.contact.consents, all.stranger.consents]).toEqual([[], [sms, call]]);
    const none = leaving({ consents: [] });
    expect([none.contact.consents, none.stranger.consents]).toEqual([[], []]);
    const unasked = leaving({});
    expect([unasked.contact.consents, unasked.stranger.consents]).toEqual([undefined, undefined]);
  });
});

describe("the touches of an address that leaves", () => {
  const goes = (fields: Partial<Touch>) => {
    const { contact, stranger } = leaving({ touches: [touchOf(fields)] });
    return { stays: contact.touches.length === 1, goes: stranger.touches.length === 1 };
  };
  const [only, both, none] = [
    { stays: false, goes: true },
    { stays: true, goes: true },
    { stays: true, goes: false },
  ];

  it.each([
    ["to it go with it", { address: "p2" }, only],
    ["to another address stay", { address: "p1" }, none],
    ["to another address stay, also those that came from it", { address: "p1", origin: "p2" }, none],
    ["without an address go with it when they came from it", { origin: "p2" }, only],
    ["without an address that came from elsewhere stay", { origin: "p1" }, none],
    ["that may have gone to it stay on both", {}, both],
    ["that cannot have gone to it stay", { channel: "email" }, none],
    ["on a channel that reaches no address stay", { channel: "visit" }, none],
  ] as const)("%s", (_, fields, where) => {
    expect(goes(fields)).toEqual(where);
  });

  it("remember where they were recorded", () => {
    const touches = [touchOf({ id: "here", address: "p2" }), touchOf({ id: "there", origin: "p2" })];
    const { stranger } = leaving({ touches });
    expect(stranger.touches.map(({ id, origin }) => [id, origin])).toEqual([
      ["here", "c_1"],
      ["there", undefined],
    ]);
    expect(withOrigin(touchOf({ origin: "x" }), { from: "a", to: "b" }).origin).toBe("x");
  });

  it("take their idempotency keys with them", () => {
    const key = (touch: string): KeptKey => ({
      ...{ hash: touch, payload: "p", touch, at: ASKED_AT, policyVersion: 1, said: undefined },
    });
    const touches = [
      touchOf({ id: "its", address: "p2" }),
      touchOf({ id: "another's", address: "p1" }),
      touchOf({ id: "anyone's" }),
    ];
    const keys = ["its", "another's", "anyone's", "gone"].map(key);
    const { contact, stranger } = leaving({ touches, keys });
    expect(contact.keys.map(({ touch }) => touch)).toEqual(["another's", "anyone's", "gone"]);
    expect(stranger.keys.map(({ touch }) => touch)).toEqual(["its", "anyone's"]);
  });
});
