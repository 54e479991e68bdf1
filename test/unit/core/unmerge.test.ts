import { describe, expect, it } from "vitest";
import type {
  ChannelWishes,
  Consent,
  Contact,
  Identity,
  KeptKey,
  Preferences,
  Suppression,
} from "../../../lib/core/contact.ts";
import { mergeInto } from "../../../lib/core/merge.ts";
import { epochMs } from "../../../lib/core/time.ts";
import type { Touch } from "../../../lib/core/touches.ts";
import { takeApart } from "../../../lib/core/unmerge.ts";
import type { Channel, ConsentLevel } from "../../../lib/core/words.ts";
import { contactWith, identityOf, inDays, touchOf } from "../../support/asked-with.ts";

/**
 * A merge taken apart, in small worked cases: Ann, who has a phone and an e-mail address, and Bob, who has an e-mail
 * address. Messages and calls reach Ann only, e-mail both, visits nobody's address.
 */

const [PHONE, EMAIL, BOBS] = [
  identityOf("pa", "phone"),
  identityOf("ea", "email"),
  identityOf("eb", "email"),
];
type Fields = Partial<Contact>;
const ann = (fields: Fields = {}) => contactWith({ contactId: "ann", identities: [PHONE, EMAIL], ...fields });
const bob = (fields: Fields = {}) => contactWith({ contactId: "bob", identities: [BOBS], ...fields });

interface Story {
  readonly a?: Fields;
  readonly b?: Fields;
  /** What was done to the merged contact before it was taken apart. */
  readonly since?: (merged: Contact) => Fields;
}

function parted({ a, b, since = () => ({}) }: Story) {
  const [survivor, loser] = [ann(a), bob(b)];
  const merged = mergeInto(survivor, loser);
  return takeApart({ ...merged, ...since(merged) }, { survivor, loser });
}

/** One field of both, Ann's first. */
const both = <K extends keyof Contact>(field: K, story: Story): [Contact[K], Contact[K]] => {
  const { survivor, loser } = parted(story);
  return [survivor[field], loser[field]];
};

describe("two that were merged", () => {
  it("are again who they were, and know that they parted", () => {
    const a: Fields = { put: true, originKey: "c_a", attributes: { tier: "key" }, parted: ["x"] };
    const b: Fields = { attributes: { tier: "low", stage: "lost" }, parted: ["y"] };
    const { survivor, loser } = parted({ a, b });
    expect(survivor).toEqual({ ...ann(a), parted: ["y", "x", "bob"] });
    expect(loser).toEqual({ ...bob(b), parted: ["y", "ann"] });
  });

  it("keep what was learned of the survivor since, and what the loser was known for", () => {
    const story: Story = {
      ...{ a: { attributes: { tier: "key" } }, b: { attributes: { stage: "lost" } } },
      since: () => ({ attributes: { tier: "key", stage: "customer" } }),
    };
    expect(both("attributes", story)).toEqual([{ tier: "key", stage: "customer" }, { stage: "lost" }]);
  });

  it("have those with them that had been merged into them, unless they have left", () => {
    const story: Story = { a: { merged: ["carl"] }, b: { merged: ["dora", "emil"] } };
    expect(both("merged", story)).toEqual([["carl"], ["dora", "emil"]]);
    const since = (merged: Contact) => ({ merged: merged.merged.filter((id) => id !== "emil") });
    expect(both("merged", { ...story, since })).toEqual([["carl"], ["dora"]]);
  });

  it("have their own status back, unless it has changed since", () => {
    const story: Story = { b: { status: "invalid" } };
    expect(both("status", story)).toEqual(["active", "invalid"]);
    expect(both("status", { ...story, since: () => ({ status: "active" }) })).toEqual(["active", "active"]);
    expect(both("status", { since: () => ({ status: "invalid" }) })).toEqual(["invalid", "invalid"]);
    expect(both("status", { a: { status: "ghost" }, b: { status: "junk" } })).toEqual(["ghost", "junk"]);
  });

  it("have their own owner back, unless another has come since", () => {
    const owner = (agent: string, department?: string) => ({ agent, department });
    const story: Story = { a: { owner: owner("u1") }, b: { owner: owner("u2") } };
    expect(both("owner", story)).toEqual([owner("u1"), owner("u2")]);
    for (const other of [owner("u3"), owner("u1", "sales"), undefined]) {
      expect(both("owner", { ...story, since: () => ({ owner: other }) })).toEqual([other, other]);
    }
  });

  it("have their own locks back, as far as they hold, and newer ones both", () => {
    const lock = (lockId: string) => ({ lockId, department: "legal", until: inDays(9), reason: undefined });
    const story: Story = { a: { locks: [lock("1"), lock("2")] }, b: { locks: [lock("2"), lock("3")] } };
    expect(both("locks", story)).toEqual([
      [lock("1"), lock("2")],
      [lock("2"), lock("3")],
    ]);
    expect(both("locks", { ...story, since: () => ({ locks: [lock("3"), lock("4")] }) })).toEqual([
      [lock("4")],
      [lock("3"), lock("4")],
    ]);
  });
});

