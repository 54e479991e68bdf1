import { describe, expect, it } from "vitest";
import type { Checked } from "../../functions/check/command.ts";
import { type ContactChanged, changeContact } from "../../functions/contacts/command.ts";
import { addLock, type LockBody } from "../../functions/locks/command.ts";
import { type PreferencesBody, putPreferences } from "../../functions/preferences/command.ts";
import type { ActivePolicy } from "../../functions/shared/active-policy.ts";
import type { Refusal } from "../../functions/shared/problem.ts";
import type { Recipient } from "../../functions/shared/recipient.ts";
import type { SuppressionChange } from "../../functions/suppressions/apply.ts";
import { type ChangeOutcome, changeSuppressions } from "../../functions/suppressions/command.ts";
import type { Contact } from "../../lib/core/contact.ts";
import type { NormalisedIdentity } from "../../lib/core/identity/normalise.ts";
import { DAY_MS, epochMs } from "../../lib/core/time.ts";
import { findContact, RememberedLinks, readState } from "../../lib/store/contacts.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import { eventsOf } from "../../lib/store/packed-events.ts";
import type { Item, Store } from "../../lib/store/store.ts";
import { readSuppressions } from "../../lib/store/suppressions.ts";
import { addressed, ask, depsOver, EMAIL, NOW, PEPPER, PHONE, policyWithCap } from "../support/checking.ts";
import { everyInterleaving, type Run, type Scenario } from "../support/scheduler.ts";

type Answer =
  | Checked
  | ContactChanged
  | PreferencesBody
  | LockBody
  | { readonly outcomes: readonly ChangeOutcome[] }
  | Refusal;
type Act = (store: Store, links: RememberedLinks) => Promise<Answer>;

const CAP_1 = await policyWithCap(1);
const CAP_2 = await policyWithCap(2);
const PHONE_KEY = addressed(PHONE).address.key;
const EMAIL_KEY = addressed(EMAIL).address.key;

/** A check by an address, or by an id. */
const asking =
  (to: Recipient, policy: ActivePolicy, purpose: "marketing" | "notice" = "marketing"): Act =>
  (store, links) =>
    ask({ ...depsOver(store), links }, { to, policy, purpose });

const linking =
  (
    contactId: string,
    identities: readonly NormalisedIdentity[],
    onDuplicate: "allow" | "reject" = "allow",
  ): Act =>
  (store, links) =>
    changeContact(
      { deps: { ...depsOver(store), links }, pepper: PEPPER },
      { contactId, identities, attributes: {}, onDuplicate, mayCreate: true, ifMatch: undefined, by: null },
    );

const optingOut =
  (contactId: string): Act =>
  (store, links) =>
    putPreferences(
      { ...depsOver(store), links },
      { contactId, preferences: { optOutAll: true }, ifMatch: undefined, by: null },
    );

const locking =
  (contactId: string): Act =>
  (store, links) =>
    addLock(
      { ...depsOver(store), links },
      {
        contactId,
        lock: { department: "legal", until: epochMs(NOW + DAY_MS), reason: undefined },
        at: NOW,
        caller: { keyId: null, department: null, scopes: [], outage: undefined },
      },
    );

/** Changes the lists that the phone number is on. */
const changingLists =
  (change: SuppressionChange): Act =>
  async (store, links) => ({
    outcomes: await changeSuppressions(
      { ...depsOver(store), links },
      { identity: addressed(PHONE).address, value: PHONE.value, changes: [change] },
      { at: NOW, by: null },
    ),
  });
const SUPPRESSION = { identityKey: PHONE_KEY, list: "internal", reason: undefined, expiresAt: undefined };
const suppressing = changingLists({ change: "added", suppression: SUPPRESSION });
const releasing = changingLists({ change: "removed", list: "internal" });

/** The first write stands, its answer is lost, and the SDK sends it again. */
const losingItsFirstAnswer =
  (act: Act): Act =>
  (store, links) => {
    let lost = false;
    return act(
      {
        ...store,
        put: async (write) => {
          const first = await store.put(write);
          if (lost || !first.written) return first;
          lost = true;
          return store.put(write);
        },
      },
      links,
    );
  };

interface World {
  /** Put before the race begins. */
  readonly before?: readonly Act[];
  readonly actors: Readonly<Record<string, Act>>;
  readonly cap: number;
  readonly store?: () => Store;
  readonly judge?: (run: Run<Answer>, after: After) => void | Promise<void>;
}

