import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Checked } from "../../functions/check/command.ts";
import { type ContactChanged, changeContact } from "../../functions/contacts/command.ts";
import { type PreferencesBody, putPreferences } from "../../functions/preferences/command.ts";
import { type MergedContacts, mergeContacts } from "../../functions/shared/merge-contacts.ts";
import type { Refusal } from "../../functions/shared/problem.ts";
import { type UnmergedContacts, unmergeContacts } from "../../functions/shared/unmerge-contacts.ts";
import type { Contact } from "../../lib/core/contact.ts";
import type { NormalisedIdentity } from "../../lib/core/identity/normalise.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import { eventsOf } from "../../lib/store/packed-events.ts";
import type { Item, Store } from "../../lib/store/store.ts";
import { addressed, ask, depsOver, NOW, PEPPER, PHONE, policyWithCap } from "../support/checking.ts";
import { everyInterleaving, oneInterleaving, type Run, type Scenario } from "../support/scheduler.ts";

type Answer = Checked | ContactChanged | PreferencesBody | MergedContacts | UnmergedContacts | Refusal;
type Act = (store: Store) => Promise<Answer>;

const CAP = 2;
const POLICY = await policyWithCap(CAP);
const OTHER = { ...PHONE, value: "+4930654321" };
const THIRD = { ...PHONE, value: "+4930777777" };
const A = "a";
const B = "b";
const C = "c";

const asking =
  (address: NormalisedIdentity): Act =>
  (store) =>
    ask(depsOver(store), { to: addressed(address), policy: POLICY });

const putting =
  (contactId: string, identities: readonly NormalisedIdentity[], attributes: object = {}): Act =>
  (store) =>
    changeContact(
      { deps: depsOver(store), pepper: PEPPER },
      {
        ...{ contactId, identities, attributes, onDuplicate: "allow", mayCreate: true },
        ...{ ifMatch: undefined, by: null },
      },
    );

const optingOut =
  (contactId: string): Act =>
  (store) =>
    putPreferences(depsOver(store), {
      ...{ contactId, preferences: { optOutAll: true }, ifMatch: undefined, by: null },
    });

const merging =
  (survivor: string, loser: string): Act =>
  (store) =>
    mergeContacts({
      ...{ deps: depsOver(store), survivor, loser, told: { at: NOW, by: "steward" } },
      because: { rule: "steward", score: undefined, evidence: [], policyVersion: undefined },
    });

const unmerging =
  (contactId: string, mergedId: string): Act =>
  (store) =>
    unmergeContacts({ deps: depsOver(store), contactId, mergedId, told: { at: NOW, by: "steward" } });

const TWO = [putting(A, [PHONE]), putting(B, [OTHER])];

interface World {
  readonly before: readonly Act[];
  readonly actors: Readonly<Record<string, Act>>;
  readonly judge: (run: Run<Answer>, at: (key: string) => Promise<Contact>) => void | Promise<void>;
}

const begin = async ({ before, actors, judge }: World): Promise<Scenario<Answer>> => {
  const store = createMemoryStore();
  for (const act of before) expect(await act(store)).not.toHaveProperty("refused");
  return {
    store,
    actors,
    judge: async (run) => {
      keepsItsPromises(run);
      await judge(run, async (key) => (await findContact({ store }, key)) as Contact);
    },
  };
};

/** Explores every order, and answers how many there were. */
const explore = async (world: World): Promise<number> => {
  const orders = await everyInterleaving(() => begin(world));
  process.stdout.write(`  ${orders} orders: ${Object.keys(world.actors).join(" × ")}\n`);
  return orders;
};

/** Orders by chance, of a scenario that has too many to explore them all. */
const sample = (world: World): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 5 }), { minLength: 40, maxLength: 40 }), async (choices) => {
      await oneInterleaving(
        await begin(world),
        (waiting, step) => (choices[step % choices.length] as number) % waiting,
      );
    }),
    { numRuns: 1_500 },
  );

const states = (steps: Run<Answer>["steps"]): Item[] =>
  steps.flatMap(({ wrote }) => wrote).filter(({ sk }) => sk === "#");

const isCheck = (item: Item): boolean => eventsOf(item).some(({ type }) => type === "touched");

const touchesIn = (item: Item): number =>
  String(item.touches ?? "")
    .split("\n")
    .filter(Boolean).length;

/** No check leaves more than the cap where it is recorded, and no version comes twice. */
function keepsItsPromises({ steps }: Run<Answer>): void {
  const versions = new Map<string, unknown>();
  for (const item of states(steps)) {
    const last = versions.get(item.pk);
    if (typeof last === "number") expect(item.version, `version of ${item.pk}`).toBe(last + 1);
    versions.set(item.pk, item.version);
    if (isCheck(item)) expect(touchesIn(item), "touches after a check").toBeLessThanOrEqual(CAP);
  }
}

const allowed = (answers: readonly Answer[]): string[] =>
  answers.flatMap((answer) =>
    "verdict" in answer && answer.verdict.decision === "allow"
      ? [/^t_([^.]+)\./.exec(answer.touchId ?? "")?.[1] ?? "no touch"]
      : [],
  );

const refusals = (answers: readonly Answer[]) =>
  answers.flatMap((answer) => ("refused" in answer ? [answer.refused] : []));

const ids = ({ touches }: Contact): string[] => touches.map(({ id }) => id);