describe("the addresses of two that were merged", () => {
  const keys = (story: Story) => both("identities", story).map((list) => list.map(({ key }) => key));
  const lent = (identity: Identity): Identity => ({ ...identity, shared: true });

  it("go back, and one that came since is the survivor's", () => {
    expect(keys({})).toEqual([["pa", "ea"], ["eb"]]);
    const came = (merged: Contact) => ({ identities: [...merged.identities, identityOf("x1", "crm")] });
    expect(keys({ since: came })).toEqual([["pa", "ea", "x1"], ["eb"]]);
  });

  it("do not come back when they have left", () => {
    expect(keys({ since: () => ({ identities: [EMAIL] }) })).toEqual([["ea"], []]);
  });

  it("are as they are known to be now", () => {
    const bounced = { ...BOBS, valid: false };
    const [, bobs] = both("identities", { since: () => ({ identities: [PHONE, bounced] }) });
    expect(bobs).toEqual([bounced]);
  });

  it("that one of them only shared are the other's again", () => {
    expect(both("identities", { b: { identities: [BOBS, lent(EMAIL)] } })).toEqual([
      [PHONE, EMAIL],
      [BOBS, lent(EMAIL)],
    ]);
    expect(both("identities", { a: { identities: [PHONE, lent(BOBS)] } })).toEqual([
      [PHONE, lent(BOBS)],
      [BOBS],
    ]);
  });
});

describe("the touches of two that were merged", () => {
  const at = (id: string, fields: Partial<Touch> = {}) => touchOf({ id, at: inDays(-9), ...fields });
  const story: Story = {
    a: { touches: [at("a1", { address: "pa" }), at("twin")] },
    b: { touches: [at("b1", { address: "eb" }), at("twin")] },
  };
  const ids = (of: Story) => both("touches", of).map((list) => list.map(({ id }) => id).sort());

  it("go back to where they stood, whatever address they took", () => {
    expect(ids(story)).toEqual([
      ["a1", "twin"],
      ["b1", "twin"],
    ]);
  });

  it("are gone when they have left", () => {
    expect(ids({ ...story, since: () => ({ touches: [at("b1")] }) })).toEqual([[], ["b1"]]);
  });

  it.each([
    ["to an address of one is theirs", { address: "pa" }, [["n"], []]],
    ["to an address of the other is theirs", { address: "eb" }, [[], ["n"]]],
    ["without an address is both's", {}, [["n"], ["n"]]],
    ["to an address that is neither's is both's", { address: "gone" }, [["n"], ["n"]]],
  ])("that came since %s", (_, fields, where) => {
    expect(ids({ since: () => ({ touches: [at("n", fields)] }) })).toEqual(where);
  });

  it("that came since to an address that one only shared is its owner's", () => {
    const shares: Story = { b: { identities: [BOBS, { ...EMAIL, shared: true }] } };
    expect(ids({ ...shares, since: () => ({ touches: [at("n", { address: "ea" })] }) })).toEqual([["n"], []]);
  });

  it("remember where they were recorded, unless that is where they stand", () => {
    const since = (merged: Contact) => ({ touches: [...merged.touches, at("n", { address: "eb" })] });
    const [annas, bobs] = both("touches", { ...story, since });
    expect(annas.map(({ origin }) => origin)).toEqual([undefined, undefined]);
    expect(bobs.map(({ id, origin }) => [id, origin])).toEqual([
      ["twin", "ann"],
      ["b1", undefined],
      ["n", "ann"],
    ]);
  });

  it("take their idempotency keys with them; one whose touch has left is both's", () => {
    const key = (touch: string): KeptKey => ({
      ...{ hash: touch, payload: "p", touch, at: inDays(0), policyVersion: 1, said: undefined },
    });
    const keys = ["a1", "b1", "twin", "gone"].map(key);
    expect(
      both("keys", { ...story, since: () => ({ keys }) }).map((list) => list.map(({ hash }) => hash)),
    ).toEqual([
      ["a1", "twin", "gone"],
      ["b1", "twin", "gone"],
    ]);
  });
});