/** What stands when all have answered. */
interface After {
  readonly store: Store;
  readonly at: (key: string) => Promise<Contact | undefined>;
  /** Touches that were recorded before the race. */
  readonly before: number;
}

/** Explores every order, and answers how many there were. */
const explore = async (name: string, world: World): Promise<number> => {
  const orders = await everyInterleaving<Answer>(() => begin(world));
  process.stdout.write(`  ${orders} orders: ${name}\n`);
  return orders;
};

async function begin({ before = [], actors, cap, store = createMemoryStore, judge }: World) {
  const plain = store();
  const links = new RememberedLinks();
  let touchesBefore = 0;
  for (const act of before) touchesBefore += allowed([await act(plain, links)]).length;
  const after: After = {
    store: plain,
    at: (key) => findContact({ store: plain }, key),
    before: touchesBefore,
  };
  return {
    store: plain,
    actors: Object.fromEntries(
      Object.entries(actors).map(([name, act]) => [name, (own: Store) => act(own, links)]),
    ),
    judge: async (run) => {
      keepsItsPromises(run, cap);
      await judge?.(run, after);
    },
  } satisfies Scenario<Answer>;
}

/** What holds in every scenario, whatever the order. */
function keepsItsPromises({ steps, answers }: Run<Answer>, cap: number): void {
  const versions = new Map<string, unknown>();
  for (const { pk, sk, version } of steps.flatMap(({ wrote }) => wrote)) {
    if (sk !== "#") continue;
    const last = versions.get(pk);
    if (typeof last === "number") expect(version, `version of ${pk}`).toBe(last + 1);
    versions.set(pk, version);
  }
  const recorded = toldBy(steps).map(({ touch }) => touch.id);
  expect(new Set(recorded), "what was answered is what was recorded").toEqual(new Set(idsOf(answers)));
  for (const { touches } of toldBy(steps)) expect(touches, "touches after a check").toBeLessThanOrEqual(cap);
}

/** Every touch that the steps recorded, with the count of touches in the state that it left. */
const toldBy = (steps: Run<Answer>["steps"]) =>
  steps.flatMap(({ wrote }, step) =>
    wrote.flatMap((item) => toldIn(item).map((told) => ({ ...told, step }))),
  );

const toldIn = (item: Item) =>
  (item.sk === "#" ? eventsOf(item) : []).flatMap((event) =>
    event.type === "touched"
      ? [
          {
            touch: event.touch,
            touches: String(item.touches ?? "")
              .split("\n")
              .filter(Boolean).length,
          },
        ]
      : [],
  );

const allowed = (answers: readonly Answer[]): Checked[] =>
  answers.filter((answer): answer is Checked => "verdict" in answer && answer.verdict.decision === "allow");

/** The touches' own ids: the public ones are `t_<id>.<contact key>`. */
const idsOf = (answers: readonly Answer[]): string[] =>
  allowed(answers).map(({ touchId }) => /^t_([^.]+)\./.exec(touchId ?? "")?.[1] ?? "no touch");

/** Every allowed touch is where the address leads, once, beside those that were there before. */
async function holdsAll(answers: readonly Answer[], { at, before }: After, key: string): Promise<Contact> {
  const contact = await at(key);
  const ids = contact?.touches.map(({ id }) => id) ?? [];
  expect(ids).toEqual(expect.arrayContaining(idsOf(answers)));
  expect(ids).toHaveLength(before + idsOf(answers).length);
  return contact as Contact;
}

async function leadsTo(store: Store, key: string, contactId: string): Promise<void> {
  expect(await readState({ store }, key)).toMatchObject({ kind: "moved", to: contactId });
}

const twoChecks: World = {
  actors: { one: asking(addressed(PHONE), CAP_1), two: asking(addressed(PHONE), CAP_1) },
  cap: 1,
  judge: async ({ answers }, after) => {
    expect(allowed(answers)).toHaveLength(1);
    await holdsAll(answers, after, PHONE_KEY);
  },
};

const checkAndLink: World = {
  actors: { check: asking(addressed(PHONE), CAP_1), link: linking("p1", [PHONE]) },
  cap: 1,
  judge: async ({ answers }, after) => {
    expect(allowed(answers)).toHaveLength(1);
    await leadsTo(after.store, PHONE_KEY, "p1");
    await holdsAll(answers, after, PHONE_KEY);
  },
};

