import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONTACT_STATUSES, type Contact, newContact } from "../../../lib/core/contact.ts";
import { AttributesDocument } from "../../../lib/core/contact-document.ts";
import type { StateEvent } from "../../../lib/core/events.ts";
import { parse } from "../../../lib/core/issues.ts";
import { CheckRequestSchema, Text } from "../../../lib/core/request.ts";
import { DAY_MS, epochMs } from "../../../lib/core/time.ts";
import { TOUCH_STATES, type Touch } from "../../../lib/core/touches.ts";
import { CHANNELS, OUTCOMES } from "../../../lib/core/words.ts";
import { BadItem } from "../../../lib/store/errors.ts";
import {
  fromCardItem,
  fromStateItem,
  sizeOf,
  toCardItem,
  toMovedItem,
  toStateItem,
} from "../../../lib/store/items.ts";
import { eventsOf } from "../../../lib/store/packed-events.ts";
import { packTouches, unpackTouches } from "../../../lib/store/packed-touches.ts";
import type { Item } from "../../../lib/store/store.ts";
import { TWELVE_TOUCHES } from "../../support/twelve-touches.ts";

/** Everything the request schema lets in, the hostile first. */
const text = fc.oneof(
  fc.constantFrom(
    ",",
    ";",
    "@",
    "!",
    "~",
    '"',
    "\\",
    "{}",
    "null",
    "0",
    "__proto__",
    "constructor",
    "李明",
    " ",
  ),
  fc.string({ unit: "binary", minLength: 1, maxLength: 20 }).filter((it) => Text.safeParse(it).success),
);
const perhaps = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const contactKey = fc.stringMatching(/^c_[A-Za-z0-9_-]{22}$/);
const instant = fc.integer({ min: 0, max: 4_102_444_800_000 }).map(epochMs);

const touch: fc.Arbitrary<Touch> = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9_-]{12}$/),
  at: instant,
  channel: fc.constantFrom(...CHANNELS),
  department: text,
  purpose: text,
  campaign: perhaps(text),
  topic: perhaps(text),
  product: perhaps(text),
  subject: perhaps(text),
  agent: perhaps(text),
  address: perhaps(contactKey),
  origin: perhaps(contactKey),
  state: fc.constantFrom(...TOUCH_STATES),
  expiresAt: perhaps(instant),
  outcomes: fc.array(fc.record({ outcome: fc.constantFrom(...OUTCOMES), at: instant }), { maxLength: 3 }),
});

const identity = fc.record(
  {
    key: contactKey,
    type: fc.stringMatching(/^[a-z][a-z0-9_-]{1,31}$/),
    regions: fc.array(fc.stringMatching(/^[A-Z]{2}(\/\d{1,4})?$/), { maxLength: 3 }),
    valid: fc.boolean(),
    flags: fc.array(fc.constantFrom("role", "free-mail"), { maxLength: 2 }),
    shared: fc.boolean(),
    askedAt: fc.nat(99_999).map((days) => epochMs(days * DAY_MS)),
  },
  { requiredKeys: ["key", "type", "regions", "valid", "flags", "shared"] },
);

const optOuts = fc.dictionary(text, fc.record({ optOut: fc.boolean() }), { maxKeys: 3 });
const preferences = fc.record(
  {
    optOutAll: fc.boolean(),
    channels: fc.dictionary(
      fc.constantFrom(...CHANNELS),
      fc.record(
        {
          optOut: fc.constantFrom(true, false, "hard" as const),
          maxPerWeek: fc.option(fc.nat(9)),
          hours: fc.option(fc.constant([["09:00", "24:00"]] as const)),
        },
        { requiredKeys: [] },
      ),
      { maxKeys: 3 },
    ),
    topics: optOuts,
    departments: optOuts,
    pausedUntil: fc.option(instant),
    maxPerWeek: fc.option(fc.nat(9)),
  },
  { requiredKeys: [] },
);
const attributes = fc.record(
  {
    country: text,
    region: text,
    timezone: text,
    language: text,
    stage: text,
    tags: fc.array(text, { maxLength: 4 }),
  },
  { requiredKeys: [] },
);

