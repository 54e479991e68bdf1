import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { compilePolicy } from "../../../lib/core/compile-policy.ts";
import type { Contact } from "../../../lib/core/contact.ts";
import { decide } from "../../../lib/core/decide.ts";
import type { RegulationDocument } from "../../../lib/core/regulations/regulation-document.ts";
import type { Request } from "../../../lib/core/request.ts";
import { type EpochMs, epochMs } from "../../../lib/core/time.ts";
import { validatePolicy } from "../../../lib/core/validate-policy.ts";
import { contactWith, identityOf, requestWith } from "../../support/asked-with.ts";

/** How presets bind, by presets made up for it. */

const calendar = await loadCalendar();
const CITED = {
  ...{ source: "§ 1", verifiedOn: "2026-11-22", confidence: "high", strength: "prohibition" },
  regulates: ["solicitation"],
} as const;
const EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const hours = (id: string, jurisdiction: string, from: string, to: string, more: object = {}) => ({
  ...{ ...CITED, id, jurisdiction, kind: "hours", allow: [{ days: EVERY_DAY, ranges: [[from, to]] }] },
  ...more,
});
const preset = (...rules: readonly object[]) =>
  ({ preset: "regulations/made-up", title: "t", disclaimer: "d", rules }) as unknown as RegulationDocument;

const POLICY = {
  ...{ id: "p", timezone: "UTC", extends: ["regulations/made-up"], rules: [] },
  purposes: {
    sales: {},
    reminder: {},
    service: {},
    alert: { obeys: "hard" },
    dunning: { regulatedAs: "collection" },
  },
};
const verdictOf = (laws: RegulationDocument, more: object = {}) =>
  validatePolicy({ ...POLICY, ...more }, calendar, new Map([[laws.preset, laws]]));

function policyOf(laws: RegulationDocument, more: object = {}) {
  const verdict = verdictOf(laws, more);
  if (!verdict.valid) throw new Error(JSON.stringify(verdict.issues));
  return compilePolicy(verdict.document, { version: 1, calendar, presets: verdict.presets });
}

const phoneOf = (...regions: string[]) => ({ ...identityOf("p", "phone"), regions });
const at = (text: string): EpochMs => epochMs(Date.parse(text));

interface Asked {
  readonly contact?: Partial<Contact>;
  readonly request?: Partial<Request>;
  readonly at?: string;
  readonly policy?: object;
}
function ask(
  laws: RegulationDocument,
  { contact, request, at: when = "2026-06-10T12:00:00Z", policy }: Asked = {},
) {
  const sms = requestWith({ channel: "sms", ...request });
  return decide(
    policyOf(laws, policy),
    contactWith({ identities: [phoneOf("US")], ...contact }),
    sms,
    at(when),
  );
}
const failing = (laws: RegulationDocument, asked?: Asked) => ask(laws, asked).reasons.map(({ rule }) => rule);