const checkAndOptOut: World = {
  before: [linking("p1", [PHONE])],
  actors: { check: asking({ contactId: "p1" }, CAP_1), optOut: optingOut("p1") },
  cap: 1,
  judge: async ({ answers, steps, answeredAfter }, after) => {
    const acknowledged = answeredAfter[1] as number;
    for (const { step } of toldBy(steps)) expect(step).toBeLessThan(acknowledged);
    const contact = await holdsAll(answers, after, "p1");
    expect(contact.preferences).toEqual({ optOutAll: true });
  },
};

/** Nothing is recorded once the second actor has been answered. */
const nothingAfterTheSecond = ({ steps, answeredAfter }: Run<Answer>): void => {
  const acknowledged = answeredAfter[1] as number;
  for (const { step } of toldBy(steps)) expect(step).toBeLessThan(acknowledged);
};

const checkAndLock: World = {
  before: [linking("p1", [PHONE])],
  actors: { check: asking({ contactId: "p1" }, CAP_1), lock: locking("p1") },
  cap: 1,
  judge: async (run, after) => {
    nothingAfterTheSecond(run);
    const contact = await holdsAll(run.answers, after, "p1");
    expect(contact.locks).toMatchObject([{ department: "legal" }]);
  },
};

/** What the state of the number's contact says, and what the list says: always the same. */
async function listedAs(suppressions: readonly unknown[], { store, at }: After): Promise<void> {
  expect((await at(PHONE_KEY))?.suppressions ?? []).toEqual(suppressions);
  const { entries } = await readSuppressions(store, {
    list: undefined,
    cursor: undefined,
    limit: 10,
    now: NOW,
  });
  const { type, value } = PHONE;
  expect(entries).toEqual(suppressions.map(() => ({ ...SUPPRESSION, type, value })));
}

const checkAndSuppression: World = {
  actors: { check: asking(addressed(PHONE), CAP_1), suppression: suppressing },
  cap: 1,
  judge: async (run, after) => {
    nothingAfterTheSecond(run);
    await holdsAll(run.answers, after, PHONE_KEY);
    await listedAs([SUPPRESSION], after);
  },
};

const twoClaims: World = {
  actors: { one: linking("p1", [PHONE]), two: linking("p2", [PHONE]) },
  cap: 1,
  judge: async (_, { store, at }) => {
    const shared = [await at("p1"), await at("p2")].map((contact) =>
      contact?.identities.map((identity) => identity.shared),
    );
    const owner = shared.findIndex(([marked] = []) => marked === false);
    expect([
      [[false], [true]],
      [[true], [false]],
    ]).toContainEqual(shared);
    await leadsTo(store, PHONE_KEY, ["p1", "p2"][owner] as string);
  },
};

