import { describe, expect, it } from "vitest";
import { type Consent, type Contact, newContact, type Preferences } from "../../../lib/core/contact.ts";
import { bringAlong } from "../../../lib/core/merge.ts";
import { mergeConsents, mergePreferences } from "../../../lib/core/merge-wishes.ts";
import { epochMs } from "../../../lib/core/time.ts";
import type { Touch } from "../../../lib/core/touches.ts";
import type { Channel, ConsentLevel, ConsentSaying } from "../../../lib/core/words.ts";

/** Merges both ways round: which person is which must not matter. */
function merged(a: Preferences, b: Preferences): Preferences {
  const one = mergePreferences(a, b);
  expect(mergePreferences(b, a)).toEqual(one);
  return one;
}

describe("the wishes of two that are one person", () => {
  it("are those of either when the other has none", () => {
    const wishes: Preferences = {
      optOutAll: true,
      channels: { email: { optOut: true, maxPerWeek: 2, hours: [["09:00", "12:00"]] } },
      topics: { news: { optOut: true } },
      departments: { sales: { optOut: true } },
      pausedUntil: epochMs(5),
      maxPerWeek: 3,
    };
    expect(merged(wishes, {})).toEqual(wishes);
    expect(merged({}, {})).toEqual({});
  });

  it("keep every no", () => {
    expect(merged({ optOutAll: true }, { optOutAll: false })).toEqual({ optOutAll: true });
    expect(
      merged({ topics: { a: { optOut: true } } }, { topics: { a: { optOut: false }, b: { optOut: true } } }),
    ).toEqual({
      topics: { a: { optOut: true }, b: { optOut: true } },
    });
    expect(
      merged({ departments: { sales: { optOut: false } } }, { departments: { sales: { optOut: true } } }),
    ).toEqual({ departments: { sales: { optOut: true } } });
  });

  it("take the harder no to a channel", () => {
    const channel = (optOut: boolean | "hard"): Preferences => ({ channels: { sms: { optOut } } });
    expect(merged(channel("hard"), channel(true))).toEqual(channel("hard"));
    expect(merged(channel("hard"), channel(false))).toEqual(channel("hard"));
    expect(merged(channel(true), channel(false))).toEqual(channel(true));
  });

  it("take the lower limit, zero included", () => {
    expect(merged({ maxPerWeek: 3 }, { maxPerWeek: 2 })).toEqual({ maxPerWeek: 2 });
    expect(merged({ maxPerWeek: 0 }, { maxPerWeek: 2 })).toEqual({ maxPerWeek: 0 });
    expect(merged({ maxPerWeek: null }, { maxPerWeek: 2 })).toEqual({ maxPerWeek: 2 });
    const limit = (maxPerWeek: number | null): Preferences => ({ channels: { call: { maxPerWeek } } });
    expect(merged(limit(4), limit(1))).toEqual(limit(1));
    expect(merged(limit(null), limit(1))).toEqual(limit(1));
  });

  it("take the longer pause", () => {
    expect(merged({ pausedUntil: epochMs(5) }, { pausedUntil: epochMs(9) })).toEqual({ pausedUntil: 9 });
    expect(merged({ pausedUntil: null }, { pausedUntil: epochMs(9) })).toEqual({ pausedUntil: 9 });
  });

  it("take the hours that both permit, possibly none", () => {
    const hours = (...ranges: [string, string][]): Preferences => ({ channels: { call: { hours: ranges } } });
    expect(merged(hours(["09:00", "12:00"], ["14:00", "18:00"]), hours(["11:00", "15:00"]))).toEqual(
      hours(["11:00", "12:00"], ["14:00", "15:00"]),
    );
    expect(merged(hours(["09:00", "12:00"]), hours(["12:00", "24:00"]))).toEqual(hours());
    expect(merged(hours(["20:00", "24:00"]), hours(["00:00", "24:00"]))).toEqual(hours(["20:00", "24:00"]));
    expect(merged({ channels: { call: { hours: null } } }, hours(["09:00", "12:00"]))).toEqual(
      hours(["09:00", "12:00"]),
    );
  });

  it("keep each channel's own wishes apart", () => {
    expect(
      merged({ channels: { sms: { optOut: true } } }, { channels: { email: { maxPerWeek: 1 } } }),
    ).toEqual({
      channels: { sms: { optOut: true }, email: { maxPerWeek: 1 } },
    });
  });
});

