import { describe, expect, it } from "vitest";
import { check } from "../../../functions/check/command.ts";
import type { Recipient } from "../../../functions/shared/recipient.ts";
import { confirmTouch } from "../../../functions/touches/change.ts";
import { type NamedTouch, readTouchId } from "../../../functions/touches/touch-id.ts";
import type { Channel } from "../../../lib/core/words.ts";
import { addressed, EMAIL, NOW, PHONE, policyWithCap } from "../../support/checking.ts";
import { persons } from "../../support/persons.ts";

const POLICY = await policyWithCap(2);
type World = ReturnType<typeof persons>;
const phone = (number: number) => ({ ...PHONE, value: `+49301234${number}` });
const CALLER = { keyId: "k", scopes: ["check"], department: null, outage: undefined } as const;

async function reserve({ deps }: World, recipient: Recipient, channel: Channel = "sms"): Promise<NamedTouch> {
  const tags = { department: "growth", purpose: "marketing" } as const;
  const request = { to: {}, channel, ...tags, mode: "reserve" } as const;
  const asked = await check({ deps, policy: POLICY, now: NOW, by: null, recipient, request });
  const named = "touchId" in asked ? readTouchId(String(asked.touchId)) : undefined;
  if (named === undefined) throw new Error("no touch");
  return named;
}

const confirm = ({ deps }: World, named: NamedTouch) =>
  confirmTouch({
    deps: { ...deps, policy: { get: async () => POLICY } } as never,
    caller: CALLER as never,
    named,
  });

const statesOf = async (world: World, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await world.at(id)).touches.map(({ state }) => state)));

describe("a reservation", () => {
  it("is found when its address left while its contact was merged, and the two part", async () => {
    const world = persons();
    await world.put("a", [phone(1), phone(2)]);
    await world.put("z", [phone(3)]);
    const named = await reserve(world, addressed(phone(2)));
    await world.merge("z", "a");
    await world.remove("z", phone(2));
    await world.unmerge("z", "a");
    expect(await confirm(world, named)).toMatchObject({ state: "confirmed" });
  });

  it("is found when it went with one taken out, and then with an address that left that one", async () => {
    const world = persons();
    await world.put("a", [phone(1)]);
    await world.put("b", [phone(2), phone(4)]);
    await world.merge("a", "b");
    const named = await reserve(world, addressed(phone(2)));
    await world.unmerge("a", "b");
    await world.remove("b", phone(2));
    expect(await confirm(world, named)).toMatchObject({ state: "confirmed" });
  });

  it("is confirmed for all three of a chain that was taken apart from its end", async () => {
    const world = persons();
    for (const [id, number] of [
      ["a", 1],
      ["b", 2],
      ["z", 3],
    ] as const)
      await world.put(id, [phone(number)]);
    await world.merge("a", "b");
    await world.merge("z", "a");
    const named = await reserve(world, { contactId: "z" });
    await world.unmerge("z", "a");
    await world.unmerge("a", "b");
    await confirm(world, named);
    expect(await statesOf(world, ["z", "a", "b"])).toEqual([["confirmed"], ["confirmed"], ["confirmed"]]);
  });

  it("of an address that was linked by an id merged away is confirmed for both when the two part", async () => {
    const world = persons();
    await world.put("a", [EMAIL]);
    await world.put("d", [{ ...EMAIL, value: "d@example.com" }]);
    const named = await reserve(world, addressed(phone(0)), "meeting");
    await world.merge("a", "d");
    await world.put("d", [phone(0)]);
    await world.unmerge("a", "d");
    await confirm(world, named);
    expect(await statesOf(world, ["a", "d"])).toEqual([["confirmed"], ["confirmed"]]);
  });
});

describe("a reservation of an address that a third owns", () => {
  it("is confirmed for both when the two who shared it part", async () => {
    const world = persons();
    await world.put("third", [phone(9)]);
    await world.put("a", [phone(9)]);
    await world.put("b", [EMAIL]);
    await world.merge("a", "b");
    const named = await reserve(world, { contactId: "a" });
    await world.unmerge("a", "b");
    await confirm(world, named);
    expect((await statesOf(world, ["a", "b"])).flat()).not.toContain("reserved");
  });
});
