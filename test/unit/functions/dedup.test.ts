import { describe, expect, it } from "vitest";
import { dismissPair, mergePair } from "../../../functions/duplicates/command.ts";
import { pairIdOf } from "../../../lib/store/duplicates.ts";
import shipped from "../../../policies/duplicates.json" with { type: "json" };
import { type DedupWorld, dedupWorld } from "../../support/deduplicating.ts";

const LI = { name: "Li Ming", birthDate: "1980-05-17" };
const EMAIL = "email:li.ming@example.com";
const PHONE = "phone:+8613800138000";
const withLimits = (limits: object) => ({
  duplicates: { ...shipped, limits: { ...shipped.limits, ...limits } },
});

describe("two contacts with one address and one name", () => {
  it("become one by themselves, told on the bus and kept among the pairs", async () => {
    const world = dedupWorld();
    await world.put({ id: "b", addresses: [EMAIL, PHONE], attributes: LI });
    await world.put({ id: "a", addresses: [EMAIL, "zoho:1"], attributes: LI });
    await world.drain();
    const person = await world.contact("b");
    expect(person).toMatchObject({ contactId: "a", merged: ["b"] });
    expect(person.identities.map(({ type }) => type).sort()).toEqual(["email", "phone", "zoho"]);
    expect(await world.queue("merged")).toMatchObject([{ contacts: ["a", "b"], tier: "auto", by: null }]);
    expect(world.alerts).toMatchObject([{ type: "ContactMerged", contactId: "a", mergedId: "b", by: null }]);
  });

  it("stay two when they were taken apart, whatever is put to them", async () => {
    const world = dedupWorld();
    await world.put({ id: "a", addresses: [EMAIL], attributes: LI });
    await world.put({ id: "b", addresses: [EMAIL, PHONE], attributes: LI });
    await world.drain();
    await world.unmerge("a", "b");
    await world.drain();
    await world.put({ id: "a", addresses: [PHONE], attributes: { ...LI, city: "Guangzhou" } });
    await world.put({ id: "b", addresses: [], attributes: { city: "Guangzhou" } });
    await world.drain();
    expect((await world.contact("b")).contactId).toBe("b");
    expect(await world.pair("a", "b")).toMatchObject({ state: "unmerged", by: "steward" });
    expect(await world.queue("open")).toEqual([]);
  });

  it("stay two under the ids that joined them since", async () => {
    const world = dedupWorld();
    await world.put({ id: "a", addresses: [EMAIL], attributes: LI });
    await world.put({ id: "b", addresses: [EMAIL, PHONE], attributes: LI });
    await world.drain();
    await world.unmerge("a", "b");
    await world.drain();
    await world.put({ id: "0", addresses: [PHONE], attributes: LI });
    await world.drain();
    // 0 and b are one, with an id that says nothing of a; but they fit both who were told apart only through b.
    const people = new Set([(await world.contact("a")).contactId, (await world.contact("b")).contactId]);
    expect(people.size).toBe(2);
  });
});

describe("a contact that nobody could be known by", () => {
  it("is looked at once, and at others in its batch as ever", async () => {
    const world = dedupWorld();
    const looks = new Map<string, number>();
    const { get } = world.store;
    Object.assign(world.store, {
      get: (...asked: Parameters<typeof get>) => {
        const [{ pk, sk }] = asked;
        if (sk === "CARD") looks.set(pk, (looks.get(pk) ?? 0) + 1);
        return get(...asked);
      },
    });
    for (const id of ["1", "2"]) await world.put({ id, addresses: [] });
    await world.put({ id: "a", addresses: [EMAIL], attributes: LI });
    await world.put({ id: "b", addresses: [EMAIL], attributes: LI });
    looks.clear();
    await world.drain();
    expect([looks.get("C#1"), looks.get("C#2")]).toEqual([1, 1]);
    expect((await world.contact("b")).contactId).toBe("a");
  });

  it("is found no more when the last address has left it", async () => {
    const world = dedupWorld();
    await world.put({ id: "a", addresses: ["zoho:1", EMAIL], attributes: LI });
    await world.put({ id: "c", addresses: [] });
    await world.drain();
    await world.patch("a", [EMAIL, "zoho:1"]);
    await world.put({ id: "a", addresses: [], attributes: { name: null, birthDate: null } });
    await world.put({ id: "c", addresses: [], attributes: { city: "Guangzhou" } });
    await world.drain();
    await world.put({ id: "b", addresses: [EMAIL], attributes: LI });
    await world.drain();
    expect(await world.queue("open")).toEqual([]);
    expect((await world.contact("a")).contactId).toBe("a");
  });
});