describe("in every order of their store calls", () => {
  it("of two checks against a cap of 1 exactly one is admitted", async () => {
    expect(await explore("two checks", twoChecks)).toBeGreaterThanOrEqual(6);
  });

  it("of two checks against a cap of 2 both are admitted", async () => {
    const orders = await explore("two checks, cap 2", {
      actors: { one: asking(addressed(PHONE), CAP_2), two: asking(addressed(PHONE), CAP_2) },
      cap: 2,
      judge: async ({ answers }, after) => {
        expect(allowed(answers)).toHaveLength(2);
        await holdsAll(answers, after, PHONE_KEY);
      },
    });
    expect(orders).toBeGreaterThanOrEqual(6);
  });

  it("a check of a stranger that is being linked leaves its touch with the contact", async () => {
    expect(await explore("check × link", checkAndLink)).toBeGreaterThanOrEqual(10);
  });

  it("a stranger touched before brings the touch along, and keeps to the cap", async () => {
    const orders = await explore("check × link of a touched stranger", {
      ...checkAndLink,
      before: [asking(addressed(PHONE), CAP_2)],
      actors: { check: asking(addressed(PHONE), CAP_2), link: linking("p1", [PHONE]) },
      cap: 2,
    });
    expect(orders).toBeGreaterThanOrEqual(10);
  });

  it("two strangers linked at once bring all their touches along", async () => {
    const orders = await explore("two checks × link of phone and e-mail", {
      before: [asking(addressed(PHONE), CAP_2)],
      actors: {
        phone: asking(addressed(PHONE), CAP_2),
        email: asking(addressed(EMAIL), CAP_2),
        link: linking("p1", [PHONE, EMAIL]),
      },
      cap: 2,
      judge: async ({ answers }, after) => {
        await leadsTo(after.store, PHONE_KEY, "p1");
        await leadsTo(after.store, EMAIL_KEY, "p1");
        await holdsAll(answers, after, EMAIL_KEY);
      },
    });
    expect(orders).toBeGreaterThanOrEqual(500);
  });

  it("two checks and a link together keep to a cap of 1", async () => {
    const orders = await explore("two checks × link, cap 1", {
      ...checkAndLink,
      actors: { ...checkAndLink.actors, other: asking(addressed(PHONE), CAP_1) },
    });
    expect(orders).toBeGreaterThanOrEqual(200);
  });

  it("checks that share the memory of a link keep to a cap of 1 while another address is linked", async () => {
    const orders = await explore("two checks by remembered links × link", {
      before: [linking("p1", [PHONE]), asking(addressed(PHONE), CAP_1, "notice")],
      actors: {
        remembered: asking(addressed(PHONE), CAP_1),
        stranger: asking(addressed(EMAIL), CAP_1),
        link: linking("p1", [EMAIL]),
      },
      cap: 1,
      judge: async ({ answers }, { at, store }) => {
        await leadsTo(store, EMAIL_KEY, "p1");
        const contact = await at("p1");
        expect(contact?.touches.map(({ id }) => id).sort()).toEqual(idsOf(answers).sort());
      },
    });
    expect(orders).toBeGreaterThanOrEqual(200);
  });

  it("no touch is recorded after an acknowledged opt-out, and the opt-out stands", async () => {
    expect(await explore("check × opt-out", checkAndOptOut)).toBeGreaterThanOrEqual(6);
    const orders = await explore("two checks × opt-out", {
      ...checkAndOptOut,
      actors: { ...checkAndOptOut.actors, other: asking(addressed(PHONE), CAP_1) },
    });
    expect(orders).toBeGreaterThanOrEqual(90);
  });

  it("an opt-out on a stranger's key survives its being linked", async () => {
    const orders = await explore("check × opt-out × link", {
      ...checkAndOptOut,
      before: [asking(addressed(PHONE), CAP_2)],
      actors: {
        check: asking(addressed(PHONE), CAP_2),
        optOut: optingOut(PHONE_KEY),
        link: linking("p1", [PHONE]),
      },
      cap: 2,
    });
    expect(orders).toBeGreaterThanOrEqual(200);
  });

  it("no touch is recorded after an acknowledged lock of another department", async () => {
    expect(await explore("check × lock", checkAndLock)).toBeGreaterThanOrEqual(6);
    const orders = await explore("two checks × lock", {
      ...checkAndLock,
      actors: { ...checkAndLock.actors, other: asking(addressed(PHONE), CAP_1) },
    });
    expect(orders).toBeGreaterThanOrEqual(90);
  });

  it("no touch is recorded after an acknowledged suppression, of a stranger or of a contact", async () => {
    expect(await explore("check × suppression", checkAndSuppression)).toBeGreaterThanOrEqual(6);
    const before = [linking("p1", [PHONE])];
    const linked = await explore("check × suppression of a linked address", {
      ...checkAndSuppression,
      before,
    });
    expect(linked).toBeGreaterThanOrEqual(6);
    const linking1 = { ...checkAndSuppression.actors, link: linking("p1", [PHONE]) };
    const beside = await explore("check × suppression × link", { ...checkAndSuppression, actors: linking1 });
    expect(beside).toBeGreaterThanOrEqual(200);
  });

  it("list and state say the same of an address that is suppressed, released and linked at once", async () => {
    const orders = await explore("suppression × release × link", {
      actors: { suppression: suppressing, release: releasing, link: linking("p1", [PHONE]) },
      cap: 1,
      judge: async ({ answers }, after) => {
        const released = JSON.stringify(answers[1]).includes("contactId");
        await listedAs(released ? [] : [SUPPRESSION], after);
      },
    });
    expect(orders).toBeGreaterThanOrEqual(100);
  });

  it("of two contacts that claim one address exactly one owns it, and the other lists it as shared", async () => {
    expect(await explore("link × link", twoClaims)).toBeGreaterThanOrEqual(20);
  });

  it("of two contacts that claim a touched address, with a check in flight, exactly one owns it and the touches", async () => {
    const orders = await explore("check × link × link", {
      before: [asking(addressed(PHONE), CAP_2)],
      cap: 2,
      actors: { ...twoClaims.actors, check: asking(addressed(PHONE), CAP_2) },
      judge: async (run, after) => {
        await twoClaims.judge?.(run, after);
        await holdsAll(run.answers, after, PHONE_KEY);
        const both = [await after.at("p1"), await after.at("p2")].flatMap(
          (contact) => contact?.touches ?? [],
        );
        expect(both).toHaveLength(2);
      },
    });
    expect(orders).toBeGreaterThanOrEqual(1_000);
  });

  it("of two contacts that insist on an address as their own one is refused", async () => {
    const orders = await explore("link × link, both rejecting duplicates", {
      ...twoClaims,
      actors: { one: linking("p1", [PHONE], "reject"), two: linking("p2", [PHONE], "reject") },
      judge: ({ answers }) => {
        const refusals = answers.flatMap((answer) => ("refused" in answer ? [answer.refused] : []));
        expect(refusals).toEqual(["identity_taken"]);
      },
    });
    expect(orders).toBeGreaterThanOrEqual(20);
  });

  it("notices, which do not count, are each told once and take no place", async () => {
    const orders = await explore("notice × check × link", {
      actors: {
        notice: asking(addressed(PHONE), CAP_1, "notice"),
        check: asking(addressed(PHONE), CAP_1),
        link: linking("p1", [PHONE]),
      },
      cap: 1,
      judge: async ({ answers, steps }, { at }) => {
        expect(allowed(answers)).toHaveLength(2);
        expect(toldBy(steps)).toHaveLength(2);
        const contact = await at(PHONE_KEY);
        expect(contact?.touches.map(({ id }) => id)).toEqual(idsOf([answers[1] as Answer]));
      },
    });
    expect(orders).toBeGreaterThanOrEqual(200);
  });

  it("a check that lost an answer finds its own touch, wherever another check or a link has left it", async () => {
    const lossy = losingItsFirstAnswer(asking(addressed(PHONE), CAP_1));
    const besideCheck = await explore("check with a lost answer × check", {
      ...twoChecks,
      actors: { ...twoChecks.actors, one: lossy },
    });
    expect(besideCheck).toBeGreaterThanOrEqual(9);
    const besideLink = await explore("check with a lost answer × link", {
      ...checkAndLink,
      actors: { ...checkAndLink.actors, check: lossy },
    });
    expect(besideLink).toBeGreaterThanOrEqual(20);
  });
});