const contact: fc.Arbitrary<Contact> = fc
  .record({
    contactId: fc.oneof(contactKey, fc.stringMatching(/^[A-Za-z0-9_.:-]{1,40}$/)),
    version: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    status: fc.constantFrom(...CONTACT_STATUSES),
    attributes,
    identities: fc.array(identity, { maxLength: 4 }),
    put: fc.boolean(),
    ownAddress: fc.boolean(),
    preferences,
    consents: fc.array(
      fc.record({
        channel: fc.constantFrom("sms" as const, "call" as const),
        purpose: text,
        level: fc.constantFrom("implied" as const, "expressWritten" as const),
        at: instant,
        expiresAt: perhaps(instant),
        source: perhaps(text),
        evidence: perhaps(text),
      }),
      { maxLength: 3 },
    ),
    owner: perhaps(fc.record({ agent: perhaps(text), department: perhaps(text) })),
    locks: fc.array(fc.record({ lockId: text, department: text, until: instant, reason: perhaps(text) }), {
      maxLength: 2,
    }),
    originKey: perhaps(contactKey),
    merged: fc.array(contactKey, { maxLength: 2 }),
    parted: fc.array(contactKey, { maxLength: 2 }),
    keys: fc.array(
      fc.record({
        hash: text,
        payload: text,
        touch: text,
        at: instant,
        policyVersion: fc.nat(),
        said: fc.constant(undefined),
      }),
      { maxLength: 2 },
    ),
    suppressions: fc.array(
      fc.record({
        identityKey: perhaps(contactKey),
        list: text,
        reason: perhaps(text),
        expiresAt: perhaps(instant),
      }),
      { maxLength: 2 },
    ),
    touches: fc.array(touch, { maxLength: 12 }),
  })
  .map(({ ownAddress, ...rest }) => ({
    ...rest,
    // The key of a stranger's own address is left out of its line.
    identities: rest.identities.map((one, n) =>
      ownAddress && n === 0 ? { ...one, key: rest.contactId } : one,
    ),
    historyBytes: 0,
  }));

const actor = fc.option(text, { nil: null });
const told = { at: instant, by: actor };
const wish = fc.oneof(fc.boolean(), text, fc.nat(), fc.constant(null), fc.array(fc.array(text)));
const change = fc.record({ path: text, from: wish, to: wish });

const event: fc.Arbitrary<StateEvent> = fc.oneof(
  fc.record({
    type: fc.constant("touched" as const),
    touch,
    reference: perhaps(text),
    by: actor,
    override: perhaps(fc.record({ rules: fc.array(text, { maxLength: 2 }), reason: text })),
  }),
  fc.record({
    type: fc.constantFrom("preference" as const, "consent" as const, "owner" as const),
    ...told,
    changes: fc.array(change, { maxLength: 4 }),
  }),
  fc.record({
    type: fc.constant("lock" as const),
    ...told,
    change: fc.constantFrom("added" as const, "removed" as const),
    lock: fc.record({ lockId: text, department: text, until: instant, reason: perhaps(text) }),
  }),
  fc.record({
    type: fc.constant("suppression" as const),
    ...told,
    change: fc.constantFrom("added" as const, "removed" as const),
    suppression: fc.record({
      identityKey: perhaps(contactKey),
      list: text,
      reason: perhaps(text),
      expiresAt: perhaps(instant),
    }),
  }),
  fc.record({ type: fc.constant("linked" as const), ...told, key: contactKey }),
  fc.record({ type: fc.constant("movedIn" as const), ...told, from: contactKey }),
  fc.record({ type: fc.constant("movedOut" as const), ...told, to: contactKey }),
);

const bytesOf = (text: unknown): number => (typeof text === "string" ? Buffer.byteLength(text) : 0);

