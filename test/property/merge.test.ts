import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Contact, Identity, Preferences } from "../../lib/core/contact.ts";
import { reaches } from "../../lib/core/contact.ts";
import { bringAlong, mergeInto } from "../../lib/core/merge.ts";
import { mergeConsents, mergePreferences } from "../../lib/core/merge-wishes.ts";
import { inOrder } from "../../lib/core/record.ts";
import type { Request } from "../../lib/core/request.ts";
import { takeOutMerged } from "../../lib/core/take-out-merged.ts";
import { epochMs, NEVER } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { type MergedPair, takeApart } from "../../lib/core/unmerge.ts";
import type { Channel } from "../../lib/core/words.ts";
import { contactNear, touchNear } from "../support/arbitrary-contacts.ts";
import { type Place, place } from "../support/arbitrary-words.ts";

const REQUEST = { channel: "email", department: "sales", purpose: "sales" } as Request;

/** The same contact under another id, with addresses, touches and locks of its own. */
function renamed(contact: Contact, contactId: string): Contact {
  const mine = (key: string) => `${contactId}-${key}`;
  const key = (address: string | undefined) => (address === undefined ? undefined : mine(address));
  return {
    ...contact,
    contactId,
    identities: contact.identities.map((one) => ({ ...one, key: mine(one.key) })),
    touches: contact.touches.map((one) => ({
      ...one,
      id: mine(one.id),
      address: key(one.address),
      outcomes: saidOnce(one.outcomes),
    })),
    suppressions: contact.suppressions
      .slice(0, 1)
      .map((one) => ({ ...one, identityKey: key(one.identityKey) })),
    consents: contact.consents?.filter(
      ({ channel, purpose }, index, all) =>
        index === all.findIndex((one) => one.channel === channel && one.purpose === purpose),
    ),
    locks: contact.locks.slice(0, 1).map((one) => ({ ...one, lockId: mine(one.lockId) })),
    preferences: withoutNothing(contact.preferences),
  };
}

/** Wishes as merging writes them: a record that wishes nothing is left out. */
const withoutNothing = (preferences: Preferences): Preferences =>
  Object.fromEntries(
    Object.entries(mergePreferences(preferences, preferences)).filter(
      ([, wish]) => typeof wish !== "object" || Object.keys(wish).length > 0,
    ),
  );

const saidOnce = (outcomes: Touch["outcomes"]): Touch["outcomes"] =>
  outcomes.filter(
    ({ outcome, at }, index) =>
      index === outcomes.findIndex((one) => one.outcome === outcome && one.at === at),
  );

interface Question {
  readonly near: Place;
  readonly a: Contact;
  readonly b: Contact;
}

const question: fc.Arbitrary<Question> = place.chain((near) =>
  fc
    .tuple(contactNear(near, REQUEST), contactNear(near, REQUEST), fc.boolean())
    .map(([one, other, shares]) => {
      const a = renamed(one, "a");
      const b = renamed(other, "b");
      const [first] = a.identities;
      const lent: Identity[] = shares && first !== undefined ? [{ ...first, shared: true }] : [];
      return { near, a, b: { ...b, identities: [...b.identities, ...lent] } };
    }),
);

/** What an unmerge must give back; where a touch was recorded is remembered in other words. */
const seen = (contact: Contact) => ({
  ...contact,
  parted: [],
  historyBytes: 0,
  preferences: withoutNothing(contact.preferences),
  touches: contact.touches.map((touch) => ({
    ...touch,
    origin: touch.origin === contact.contactId ? undefined : touch.origin,
  })),
});

interface Several {
  readonly people: readonly Contact[];
  /** Of the persons that there are, which takes in which other, until one is left. */
  readonly joins: readonly (readonly [number, number])[];
  /** Of the merges that stand, which is taken apart next. */
  readonly leaves: readonly number[];
}