describe("a pair that a person has to look at", () => {
  const two = async () => {
    const world = dedupWorld();
    await world.put({ id: "a", addresses: [EMAIL], attributes: { name: "Li Ming" } });
    await world.put({ id: "b", addresses: [EMAIL], attributes: { name: "Wang Fang" } });
    await world.drain();
    return world;
  };

  it("is queued once, with what speaks for it and against it", async () => {
    const world = await two();
    const [pair, ...others] = await world.queue("open");
    expect(others).toEqual([]);
    expect(pair).toMatchObject({ contacts: ["a", "b"], tier: "review", state: "open", by: null });
    expect(pair?.evidence.map(({ field }) => field)).toEqual(expect.arrayContaining(["email", "name"]));
    expect(world.alerts).toMatchObject([
      { type: "DuplicateSuggested", contacts: ["a", "b"], tier: "review" },
    ]);
  });

  it("is withdrawn when nothing speaks for it any more, and comes back with what does", async () => {
    const world = await two();
    await world.put({ id: "c", addresses: ["email:wang@example.com"], attributes: {} });
    await world.patch("b", [EMAIL]);
    await world.drain();
    expect([await world.queue("open"), (await world.pair("a", "b"))?.state]).toEqual([[], "withdrawn"]);
    await world.put({ id: "b", addresses: [EMAIL] });
    await world.drain();
    expect(await world.queue("open")).toMatchObject([{ contacts: ["a", "b"] }]);
  });
});

describe("a contact that fits two who contradict each other", () => {
  const FATHER = { name: "John Smith", birthDate: "1950-01-02" };
  const SON = { name: "John Smith", birthDate: "1985-11-30" };
  const puts = [
    { id: "father", addresses: ["email:john@example.com"], attributes: FATHER },
    { id: "son", addresses: ["phone:+14155550123"], attributes: SON },
    {
      id: "both",
      addresses: ["email:john@example.com", "phone:+14155550123"],
      attributes: { name: "John Smith" },
    },
  ];

  it.each([
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ])("joins neither, in whatever order they came: %i %i %i", async (...order) => {
    const world = dedupWorld();
    for (const index of order) await world.put(puts[index] as (typeof puts)[0]);
    await world.drain();
    expect(await world.queue("merged")).toEqual([]);
    const open = (await world.queue("open")).map(({ contacts, tier }) => ({ contacts, tier }));
    expect(open).toEqual(
      expect.arrayContaining([
        { contacts: ["both", "father"], tier: "review" },
        { contacts: ["both", "son"], tier: "review" },
      ]),
    );
  });
});

describe("a switchboard that two of one name share", () => {
  const NAME = { name: "John Smith" };
  const PUTS = [
    { id: "a", addresses: [PHONE, "email:john.smith@acme.example"], attributes: NAME },
    { id: "b", addresses: [PHONE, "email:jsmith@acme.example"], attributes: NAME },
    { id: "c", addresses: [PHONE], attributes: NAME },
  ];

  it.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])("joins nobody, in whatever order their records come: %i %i %i", async (...order) => {
    const world = dedupWorld();
    for (const put of PUTS) await world.put(put);
    const records = world.take();
    await world.deliver(order.map((index) => records[index] as (typeof records)[number]));
    await world.drain();
    expect(await Promise.all(["a", "b", "c"].map(async (id) => (await world.contact(id)).contactId))).toEqual(
      [...["a", "b", "c"]],
    );
    const queue = await world.queue("open");
    const told = queue.map(({ contacts, tier }) => `${contacts.join("-")} ${tier}`);
    expect(told.sort()).toEqual(["a-b suggest", "a-c review", "b-c review"]);
  });
});

