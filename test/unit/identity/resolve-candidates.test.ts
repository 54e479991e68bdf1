import { describe, expect, it } from "vitest";
import { comparePair } from "../../../lib/core/identity/match.ts";
import { resolveCandidates } from "../../../lib/core/identity/resolve-candidates.ts";
import { type CaseRecord, contextOf, recordOf } from "../../support/duplicate-records.ts";

const context = contextOf();
const EMAIL = "email li@acme.example";
const PHONE = "phone +8613800138000";

/** What becomes of `record` when it meets the others, each under its name in the table. */
async function resolutionOf(record: CaseRecord, others: Readonly<Record<string, CaseRecord>>) {
  const read = recordOf(record);
  const candidates = await Promise.all(
    Object.entries(others).map(async ([contactId, other]) => {
      const candidate = recordOf(other);
      return { contactId, record: candidate, verdict: await comparePair(read, candidate, context) };
    }),
  );
  const [one, reversed] = [
    await resolveCandidates(candidates, context),
    await resolveCandidates([...candidates].reverse(), context),
  ];
  expect(reversed).toEqual(one);
  return { merge: one.merge, pairs: one.pairs.map(({ contactId, tier }) => `${contactId}: ${tier}`) };
}

describe("what becomes of a contact that meets others", () => {
  it("merges with the one that it may merge with", async () => {
    const record = { identities: [EMAIL], name: "Bob Hansen" };
    const others = { a: { identities: [EMAIL], name: "Robert Hansen" } };
    expect(await resolutionOf(record, others)).toEqual({ merge: "a", pairs: [] });
  });

  it("stays alone beside strangers", async () => {
    const record = { identities: [EMAIL], name: "Bob Hansen" };
    const others = { a: { identities: [PHONE], name: "Grace Quandt" } };
    expect(await resolutionOf(record, others)).toEqual({ merge: undefined, pairs: [] });
  });

  it("joins neither of two that contradict each other", async () => {
    const record = { identities: [EMAIL, PHONE], name: "Kim Hansen" };
    const others = {
      a: { identities: [EMAIL], name: "Mr Kim Hansen" },
      b: { identities: [PHONE], name: "Ms Kim Hanssen" },
    };
    expect(await resolutionOf(record, others)).toEqual({
      merge: undefined,
      pairs: ["a: review", "b: review"],
    });
  });

  it("joins neither when only the birth dates of the two differ", async () => {
    const record = { identities: [EMAIL, PHONE], name: "Robert Hansen" };
    const others = {
      a: { identities: [EMAIL], name: "Robert Hansen", birthDate: "1950-05-17" },
      b: { identities: [PHONE], name: "Robert Hansen", birthDate: "1982-11-03" },
    };
    expect((await resolutionOf(record, others)).merge).toBeUndefined();
  });

  it("joins the likelier of two that may well be one, and proposes the other until it is judged anew", async () => {
    const record = { identities: [EMAIL, PHONE], name: "Robert Hansen" };
    const others = {
      a: { identities: [PHONE], name: "Robert Hansen" },
      b: { identities: [EMAIL], name: "Robert Hansen" },
    };
    expect(await resolutionOf(record, others)).toEqual({ merge: "b", pairs: ["a: suggest"] });
  });

  it("takes of two that are equally likely the one whose id comes first", async () => {
    const record = { identities: [EMAIL], name: "Robert Hansen" };
    const others = { b: record, a: record };
    expect(await resolutionOf(record, others)).toEqual({ merge: "a", pairs: ["b: suggest"] });
  });

  it("is not kept from a merge by somebody of the household", async () => {
    const record = { identities: [EMAIL], name: "Robert Hansen" };
    const others = {
      a: { identities: [EMAIL], name: "Bob Hansen" },
      b: { identities: [EMAIL], name: "Patricia Hansen" },
    };
    expect(await resolutionOf(record, others)).toEqual({ merge: "a", pairs: ["b: review"] });
  });

  it("tells the steward why neither was joined", async () => {
    const record = recordOf({ identities: [EMAIL, PHONE], name: "Kim Hansen" });
    const candidates = await Promise.all(
      [
        { contactId: "a", record: recordOf({ identities: [EMAIL], name: "Mr Kim Hansen" }) },
        { contactId: "b", record: recordOf({ identities: [PHONE], name: "Ms Kim Hanssen" }) },
      ].map(async (other) => ({ ...other, verdict: await comparePair(record, other.record, context) })),
    );
    const { pairs } = await resolveCandidates(candidates, context);
    expect(pairs[0]?.evidence.at(-1)).toEqual({
      field: "identities",
      rule: "same-email",
      detail: "It fits two contacts that contradict each other, so it joins neither by itself.",
    });
  });
});