describe("a rule of a preset", () => {
  const laws = preset(hours("us-hours", "US", "13:00", "14:00"), hours("gb-hours", "GB", "15:00", "16:00"));

  it("binds whom it may protect, and nobody else", () => {
    expect(failing(laws)).toEqual(["us-hours"]);
    expect(failing(laws, { contact: { identities: [phoneOf("GB")] } })).toEqual(["gb-hours"]);
    expect(failing(laws, { contact: { identities: [phoneOf("GB", "US")] } })).toEqual([
      "us-hours",
      "gb-hours",
    ]);
    expect(failing(laws, { contact: { identities: [phoneOf("CN")] } })).toEqual([]);
    expect(failing(laws, { contact: { identities: [], attributes: { country: "us" } } })).toEqual([
      "us-hours",
    ]);
    expect(failing(laws, { contact: { attributes: { country: "GB" } } })).toEqual(["us-hours", "gb-hours"]);
  });

  it("of a part of a country binds who is there, or may be", () => {
    const florida = preset(hours("us-fl-hours", "US-FL", "13:00", "14:00"));
    const living = (region?: string) => ({
      contact: { attributes: { country: "US", ...(region && { region }) } },
    });
    expect(failing(florida, living("FL"))).toEqual(["us-fl-hours"]);
    expect(failing(florida, living("US-FL"))).toEqual(["us-fl-hours"]);
    expect(
      failing(florida, { contact: { attributes: { country: "US", region: "TX" }, identities: [] } }),
    ).toEqual([]);
    expect(failing(florida, living())).toEqual(["us-fl-hours"]);
  });

  it("of the union binds in its member states", () => {
    const union = preset(hours("eu-hours", "EU", "13:00", "14:00"));
    expect(failing(union, { contact: { identities: [phoneOf("DE")] } })).toEqual(["eu-hours"]);
    expect(failing(union, { contact: { identities: [phoneOf("CH")] } })).toEqual([]);
  });

  it("is about the purposes that the policy's words say, or their names", () => {
    const about = (purpose: string) => failing(laws, { request: { purpose } });
    expect(["sales", "reminder", "service", "alert", "dunning"].map(about)).toEqual([
      ...[["us-hours"], ["us-hours"], [], [], []],
    ]);
    const collecting = preset(hours("us-debt", "US", "13:00", "14:00", { regulates: ["collection"] }));
    expect(failing(collecting, { request: { purpose: "dunning" } })).toEqual(["us-debt"]);
    const said = { purposes: { sales: { regulatedAs: "none" } } };
    expect(failing(laws, { policy: said })).toEqual([]);
  });

  it("is cited in the reason", () => {
    const [reason] = ask(
      preset(hours("us-hours", "US", "13:00", "14:00", { sourceUrl: "https://law.example" })),
    ).reasons;
    expect(reason?.regulation).toEqual({
      ...{ jurisdiction: "US", source: "§ 1", sourceUrl: "https://law.example", verifiedOn: "2026-11-22" },
      ...{ confidence: "high", strength: "prohibition", because: ["phone US"] },
    });
  });

  it("warns as a guideline, denies as a presumption", () => {
    const guideline = ask(preset(hours("us-hours", "US", "13:00", "14:00", { strength: "guideline" })));
    expect([guideline.decision, guideline.warnings.map(({ rule }) => rule)]).toEqual(["allow", ["us-hours"]]);
    expect(
      failing(preset(hours("us-hours", "US", "13:00", "14:00", { strength: "presumption" }))),
    ).toHaveLength(1);
  });

  it("cannot be set aside, and comes after the policy's own rules", () => {
    const own = { id: "own", kind: "hours", allow: [] };
    expect(failing(laws, { policy: { rules: [own] }, request: { overridden: ["us-hours"] } })).toEqual([
      "own",
      "us-hours",
    ]);
  });

  it("acts from its first local day to its last, and at no other time", () => {
    // New York's day begins at 04:00 UTC, and Honolulu's ends at 10:00 of the next.
    const dated = preset(
      hours("us-hours", "US", "23:59", "24:00", { effectiveFrom: "2026-06-10", effectiveTo: "2026-06-11" }),
    );
    const acts = (when: string) =>
      failing(dated, { at: when, contact: { attributes: { timezone: "America/New_York" } } }).length > 0;
    expect(["2026-06-10T03:59:59.999Z", "2026-06-10T04:00:00.000Z"].map(acts)).toEqual([false, true]);
    expect(["2026-06-12T09:59:59.999Z", "2026-06-12T10:00:00.000Z"].map(acts)).toEqual([true, false]);
    expect(
      ask(dated, { at: "2026-06-12T05:00:00Z", contact: { attributes: { timezone: "America/New_York" } } })
        .nextAllowedAt,
    ).toBe(at("2026-06-12T10:00:00.000Z"));
  });

  it("is lifted by a consent of its level while that is in force, and the next instant knows", () => {
    const lifted = preset(hours("us-hours", "US", "13:00", "14:00", { consentLifts: "express" }));
    const consent = (level: string, from = "2026-06-01T00:00:00Z", to?: string) => ({
      consents: [
        {
          ...{ channel: "sms", purpose: "sales", level, at: at(from), expiresAt: to && at(to) },
          ...{ source: undefined, evidence: undefined },
        },
      ] as unknown as Contact["consents"],
    });
    const timezone = { attributes: { timezone: "UTC" } };
    expect(failing(lifted, { contact: consent("express") })).toEqual([]);
    expect(failing(lifted, { contact: consent("implied") })).toEqual(["us-hours"]);
    expect(failing(lifted, { contact: consent("express", undefined, "2026-06-10T11:00:00Z") })).toEqual([
      "us-hours",
    ]);
    const dated = ask(lifted, { contact: { ...timezone, ...consent("express", "2026-06-10T12:30:00Z") } });
    expect(dated.nextAllowedAt).toBe(at("2026-06-10T12:30:00Z"));
  });

  it("of a register asks for a fresh copy where the policy keeps one", () => {
    const register = preset({
      ...CITED,
      id: "us-register",
      jurisdiction: "US",
      kind: "register",
      list: "dnc",
      maxAgeDays: 31,
    });
    expect(failing(register)).toEqual([]);
    const [reason] = ask(register, {
      policy: { suppressionLists: { dnc: { maxAgeDays: 3650, when: { channel: ["call"] } } } },
    }).reasons;
    expect([reason?.rule, reason?.code, reason?.details.maxAgeDays]).toEqual([
      "us-register",
      "suppressed",
      31,
    ]);
  });
});

describe("what a policy extends", () => {
  const laws = preset(hours("us-hours", "US", "13:00", "14:00"));
  const issues = (more: object, of = laws) => {
    const verdict = verdictOf(of, more);
    return verdict.valid ? [] : verdict.issues;
  };

  it("must be there, once", () => {
    const extending = ["regulations/made-up", "regulations/nowhere", "regulations/made-up"];
    expect(issues({ extends: extending }).map(({ path }) => path)).toEqual(["extends.1", "extends.2"]);
    expect(issues({ extends: "regulations/made-up" }).map(({ path }) => path)).toEqual(["extends"]);
    expect(issues({ extends: [7] }).map(({ path }) => path)).toEqual(["extends.0"]);
  });

  it("must not share an id with a rule of its own", () => {
    const rules = [{ id: "us-hours", kind: "hours", allow: [] }];
    expect(issues({ rules }).map(({ path }) => path)).toEqual(["rules.0.id"]);
  });

  it("must not look further back than what is retained", () => {
    const month = preset({ ...CITED, id: "a-month", jurisdiction: "US", kind: "gap", min: "P30D" });
    expect(issues({ retention: "P29D" }, month)).toEqual([
      { path: "extends.0", message: expect.stringMatching(/^a-month looks further back/) },
    ]);
    expect(issues({ retention: "P30D" }, month)).toEqual([]);
  });

  it("tells no purpose that no rule applies to it when a law does", () => {
    const verdict = verdictOf(laws);
    const warned = verdict.valid ? verdict.warnings.map(({ path }) => path) : [];
    expect(warned).toEqual(["purposes.service", "purposes.dunning"]);
  });
});