describe("the scheduler sees the order that breaks a store", () => {
  const ignoringConditions = (): Store => {
    const store = createMemoryStore();
    return {
      ...store,
      put: ({ item }) => store.put({ item }),
      transact: (writes) =>
        store.transact(writes.map((write) => ("item" in write ? { item: write.item } : write))),
    };
  };

  it.each([
    ["two checks", twoChecks],
    ["check × link", checkAndLink],
    ["check × opt-out", checkAndOptOut],
    ["check × lock", checkAndLock],
    ["check × suppression", checkAndSuppression],
    ["link × link", twoClaims],
  ])("that ignores conditions: %s", async (_, world) => {
    const exploring = everyInterleaving(() => begin({ ...world, store: ignoringConditions }));
    await expect(exploring).rejects.toThrow("in this order:");
  });

  it("and an actor that waits for something that is no store call", async () => {
    const exploring = everyInterleaving(async () => ({
      store: createMemoryStore(),
      actors: { sleeper: () => new Promise<never>(() => {}) },
      judge: () => {},
    }));
    await expect(exploring).rejects.toThrow("sleeper wait for something that is no store call");
  });

  it("in as many orders as there are: 3 calls beside 3 calls make 20", async () => {
    const seen = new Set<string>();
    const reading = async (store: Store) => {
      for (let call = 0; call < 3; call++) await store.get({ pk: "a", sk: "b" });
    };
    const orders = await everyInterleaving(async () => ({
      store: createMemoryStore(),
      actors: { a: reading, b: reading },
      judge: ({ steps }: Run<void>) => void seen.add(steps.map(({ actor }) => actor).join("")),
    }));
    expect([orders, seen.size]).toEqual([20, 20]);
  });
});