describe("the suppressions of two that were merged", () => {
  const listed = (identityKey: string | undefined, list = "legal", days?: number): Suppression => ({
    ...{ identityKey, list, reason: undefined },
    expiresAt: days === undefined ? undefined : inDays(days),
  });
  const story: Story = {
    a: { suppressions: [listed("pa"), listed(undefined, "ours", 5)] },
    b: { suppressions: [listed("eb"), listed(undefined, "ours", 9)] },
  };

  it("go back as they were on each side", () => {
    expect(both("suppressions", story)).toEqual([story.a?.suppressions, story.b?.suppressions]);
  });

  it("are gone when they have been taken back", () => {
    expect(both("suppressions", { ...story, since: () => ({ suppressions: [] }) })).toEqual([[], []]);
  });

  it.each([
    ["of one's address are theirs", listed("ea"), [1, 0]],
    ["of the other's address are theirs", listed("eb", "press"), [0, 1]],
    ["of an address that is neither's are both's", listed("gone"), [1, 1]],
    ["of the whole contact are both's", listed(undefined, "press"), [1, 1]],
    ["that were longer put off are both's", listed(undefined, "ours", 30), [1, 1]],
  ])("that came since and are %s", (_, one, counts) => {
    const lists = both("suppressions", { ...story, since: () => ({ suppressions: [one] }) });
    expect(lists.map((list) => list.length)).toEqual(counts);
    for (const own of lists.flat()) expect(own).toEqual(one);
  });

  it("of an address that both list are both's", () => {
    const shares: Story = { b: { identities: [BOBS, { ...EMAIL, shared: true }] } };
    const since = () => ({ suppressions: [listed("ea")] });
    expect(both("suppressions", { ...shares, since })).toEqual([[listed("ea")], [listed("ea")]]);
  });
});

describe("the wishes of two that were merged", () => {
  const apart = (a: Preferences, b: Preferences, now?: Preferences) =>
    both("preferences", {
      ...{ a: { preferences: a }, b: { preferences: b } },
      since: (merged) => ({ preferences: now ?? merged.preferences }),
    });
  const [soon, later] = [epochMs(5), epochMs(9)];

  it("go back to who said them", () => {
    const a: Preferences = { optOutAll: true, topics: { news: { optOut: true } }, maxPerWeek: 3 };
    const b: Preferences = { departments: { sales: { optOut: true } }, maxPerWeek: 1, pausedUntil: later };
    expect(apart(a, b)).toEqual([a, b]);
    expect(apart({}, {})).toEqual([{}, {}]);
  });

  it.each<[string, Preferences]>([
    ["to everything", { optOutAll: true }],
    ["to a topic", { topics: { news: { optOut: true } } }],
    ["to a department", { departments: { sales: { optOut: true } } }],
    ["for a while", { pausedUntil: soon }],
    ["to more than so many a week", { maxPerWeek: 0 }],
    ["to a channel that reaches both", { channels: { email: { optOut: true } } }],
    ["to a channel that reaches no address", { channels: { visit: { optOut: "hard" } } }],
    ["to so many on a channel that reaches both", { channels: { email: { maxPerWeek: 0 } } }],
    [
      "to other hours on a channel that reaches both",
      { channels: { email: { hours: [["09:00", "10:00"]] } } },
    ],
  ])("a no that was said since %s stands with both", (_, no) => {
    expect(apart({}, {}, no)).toEqual([no, no]);
  });

  it.each<[string, Preferences]>([
    ["to everything", { optOutAll: true }],
    ["to a topic", { topics: { news: { optOut: true } } }],
    ["to a department", { departments: { sales: { optOut: true } } }],
    ["for a while", { pausedUntil: later }],
    ["to more than so many a week", { maxPerWeek: 2 }],
    ["to a channel that reaches both", { channels: { email: { optOut: "hard" } } }],
  ])("a no %s that was taken back since still stands with the one who had said it", (_, no) => {
    expect(apart(no, {}, {})).toEqual([no, {}]);
    expect(apart({}, no, {})).toEqual([{}, no]);
  });

  it("that were tightened since are the tighter for both", () => {
    const [loose, tight]: [Preferences, Preferences] = [
      { maxPerWeek: 3, pausedUntil: soon },
      { maxPerWeek: 2, pausedUntil: later },
    ];
    expect(apart(loose, {}, tight)).toEqual([tight, tight]);
    expect(apart(tight, {}, loose)).toEqual([tight, {}]);
    expect(apart(tight, {}, { maxPerWeek: null, pausedUntil: null })).toEqual([tight, {}]);
    expect(apart({ maxPerWeek: null, pausedUntil: null }, {}, tight)).toEqual([tight, tight]);
  });

  it("are told by what was refused since, not by what was refused before", () => {
    const optOuts = (...names: string[]) =>
      Object.fromEntries(names.map((name) => [name, { optOut: true }] as const));
    const a: Preferences = { topics: optOuts("news"), departments: { sales: { optOut: false } } };
    const now: Preferences = { topics: optOuts("news", "offers"), departments: optOuts("sales") };
    expect(apart(a, {}, now)).toEqual([now, { topics: optOuts("offers"), departments: optOuts("sales") }]);
    expect(apart(a, {}, { ...a, topics: { ...a.topics, offers: { optOut: false } } })).toEqual([a, {}]);
  });
});