describe("the consents of two that are one person", () => {
  const consent = (channel: Channel, level: ConsentSaying, more: Partial<Consent> = {}): Consent => ({
    ...{ channel, purpose: "marketing", level, at: epochMs(5) },
    ...{ expiresAt: undefined, source: undefined, evidence: undefined, ...more },
  });
  const both = (a: readonly Consent[] | undefined, b: readonly Consent[] | undefined) => {
    const one = mergeConsents(a, b);
    expect(mergeConsents(b, a)).toEqual(one);
    return one;
  };

  it("are those of either when the other was never asked", () => {
    const given = [consent("sms", "express"), consent("call", "implied")];
    expect(both(given, undefined)).toEqual(given);
    expect(both(undefined, undefined)).toBeUndefined();
  });

  it("are none when one has taken all back", () => {
    expect(both([consent("sms", "express")], [])).toEqual([]);
    expect(both([], undefined)).toEqual([]);
  });

  it("are what both agreed to, by channel and purpose", () => {
    const sms = consent("sms", "express");
    expect(both([sms, consent("call", "express")], [consent("email", "express"), sms])).toEqual([sms]);
    expect(both([sms], [{ ...sms, purpose: "survey" }])).toEqual([]);
  });

  it("hold in the lesser form, with where that one was given", () => {
    const levels: ConsentLevel[] = ["implied", "express", "expressWritten"];
    levels.forEach((level, rank) => {
      for (const higher of levels.slice(rank + 1)) {
        const lesser = consent("sms", level, { source: "shop", evidence: "receipt 7" });
        expect(both([lesser], [consent("sms", higher, { source: "web form" })])).toEqual([lesser]);
      }
    });
  });

  it("stay taken back where one was, as it was said", () => {
    const back = consent("sms", "withdrawn", { at: epochMs(2), evidence: "call 7" });
    const given = consent("sms", "express", { at: epochMs(9), expiresAt: epochMs(30) });
    expect(both([back], [given])).toEqual([back]);
  });

  it("stay taken back where the other was asked for something else only", () => {
    const back = consent("email", "withdrawn", { evidence: "call 7" });
    expect(both([back], [consent("sms", "express")])).toEqual([back]);
    expect(both([back], [])).toEqual([back]);
  });

  it("begin with the later and end with the earlier, whichever is lesser", () => {
    const [early, late] = [{ at: epochMs(2) }, { at: epochMs(9) }];
    const [soon, far] = [{ expiresAt: epochMs(20) }, { expiresAt: epochMs(30) }];
    const of = (a: Partial<Consent>, b: Partial<Consent>) =>
      both([consent("sms", "implied", a)], [consent("sms", "express", b)]);
    expect(of({ ...early, ...far }, { ...late, ...soon })).toEqual([
      consent("sms", "implied", { ...late, ...soon }),
    ]);
    expect(of({ ...late, ...soon }, { ...early, ...far })).toEqual([
      consent("sms", "implied", { ...late, ...soon }),
    ]);
    expect(of(early, { ...early, ...far })).toEqual([consent("sms", "implied", { ...early, ...far })]);
    expect(of({ ...early, ...soon }, early)).toEqual([consent("sms", "implied", { ...early, ...soon })]);
  });
});

