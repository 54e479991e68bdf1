import { describe, expect, it } from "vitest";
import type { Touch } from "../../../lib/core/touches.ts";
import { commitContact } from "../../../lib/store/contacts.ts";
import { touchOf } from "../../support/asked-with.ts";
import { PHONE } from "../../support/checking.ts";
import { persons } from "../../support/persons.ts";

/** A touch that takes about a kilobyte. */
const touch = (id: string): Touch => touchOf({ id, campaign: `${id}-${"x".repeat(1_000)}` });

describe("two whose histories fill a state item together", () => {
  const filled = async (kilobytes: number) => {
    const world = persons();
    for (const id of ["a", "b"]) {
      await world.put(id, [{ ...PHONE, value: `+4930123${id === "a" ? 1 : 2}` }]);
      const touches = Array.from({ length: kilobytes }, (_, index) => touch(`${id}${index}`));
      await commitContact({ store: world.store }, { ...(await world.at(id)), touches }, []);
    }
    return world;
  };

  it("are not merged, and it is said what to do", async () => {
    const world = await filled(120);
    await expect(world.merge("a", "b")).rejects.toThrow(/limit_reached: .*merge them when/);
    expect((await world.at("b")).contactId).toBe("b");
  });

  it("are merged while there is room", async () => {
    const world = await filled(90);
    await world.merge("a", "b");
    expect((await world.at("b")).touches).toHaveLength(180);
  });
});
