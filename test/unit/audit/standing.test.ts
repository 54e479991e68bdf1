import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { factsOf } from "../../../lib/core/audit/facts.ts";
import { agentsOf, findSilentOwners, NOT_SEEN, together } from "../../../lib/core/audit/find-owners.ts";
import { validateAudit } from "../../../lib/core/audit/validate-audit.ts";
import type { Consent, Contact } from "../../../lib/core/contact.ts";
import { DAY_MS, type EpochMs, epochMs } from "../../../lib/core/time.ts";
import shipped from "../../../policies/audit.json" with { type: "json" };
import { AT, codesOf, daysAgo, identity, inbound, put, touch, verdictOf } from "../../support/audited.ts";

const later = (at: EpochMs, ms: number): EpochMs => epochMs(at + ms);
const instant = (at: EpochMs) => ({ at: new Date(at).toISOString() });

describe("a stale contact", () => {
  const policy = { staleAfter: "P730D" };
  const edge = daysAgo(730);
  const change = (type: string, at: EpochMs) => ({ type, ...instant(at), changes: [] });

  it("is one when the last sign is as old as that, and not a millisecond before", () => {
    for (const sign of [
      touch("email", 0),
      inbound("call", 0),
      change("preference", AT),
      change("suppression", AT),
    ]) {
      expect(codesOf(policy, put(), [{ ...sign, ...instant(edge) }])).toEqual(["stale"]);
      expect(codesOf(policy, put(), [{ ...sign, ...instant(later(edge, 1)) }])).toEqual([]);
    }
  });

  it("is none when an outcome or a consent is younger", () => {
    const old = touch("email", 800);
    const opened = { type: "outcome", ...instant(daysAgo(9)), touchId: old.touchId, outcome: "opened" };
    expect(codesOf(policy, put(), [old])).toEqual(["stale"]);
    expect(codesOf(policy, put(), [old, opened])).toEqual([]);
    expect(codesOf(policy, put({ consents: [consent({ at: daysAgo(9) })] }), [old])).toEqual([]);
    expect(codesOf(policy, put({ consents: [consent({ at: daysAgo(730) })] }), [old])).toEqual(["stale"]);
  });

  it("is judged by when it was listed only when nothing else is known", () => {
    const listed = (at: EpochMs) => ({ type: "link", key: "c_email", ...instant(at) });
    expect(codesOf(policy, put(), [listed(edge)])).toEqual(["stale"]);
    expect(codesOf(policy, put(), [listed(daysAgo(3))])).toEqual([]);
    expect(codesOf(policy, put(), [listed(daysAgo(3)), touch("email", 900)])).toEqual(["stale"]);
  });

  it("is none of whom nothing is dated, no stranger, and none without a length", () => {
    expect(codesOf(policy, put())).toEqual([]);
    expect(codesOf(policy, put({ put: false }), [touch("email", 900)])).toEqual([]);
    expect(codesOf({}, put(), [touch("email", 9_000)])).toEqual([]);
  });
});

const consent = (given: Partial<Consent>): Consent => ({
  ...{ channel: "sms", purpose: "marketing", level: "express", at: daysAgo(300), expiresAt: undefined },
  ...{ source: undefined, evidence: undefined },
  ...given,
});

describe("a consent that ends soon", () => {
  const policy = { consentsEndingWithin: "P30D" };
  const ending = (expiresAt: EpochMs | undefined) =>
    codesOf(policy, put({ consents: [consent({ expiresAt })] }));

  it("is told from the first instant on to the end of the length", () => {
    expect(ending(undefined)).toEqual([]);
    expect(ending(AT)).toEqual([]);
    expect(ending(later(AT, 1))).toEqual(["consent_ending"]);
    expect(ending(later(AT, 30 * DAY_MS))).toEqual(["consent_ending"]);
    expect(ending(later(AT, 30 * DAY_MS + 1))).toEqual([]);
  });

  it("is none that has not begun, and is told of each", () => {
    const soon = later(AT, DAY_MS);
    expect(codesOf(policy, put({ consents: [consent({ at: later(AT, 1), expiresAt: soon })] }))).toEqual([]);
    const two = [consent({ expiresAt: soon }), consent({ channel: "email", expiresAt: soon })];
    expect(codesOf(policy, put({ consents: two }))).toHaveLength(2);
    expect(codesOf({}, put({ consents: two }))).toEqual([]);
  });
});

describe("a missing zone", () => {
  const of = (given: Partial<Contact>) => codesOf({}, put(given));

  it("is told when neither zone, country nor number tells one", () => {
    expect(of({ attributes: {} })).toEqual(["no_zone"]);
    expect(of({ attributes: { timezone: "Asia/Shanghai" } })).toEqual([]);
    expect(of({ attributes: { country: "DE" } })).toEqual([]);
    expect(of({ attributes: { country: "ZZ" } })).toEqual(["no_zone"]);
    expect(of({ attributes: {}, identities: [identity("phone", { regions: ["FR"] })] })).toEqual([]);
    expect(of({ attributes: {}, identities: [identity("phone")] })).toEqual(["no_zone"]);
  });

  it("is not told of a stranger", () => {
    expect(of({ attributes: {}, put: false })).toEqual([]);
  });
});