const several: fc.Arbitrary<Several> = place.chain((near) => {
  const person = contactNear(near, REQUEST);
  const two = fc.tuple(fc.nat({ max: 11 }), fc.nat({ max: 11 }));
  return fc.record({
    people: fc
      .tuple(person, person, person, person)
      .map((people) =>
        people.map((one, index) => ({ ...renamed(one, "abcd"[index] as string), version: 1 })),
      ),
    joins: fc.array(two, { minLength: 3, maxLength: 3 }),
    leaves: fc.array(fc.nat({ max: 11 }), { minLength: 3, maxLength: 3 }),
  });
});

const without = <T>(items: readonly T[], one: T): T[] => items.filter((item) => item !== one);
const pick = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;

/** Makes all of them one. Versions grow with each write, as those of the store do. */
function joinAll({ people, joins }: Several): { person: Contact; merges: MergedPair[] } {
  let persons = [...people];
  const merges: MergedPair[] = [];
  for (const [into, from] of joins) {
    const survivor = pick(persons, into);
    const loser = pick(without(persons, survivor), from);
    merges.push({ survivor, loser });
    const merged = { ...mergeInto(survivor, loser), version: survivor.version + 1 };
    persons = [...without(without(persons, survivor), loser), merged];
  }
  return { person: persons[0] as Contact, merges };
}

