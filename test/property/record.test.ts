import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../functions/check/command.ts";
import { changeContact } from "../../functions/contacts/command.ts";
import { putPreferences } from "../../functions/preferences/command.ts";
import { createHandler } from "../../functions/record/handler.ts";
import { type EpochMs, epochMs, formatInstant, HOUR_MS } from "../../lib/core/time.ts";
import { type DayCount, readDay } from "../../lib/store/counts.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import type { Item, Store } from "../../lib/store/store.ts";
import { readTimeline } from "../../lib/store/timeline.ts";
import { addressed, depsOver, EMAIL, NOW, PEPPER, PHONE, policyWithCap } from "../support/checking.ts";
import { crashingStore, type Mishap } from "../support/crashing-store.ts";
import { streaming, toStreamRecord } from "../support/stream-records.ts";

const POLICY = await policyWithCap(3);
const ADDRESSES = [PHONE, { ...PHONE, value: "+4930654321" }, EMAIL];
const CONTACTS = ["p1", "p2"];
const KEYS = [...CONTACTS, ...ADDRESSES.map((address) => addressed(address).address.key)];

type Step =
  | {
      readonly does: "check";
      readonly to: number;
      readonly purpose: "marketing" | "notice";
      readonly campaign: string | undefined;
    }
  | { readonly does: "link"; readonly contactId: string; readonly addresses: readonly number[] }
  | { readonly does: "wish"; readonly contactId: string; readonly maxPerWeek: number };

const contactId = fc.constantFrom(...CONTACTS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant("check" as const),
      to: fc.nat({ max: KEYS.length - 1 }),
      purpose: fc.constantFrom("marketing" as const, "notice" as const),
      campaign: fc.constantFrom(undefined, "autumn", "a#b"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant("link" as const),
      contactId,
      addresses: fc.subarray([0, 1, 2], { minLength: 1 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant("wish" as const), contactId, maxPerWeek: fc.nat({ max: 9 }) }),
  },
);
/** Hours pass between two steps, so that days change; many steps share an instant. */
const steps = fc.array(fc.tuple(step, fc.constantFrom(0, 0, 5, 20)), { minLength: 1, maxLength: 14 });

const mishap: fc.Arbitrary<Mishap | undefined> = fc.option(
  fc.record({
    call: fc.nat({ max: 12 }),
    kind: fc.constantFrom("dies before" as const, "dies after" as const, "conflict" as const),
  }),
  { nil: undefined },
);
/** Deliveries before the one that goes well: records in any order, more than once, in any batch. */
const deliveries = fc.array(
  fc.record({ records: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), mishap }),
  { maxLength: 8 },
);

/** What was acknowledged to callers: the only source of the recount. */
interface Admitted {
  readonly touches: {
    readonly touchId: string;
    readonly at: EpochMs;
    readonly purpose: string;
    readonly campaign: string | undefined;
  }[];
  wishes: number;
}

async function live(store: Store, did: readonly (readonly [Step, number])[]): Promise<Admitted> {
  const deps = depsOver(store);
  const admitted: Admitted = { touches: [], wishes: 0 };
  let hours = 0;
  for (const [one, later] of did) {
    hours += later;
    const now = epochMs(NOW + hours * HOUR_MS);
    const at = { ...deps, now: () => now };
    switch (one.does) {
      case "check": {
        const { purpose, campaign } = one;
        const id = CONTACTS[one.to];
        const address = ADDRESSES[one.to - CONTACTS.length];
        const recipient = address === undefined ? { contactId: id as string } : addressed(address);
        const tags = { department: "growth", purpose, ...(campaign !== undefined && { campaign }) };
        const request = { to: {}, channel: "sms" as const, mode: "record" as const, ...tags };
        const checked = await check({ deps: at, policy: POLICY, now, by: "key", recipient, request });
        if ("verdict" in checked && checked.recorded === true) {
          admitted.touches.push({ touchId: checked.touchId as string, at: now, purpose, campaign });
        }
        break;
      }
      case "link": {
        const identities = one.addresses.map((n) => ADDRESSES[n] as (typeof ADDRESSES)[number]);
        await changeContact(
          { deps: at, pepper: PEPPER },
          {
            contactId: one.contactId,
            identities,
            attributes: {},
            onDuplicate: "allow",
            mayCreate: true,
            ifMatch: undefined,
            by: "key",
          },
        );
        break;
      }
      case "wish": {
        const preferences = { maxPerWeek: one.maxPerWeek };
        const put = await putPreferences(at, {
          contactId: one.contactId,
          preferences,
          ifMatch: undefined,
          by: "key",
        });
        if (!("refused" in put)) admitted.wishes++;
      }
    }
  }
  return admitted;
}

