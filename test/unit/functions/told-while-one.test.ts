import { describe, expect, it } from "vitest";
import { check } from "../../../functions/check/command.ts";
import { putConsents } from "../../../functions/consents/command.ts";
import { changeContact } from "../../../functions/contacts/command.ts";
import { addPreferences } from "../../../functions/preferences/command.ts";
import { confirmTouch } from "../../../functions/touches/change.ts";
import { readTouchId } from "../../../functions/touches/touch-id.ts";
import type { Consent, Preferences } from "../../../lib/core/contact.ts";
import { newContact } from "../../../lib/core/contact.ts";
import { mergeInto } from "../../../lib/core/merge.ts";
import { EMAIL, NOW, PEPPER, PHONE, policyWithCap } from "../../support/checking.ts";
import { persons } from "../../support/persons.ts";

const POLICY = await policyWithCap(2);
const phone = (number: number) => ({ ...PHONE, value: `+49301234${number}` });

const consent = (channel: "sms" | "email"): Consent => ({
  ...{ channel, purpose: "marketing", level: "express" as const, at: NOW },
  ...{ expiresAt: undefined, source: undefined, evidence: undefined },
});

describe("consents of three", () => {
  it("are the same in whatever order the three become one", () => {
    const withOne = (id: string, channel: "sms" | "email") => ({
      ...newContact(id),
      consents: [consent(channel)],
    });
    const [a, b, c] = [withOne("a", "sms"), withOne("b", "email"), withOne("c", "sms")];
    expect(mergeInto(mergeInto(a, b), c).consents).toEqual(mergeInto(mergeInto(a, c), b).consents);
  });
});

describe("a consent that was taken back", () => {
  it("does not come back by a merge with one who gave it", async () => {
    const world = persons();
    await world.put("a", [phone(1)]);
    await world.put("b", [phone(2)]);
    const say = (contactId: string, consents: Consent[]) =>
      putConsents(world.deps, { contactId, document: { consents }, ifMatch: undefined, by: null });
    await say("a", [consent("sms")]);
    await say("b", [consent("sms")]);
    await say("a", []);
    await world.merge("a", "b");
    expect((await world.at("a")).consents).toEqual([]);
  });
});

describe("a no that is said while two are one", () => {
  it("stays on both, also when one of them had said it before", async () => {
    const world = persons();
    await world.put("a", [phone(1)]);
    await world.put("b", [phone(2)]);
    await world.wish("b", { channels: { sms: { optOut: "hard" } } });
    await world.merge("a", "b");
    await world.wish("a", { channels: { sms: { optOut: "hard" } }, maxPerWeek: 1 });
    await world.unmerge("a", "b");
    expect((await world.at("a")).preferences.channels?.sms).toEqual({ optOut: "hard" });
  });
});

describe("a no that is added while two are one", () => {
  async function asOne() {
    const world = persons();
    await world.put("a", [phone(1)]);
    await world.put("b", [phone(2)]);
    await world.wish("b", { topics: { promotions: { optOut: true } } });
    await world.merge("a", "b");
    const add = (preferences: Preferences) =>
      addPreferences(world.deps, { contactId: "a", preferences, by: null });
    const wishes = async (id: string) => (await world.at(id)).preferences;
    return { ...world, add, wishes };
  }

  it("binds both when they part, and what one of them had said before binds that one only", async () => {
    const { add, unmerge, wishes } = await asOne();
    await add({ maxPerWeek: 1 });
    await unmerge("a", "b");
    expect(await wishes("a")).toEqual({ maxPerWeek: 1 });
    expect(await wishes("b")).toEqual({ maxPerWeek: 1, topics: { promotions: { optOut: true } } });
  });

  it("binds both, also when one of them had said it before, and when more is added later", async () => {
    const { add, unmerge, wishes } = await asOne();
    await add({ topics: { promotions: { optOut: true } } });
    await add({ maxPerWeek: 1 });
    await unmerge("a", "b");
    const both = { maxPerWeek: 1, topics: { promotions: { optOut: true } } };
    expect([await wishes("a"), await wishes("b")]).toEqual([both, both]);
  });
});

describe("a reservation of nobody knows which address", () => {
  it("is confirmed for both after an unmerge", async () => {
    const world = persons();
    await world.put("a", [phone(1)]);
    await world.put("b", [phone(2)]);
    await world.merge("a", "b");
    const request = {
      to: { contactId: "a" },
      channel: "sms",
      department: "growth",
      purpose: "marketing",
      mode: "reserve",
    } as const;
    const asked = await check({
      deps: world.deps,
      policy: POLICY,
      now: NOW,
      by: null,
      recipient: { contactId: "a" },
      request,
    });
    await world.unmerge("a", "b");
    const named = readTouchId("touchId" in asked ? String(asked.touchId) : "");
    if (named === undefined) throw new Error("no touch");
    const deps = { ...world.deps, policy: { get: async () => POLICY } } as never;
    await confirmTouch({
      deps,
      named,
      caller: { keyId: "k", scopes: ["check"], department: null, outage: undefined },
    });
    const standing = async (id: string) => (await world.at(id)).touches.map(({ state }) => state);
    expect([await standing("a"), await standing("b")]).toEqual([["confirmed"], ["confirmed"]]);
  });
});

describe("two that a steward has taken apart", () => {
  it("are not one again by the next import with onDuplicate: merge", async () => {
    const world = persons();
    const put = (contactId: string, identities: readonly (typeof EMAIL)[]) =>
      changeContact(
        { deps: world.deps, pepper: PEPPER },
        {
          ...{ contactId, identities, attributes: {}, onDuplicate: "merge", mayCreate: true },
          ...{ ifMatch: undefined, by: "crm" },
        },
      );
    await put("a", [EMAIL]);
    await put("b", [EMAIL, phone(2)]);
    await world.unmerge("a", "b");
    await put("b", [EMAIL, phone(2)]);
    expect((await world.at("b")).contactId).toBe("b");
  });
});