describe("several merges", () => {
  it("taken apart in any order leave everybody as they were", () => {
    fc.assert(
      fc.property(several, (asked) => {
        const { person, merges } = joinAll(asked);
        let persons = [person];
        let standing = merges;
        for (const index of asked.leaves) {
          const { loser } = pick(standing, index);
          const now = persons.find(({ merged }) => merged.includes(loser.contactId)) as Contact;
          const apart = takeOutMerged(now, standing, loser.contactId);
          if (apart === undefined) throw new Error(`${loser.contactId} is not in ${now.contactId}`);
          const survivor = { ...apart.survivor, version: now.version + 1 };
          persons = [...without(persons, now), survivor, apart.loser];
          standing = standing
            .filter((merge) => merge.loser.contactId !== loser.contactId)
            .map(
              (one) => apart.changed.find((other) => other.loser.contactId === one.loser.contactId) ?? one,
            );
        }
        for (const one of asked.people) {
          const left = persons.find(({ contactId }) => contactId === one.contactId) as Contact;
          expect(seen({ ...left, attributes: {}, version: 1 })).toEqual(seen({ ...one, attributes: {} }));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a merge", () => {
  it("taken apart with nothing in between leaves both as they were", () => {
    fc.assert(
      fc.property(question, ({ a, b }) => {
        const { survivor, loser } = takeApart(mergeInto(a, b), { survivor: a, loser: b });
        expect(seen({ ...survivor, attributes: a.attributes })).toEqual(seen(a));
        expect(seen(loser)).toEqual(seen({ ...b, version: a.version }));
      }),
      { numRuns: 500 },
    );
  });

  it("holds every touch of both, every no and the lower limit", () => {
    fc.assert(
      fc.property(question, ({ a, b }) => {
        const merged = mergeInto(a, b);
        expect(merged.touches.map(({ id }) => id).sort()).toEqual(
          [...a.touches, ...b.touches].map(({ id }) => id).sort(),
        );
        for (const one of [a, b]) {
          expect(mergePreferences(merged.preferences, one.preferences)).toEqual(merged.preferences);
          for (const { identityKey, list, expiresAt } of one.suppressions) {
            const kept = merged.suppressions.find(
              (suppression) => suppression.identityKey === identityKey && suppression.list === list,
            );
            expect(kept?.expiresAt ?? NEVER).toBeGreaterThanOrEqual(expiresAt ?? NEVER);
            expect(kept).toBeDefined();
          }
          for (const lock of one.locks) expect(merged.locks).toContainEqual(lock);
          for (const { key } of one.identities) {
            expect(merged.identities.map((identity) => identity.key)).toContain(key);
          }
        }
        expect(merged.consents).toEqual(mergeConsents(a.consents, b.consents));
      }),
      { numRuns: 300 },
    );
  });

  it("after an unmerge and again holds each touch once", () => {
    fc.assert(
      fc.property(question, ({ a, b }) => {
        const once = mergeInto(a, b);
        const { survivor, loser } = takeApart(once, { survivor: a, loser: b });
        const again = mergeInto(survivor, loser);
        expect(seen({ ...again, attributes: once.attributes })).toEqual(seen(once));
      }),
      { numRuns: 300 },
    );
  });

  it("taken apart leaves every newer touch where its address is, and one without an address on both", () => {
    fc.assert(
      fc.property(
        question.chain((asked) =>
          fc.tuple(fc.constant(asked), fc.array(touchNear(asked.near), { maxLength: 6 })),
        ),
        fc.nat({ max: 5 }),
        ([{ a, b }, made], pick) => {
          const once = mergeInto(a, b);
          const addresses = [undefined, ...once.identities.map(({ key }) => key)];
          const newer = made.map(
            (touch, index): Touch => ({
              ...touch,
              id: `n${index}`,
              address: addresses[(pick + index) % addresses.length],
            }),
          );
          const now = { ...once, touches: inOrder([...once.touches, ...newer]) };
          const { survivor, loser } = takeApart(now, { survivor: a, loser: b });
          for (const { id, address } of newer) {
            const isOf = (contact: Contact) =>
              contact.identities.some(({ key, shared }) => key === address && !shared);
            const on = (contact: Contact) => contact.touches.some((touch) => touch.id === id);
            const nobodys = !isOf(survivor) && !isOf(loser);
            expect([on(survivor), on(loser)]).toEqual([isOf(survivor) || nobodys, isOf(loser) || nobodys]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("taken apart leaves every no that was said meanwhile on both", () => {
    fc.assert(
      fc.property(question, question, ({ a, b }, { a: { preferences: no } }) => {
        const once = mergeInto(a, b);
        const now = { ...once, preferences: mergePreferences(once.preferences, no) };
        const parted = takeApart(now, { survivor: a, loser: b });
        for (const side of [parted.survivor, parted.loser]) {
          const firmer = mergePreferences(side.preferences, newIn(once.preferences, no));
          expect(firmer).toEqual(side.preferences);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("taken apart gives nobody a yes that they did not give", () => {
    fc.assert(
      fc.property(question, question, ({ a, b }, { a: { preferences: said } }) => {
        const once = mergeInto(a, b);
        const parted = takeApart({ ...once, preferences: said }, { survivor: a, loser: b });
        const sides = [
          [parted.survivor, a, parted.loser],
          [parted.loser, b, parted.survivor],
        ] as const;
        for (const [side, before, other] of sides) {
          for (const [channel, wishes] of Object.entries(before.preferences.channels ?? {})) {
            const of = channel as Channel;
            const isTheirs = reaches(side.identities, of) && !reaches(other.identities, of);
            if (wishes.optOut && !isTheirs) expect(side.preferences.channels?.[of]?.optOut).toBeTruthy();
          }
          if (before.preferences.optOutAll) expect(side.preferences.optOutAll).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The global wishes that the merged contact had not. */
function newIn(before: Preferences, { optOutAll, pausedUntil, topics }: Preferences): Preferences {
  const refused = Object.entries(topics ?? {}).filter(
    ([topic, { optOut }]) => optOut && !before.topics?.[topic],
  );
  return {
    ...(optOutAll && !before.optOutAll && { optOutAll }),
    ...(pausedUntil && pausedUntil > (before.pausedUntil ?? 0) && { pausedUntil: epochMs(pausedUntil) }),
    ...(refused.length > 0 && { topics: Object.fromEntries(refused) }),
  };
}

describe("linking the same stranger twice", () => {
  it("brings each touch once, with what either was told of it", () => {
    fc.assert(
      fc.property(question, ({ a, b }) => {
        const once = bringAlong(a, b);
        expect(bringAlong(once, b).touches).toEqual(once.touches);
      }),
    );
  });
});
