import { describe, expect, it } from "vitest";
import { newContact } from "../../../lib/core/contact.ts";
import type { StateEvent } from "../../../lib/core/events.ts";
import type { Touch } from "../../../lib/core/touches.ts";
import { commitContact } from "../../../lib/store/contacts.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";
import { addressed, EMAIL, NOW } from "../../support/checking.ts";

const { address } = addressed(EMAIL);
const CONTACT = newContact(address.key, [address]);
const TOUCH: Touch = {
  id: "0123456789abcdefghjkmn",
  at: NOW,
  channel: "email",
  department: "marketing",
  purpose: "marketing",
  campaign: undefined,
  topic: "news",
  product: undefined,
  subject: undefined,
  agent: undefined,
  address: address.key,
  origin: undefined,
  state: "recorded",
  expiresAt: undefined,
  outcomes: [],
};
const touched = (more: object = {}): StateEvent => ({
  type: "touched",
  touch: TOUCH,
  reference: undefined,
  by: null,
  ...more,
});
const wished = (to: number): StateEvent => ({
  type: "preference",
  at: NOW,
  by: "k1",
  changes: [{ path: "maxPerWeek", from: null, to }],
});

describe("a contact that is committed", () => {
  const WRITES: readonly (readonly [string, readonly StateEvent[]])[] = [
    ["a touch", [touched()]],
    [
      "a touch with all that is told of it",
      [touched({ reference: "m-1", override: { rules: ["a"], reason: "b" } })],
    ],
    ["a wish", [wished(1)]],
    ["a link that brought touches", [{ type: "linked", at: NOW, by: null, key: address.key }, touched()]],
    ["nothing", []],
  ];

  it.each(WRITES)("again, as by the SDK after a lost answer, stands: %s", async (_name, events) => {
    const store = createMemoryStore();
    const contact = { ...CONTACT, touches: [TOUCH] };
    const written = await commitContact({ store }, contact, events);
    expect(written).toMatchObject({ written: true, contact: { version: 1 } });
    expect(await commitContact({ store }, contact, events)).toEqual(written);
  });

  it("by another who did something else is lost, with what stands and what was done", async () => {
    const store = createMemoryStore();
    await commitContact({ store }, { ...CONTACT, preferences: { maxPerWeek: 1 } }, [wished(1)]);
    const lost = await commitContact({ store }, { ...CONTACT, preferences: { maxPerWeek: 2 } }, [wished(2)]);
    expect(lost).toMatchObject({
      written: false,
      current: { kind: "contact", contact: { version: 1, preferences: { maxPerWeek: 1 } } },
      events: [wished(1)],
    });
  });

  it("by another who did the same to another state is lost", async () => {
    const store = createMemoryStore();
    await commitContact({ store }, { ...CONTACT, attributes: { tier: "key" } }, [wished(1)]);
    expect(await commitContact({ store }, CONTACT, [wished(1)])).toMatchObject({ written: false });
  });

  it("after more was written than its own first attempt is lost", async () => {
    const store = createMemoryStore();
    await commitContact({ store }, CONTACT, [wished(1)]);
    await commitContact({ store }, { ...CONTACT, version: 1 }, [wished(1)]);
    expect(await commitContact({ store }, CONTACT, [wished(1)])).toMatchObject({
      written: false,
      current: { contact: { version: 2 } },
    });
  });
});
