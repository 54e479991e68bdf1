import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Contact } from "../../lib/core/contact.ts";
import { addressed, ask, PHONE, policyWithCap } from "../support/checking.ts";
import { keyOf, persons } from "../support/persons.ts";

const POLICY = await policyWithCap(3);
const IDS = ["a", "b", "c", "d"] as const;
const ADDRESSES = IDS.map((_, number) => ({ ...PHONE, value: `+49301234${number}` }));

type Act = [(typeof KINDS)[number], number, number];

/** Addresses that left a person and came back by the id of another; the shortest of their kind. */
const CAME_BACK: readonly Act[][] = [
  [
    ["suppress", 0, 3],
    ["list", 0, 3],
    ["remove", 3, 3],
    ["merge", 1, 0],
    ["list", 0, 3],
    ["unmerge", 0, 0],
  ],
  [
    ["refuse", 3, 0],
    ["merge", 3, 0],
    ["remove", 0, 3],
    ["list", 0, 3],
    ["unmerge", 3, 0],
  ],
  [
    ["merge", 3, 0],
    ["remove", 0, 3],
    ["refuse", 0, 0],
    ["list", 0, 3],
    ["unmerge", 3, 0],
  ],
  [
    ["merge", 2, 3],
    ["remove", 2, 3],
    ["merge", 2, 0],
    ["list", 3, 3],
    ["unmerge", 0, 3],
  ],
  [
    ["suppress", 0, 3],
    ["merge", 3, 1],
    ["remove", 1, 3],
    ["list", 1, 3],
    ["unmerge", 3, 1],
  ],
  [
    ["check", 0, 0],
    ["merge", 1, 0],
    ["merge", 0, 2],
    ["remove", 0, 0],
    ["list", 2, 0],
    ["unmerge", 0, 0],
  ],
  [
    ["suppress", 0, 2],
    ["list", 3, 2],
    ["merge", 3, 0],
    ["remove", 0, 2],
    ["list", 0, 2],
    ["unmerge", 0, 0],
  ],
  [
    ["list", 2, 1],
    ["remove", 1, 1],
    ["merge", 1, 2],
    ["list", 1, 1],
    ["unmerge", 1, 2],
  ],
];

const index = fc.nat({ max: IDS.length - 1 });
const KINDS = ["merge", "unmerge", "check", "list", "remove", "refuse", "suppress"] as const;
const act = fc.record({ do: fc.constantFrom(...KINDS), one: index, other: index });
type Asked = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** What must hold of each address, whoever has it. */
interface Heard {
  readonly touches: string[];
  refused: boolean;
  suppressed: boolean;
}

describe("whatever is merged, taken apart, listed and removed", () => {
  it("each address is one contact's, none of its touches is lost and no refusal unheard", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 24 }), async (acts) => {
        const world = persons();
        const heard: Heard[] = ADDRESSES.map(() => ({ touches: [], refused: false, suppressed: false }));
        for (const [at, id] of IDS.entries()) await world.put(id, [ADDRESSES[at] as typeof PHONE]);
        for (const { do: what, one, other } of acts) {
          const [id, second] = [IDS[one] as string, IDS[other] as string];
          const address = ADDRESSES[other] as typeof PHONE;
          const ignored = (error: Error) => {
            if (/contended/.test(error.message)) throw error;
          };
          if (what === "merge") await world.merge(id, second).catch(ignored);
          if (what === "unmerge") await world.unmerge(id, second).catch(ignored);
          if (what === "list") await world.put(id, [address]).catch(ignored);
          if (what === "remove") await world.remove(id, address).catch(ignored);
          if (what === "suppress") {
            await world.suppress(address);
            (heard[other] as Heard).suppressed = true;
          }
          if (what === "check") {
            const asked = await ask(world.deps, { to: addressed(address), policy: POLICY });
            const touch = "touchId" in asked ? /^t_([^.]+)\./.exec(asked.touchId ?? "")?.[1] : undefined;
            if (touch !== undefined) (heard[other] as Heard).touches.push(touch);
          }
          if (what === "refuse") {
            const person = await world.at(id);
            if (!person.preferences.optOutAll) {
              await world.wish(id, { optOutAll: true });
              for (const [at, one] of ADDRESSES.entries()) {
                const owner = await world.at(keyOf(one));
                if (owner.contactId === person.contactId) (heard[at] as Heard).refused = true;
              }
            }
          }
          for (const [at, { touches, refused, suppressed }] of heard.entries()) {
            const key = keyOf(ADDRESSES[at] as typeof PHONE);
            const owner = await world.at(key);
            expect(owner.identities.filter((each) => each.key === key && !each.shared)).toHaveLength(1);
            expect(owner.touches.map((touch) => touch.id)).toEqual(expect.arrayContaining(touches));
            if (refused) expect(owner.preferences.optOutAll, `${at} refused`).toBe(true);
            const all = await Promise.all(IDS.map((each) => world.at(each)));
            const listing: Contact[] = [owner, ...all].filter(({ identities }) =>
              identities.some((each) => each.key === key),
            );
            for (const each of suppressed ? listing : []) {
              expect(
                each.suppressions.some((one) => one.identityKey === key),
                `${at} suppressed on ${each.contactId}`,
              ).toBe(true);
            }
            for (const each of all) {
              expect(
                each.identities.filter(
                  (i) => i.key === key && !i.shared && each.contactId !== owner.contactId,
                ),
              ).toEqual([]);
            }
          }
        }
      }),
      {
        numRuns: 1_500,
        examples: CAME_BACK.map((acts): [Asked[]] => [
          acts.map(([what, one, other]) => ({ do: what, one, other })),
        ]),
      },
    );
  });
});
