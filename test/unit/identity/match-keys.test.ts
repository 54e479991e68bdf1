import { describe, expect, it } from "vitest";
import { MOST_KEYS, matchKeysOf } from "../../../lib/core/identity/match-keys.ts";
import { type CaseRecord, policyWith, recordOf } from "../../support/duplicate-records.ts";

const keysOf = async (record: CaseRecord, policy = policyWith()): Promise<readonly string[]> =>
  (await matchKeysOf(recordOf(record), policy)).map(({ kind, value }) => `${kind} ${value}`);

/** Kinds of the keys under which both stand. */
async function sharedKinds(a: CaseRecord, b: CaseRecord): Promise<readonly string[]> {
  const ofB = new Set(await keysOf(b));
  return (await keysOf(a)).filter((key) => ofB.has(key)).map((key) => key.split(" ")[0] as string);
}

describe("the keys of a contact", () => {
  it("are each of its addresses, under its type", async () => {
    const keys = await keysOf({
      identities: ["email li@acme.example", "phone +8613800138000", "zoho 47-11"],
    });
    expect(keys).toEqual(
      expect.arrayContaining(["email li@acme.example", "phone +8613800138000", "zoho 47-11"]),
    );
  });

  it("never are an address that is blocked or known not to work", async () => {
    const record = { identities: ["email noreply@acme.example", "phone +8613800138000 invalid"] };
    expect(await keysOf(record)).toEqual([]);
  });

  it("of a role's mailbox are the mailbox alone", async () => {
    expect(await keysOf({ identities: ["email info@acme.example role"] })).toEqual([
      "email info@acme.example",
    ]);
  });

  it("are none while the policy is switched off", async () => {
    const record = { identities: ["email li@acme.example"], name: "Li Wei" };
    expect(await keysOf(record, policyWith({ enabled: false }))).toEqual([]);
  });

  it("are at most so many, the addresses first", async () => {
    const identities = Array.from({ length: 20 }, (_, at) => `email li${at}@acme.example`);
    const texts = {
      name: "Robert Hansen",
      birthDate: "1980-05-17",
      city: "Kiel",
      company: "Acme",
      postalCode: "24103",
    };
    const keys = await keysOf({ identities, ...texts, street: "Lindenstr. 5" });
    expect(keys).toHaveLength(MOST_KEYS);
    expect(keys.slice(0, 20).every((key) => key.startsWith("email li"))).toBe(true);
  });

  it("are named by words that no system can have, but for the addresses themselves", async () => {
    const keys = await keysOf({
      identities: [],
      name: "Robert Hansen",
      birthDate: "1980-05-17",
      city: "Kiel",
    });
    expect(keys.filter((key) => !/^[a-z]+\.[a-z]+ /.test(key))).toEqual([]);
  });
});

const PERSON = { identities: [], name: "Robert Hansen", birthDate: "1980-05-17", city: "Kiel" };

describe("two contacts that one slip tells apart still share a key", () => {
  it.each<[string, CaseRecord, CaseRecord]>([
    [
      "a tag in the address",
      { identities: ["email li.wei@gmail.com free-mail"] },
      { identities: ["email liwei+a@gmail.com free-mail"] },
    ],
    [
      "another provider",
      { identities: ["email sibylle.q@acme.example"] },
      { identities: ["email sibylle.q@other.example"] },
    ],
    [
      "a slip before the @",
      { identities: ["email sibylle@acme.example"] },
      { identities: ["email sibyle@acme.example"] },
    ],
    ["a nickname", PERSON, { ...PERSON, name: "Bob Hansen" }],
    ["the other order", PERSON, { ...PERSON, name: "Hansen Robert" }],
    ["a slip in the surname", PERSON, { ...PERSON, name: "Robert Hanssen" }],
    ["another surname", PERSON, { ...PERSON, name: "Robert Quandt" }],
    ["no first name", PERSON, { ...PERSON, name: "Hansen" }],
    ["no name", PERSON, { identities: [], birthDate: "1980-05-17", city: "Kiel" }],
    [
      "day and month exchanged",
      { ...PERSON, birthDate: "1980-05-07" },
      { ...PERSON, birthDate: "1980-07-05" },
    ],
    ["another day", PERSON, { ...PERSON, birthDate: "1980-05-19", city: "Ulm" }],
    ["another year", PERSON, { ...PERSON, birthDate: "1981-05-17", city: "Ulm" }],
    [
      "a slip in the city",
      { ...PERSON, birthDate: "1980-05-17" },
      { ...PERSON, name: "Grace Quandt", city: "Kiell" },
    ],
    ["another firm form", { identities: [], company: "Acme GmbH" }, { identities: [], company: "ACME" }],
    [
      "Chinese and pinyin",
      { identities: [], name: "李小明", city: "Kiel" },
      { identities: [], name: "Xiaoming Li", city: "Kiel" },
    ],
  ])("%s", async (_what, a, b) => {
    expect(await sharedKinds(a, b)).not.toEqual([]);
  });
});