async function hand(store: Store, images: readonly Item[], broken?: Mishap): Promise<number> {
  const handler = createHandler(depsOver(crashingStore(store, broken)));
  const Records = images.map(toStreamRecord);
  return (await handler({ Records })).batchItemFailures.length;
}

async function expectRecount(store: Store, admitted: Admitted): Promise<void> {
  const { entries } = await readTimeline(store, { contactKeys: KEYS, cursor: undefined, limit: 900 });
  const shown = entries as readonly {
    readonly type: string;
    readonly touchId: string;
    readonly at: string;
  }[];
  const told = shown.filter(({ type }) => type === "touch").map(({ touchId, at }) => `${at} ${touchId}`);
  const recount = admitted.touches.map(({ touchId, at }) => `${formatInstant(at)} ${touchId}`);
  expect(told.toSorted()).toEqual(recount.toSorted());
  expect(shown.filter(({ type }) => type === "preference")).toHaveLength(admitted.wishes);

  const days = new Set(admitted.touches.map(({ at }) => formatInstant(at).slice(0, 10)));
  for (const day of days) expect(await readDay(store, day), day).toEqual(countedOn(day, admitted));
}

function countedOn(day: string, { touches }: Admitted): DayCount[] {
  const groups = Map.groupBy(
    touches.filter(({ at }) => formatInstant(at).startsWith(day)),
    ({ purpose, campaign }) =>
      JSON.stringify(["sms", "growth", purpose, ...(campaign === undefined ? [] : [campaign])]),
  );
  return [...groups].sort().map(([, [first, ...more]]) => ({
    channel: "sms",
    department: "growth",
    purpose: String(first?.purpose),
    campaign: first?.campaign ?? null,
    touches: 1 + more.length,
  }));
}

describe("timeline and day counts equal a recount of what was admitted", () => {
  it("whatever was done, and however its records were redelivered, split, reordered and broken off", async () => {
    await fc.assert(
      fc.asyncProperty(steps, deliveries, async (did, before) => {
        const { store, images } = streaming(createMemoryStore());
        const admitted = await live(store, did);
        const written = [...images];
        if (written.length === 0) return;
        for (const { records, mishap: broken } of before) {
          const batch = records.map((n) => written[n % written.length] as Item);
          await hand(store, batch, broken);
        }
        expect(await hand(store, written)).toBe(0);
        expect(await hand(store, written.toReversed())).toBe(0);
        await expectRecount(store, admitted);
      }),
      { numRuns: 300 },
    );
  });

  it.each(["dies before", "dies after", "conflict"] as const)(
    "when the consumer %s any one of its store calls, and the batch comes again",
    async (kind) => {
      const did: (readonly [Step, number])[] = [
        [{ does: "check", to: 2, purpose: "marketing", campaign: "autumn" }, 0],
        [{ does: "check", to: 4, purpose: "notice", campaign: undefined }, 0],
        [{ does: "link", contactId: "p1", addresses: [0, 2] }, 0],
        [{ does: "wish", contactId: "p1", maxPerWeek: 5 }, 0],
        [{ does: "check", to: 0, purpose: "marketing", campaign: "autumn" }, 20],
      ];
      let broke = 0;
      for (let call = 0; call < 40; call++) {
        const { store, images } = streaming(createMemoryStore());
        const admitted = await live(store, did);
        expect(admitted.touches).toHaveLength(3);
        const written = [...images];
        // Told once in part already, so that both ways of a telling are on the way.
        await hand(store, written.slice(0, 2));
        if ((await hand(store, written, { call, kind })) > 0) broke++;
        expect(await hand(store, written)).toBe(0);
        await expectRecount(store, admitted);
      }
      // A lost race is no failure: it is tried again within the call.
      expect(broke > 5).toBe(kind !== "conflict");
    },
  );
});