/** Without the fields that are undefined, own names like `__proto__` told apart from inherited ones. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("a contact's state", () => {
  it("comes back whole, with what the write did, whatever its texts hold", () => {
    fc.assert(
      fc.property(contact, fc.array(event, { maxLength: 4 }), (before, events) => {
        const item = toStateItem(before, events);
        for (const value of Object.values(item)) expect(["string", "number"]).toContain(typeof value);
        const state = fromStateItem(before.contactId, item);
        expect(plain(state)).toEqual(
          plain({
            kind: "contact",
            contact: {
              ...before,
              historyBytes: bytesOf(item.words) + bytesOf(item.touches),
            },
          }),
        );
        expect(plain(eventsOf(item))).toEqual(plain(events));
      }),
      { numRuns: 500 },
    );
  });

  it("of one who is known by nothing takes only its key and version", () => {
    expect(toStateItem({ ...newContact("p1"), version: 1 }, [])).toEqual({ pk: "C#p1", sk: "#", version: 1 });
  });

  it("keeps a topic named __proto__ as a wish of its own", () => {
    const wishes = JSON.parse('{"__proto__":{"optOut":true}}') as Record<string, { optOut: boolean }>;
    const item = toStateItem({ ...newContact("p1"), version: 1, preferences: { topics: wishes } }, []);
    const state = fromStateItem("p1", item);
    const topics = state.kind === "contact" ? (state.contact.preferences.topics ?? {}) : {};
    expect(Object.hasOwn(topics, "__proto__")).toBe(true);
  });

  it("that moved tells where to, and that it did", () => {
    const movedOut = { type: "movedOut", at: epochMs(1), by: null, to: "p1" } as const;
    const item = toMovedItem("c_old", { to: "p1", version: 7, events: [movedOut] });
    expect(fromStateItem("c_old", item)).toEqual({ kind: "moved", to: "p1", version: 7 });
    expect(eventsOf(item)).toEqual([movedOut]);
  });

  it("that was never written is absent", () => {
    expect(fromStateItem("p1", undefined)).toEqual({ kind: "absent" });
  });

  it("with 12 touches, tags of 12 characters and plain preferences fits one write unit", () => {
    expect(sizeOf(toStateItem(TWELVE_TOUCHES.contact, TWELVE_TOUCHES.events))).toBeLessThanOrEqual(1024);
  });
});

describe("a damaged state", () => {
  const whole = toStateItem(TWELVE_TOUCHES.contact, TWELVE_TOUCHES.events);
  const { contactId } = TWELVE_TOUCHES.contact;
  const line = String(whole.touches).split("\n")[0] as string;

  it.each<[string, Partial<Item>]>([
    ["no version", { version: "42" }],
    ["a status of no meaning", { status: "sleeping" }],
    ["attributes cut short", { attributes: '{"country":"C' }],
    ["attributes that are none", { attributes: "null" }],
    ["preferences cut short", { preferences: "{" }],
    ["preferences that are none", { preferences: "7" }],
    ["suppressions that are no list", { suppressions: "{}" }],
    ["an identity without a type", { identities: "c_key" }],
    ["touches that are a number", { touches: 12 }],
    ["no table of words", { words: "" }],
    ["a table of words cut short", { words: String(whole.words).split("\n")[0] as string }],
    ["a touch cut short", { touches: line.slice(0, 15) }],
    ["a touch without a channel", { touches: line.replace(/^([^,]+,[^,]+),[^,]+/, "$1,") }],
    ["a touch on an unknown channel", { touches: line.replace(/^([^,]+,[^,]+),[^,]+/, "$1,z") }],
    ["a touch at no instant", { touches: line.replace(/^([^,]+),[^,]+/, "$1,-") }],
    ["an empty line among the touches", { touches: `${line}\n\n${line}` }],
    ["an outcome of no meaning", { touches: `${line},,,,99@mmkk` }],
    ["a way to nowhere", { movedTo: 4 }],
  ])("is refused, never half read: %s", (_, damage) => {
    expect(() => fromStateItem(contactId, { ...whole, ...damage } as Item)).toThrow(BadItem);
  });

  it.each<[string, Partial<Item>]>([
    ["events cut short", { events: "[{" }],
    ["events that are no list", { events: "{}" }],
    ["a told touch without its words", { words: "" }],
  ])("is refused where its events are read: %s", (_, damage) => {
    expect(() => eventsOf({ ...whole, ...damage } as Item)).toThrow(BadItem);
  });

  it("is told without what stands in it", () => {
    try {
      fromStateItem(contactId, { ...whole, attributes: "secret" } as Item);
    } catch (fault) {
      expect((fault as BadItem).publicMessage).toBe("A stored contact state could not be read.");
    }
    expect.assertions(1);
  });
});

describe("packed touches", () => {
  it("of several lists share one table of words, each word once", () => {
    const [first, second] = TWELVE_TOUCHES.contact.touches as readonly [Touch, Touch];
    const { words, lists } = packTouches([[first, second], [first]]);
    const table = words.split("\n");
    expect(new Set(table).size).toBe(table.length);
    expect(lists.map((lines) => unpackTouches({ words, lines }))).toEqual([[first, second], [first]]);
  });

  it("of no touches are no text at all", () => {
    expect(packTouches([[]])).toEqual({ words: "", lists: [""] });
    expect(unpackTouches({ words: "", lines: "" })).toEqual([]);
  });
});

describe("texts that would break a packed line", () => {
  const base = { to: { email: "li@example.com" }, channel: "email", purpose: "marketing" };
  const breaking = [
    "\ud800",
    "\udc00x",
    "\n",
    "\r",
    "\t",
    "\u0000",
    "\u007f",
    "\u0085",
    "\u009f",
    "\u2028",
    "\u2029",
  ];

  it.each(["department", "purpose", "campaign", "topic", "product", "subject", "agent", "reference"])(
    "are refused in a request's %s, each",
    (field) => {
      for (const breaker of breaking) {
        const parsed = parse(CheckRequestSchema, { ...base, [field]: `a${breaker}b` });
        expect(parsed).toMatchObject({
          issues: [{ path: field, message: expect.stringContaining("control") }],
        });
      }
    },
  );

  it("are refused in a contact's attributes", () => {
    for (const breaker of breaking) {
      expect(parse(AttributesDocument, { stage: `a${breaker}b` })).toHaveProperty("issues");
      expect(parse(AttributesDocument, { tags: [`a${breaker}b`] })).toHaveProperty("issues");
    }
  });
});

describe("a card", () => {
  it("comes back whole, whatever its texts hold", () => {
    fc.assert(
      fc.property(fc.dictionary(contactKey, text, { maxKeys: 5 }), perhaps(text), (addresses, name) => {
        const card = { addresses, ...(name !== undefined && { name }) };
        expect(plain(fromCardItem(toCardItem("p1", card)))).toEqual(plain(card));
      }),
    );
  });

  it("that was never written knows no address", () => {
    expect(fromCardItem(undefined)).toEqual({ addresses: {} });
  });

  it("that is damaged is refused", () => {
    for (const card of ["{", 7])
      expect(() => fromCardItem({ pk: "C#p1", sk: "CARD", card })).toThrow(BadItem);
  });
});