describe("in every order of their store calls", () => {
  it("checks of both addresses of a merged person keep to one cap", async () => {
    const orders = await explore({
      before: [...TWO, asking(PHONE), merging(A, B)],
      actors: { phone: asking(PHONE), other: asking(OTHER) },
      judge: async ({ answers }, at) => {
        expect(allowed(answers)).toHaveLength(1);
        expect(ids(await at(A))).toEqual(expect.arrayContaining(allowed(answers)));
      },
    });
    expect(orders).toBeGreaterThanOrEqual(6);
  });

  it("checks in flight on either side of a merge are recorded with the person, each once", async () => {
    await sample({
      before: TWO,
      actors: { phone: asking(PHONE), merge: merging(A, B), other: asking(OTHER) },
      judge: async ({ answers }, at) => {
        expect(refusals(answers)).toEqual([]);
        const person = await at(B);
        expect(person.contactId).toBe(A);
        expect(ids(person).sort()).toEqual(allowed(answers).sort());
      },
    });
  });

  it("a person that two checks and a merge make at the cap admits nobody more", async () => {
    await sample({
      before: [...TWO, asking(PHONE)],
      actors: { merge: merging(A, B), other: asking(OTHER), again: asking(OTHER) },
      judge: async ({ answers, steps }, at) => {
        const merged = steps.findIndex(({ actor, wrote }) => actor === "merge" && wrote.length > 0);
        const after = steps.slice(merged + 1).flatMap(({ wrote }) => wrote.filter(isCheck));
        const person = await at(A);
        expect(ids(person)).toHaveLength(1 + allowed(answers).length);
        if (after.length > 0) expect(ids(person).length).toBeLessThanOrEqual(CAP);
      },
    });
  });

  it("an opt-out on one address holds for the other once the two are one", async () => {
    await explore({
      before: TWO,
      actors: { check: asking(PHONE), merge: merging(A, B), optOut: optingOut(B) },
      judge: async ({ steps, answeredAfter }, at) => {
        const both = Math.max(answeredAfter[1] as number, answeredAfter[2] as number);
        for (const [step, { wrote }] of steps.entries()) {
          if (wrote.some(isCheck)) expect(step).toBeLessThan(both);
        }
        expect((await at(A)).preferences).toEqual({ optOutAll: true });
      },
    });
  });

  it("two merges of the same two, each with another survivor, make one person", async () => {
    await explore({
      before: [...TWO, asking(PHONE), asking(OTHER)],
      actors: { one: merging(A, B), other: merging(B, A) },
      judge: async ({ answers }, at) => {
        expect(refusals(answers)).toEqual([]);
        const [a, b] = [await at(A), await at(B)];
        expect(a).toEqual(b);
        expect(a.touches).toHaveLength(2);
        expect(a.identities).toHaveLength(2);
        expect(a.merged).toHaveLength(1);
      },
    });
  });

  it("two merges that make a chain make one person, to whom every key leads at once", async () => {
    await explore({
      before: [...TWO, putting(C, [THIRD]), asking(PHONE), asking(THIRD)],
      actors: { one: merging(A, B), other: merging(B, C) },
      judge: async ({ answers }, at) => {
        expect(refusals(answers)).toEqual([]);
        const persons = [A, B, C, ...[PHONE, OTHER, THIRD].map((one) => addressed(one).address.key)];
        for (const key of persons) expect((await at(key)).contactId).toBe((await at(A)).contactId);
        expect((await at(A)).merged).toHaveLength(2);
        expect((await at(A)).touches).toHaveLength(2);
      },
    });
  });

  it("a check in flight while a merge is taken apart is recorded with the one whose address it took", async () => {
    await explore({
      before: [...TWO, asking(PHONE), merging(A, B)],
      actors: { check: asking(OTHER), unmerge: unmerging(A, B) },
      judge: async ({ answers }, at) => {
        expect(refusals(answers)).toEqual([]);
        expect(allowed(answers)).toHaveLength(1);
        expect(ids(await at(B))).toEqual(allowed(answers));
        expect((await at(A)).touches).toHaveLength(1);
      },
    });
  });

  it("an opt-out while a merge is taken apart stays on both, or on the one that it named", async () => {
    await explore({
      before: [...TWO, merging(A, B)],
      actors: { optOut: optingOut(B), unmerge: unmerging(A, B) },
      judge: async ({ steps }, at) => {
        const order = steps.flatMap(({ actor, wrote }) => (wrote.length > 0 ? [actor] : []));
        expect((await at(B)).preferences).toEqual({ optOutAll: true });
        expect((await at(A)).preferences).toEqual(order[0] === "optOut" ? { optOutAll: true } : {});
      },
    });
  });

  it("what is put to either id while they become one is kept", async () => {
    const company = { company: "Acme" };
    await explore({
      before: TWO,
      actors: { merge: merging(A, B), put: putting(B, [THIRD], { ...company, stage: "customer" }) },
      judge: async ({ answers }, at) => {
        expect(refusals(answers)).toEqual([]);
        const person = await at(A);
        expect(person.identities).toHaveLength(3);
        expect(person.attributes).toEqual({ stage: "customer" });
        expect((await at(addressed(THIRD).address.key)).contactId).toBe(A);
      },
    });
  });

  it("an unmerge and a merge of the same two end as one or as two, with nothing lost", async () => {
    await explore({
      before: [...TWO, asking(PHONE), asking(OTHER), merging(A, B)],
      actors: { unmerge: unmerging(A, B), merge: merging(A, B) },
      judge: async (_, at) => {
        const [a, b] = [await at(A), await at(B)];
        const touches = a.contactId === b.contactId ? a.touches : [...a.touches, ...b.touches];
        expect(touches).toHaveLength(2);
        expect(a.contactId === b.contactId ? a.merged : [a.merged, b.merged].flat()).toEqual(
          a.contactId === b.contactId ? [B] : [],
        );
      },
    });
  });
});