describe("the limits of the duplicate policy", () => {
  it("let a person be merged so often a day, and the rest is looked at", async () => {
    const world = dedupWorld(withLimits({ autoMergesPerPersonAndDay: 1 }));
    for (const id of ["a", "b", "c"]) await world.put({ id, addresses: [EMAIL], attributes: LI });
    await world.drain();
    expect((await world.contact("a")).merged).toHaveLength(1);
    expect(await world.queue("open")).toMatchObject([{ tier: "review" }]);
    const [waiting] = await world.queue("open");
    expect(waiting?.evidence.at(-1)?.detail).toMatch(/more than 1 times today/);
    world.wait(1);
    await world.put({ id: "c", addresses: [], attributes: { city: "Guangzhou" } });
    await world.drain();
    expect((await world.contact("a")).merged).toHaveLength(2);
    expect(await world.queue("open")).toEqual([]);
  });

  it("keep those two who would have too many addresses of a type", async () => {
    const world = dedupWorld(withLimits({ identitiesPerType: { phone: 1 } }));
    await world.put({ id: "a", addresses: [EMAIL, PHONE], attributes: LI });
    await world.put({ id: "b", addresses: [EMAIL, "phone:+8613900139000"], attributes: LI });
    await world.drain();
    expect(await world.queue("merged")).toEqual([]);
    expect(await world.queue("open")).toHaveLength(1);
  });

  it("switched off, find nothing", async () => {
    const world = dedupWorld({ duplicates: { ...shipped, enabled: false } });
    for (const id of ["a", "b"]) await world.put({ id, addresses: [EMAIL], attributes: LI });
    await world.drain();
    expect([await world.queue("merged"), await world.queue("open")]).toEqual([[], []]);
  });
});

describe("an address that is held under more names than the policy allows", () => {
  const INFO = "email:desk@example.com";
  const NAMES = ["Ann Walker", "Bob Turner", "Carl Schmidt", "Dora Jones"];
  const holders = async (world: ReturnType<typeof dedupWorld>, names: readonly string[]) => {
    for (const name of names)
      await world.put({ id: name.slice(0, 1), addresses: [INFO], attributes: { name } });
    await world.drain();
  };

  it("stops being a key: what was open by it is withdrawn, all who hold it are flagged, and it is told once", async () => {
    const world = dedupWorld();
    await holders(world, NAMES.slice(0, 3));
    expect(await world.queue("open")).toHaveLength(3);
    await holders(world, NAMES.slice(3));
    expect(await world.queue("open")).toEqual([]);
    for (const id of ["A", "B", "C", "D"]) {
      expect((await world.contact(id)).identities).toMatchObject([{ flags: ["generic"] }]);
    }
    await holders(world, ["Eve Brown"]);
    expect((await world.contact("E")).identities).toMatchObject([{ flags: ["generic"] }]);
    const told = world.alerts.filter(({ type }) => type === "GenericValueDetected");
    expect(told).toMatchObject([{ kind: "email", names: 4 }]);
    expect(JSON.stringify(world.alerts)).not.toContain("@");
  });

  it("sends what was merged by it alone back to a person, once", async () => {
    const world = dedupWorld();
    await world.put({ id: "A2", addresses: [INFO, PHONE], attributes: { name: "Ann Walker" } });
    await holders(world, NAMES.slice(0, 3));
    await holders(world, NAMES.slice(3));
    expect((await world.contact("A2")).contactId).toBe("A");
    expect(await world.queue("open")).toMatchObject([
      { contacts: ["A", "A2"], tier: "review", doubted: "A2", state: "open" },
    ]);
    await world.put({ id: "A", addresses: [], attributes: { city: "Bath" } });
    await world.drain();
    const told = world.alerts.filter(
      (alert) => alert.type === "DuplicateSuggested" && alert.contacts[1] === "A2",
    );
    expect([(await world.queue("open")).length, told.length]).toEqual([1, 1]);
    await world.unmerge("A", "A2");
    await world.drain();
    expect(await world.queue("open")).toEqual([]);
    expect((await world.contact("A2")).contactId).toBe("A2");
    expect(await world.pair("A", "A2")).toMatchObject({ state: "unmerged" });
  });

  it("leaves alone what another address speaks for", async () => {
    const world = dedupWorld();
    for (const id of ["A", "A2"]) {
      await world.put({ id, addresses: [INFO, PHONE], attributes: { name: "Ann Walker" } });
    }
    await holders(world, NAMES.slice(0, 3));
    await holders(world, NAMES.slice(3));
    expect((await world.contact("A2")).contactId).toBe("A");
    expect(await world.queue("open")).toEqual([]);
  });
});

