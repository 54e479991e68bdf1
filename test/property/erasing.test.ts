import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeContact } from "../../functions/contacts/command.ts";
import { eraseContact } from "../../functions/contacts/erase.ts";
import { take } from "../../functions/hooks/take.ts";
import { mergeContacts } from "../../functions/shared/merge-contacts.ts";
import { reportOutcome } from "../../functions/touches/change.ts";
import { readTouchId } from "../../functions/touches/touch-id.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { touchIdOf } from "../../lib/store/keys.ts";
import { eventsOf } from "../../lib/store/packed-events.ts";
import type { Item, Store } from "../../lib/store/store.ts";
import { addressed, ask, NOW, PEPPER, PHONE } from "../support/checking.ts";
import { deliver, dump, erasingDeps, erasureWorld, POLICY, storeOf } from "../support/erasing.ts";
import { keyOf } from "../support/persons.ts";
import { oneInterleaving, type Run } from "../support/scheduler.ts";

const OTHER = { ...PHONE, value: "+4930654321" };
const CALLER = { keyId: "crm", department: null, scopes: [], outage: undefined } as const;
const RUNS = 400;

type Act = (store: Store) => Promise<unknown>;

const erasing: Act = (store) =>
  eraseContact({
    ...{ deps: erasingDeps(store), contactId: "li", ifMatch: undefined },
    told: { at: NOW, by: "steward" },
  });

const asking: Act = (store) => ask(erasingDeps(store), { to: addressed(PHONE), policy: POLICY });

const putting =
  (contactId: string, name: string, identities = [PHONE]): Act =>
  (store) =>
    changeContact(
      { deps: erasingDeps(store), pepper: PEPPER },
      {
        ...{ contactId, identities, attributes: { name }, onDuplicate: "allow" },
        ...{ mayCreate: true, ifMatch: undefined, by: "crm" },
      },
    );

const merging: Act = (store) =>
  mergeContacts({
    ...{ deps: erasingDeps(store), survivor: "wang", loser: "li", told: { at: NOW, by: "steward" } },
    because: { rule: "steward", score: undefined, evidence: [], policyVersion: undefined },
  });

/** Of a touch that the state no longer holds: it goes to the timeline only. */
const reporting: Act = (store) => {
  const named = readTouchId(touchIdOf("li", "aaaaaaaaaaaa"));
  if (named === undefined) throw new Error("no touch id");
  return reportOutcome({
    ...{ deps: erasingDeps(store), caller: CALLER, named, outcome: "opened", at: undefined },
  });
};

/** A stop of which nobody can be sure, which is kept for a person to look at. */
const stopping: Act = (store) =>
  take(
    { deps: erasingDeps(store), vendor: "acme", pepper: PEPPER },
    {
      ...{ kind: "optOut", id: "stop", at: NOW, channel: "sms", scope: "channel" },
      ...{ address: { type: "phone", value: PHONE.value }, isSure: false, words: "please stop" },
    },
  );

const telling =
  (images: readonly Item[]): Act =>
  (store) =>
    deliver(store, images);

/** A contact with a history that the stream has not told yet, and another one who is nearly the same. */
async function before() {
  const world = erasureWorld();
  await world.put("li", [PHONE], { name: "Li Ming", company: "Acme GmbH", city: "Bonn" });
  await world.put("wang", [OTHER], { name: "Li Ming", company: "Acme GmbH", city: "Bonn" });
  await world.suppress(OTHER, "internal");
  await world.touch({ phone: PHONE.value }, "m-1");
  return { items: await dump(world.table), images: world.images };
}

const START = await before();

interface Race {
  readonly actors: Readonly<Record<string, Act>>;
  readonly judge: (run: Run<unknown>, table: Awaited<ReturnType<typeof storeOf>>) => void | Promise<void>;
}

/** Whom to let on, and how often in a row: one who is passed over for long finds all done that was to be done. */
const order = fc
  .array(fc.tuple(fc.nat({ max: 5 }), fc.integer({ min: 1, max: 60 })), { minLength: 20, maxLength: 20 })
  .map((runs) => runs.flatMap(([choice, times]) => Array.from({ length: times }, () => choice)));

/** Orders by chance: of all there are too many. */
const race = ({ actors, judge }: Race): Promise<void> =>
  fc.assert(
    fc.asyncProperty(order, async (choices) => {
      const store = await storeOf(START.items);
      await oneInterleaving(
        { store, actors, judge: (run) => judge(run, store) },
        (waiting, step) => (choices[step % choices.length] as number) % waiting,
      );
    }),
    { numRuns: RUNS },
  );

const isTombstoneItem = ({ sk }: Item): boolean =>
  sk === "#" || sk === "ERASED" || sk.startsWith("L#") || sk.endsWith("-erased");

