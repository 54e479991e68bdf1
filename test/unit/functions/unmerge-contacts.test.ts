import { describe, expect, it } from "vitest";
import { addressed, ask, EMAIL, PHONE, policyWithCap } from "../../support/checking.ts";
import { keyOf, persons } from "../../support/persons.ts";

const POLICY = await policyWithCap(2);
const phone = (number: number) => ({ ...PHONE, value: `+49301234${number}` });
const [ONE, TWO, THREE] = [phone(1), phone(2), phone(3)];

const three = async () => {
  const world = persons();
  await world.put("a", [ONE], { stage: "prospect" });
  await world.put("b", [TWO]);
  await world.put("c", [THREE]);
  return world;
};

const ownersOf = async ({ at }: ReturnType<typeof persons>) =>
  Promise.all([ONE, TWO, THREE].map(async (address) => (await at(keyOf(address))).contactId));

describe("of three that are one", () => {
  it("one that had been merged into another before leaves, and the others stay one", async () => {
    const world = await three();
    await world.merge("b", "c");
    await world.merge("a", "b");
    expect(await world.unmerge("a", "c")).toEqual({ contactId: "a", unmerged: "c" });
    expect(await ownersOf(world)).toEqual(["a", "a", "c"]);
    expect(await world.at("b")).toMatchObject({ contactId: "a", merged: ["b"] });
    await world.unmerge("a", "b");
    expect(await ownersOf(world)).toEqual(["a", "b", "c"]);
  });

  it("nobody is written over, whatever versions they have", async () => {
    const world = await three();
    await world.put("a", [], { stage: "customer" });
    await world.merge("b", "c");
    await world.merge("a", "b");
    await world.unmerge("a", "c");
    expect((await world.at("b")).contactId).toBe("a");
    expect((await world.at("a")).identities.map(({ key }) => key)).toEqual([keyOf(ONE), keyOf(TWO)]);
  });

  it("one leaves that had been merged into one that was merged away since", async () => {
    const world = await three();
    await world.merge("a", "b");
    await world.merge("c", "a");
    expect(await world.unmerge("c", "b")).toEqual({ contactId: "c", unmerged: "b" });
    expect(await ownersOf(world)).toEqual(["c", "b", "c"]);
  });

  it("the first leaves and keeps its wishes, and those that another brought stay", async () => {
    const world = await three();
    await world.wish("b", { optOutAll: true });
    await world.wish("c", { optOutAll: true });
    await world.merge("a", "b");
    await world.merge("a", "c");
    await world.unmerge("a", "b");
    expect((await world.at("c")).contactId).toBe("a");
    expect((await world.at("a")).preferences).toEqual({ optOutAll: true });
    await world.unmerge("a", "c");
    const wishes = async (id: string) => (await world.at(id)).preferences;
    expect(await Promise.all(["a", "b", "c"].map(wishes))).toEqual([
      {},
      { optOutAll: true },
      { optOutAll: true },
    ]);
  });

  it("one that was put to an id merged away twice goes with it", async () => {
    const world = await three();
    await world.merge("b", "c");
    await world.merge("a", "b");
    await world.put("c", [EMAIL]);
    await world.unmerge("a", "c");
    expect((await world.at(keyOf(EMAIL))).contactId).toBe("c");
  });
});

describe("an address of another that was put to an id merged away", () => {
  it("stays the other's when the two are taken apart, and what suppresses it binds who lists it", async () => {
    const world = await three();
    await world.put("z", [EMAIL]);
    await world.merge("a", "b");
    await world.put("b", [EMAIL]);
    await world.unmerge("a", "b");
    const listed = (await world.at("b")).identities.find(({ key }) => key === keyOf(EMAIL));
    expect(listed).toMatchObject({ shared: true });
    await world.suppress(EMAIL);
    expect((await world.at("b")).suppressions).toMatchObject([{ identityKey: keyOf(EMAIL) }]);
  });

  it("is not taken from who has it meanwhile", async () => {
    const world = await three();
    await world.merge("a", "b");
    await world.remove("a", TWO);
    await world.put("z", [TWO]);
    await world.put("a", [TWO]);
    await world.unmerge("a", "b");
    const listed = (await world.at("b")).identities.find(({ key }) => key === keyOf(TWO));
    expect(listed).toMatchObject({ shared: true });
    await world.suppress(TWO);
    expect((await world.at("b")).suppressions).toMatchObject([{ identityKey: keyOf(TWO) }]);
  });
});

describe("an id merged away", () => {
  it("keeps what is put to it, also when the survivor shows nothing of it", async () => {
    const world = persons();
    await world.put("a", [ONE], { name: "Li Ming", stage: "prospect" });
    await world.put("b", [TWO], { name: "Bob" });
    await world.merge("a", "b");
    await world.put("b", [], { name: "Robert", stage: "customer" });
    expect(await world.cardOf("a")).toMatchObject({ name: "Li Ming" });
    await world.unmerge("a", "b");
    expect(await world.cardOf("b")).toMatchObject({ name: "Robert" });
    expect((await world.at("b")).attributes).toEqual({ stage: "customer" });
  });

  it("that is an address leaves by unmerge, with what stood there", async () => {
    const world = persons();
    const key = keyOf(EMAIL);
    await ask(world.deps, { to: addressed(EMAIL), policy: POLICY });
    await world.put("a", [ONE]);
    await world.merge("a", key);
    await expect(world.remove("a", EMAIL)).rejects.toThrow("invalid_request");
    await world.unmerge("a", key);
    expect((await world.at(key)).touches).toHaveLength(1);
    expect((await world.at("a")).merged).toEqual([]);
  });
});

describe("an unmerge asked for the wrong way round", () => {
  it("is refused after the two were taken apart and merged the other way", async () => {
    const world = persons();
    await world.put("a", [phone(1)]);
    await world.put("b", [phone(2)]);
    await world.merge("a", "b");
    await world.unmerge("a", "b");
    await world.merge("b", "a");
    await expect(world.unmerge("a", "b")).rejects.toThrow(/not_merged/);
  });
});
