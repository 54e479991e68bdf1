import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChoices, noesOf, readChoices } from "../../../functions/links/choices.ts";
import type { Preferences } from "../../../lib/core/contact.ts";
import { mergePreferences } from "../../../lib/core/merge-wishes.ts";
import { DAY_MS, epochMs } from "../../../lib/core/time.ts";

const NOW = epochMs(Date.parse("2026-11-23T08:00:00.000Z"));
type Fields = readonly (readonly [string, string])[];
const read = (fields: Fields) =>
  readChoices(new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])), {
    now: NOW,
    topics: [],
  });
const choices = (fields: Fields) => read(fields).choices;
const shown = (...names: string[]): Fields => names.map((name) => ["shown", name]);

describe("what a customer chose", () => {
  it("switches off what was shown and is not ticked, and leaves alone what was not shown", () => {
    const before: Preferences = {
      channels: { call: { optOut: true, maxPerWeek: 1 } },
      topics: { news: { optOut: true } },
      departments: { sales: { optOut: true } },
    };
    const form: Fields = [
      ...shown("channel:email", "channel:sms", "topic:promotions"),
      ["channel", "email"],
      ["channel", "call"],
      ["topic", "news"],
    ];
    expect(applyChoices(before, choices(form))).toEqual({
      channels: { call: { optOut: true, maxPerWeek: 1 }, email: { optOut: false }, sms: { optOut: true } },
      topics: { news: { optOut: true }, promotions: { optOut: true } },
      departments: { sales: { optOut: true } },
    });
  });

  it("keeps a STOP a STOP while the channel stays off, and takes it back when it is switched on", () => {
    const before: Preferences = { channels: { sms: { optOut: "hard" } } };
    const off = applyChoices(before, choices(shown("channel:sms")));
    expect(off.channels?.sms?.optOut).toBe("hard");
    const on = applyChoices(before, choices([...shown("channel:sms"), ["channel", "sms"]]));
    expect(on.channels?.sms?.optOut).toBe(false);
  });

  it.each<[string, Fields, Partial<Preferences>]>([
    ["a limit", [["maxPerWeek", "2"]], { maxPerWeek: 2 }],
    ["no limit", [["maxPerWeek", ""]], { maxPerWeek: null }],
    ["a limit that is none", [["maxPerWeek", "-1"]], { maxPerWeek: 9 }],
    ["a break", [["pause", "P7D"]], { pausedUntil: epochMs(NOW + 7 * DAY_MS) }],
    ["no break", [["pause", "none"]], { pausedUntil: null }],
    ["the break that there is", [["pause", "keep"]], { pausedUntil: epochMs(NOW + DAY_MS) }],
    ["a break that nobody offers", [["pause", "P900D"]], { pausedUntil: epochMs(NOW + DAY_MS) }],
    ["stop everything", [["everything", "stop"]], { optOutAll: true }],
    ["resume", [["everything", "resume"]], { optOutAll: false }],
    ["nothing", [], { maxPerWeek: 9, pausedUntil: epochMs(NOW + DAY_MS) }],
  ])("is read: %s", (_, form, expected) => {
    const before = { maxPerWeek: 9, pausedUntil: epochMs(NOW + DAY_MS) };
    expect(applyChoices(before, choices(form))).toMatchObject(expected);
  });

  it.each<[string, string, string, unknown]>([
    ["hours", "09:00", "17:30", [["09:00", "17:30"]]],
    ["until midnight", "18:00", "00:00", [["18:00", "24:00"]]],
    ["all day", "00:00", "00:00", [["00:00", "24:00"]]],
    ["any time", "", "", null],
    ["one of the two", "09:00", "", "fault"],
    ["the wrong way round", "17:00", "09:00", "fault"],
    ["the same", "09:00", "09:00", "fault"],
    ["no times", "nine", "five", "fault"],
  ])("is read of hours: %s", (_, from, to, expected) => {
    const { choices, faults } = read([
      ["from:call", from],
      ["to:call", to],
    ]);
    if (expected === "fault") {
      expect(faults).toEqual([{ field: "from:call", fault: "hours" }]);
      expect(choices.hours.size).toBe(0);
    } else {
      expect(faults).toEqual([]);
      expect(applyChoices({}, choices).channels?.call?.hours).toEqual(expected);
    }
  });

  it("is nothing that a page cannot show", () => {
    const odd = choices([...shown("channel:fax", "channel:", "topic:", "colour:red"), ["everything", "x"]]);
    expect([odd.channels.size, odd.topics.size, odd.everything]).toEqual([0, 0, undefined]);
  });
});

describe("every no of a form", () => {
  const field = fc.oneof(
    fc.constantFrom<[string, string]>(
      ["shown", "channel:email"],
      ["shown", "channel:sms"],
      ["shown", "topic:news"],
      ["channel", "email"],
      ["channel", "sms"],
      ["topic", "news"],
      ["everything", "stop"],
      ["everything", "resume"],
      ["pause", "P30D"],
      ["pause", "none"],
      ["from:call", "09:00"],
      ["to:call", "12:00"],
      ["from:sms", ""],
      ["to:sms", ""],
      ["maxPerWeek", ""],
    ),
    fc.nat(9).map((limit): [string, string] => ["maxPerWeek", `${limit}`]),
  );
  const optOut = fc.constantFrom(false, true, "hard" as const);
  const before = fc.record({
    optOutAll: fc.boolean(),
    channels: fc.record({ email: fc.record({ optOut }), sms: fc.record({ optOut }) }),
    maxPerWeek: fc.constantFrom(null, 1, 5),
    pausedUntil: fc.constantFrom(null, epochMs(NOW + DAY_MS), epochMs(NOW + 90 * DAY_MS)),
  });

  it("is in what is saved of a form that is too old, and takes nothing back", () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 12 }), before, (form, standing) => {
        const added = mergePreferences(standing, noesOf(choices(form)));
        const wanted = applyChoices({}, choices(form));
        if (standing.optOutAll || wanted.optOutAll) expect(added.optOutAll).toBe(true);
        for (const channel of ["email", "sms"] as const) {
          const no = standing.channels[channel].optOut || wanted.channels?.[channel]?.optOut;
          expect(Boolean(added.channels?.[channel]?.optOut)).toBe(Boolean(no));
          if (standing.channels[channel].optOut === "hard")
            expect(added.channels?.[channel]?.optOut).toBe("hard");
        }
        for (const limits of [standing, wanted]) {
          if (typeof limits.maxPerWeek === "number")
            expect(added.maxPerWeek).toBeLessThanOrEqual(limits.maxPerWeek);
          if (typeof limits.pausedUntil === "number")
            expect(added.pausedUntil).toBeGreaterThanOrEqual(limits.pausedUntil);
        }
      }),
    );
  });
});
