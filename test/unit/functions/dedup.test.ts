import { describe, expect, it } from "vitest";
import { dedupWorld } from "../../support/deduplicating.ts";

const LI = { name: "Li Ming", company: "Acme" };

describe("two contacts with one address and one name", () => {
  it("become one by themselves", async () => {
    const world = dedupWorld();
    await world.put({ id: "b", addresses: ["email:li@example.com", "phone:+8613800138000"], attributes: LI });
    await world.put({ id: "a", addresses: ["email:li@example.com", "zoho:1"], attributes: LI });
    await world.drain();
    const person = await world.contact("b");
    expect(person).toMatchObject({ contactId: "a", merged: ["b"] });
    expect(person.identities.map(({ type }) => type).sort()).toEqual(["email", "phone", "zoho"]);
    expect(await world.queue("merged")).toMatchObject([{ contacts: ["a", "b"], tier: "auto", by: null }]);
    expect(world.alerts).toMatchObject([{ type: "ContactMerged", contactId: "a", mergedId: "b", by: null }]);
  });
});