/** Of Li nothing is left where a tombstone stands, and his name and number are nowhere unless they were put anew. */
async function expectErased(table: Awaited<ReturnType<typeof storeOf>>): Promise<void> {
  const items = await dump(table);
  for (const key of ["li", keyOf(PHONE)]) {
    const state = items.find(({ pk, sk }) => pk === `C#${key}` && sk === "#");
    if (state?.status !== "erased") continue;
    expect(items.filter(({ pk, sk }) => pk === `C#${key}` && !isTombstoneItem({ pk, sk }))).toEqual([]);
  }
  for (const { pk, sk } of items) {
    expect([pk, sk].filter((part) => /^[DMQ]#/.test(pk) && part.includes("li"))).toEqual([]);
  }
}

const isCheck = (item: Item): boolean =>
  item.sk === "#" && eventsOf(item).some(({ type }) => type === "touched");

describe("an erasure, in any order of the calls of others", () => {
  it("is answered when no check of the person can be recorded any more", async () => {
    let allowed = 0;
    await race({
      actors: { erase: erasing, first: asking, second: asking },
      judge: async ({ answers, steps, answeredAfter }, table) => {
        expect(answers[0]).toBe("gone");
        for (const [step, { wrote }] of steps.entries()) {
          if (!wrote.some(isCheck)) continue;
          allowed++;
          expect(step).toBeLessThan(answeredAfter[0] as number);
        }
        expect((await findContact({ store: table }, keyOf(PHONE)))?.touches).toEqual([]);
        await expectErased(table);
      },
    });
    expect(allowed).toBeGreaterThan(0);
  }, 60_000);

  it("leaves nothing that the stream tells late: no timeline, no match keys, no pairs", async () => {
    await race({
      actors: { erase: erasing, stream: telling(START.images), again: telling([...START.images].reverse()) },
      judge: async (_, table) => {
        await expectErased(table);
        await deliver(table, START.images);
        await expectErased(table);
      },
    });
  }, 60_000);

  it("leaves no outcome that is told of a touch of before", async () => {
    const answers = new Set<string>();
    await race({
      actors: { erase: erasing, outcome: reporting },
      judge: async (run, table) => {
        answers.add(JSON.stringify(run.answers[1]).slice(0, 20));
        await expectErased(table);
      },
    });
    expect(answers.size).toBe(2);
  }, 60_000);

  it("leaves no word that a vendor passes on at that moment, and nothing of it to look at", async () => {
    const answers = new Set<unknown>();
    await race({
      actors: { erase: erasing, stop: stopping },
      judge: async (run, table) => {
        answers.add(run.answers[1]);
        await expectErased(table);
        expect((await dump(table)).filter(({ pk }) => pk === "REVIEW")).toEqual([]);
      },
    });
    expect(answers).toEqual(new Set(["review", "nothing"]));
  }, 60_000);

  it("is of the whole person, or of one who then cannot be merged", async () => {
    const names = new Set<unknown>();
    await race({
      actors: { erase: erasing, merge: merging, check: asking },
      judge: async (_, table) => {
        const wang = await findContact({ store: table }, "wang");
        names.add(wang?.status);
        expect((await findContact({ store: table }, "li"))?.status).toBe("erased");
        expect((await findContact({ store: table }, keyOf(PHONE)))?.status).toBe("erased");
        await expectErased(table);
      },
    });
    expect(names).toEqual(new Set(["erased", "active"]));
  }, 60_000);

  it.each([
    ["with the same address", [PHONE]],
    ["without one", []],
  ])(
    "takes nothing of who is put anew %s while it goes on, nor leaves them anything",
    async (_, identities) => {
      const seen = new Set<string>();
      await race({
        actors: {
          erase: erasing,
          again: erasing,
          put: putting("li", "Another Name", identities),
          stream: telling(START.images),
        },
        judge: async (_, table) => {
          const li = await findContact({ store: table }, "li");
          const items = await dump(table);
          seen.add(String(li?.status));
          if (li?.status === "erased") return expectErased(table);
          const card = items.find(({ pk, sk }) => pk === "C#li" && sk === "CARD");
          expect(card?.card).toContain("Another Name");
          expect(li?.touches).toEqual([]);
          const listed = identities.map((one) => ({ identityKey: keyOf(one), list: "erased" }));
          expect(li?.suppressions).toMatchObject(listed);
          expect(items.filter(({ pk, sk }) => pk === "C#li" && /^[TO]#|^MERGE/.test(sk))).toEqual([]);
          expect(JSON.stringify(items.filter(({ pk }) => pk === "C#li"))).not.toContain("Li Ming");
        },
      });
      expect(seen).toEqual(new Set(["active", "erased"]));
    },
    60_000,
  );

  it("binds whoever lists the address at that moment", async () => {
    await race({
      actors: { erase: erasing, list: putting("wang", "Wang Fang"), check: asking },
      judge: async (_, table) => {
        const wang = await findContact({ store: table }, "wang");
        expect(wang?.identities).toHaveLength(2);
        expect(wang?.suppressions).toContainEqual({ identityKey: keyOf(PHONE), list: "erased" });
        expect(await ask(erasingDeps(table), { to: addressed(PHONE), policy: POLICY })).toMatchObject({
          verdict: { decision: "deny" },
        });
        await expectErased(table);
      },
    });
  }, 60_000);
});
