import { describe, expect, it } from "vitest";
import { fieldChanges, ownerChange, recorded, type StateEvent } from "../../../lib/core/events.ts";
import { ASKED_AT, touchOf } from "../../support/asked-with.ts";

describe("the fields in which two documents differ", () => {
  it("are told by their deepest paths, in order, null for what is absent", () => {
    const before = { maxPerWeek: 2, channels: { email: { optOut: true }, sms: { maxPerWeek: 1 } } };
    const after = { maxPerWeek: 2, channels: { email: { optOut: "hard" } }, optOutAll: false };
    expect(fieldChanges(before, after)).toEqual([
      { path: "channels.email.optOut", from: true, to: "hard" },
      { path: "channels.sms.maxPerWeek", from: 1, to: null },
      { path: "optOutAll", from: null, to: false },
    ]);
  });

  it("are told in the order of their paths, whichever document has them", () => {
    const paths = fieldChanges({ b: 1, z: 1 }, { c: 1, a: 1 }).map(({ path }) => path);
    expect(paths).toEqual(["a", "b", "c", "z"]);
  });

  it("are none when only the order of fields differs, or null stands for absent", () => {
    expect(fieldChanges({ a: 1, b: { c: 2, d: null } }, { b: { c: 2 }, a: 1 })).toEqual([]);
  });

  it("hold a list as a whole", () => {
    const [from, to] = [[["10:00", "18:00"]], [["10:00", "19:00"]]];
    expect(fieldChanges({ hours: from }, { hours: to })).toEqual([{ path: "hours", from, to }]);
  });

  it("hold a field named __proto__ like any other", () => {
    const wishes = JSON.parse('{"topics":{"__proto__":{"optOut":true}}}') as object;
    expect(fieldChanges({}, wishes)).toEqual([{ path: "topics.__proto__.optOut", from: null, to: true }]);
  });
});

describe("what a write of a state did", () => {
  const told = { at: ASKED_AT, by: "u17" };
  const touched = (id: string): StateEvent => ({
    ...{ type: "touched", touch: touchOf({ id }), reference: undefined, by: null },
  });

  it("tells whether it recorded a touch", () => {
    const confirmed: StateEvent = { type: "confirmed", touch: touchOf({ id: "c" }), ...told };
    const events = [confirmed, touched("a"), touched("b")];
    expect(["a", "b", "c", "d"].map((id) => recorded(events, id))).toEqual([true, true, false, false]);
    expect(recorded([], "a")).toBe(false);
  });

  it("tells who owns from now on one that was owned, with the fields that changed", () => {
    const ann = { agent: "ann", department: "sales" };
    const changes = (...[before, after]: [typeof ann | undefined, typeof ann | undefined]) =>
      ownerChange(before, after, told);
    expect(changes(undefined, ann)).toEqual([]);
    expect(changes(ann, { ...ann, agent: "bob" })).toEqual([
      { type: "owner", ...told, changes: [{ path: "agent", from: "ann", to: "bob" }] },
    ]);
    expect(changes(ann, undefined)[0]?.changes).toHaveLength(2);
    expect(changes(ann, ann)).toEqual([{ type: "owner", ...told, changes: [] }]);
  });
});