describe("the wishes for a channel of two that were merged", () => {
  const apart = (
    channel: Channel,
    { a, b, now }: { a?: ChannelWishes; b?: ChannelWishes; now: ChannelWishes | undefined },
  ) => {
    const of = (wishes: ChannelWishes | undefined): Preferences =>
      wishes === undefined ? {} : { channels: { [channel]: wishes } };
    const story = { a: { preferences: of(a) }, b: { preferences: of(b) } };
    return both("preferences", { ...story, since: () => ({ preferences: of(now) }) }).map(
      ({ channels }) => channels?.[channel],
    );
  };
  const hours = (...ranges: [string, string][]) => ({ hours: ranges });

  it("are what stands now for the one whose address alone it reaches, every yes included", () => {
    expect(apart("sms", { a: { optOut: true }, now: { optOut: false } })).toEqual([
      { optOut: false },
      undefined,
    ]);
    expect(apart("sms", { a: { optOut: true, maxPerWeek: 1 }, now: undefined })).toEqual([
      undefined,
      undefined,
    ]);
    expect(apart("call", { now: { optOut: true } })).toEqual([{ optOut: true }, { optOut: true }]);
  });

  it("stay the other's own, though it reaches no address of theirs", () => {
    expect(apart("sms", { a: { optOut: true }, b: { optOut: true }, now: { optOut: false } })).toEqual([
      { optOut: false },
      { optOut: true },
    ]);
  });

  it("stay each one's own when nothing was said of it since", () => {
    expect(apart("sms", { b: { optOut: true }, now: { optOut: true } })).toEqual([
      undefined,
      { optOut: true },
    ]);
    expect(apart("sms", { a: { maxPerWeek: 2 }, b: { maxPerWeek: 1 }, now: { maxPerWeek: 1 } })).toEqual([
      { maxPerWeek: 2 },
      { maxPerWeek: 1 },
    ]);
  });

  it("are not said anew when they are only written in another order", () => {
    const said: ChannelWishes = { optOut: true, maxPerWeek: 1, hours: null };
    const again: ChannelWishes = { hours: null, maxPerWeek: 1, optOut: true };
    const more: ChannelWishes = { maxPerWeek: 1, optOut: true, hours: [] };
    expect(apart("sms", { b: said, now: again })).toEqual([undefined, said]);
    expect(apart("sms", { b: said, now: more })[0]).toEqual(more);
  });

  it("leave nothing behind when none is left", () => {
    const { survivor } = parted({
      a: { preferences: { channels: { sms: { optOut: true } } } },
      since: () => ({ preferences: {} }),
    });
    expect(Object.keys(survivor.preferences)).toEqual([]);
  });

  it("grow firmer for both, and softer for nobody, where it reaches both", () => {
    const [soft, firm]: [ChannelWishes, ChannelWishes] = [{ optOut: true }, { optOut: "hard" }];
    expect(apart("email", { a: soft, now: firm })).toEqual([firm, firm]);
    expect(apart("email", { a: firm, now: soft })).toEqual([firm, undefined]);
    expect(apart("email", { a: soft, now: soft })).toEqual([soft, undefined]);
    expect(apart("email", { a: { maxPerWeek: 3 }, now: { maxPerWeek: 2 } })).toEqual([
      { maxPerWeek: 2 },
      { maxPerWeek: 2 },
    ]);
    expect(apart("email", { a: { maxPerWeek: 2 }, now: { maxPerWeek: 3 } })).toEqual([
      { maxPerWeek: 2 },
      undefined,
    ]);
  });

  it("have the hours that both old and new permit, when the new ones leave some of the old out", () => {
    const old = hours(["09:00", "12:00"]);
    expect(apart("email", { a: old, now: hours(["11:00", "15:00"]) })).toEqual([
      hours(["11:00", "12:00"]),
      hours(["11:00", "15:00"]),
    ]);
    expect(apart("email", { a: old, now: hours(["08:00", "18:00"]) })).toEqual([old, undefined]);
    expect(apart("email", { a: old, now: { hours: null } })).toEqual([old, undefined]);
    expect(apart("email", { a: { optOut: false }, now: old })[1]).toEqual(old);
  });
});