describe("an address", () => {
  it("is told when it does not work or is thrown away", () => {
    const of = (given: object) => codesOf({}, put({ identities: [identity("email", given)] }));
    expect(of({})).toEqual([]);
    expect(of({ flags: ["role", "free-mail"] })).toEqual([]);
    expect(of({ flags: ["disposable"] })).toEqual(["address_disposable"]);
    expect(of({ flags: ["disposable"], valid: false })).toEqual(["address_invalid"]);
  });
});

describe("a suppression", () => {
  it("is told from the instant on at which it is over", () => {
    const of = (expiresAt: EpochMs | undefined) =>
      codesOf(
        {},
        put({ suppressions: [{ identityKey: "c_email", list: "dnc", reason: undefined, expiresAt }] }),
      );
    expect(of(undefined)).toEqual([]);
    expect(of(later(AT, 1))).toEqual([]);
    expect(of(AT)).toEqual(["suppression_ended"]);
  });
});

describe("an owner", () => {
  const owned = put({ owner: { agent: "u17", department: undefined } });

  it("is told of each contact when they are not on the list, if there is one", () => {
    expect(codesOf({}, owned, [], new Set(["u17"]))).toEqual([]);
    expect(codesOf({}, owned, [], new Set(["u18"]))).toEqual(["owner_not_listed"]);
    expect(codesOf({}, owned, [], new Set())).toEqual(["owner_not_listed"]);
    expect(codesOf({}, owned)).toEqual([]);
    const ofDepartment = put({ owner: { agent: undefined, department: "sales" } });
    expect(codesOf({}, ofDepartment, [], new Set(["u18"]))).toEqual([]);
  });

  const seen = (contact: Contact, entries: readonly unknown[] = []) =>
    new Map(agentsOf(contact, factsOf(contact, entries, AT)));
  const silent = (agents: ReturnType<typeof seen>) => findSilentOwners("P180D", agents, AT);
  const u17 = (agents: ReturnType<typeof seen>) => agents.get("u17") ?? NOT_SEEN;

  it("is told when they have touched nobody for so long, once, with their contacts", () => {
    const touched = (at: EpochMs) => touch("call", 0, null, { agent: "u17", ...instant(at) });
    expect(silent(seen(owned, [touched(later(daysAgo(180), 1))]))).toEqual([]);
    expect(silent(seen(owned, [touched(daysAgo(180))]))).toMatchObject([
      { code: "owner_silent", contactId: "li", since: daysAgo(180), evidence: { agent: "u17", owned: 1 } },
    ]);
    expect(silent(seen(owned))).toMatchObject([{ since: undefined }]);
    expect(findSilentOwners(undefined, seen(owned), AT)).toEqual([]);
  });

  it("is not who was handed a contact lately, nor who acts on others, nor who owns nobody", () => {
    const changes = [{ path: "agent", from: null, to: "u17" }];
    expect(silent(seen(owned, [{ type: "owner", ...instant(daysAgo(9)), changes }]))).toEqual([]);
    const elsewhere = seen(put(), [touch("call", 9, null, { agent: "u17" })]);
    const all = new Map([["u17", together(u17(seen(owned)), u17(elsewhere))]]);
    expect(silent(all)).toEqual([]);
    expect(silent(seen(put(), [touch("call", 900, null, { agent: "u17" })]))).toEqual([]);
    const called = [touch("call", 9, null, { agent: "u17", type: "inbound" })];
    expect(silent(seen(owned, called))).toHaveLength(1);
  });
});

describe("an audit policy", () => {
  it("as it is shipped is sound, and finds nothing of a contact with nothing to find", () => {
    expect(validateAudit(shipped)).toMatchObject({ valid: true });
    expect(verdictOf(shipped, put())).toEqual({ findings: [], status: { status: "active", rules: [] } });
  });

  it("as docs/audit.md shows it is sound", () => {
    const [, shown] = /```json\n(\{\n[^`]*)```/.exec(readFileSync("docs/audit.md", "utf8")) ?? [];
    expect(validateAudit(JSON.parse(String(shown)))).toMatchObject({ valid: true });
  });

  it.each([
    ["a text", "x", ["audit: the audit policy must be an object"]],
    ["with a field that there is not", { ghost: [] }, ["audit.ghost: is not a known field"]],
    [
      "with a length that has none",
      { staleAfter: "P2Y", junk: [{ id: "a", kind: "unanswered", touches: 0, within: "P1D" }] },
      [
        "audit.staleAfter: must not use years or months, which have no fixed length: write days, like P30D",
        "audit.junk.0.touches: must be at least 1",
      ],
    ],
    [
      "with one id twice",
      {
        ghosts: [{ id: "a", channel: ["email"], outcomes: ["bounced"], times: 1 }],
        junk: [{ id: "a", kind: "tag", tags: ["x"] }],
      },
      ["audit.junk.0.id: a is already the id of ghosts.0"],
    ],
  ])("%s is refused with its path", (_what, policy, said) => {
    const verdict = validateAudit(policy, "audit");
    const issues = verdict.valid ? [] : verdict.issues;
    expect(issues.map(({ path, message }) => `${path}: ${message}`).sort()).toEqual([...said].sort());
  });
});
