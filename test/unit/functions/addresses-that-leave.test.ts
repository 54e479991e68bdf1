import { describe, expect, it } from "vitest";
import { check } from "../../../functions/check/command.ts";
import { putConsents } from "../../../functions/consents/command.ts";
import { changeContact } from "../../../functions/contacts/command.ts";
import { changeSuppressions } from "../../../functions/suppressions/command.ts";
import type { Consent } from "../../../lib/core/contact.ts";
import type { NormalisedIdentity } from "../../../lib/core/identity/normalise.ts";
import type { Channel } from "../../../lib/core/words.ts";
import type { Store } from "../../../lib/store/store.ts";
import {
  addressed,
  ask,
  depsOver,
  EMAIL,
  NOW,
  PEPPER,
  PHONE,
  policyWithCap,
} from "../../support/checking.ts";
import { keyOf, persons } from "../../support/persons.ts";

const POLICY = await policyWithCap(2);
type World = ReturnType<typeof persons>;
const phone = (number: number) => ({ ...PHONE, value: `+49301234${number}` });

/** An SMS of which nobody knows the address. */
const touch = ({ deps }: World, contactId: string) =>
  check({
    ...{ deps, policy: POLICY, now: NOW, by: null, recipient: { contactId } },
    request: { to: {}, channel: "sms", department: "growth", purpose: "marketing", mode: "record" },
  });

const decisionOf = async (world: World, to: NormalisedIdentity) => {
  const asked = await ask(world.deps, { to: addressed(to), policy: POLICY });
  return "verdict" in asked ? asked.verdict.decision : asked.refused;
};

const lift = ({ deps }: World, of: NormalisedIdentity) =>
  changeSuppressions(
    deps,
    { identity: addressed(of).address, value: of.value, changes: [{ change: "removed", list: "internal" }] },
    { at: NOW, by: "s" },
  );

const say = ({ deps }: World, contactId: string, channels: readonly Channel[]) => {
  const consents = channels.map(
    (channel): Consent => ({
      ...{ channel, purpose: "marketing", level: "express", at: NOW },
      ...{ expiresAt: undefined, source: undefined, evidence: undefined },
    }),
  );
  return putConsents(deps, { contactId, document: { consents }, ifMatch: undefined, by: null });
};

describe("a suppression of an address", () => {
  it("stays with its owner when it left, came back by the merged id that had shared it, and the two part", async () => {
    const world = persons();
    await world.put("a", [phone(0)]);
    const import_ = () =>
      changeContact(
        { deps: world.deps, pepper: PEPPER },
        {
          ...{ contactId: "d", identities: [phone(0), phone(3)], attributes: {}, onDuplicate: "merge" },
          ...{ mayCreate: true, ifMatch: undefined, by: "crm" },
        },
      );
    await import_();
    await world.suppress(phone(0));
    await world.remove("a", phone(0));
    await import_();
    expect(await decisionOf(world, phone(0))).toBe("deny");
    await world.unmerge("a", "d");
    expect(await decisionOf(world, phone(0))).toBe("deny");
  });

  it("leaves one who only shared the address with it, and does not bind it again once lifted", async () => {
    const world = persons();
    await world.put("a", [EMAIL]);
    await world.put("b", [phone(2), EMAIL]);
    await world.suppress(EMAIL);
    await world.remove("b", EMAIL);
    await lift(world, EMAIL);
    await world.put("b", [EMAIL]);
    expect((await world.at("b")).suppressions).toEqual([]);
  });
});

describe("touches of nobody knows which address", () => {
  it("count for an address that leaves one who was two for a while", async () => {
    const world = persons();
    await world.put("a", [phone(1), phone(2)]);
    await world.put("z", [phone(3)]);
    await world.merge("z", "a");
    await touch(world, "a");
    await touch(world, "a");
    await world.unmerge("z", "a");
    await world.remove("a", phone(2));
    expect(await decisionOf(world, phone(2))).toBe("defer");
  });

  it("count for an address of the one merged away that leaves", async () => {
    const world = persons();
    await world.put("a", [phone(1), phone(2)]);
    await world.put("z", [phone(3)]);
    await touch(world, "a");
    await touch(world, "a");
    await world.merge("z", "a");
    await world.remove("z", phone(2));
    expect(await decisionOf(world, phone(2))).toBe("defer");
  });
});

describe("consents that were taken back", () => {
  it("stay so when the last address of the others leaves", async () => {
    const world = persons();
    await world.put("a", [EMAIL, phone(1)]);
    await world.put("b", [phone(2)]);
    await say(world, "a", ["email", "sms"]);
    await say(world, "a", ["email"]);
    await say(world, "b", ["sms"]);
    await world.remove("a", EMAIL);
    await world.merge("b", "a");
    expect((await world.at(keyOf(phone(1)))).consents).toEqual([]);
  });
});

describe("a check in flight", () => {
  it("whose contact was merged away, and whose address then left, is decided on the address", async () => {
    const world = persons();
    await world.put("a", [phone(1)]);
    await world.put("b", [phone(2), phone(3)]);
    let isFirst = true;
    const put: Store["put"] = async (...asked) => {
      if (isFirst) {
        isFirst = false;
        await world.merge("a", "b");
        await world.remove("a", phone(2));
        await world.suppress(phone(2));
      }
      return world.store.put(...asked);
    };
    const slow: Store = { ...world.store, put };
    const asked = await ask(depsOver(slow), { to: addressed(phone(2)), policy: POLICY });
    expect(asked).toMatchObject({ verdict: { decision: "deny" }, recorded: false });
  });
});
