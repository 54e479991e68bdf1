import { describe, expect, it } from "vitest";
import { fieldChanges } from "../../../lib/core/events.ts";

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