describe("the consents of two that were merged", () => {
  const consent = (
    channel: Channel,
    level: ConsentLevel = "express",
    more: Partial<Consent> = {},
  ): Consent => ({
    ...{ channel, purpose: "marketing", level, at: epochMs(5), expiresAt: undefined },
    ...{ source: undefined, evidence: undefined, ...more },
  });
  const NEVER_ASKED = undefined;
  type Consents = Contact["consents"];
  const apart = (a: Consents, b: Consents, now?: Consents) =>
    both("consents", {
      ...{ a: { consents: a }, b: { consents: b } },
      since: (merged) => ({ consents: now ?? merged.consents }),
    });
  const [sms, email, visit] = [consent("sms"), consent("email"), consent("visit")];

  it("go back to who gave them, also what the merge lessened or dropped", () => {
    const implied = consent("email", "implied");
    expect(apart([sms, email], [implied, visit])).toEqual([
      [sms, email],
      [implied, visit],
    ]);
  });

  it("given since go to the one whose address alone the channel reaches", () => {
    expect(apart(NEVER_ASKED, NEVER_ASKED, [sms, email, visit])).toEqual([[sms], NEVER_ASKED]);
    expect(apart([email], NEVER_ASKED, [email, sms])).toEqual([[email, sms], NEVER_ASKED]);
  });

  it("taken back since are nobody's any longer", () => {
    expect(apart([sms, email, visit], NEVER_ASKED, [visit])).toEqual([[visit], NEVER_ASKED]);
    expect(apart([email], [email], [])).toEqual([[], []]);
  });

  it("are of those before only what was said again, and no for one who was never asked, once any were said", () => {
    const heard = (a: Consents, b: Consents, now: Consents) => {
      const [survivor, loser] = [ann({ consents: a }), bob({ consents: b })];
      const said = { ...mergeInto(survivor, loser), consents: now };
      const apart = takeApart(said, {
        ...{ survivor, loser },
        heard: { preferences: {}, consents: true },
      });
      return [apart.survivor.consents, apart.loser.consents];
    };
    expect(heard([email], [visit], [])).toEqual([[], []]);
    expect(heard([email, visit], NEVER_ASKED, [visit])).toEqual([[visit], []]);
    expect(heard(NEVER_ASKED, NEVER_ASKED, [sms, email])).toEqual([[sms], []]);
  });

  it("lessened since are the lesser for each who gave them, and firmer ones no firmer than that", () => {
    const implied = consent("email", "implied");
    expect(apart([email], [email], [implied])).toEqual([[implied], [implied]]);
    expect(apart([implied], NEVER_ASKED, [email])).toEqual([[implied], NEVER_ASKED]);
    const ending = consent("email", "express", { expiresAt: epochMs(99) });
    expect(apart([email], NEVER_ASKED, [ending])).toEqual([[ending], NEVER_ASKED]);
  });

  it("changed since on a channel that reaches one alone are as they stand", () => {
    const [implied, firm] = [consent("sms", "implied"), consent("sms", "expressWritten")];
    expect(apart([sms], NEVER_ASKED, [firm])).toEqual([[firm], NEVER_ASKED]);
    expect(apart([sms], NEVER_ASKED, [implied])).toEqual([[implied], NEVER_ASKED]);
    expect(apart(NEVER_ASKED, [sms], [firm])).toEqual([[firm], [sms]]);
  });

  it("are told apart by their purpose too", () => {
    const survey = consent("sms", "express", { purpose: "survey" });
    expect(apart([sms, survey], NEVER_ASKED, [survey])).toEqual([[survey], NEVER_ASKED]);
    const mailed = { ...survey, channel: "email" } as const;
    expect(apart([email, mailed], NEVER_ASKED, [mailed])).toEqual([[mailed], NEVER_ASKED]);
  });
});