describe("merges in a chain", () => {
  it("keep to what each of the merged was: a name that fits only the survivor's does not join", async () => {
    const world = dedupWorld();
    await world.put({ id: "a", addresses: [EMAIL], attributes: { name: "Kim Petersen" } });
    await world.put({ id: "b", addresses: [EMAIL, PHONE], attributes: { name: "Mr Kim Petersen" } });
    await world.drain();
    await world.put({ id: "c", addresses: [PHONE], attributes: { name: "Ms Kim Peterson" } });
    await world.drain();
    expect((await world.contact("b")).contactId).toBe("a");
    expect((await world.contact("c")).contactId).toBe("c");
    expect(await world.queue("open")).toMatchObject([{ contacts: ["a", "c"], tier: "review" }]);
  });

  it("leave one contact with all addresses, under the id that a caller chose", async () => {
    const world = dedupWorld();
    const ids = ["e", "d", "c", "b", "a"];
    for (const [index, id] of ids.entries()) {
      const linked = [`email:li${index}@example.com`, `email:li${index + 1}@example.com`];
      await world.put({ id, addresses: linked, attributes: LI });
    }
    await world.drain();
    expect(await world.contact("e")).toMatchObject({ contactId: "a", merged: ["b", "c", "d", "e"] });
    const { items } = await world.store.query({ pk: "C#e", prefix: "MATCH" });
    expect(items).toMatchObject([{ keys: "", merged: 1 }]);
  });
});

describe("two whom a steward has dismissed", () => {
  const spelled = ["email:ma.ria@gmail.com", "email:maria@gmail.com"] as const;
  const MARIA = { name: "Maria Schmidt" };
  const dismissed = async () => {
    const world = dedupWorld();
    await world.put({ id: "a", addresses: [spelled[0]], attributes: MARIA });
    await world.put({ id: "b", addresses: [spelled[1]], attributes: MARIA });
    await world.drain();
    const done = await dismissPair({ deps: world.deps, id: pairIdOf(["a", "b"]), by: "steward" });
    expect(done).toMatchObject({ state: "dismissed" });
    return world;
  };
  const peopleOf = async (world: DedupWorld) =>
    new Set(await Promise.all(["a", "b"].map(async (id) => (await world.contact(id)).contactId))).size;

  it("come back to the queue with other evidence, and are not merged by themselves", async () => {
    const world = await dismissed();
    await world.put({ id: "a", addresses: [PHONE] });
    await world.put({ id: "b", addresses: [PHONE] });
    await world.drain();
    expect(await peopleOf(world)).toBe(2);
    expect(await world.queue("open")).toMatchObject([{ contacts: ["a", "b"], tier: "review" }]);
    await world.put({ id: "a", addresses: [], attributes: { birthDate: "1980-05-17" } });
    await world.put({ id: "b", addresses: [], attributes: { birthDate: "1980-05-17" } });
    await world.drain();
    expect(await peopleOf(world)).toBe(2);
  });

  it("are not joined by a third that fits both", async () => {
    const world = await dismissed();
    await world.put({ id: "c", addresses: [...spelled], attributes: MARIA });
    await world.drain();
    expect(await peopleOf(world)).toBe(2);
  });

  it("are one when a steward says so after all", async () => {
    const world = await dismissed();
    await mergePair({ deps: world.deps, id: pairIdOf(["a", "b"]), by: "steward", into: undefined });
    await world.drain();
    expect(await peopleOf(world)).toBe(1);
  });
});