describe("a contact that brings another along", () => {
  const touch = (id: string, at: number): Touch => ({
    ...{ id, at: epochMs(at), channel: "email", department: "sales", purpose: "sales", campaign: undefined },
    ...{ topic: undefined, product: undefined, subject: undefined, agent: undefined, address: undefined },
    ...{ origin: undefined, state: "recorded", expiresAt: undefined, outcomes: [] },
  });
  const of = (contactId: string, more: Partial<Contact>): Contact => ({ ...newContact(contactId), ...more });

  it("has the touches of both, oldest first", () => {
    const brought = bringAlong(
      of("a", { touches: [touch("a1", 1), touch("a3", 3)] }),
      of("b", { touches: [touch("b2", 2), touch("b4", 4)] }),
    );
    expect(brought.touches.map(({ id }) => id)).toEqual(["a1", "b2", "a3", "b4"]);
    expect(brought.contactId).toBe("a");
  });

  it("has every suppression, and is not active unless both are", () => {
    const suppression = (list: string) => ({
      list,
      identityKey: undefined,
      reason: undefined,
      expiresAt: undefined,
    });
    const brought = bringAlong(
      of("a", { suppressions: [suppression("ours")] }),
      of("b", { suppressions: [suppression("theirs")], status: "invalid" }),
    );
    expect(brought.suppressions.map(({ list }) => list)).toEqual(["ours", "theirs"]);
    expect(brought.status).toBe("invalid");
    expect(bringAlong(of("a", { status: "erased" }), of("b", {})).status).toBe("erased");
  });

  it("has the more restrictive status of the two, whoever has it", () => {
    const rising = ["active", "ghost", "junk", "invalid", "erased"] as const;
    for (const [less, low] of rising.entries()) {
      for (const high of rising.slice(less)) {
        expect(bringAlong(of("a", { status: low }), of("b", { status: high })).status).toBe(high);
        expect(bringAlong(of("a", { status: high }), of("b", { status: low })).status).toBe(high);
      }
    }
  });

  it("has what both consented to, and every lock", () => {
    const consent = (level: ConsentLevel): Consent => ({
      ...{ channel: "sms", purpose: "marketing", level, at: epochMs(1), expiresAt: undefined },
      ...{ source: undefined, evidence: undefined },
    });
    const lock = (lockId: string) => ({ lockId, department: "legal", until: epochMs(9), reason: undefined });
    const brought = bringAlong(
      of("a", { consents: [consent("express")], locks: [lock("1")] }),
      of("b", { consents: [consent("implied")], locks: [lock("2")] }),
    );
    expect(brought.consents).toEqual([consent("implied")]);
    expect(brought.locks.map(({ lockId }) => lockId)).toEqual(["1", "2"]);
  });

  it("stays its own owner's, and takes the other's when it has none", () => {
    const owner = (agent: string) => ({ owner: { agent, department: undefined } });
    expect(bringAlong(of("a", owner("u1")), of("b", owner("u2"))).owner?.agent).toBe("u1");
    expect(bringAlong(of("a", {}), of("b", owner("u2"))).owner?.agent).toBe("u2");
    expect(bringAlong(of("a", owner("u1")), of("b", {})).owner?.agent).toBe("u1");
  });

  it("is known by the key under which the person was first kept", () => {
    const origin = (contact: Partial<Contact>, other: Partial<Contact>) =>
      bringAlong(of("a", contact), of("b", { version: 4, ...other })).originKey;
    // A contact that is new takes the key of the address that was there before it.
    expect(origin({ version: 0 }, {})).toBe("b");
    expect(origin({ version: 0 }, { originKey: "c" })).toBe("c");
    // One that was there keeps its own.
    expect(origin({ version: 1 }, {})).toBeUndefined();
    expect(origin({ version: 1 }, { originKey: "c" })).toBeUndefined();
    expect(origin({ version: 0, originKey: "d" }, { originKey: "c" })).toBe("d");
  });

  it("keeps its own attributes and identities", () => {
    const brought = bringAlong(
      of("a", { attributes: { tier: "key" } }),
      of("b", { attributes: { stage: "lost" } }),
    );
    expect(brought.attributes).toEqual({ tier: "key" });
    expect(brought.identities).toEqual([]);
  });
});
