import { describe, expect, it } from "vitest";
import type { Contact, KeptKey, Suppression } from "../../../lib/core/contact.ts";
import { mergeInto, suppressionName } from "../../../lib/core/merge.ts";
import { mergePreferences } from "../../../lib/core/merge-wishes.ts";
import type { ReportedOutcome, Touch } from "../../../lib/core/touches.ts";
import { contactWith, identityOf, inDays, inHours, touchOf } from "../../support/asked-with.ts";

/** Two contacts made one, in small worked cases. */

const one = (fields: Partial<Contact>) => contactWith({ contactId: "a", ...fields });
const other = (fields: Partial<Contact>) => contactWith({ contactId: "b", ...fields });

describe("a merged contact", () => {
  it("has the addresses of both, its own first", () => {
    const [a1, a2, b1] = [identityOf("a1", "email"), identityOf("a2", "phone"), identityOf("b1", "email")];
    expect(mergeInto(one({ identities: [a1, a2] }), other({ identities: [b1] })).identities).toEqual([
      ...[a1, a2, b1],
    ]);
  });

  it("owns an address that both list unless somebody else does", () => {
    const listed = (shared: boolean) => [
      { ...identityOf("own", "phone"), shared: true },
      { ...identityOf("e", "email"), shared },
    ];
    const shared = (a: boolean, b: boolean) =>
      mergeInto(one({ identities: listed(a) }), other({ identities: listed(b).slice(1) })).identities.map(
        (identity) => identity.shared,
      );
    expect(shared(false, false)).toEqual([true, false]);
    expect(shared(true, false)).toEqual([true, false]);
    expect(shared(false, true)).toEqual([true, false]);
    expect(shared(true, true)).toEqual([true, true]);
  });

  it("is no stranger when either was none", () => {
    const put = (a: boolean, b: boolean) => mergeInto(one({ put: a }), other({ put: b })).put;
    expect([put(true, false), put(false, true), put(true, true), put(false, false)]).toEqual([
      ...[true, true, true, false],
    ]);
  });

  it("knows who was merged into it, and who parted from it, in order, but not itself", () => {
    const merged = mergeInto(
      one({ merged: ["m", "z"], parted: ["y", "b", "c"] }),
      other({ merged: ["k", "m"], parted: ["c", "a", "d"] }),
    );
    expect(merged.merged).toEqual(["b", "k", "m", "z"]);
    expect(merged.parted).toEqual(["c", "d", "y"]);
  });

  it("holds each idempotency key once", () => {
    const key = (hash: string): KeptKey => ({
      ...{ hash, payload: "p", touch: hash, at: inDays(0), policyVersion: 1, said: undefined },
    });
    const { keys } = mergeInto(one({ keys: [key("1"), key("2")] }), other({ keys: [key("2"), key("3")] }));
    expect(keys).toEqual([key("1"), key("2"), key("3")]);
  });

  it("holds a touch that both had once, with what either was told of it", () => {
    const [early, late]: readonly ReportedOutcome[] = [
      { outcome: "opened", at: inHours(-3) },
      { outcome: "clicked", at: inHours(-2) },
    ] as const;
    const again: ReportedOutcome = { outcome: "opened", at: inHours(-1) };
    const touched = (...outcomes: readonly (ReportedOutcome | undefined)[]) => ({
      touches: [touchOf({ outcomes: outcomes.filter((told) => told !== undefined) })],
    });
    const { touches } = mergeInto(one(touched(late, again)), other(touched(early, late)));
    expect(touches).toEqual(touched(early, late, again).touches);
    const [own] = mergeInto(one(touched(late, early)), other({})).touches;
    expect(own).toEqual(touched(late, early).touches[0]);
  });

  it("holds a touch that both had as the one whose word of it counts more, whichever remains", () => {
    const reserved = touchOf({ state: "reserved", expiresAt: inHours(-1) });
    const longer = touchOf({ state: "reserved", expiresAt: inHours(1) });
    const confirmed = touchOf({ state: "confirmed", expiresAt: undefined });
    const released = touchOf({ state: "released", expiresAt: inHours(2) });
    const held = (a: Touch, b: Touch) => mergeInto(one({ touches: [a] }), other({ touches: [b] })).touches;
    for (const [more, less] of [
      [confirmed, reserved],
      [confirmed, released],
      [longer, reserved],
      [longer, released],
    ] as const) {
      expect(held(more, less)).toEqual([more]);
      expect(held(less, more)).toEqual([more]);
    }
  });
});

describe("the suppressions of a merged contact", () => {
  const listed = (days: number | undefined, of: Partial<Suppression> = {}): Suppression => ({
    ...{ identityKey: "e", list: "legal", reason: undefined },
    ...{ expiresAt: days === undefined ? undefined : inDays(days), ...of },
  });
  const both = (a: Suppression, b: Suppression) => {
    const { suppressions } = mergeInto(one({ suppressions: [a] }), other({ suppressions: [b] }));
    return suppressions;
  };

  it("last as long as the longer of two of one address on one list", () => {
    expect(both(listed(3), listed(9))).toEqual([listed(9)]);
    expect(both(listed(9), listed(3))).toEqual([listed(9)]);
    expect(both(listed(undefined), listed(9))).toEqual([listed(undefined)]);
    expect(both(listed(9), listed(undefined))).toEqual([listed(undefined)]);
    const [mine, theirs] = [listed(9, { reason: "mine" }), listed(9, { reason: "theirs" })];
    expect(both(mine, theirs)).toEqual([mine]);
    const forever = { expiresAt: undefined };
    expect(both({ ...mine, ...forever }, { ...theirs, ...forever })).toEqual([{ ...mine, ...forever }]);
  });

  it("of other addresses or lists stand beside one another", () => {
    const others = [{ identityKey: "f" }, { identityKey: undefined }, { list: "press" }];
    for (const of of others) expect(both(listed(3), listed(9, of))).toEqual([listed(3), listed(9, of)]);
    const names = [listed(1), ...others.map((of) => listed(1, of))].map(suppressionName);
    expect(new Set(names).size).toBe(4);
  });
});

it("two who said yes to a topic or a department have not said no together", () => {
  const yes = { topics: { news: { optOut: false } }, departments: { sales: { optOut: false } } };
  expect(mergePreferences(yes, yes)).toEqual(yes);
  expect(mergePreferences(yes, { topics: { news: {} } })).toEqual(yes);
});
