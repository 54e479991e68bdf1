import { describe, expect, it } from "vitest";
import { runTurn } from "../../../functions/audit/scheduled.ts";
import type { Verification } from "../../../functions/shared/verify-address.ts";
import type { Contact, Identity } from "../../../lib/core/contact.ts";
import { DAY_MS, epochMs } from "../../../lib/core/time.ts";
import { readState } from "../../../lib/store/contacts.ts";
import { toCardItem, toStateItem } from "../../../lib/store/items.ts";
import { AT, daysAgo, identity, put } from "../../support/audited.ts";
import { auditOf, depsAt, type MemoryTable, tableWith } from "../../support/auditing.ts";

/** A service that answers so, and is asked of e-mail addresses only. */
function serviceThat(answers: (value: string) => Verification) {
  const asked: string[] = [];
  return {
    asked,
    types: ["email"],
    ask: async ({ value }: { readonly value: string }) => {
      asked.push(value);
      return answers(value);
    },
  };
}
const saying = (verdict: Verification["verdict"]) => serviceThat(() => ({ verdict }));
const silent = () => serviceThat(() => ({ verdict: "unknown", fault: "it answered 500" }));

async function putInto(table: MemoryTable, contact: Contact): Promise<void> {
  const addresses = contact.identities.map(({ key, type }) => [
    key,
    `${key}.${contact.contactId}@${type}.test`,
  ]);
  await table.put({ item: toStateItem(contact, []) });
  await table.put({ item: toCardItem(contact.contactId, { addresses: Object.fromEntries(addresses) }) });
}

async function tableOf(contacts: readonly Contact[], audit: object = AUDIT): Promise<MemoryTable> {
  const table = await tableWith([], audit);
  for (const contact of contacts) await putInto(table, contact);
  return table;
}

const AUDIT = { verifyAgainAfter: "P180D" };
const email = (given: Partial<Identity> = {}) => identity("email", given);
const li = (...identities: Identity[]) => put({ identities });
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => put({ contactId: `crm-${n}`, identities: [email()] }));

async function emailsOf(table: MemoryTable, id = "li"): Promise<readonly Identity[]> {
  const state = await readState({ store: table }, id);
  return state.kind === "contact" ? state.contact.identities.filter(({ type }) => type === "email") : [];
}

describe("an address that is due", () => {
  it.each<[string, Partial<Identity>, number]>([
    ["was told of so long ago", { askedAt: daysAgo(180) }, 1],
    ["was told of less long ago", { askedAt: daysAgo(179) }, 0],
    ["was never asked of, as it was imported", {}, 1],
    ["could not be told of when it was listed", { flags: ["unverified"] }, 1],
    ["was told of lately, though nobody could tell", { flags: ["unverified"], askedAt: daysAgo(9) }, 0],
    ["did not work, so long ago", { valid: false, askedAt: daysAgo(400) }, 1],
  ])("%s", async (_, given, times) => {
    const service = saying("deliverable");
    const table = await tableOf([li(email(given), identity("phone"))]);
    const { report } = await auditOf(table, { verifier: service });
    expect(service.asked).toEqual(times === 0 ? [] : ["c_email.li@email.test"]);
    expect(report.tally.verification).toMatchObject({ asked: times, undeliverable: 0, left: 0 });
    if (times > 0) expect(await emailsOf(table)).toEqual([email({ askedAt: epochMs(AT - (AT % DAY_MS)) })]);
  });

  it("that does not work any more is found by the same audit, and is not asked of by the next", async () => {
    const service = saying("undeliverable");
    const table = await tableOf([li(email())]);
    const { findings, report } = await auditOf(table, { verifier: service });
    expect(findings.map(({ code }) => code)).toEqual(["address_invalid"]);
    expect(report.tally.verification).toMatchObject({ asked: 1, undeliverable: 1 });
    await auditOf(table, { verifier: service });
    expect(service.asked).toHaveLength(1);
  });

  it("is one that nobody could tell of only, where the policy names no age", async () => {
    const service = saying("deliverable");
    const ids = { a: email(), b: email({ flags: ["unverified"] }) };
    const table = await tableOf(
      Object.entries(ids).map(([contactId, one]) => put({ contactId, identities: [one] })),
      {},
    );
    await auditOf(table, { verifier: service });
    expect(service.asked).toEqual(["c_email.b@email.test"]);
  });

  it("of a stranger or of nobody any more is nobody's to ask of", async () => {
    const service = saying("deliverable");
    const table = await tableOf([
      put({ contactId: "stranger", put: false, identities: [email()] }),
      put({ contactId: "erased", status: "erased", identities: [email()] }),
    ]);
    await auditOf(table, { verifier: service });
    expect(service.asked).toEqual([]);
  });
});

describe("a service that tells whether addresses work", () => {
  it("is asked of no more addresses than the policy says; the others are left to the next audit", async () => {
    const service = saying("deliverable");
    const table = await tableOf(many(12), { ...AUDIT, verifyAtMost: 5 });
    const first = await auditOf(table, { verifier: service });
    expect(first.report.tally.verification).toMatchObject({ asked: 5, left: 7 });
    await auditOf(table, { verifier: service });
    const third = await auditOf(table, { verifier: service });
    expect(third.report.tally.verification).toMatchObject({ asked: 2, left: 0 });
    expect(new Set(service.asked).size).toBe(12);
  });

  it("is asked so many times a second at most", async () => {
    const waits: number[] = [];
    const pause = async (milliseconds: number) => void waits.push(milliseconds);
    await auditOf(await tableOf(many(5)), { verifier: saying("deliverable"), pause });
    expect(waits).toEqual([50, 100, 150, 200]);
  });

  it("that does not answer is soon asked no more, and everything else is audited", async () => {
    const service = silent();
    const table = await tableOf(
      [...many(60), put({ contactId: "junk", attributes: { timezone: "UTC", tags: ["bad"] } })],
      { ...AUDIT, junk: [{ id: "bad", kind: "tag", tags: ["bad"] }] },
    );
    const { report, findings } = await auditOf(table, { verifier: service, applies: true });
    expect(report.tally.contacts).toBe(61);
    expect(findings.map(({ code }) => code)).toEqual(["junk_tag"]);
    const { verification } = report.tally;
    expect(verification.asked).toBeGreaterThanOrEqual(10);
    expect(verification.asked).toBeLessThan(60);
    expect(verification).toMatchObject({ gaveUp: true, left: 61 - verification.asked });
    expect(await emailsOf(table, "crm-0")).toEqual([email()]);
  });

  it("that fails now and then is asked on", async () => {
    let turn = 0;
    const service = serviceThat(() =>
      ++turn % 4 === 0 ? { verdict: "deliverable" } : { verdict: "unknown", fault: "it answered 503" },
    );
    const { report } = await auditOf(await tableOf(many(40)), { verifier: service });
    expect(report.tally.verification).toMatchObject({ asked: 40, left: 0, gaveUp: false });
  });

  it("is not asked by an audit that has none", async () => {
    const table = await tableOf([li(email({ flags: ["unverified"] }))]);
    const { report } = await auditOf(table);
    expect(report.tally.verification).toMatchObject({ asked: 0, left: 0 });
    expect(await emailsOf(table)).toEqual([email({ flags: ["unverified"] })]);
  });

  it("is asked by the scheduled audit over all its turns together, and not at the end of a turn", async () => {
    const service = saying("deliverable");
    const table = await tableOf(many(40), { ...AUDIT, verifyAtMost: 10 });
    const alerts: { type: string; run?: string; turn?: number }[] = [];
    const deps = {
      ...depsAt(table),
      verifier: service,
      alert: async (one: object) => void alerts.push(one as never),
    };
    const invoke = (requestId: string, timeMs: number) => {
      let remaining = timeMs;
      const scan: MemoryTable["scan"] = (asked) => {
        remaining -= 10_000;
        return table.scan(asked);
      };
      const paused = alerts.findLast(({ type }) => type === "AuditPaused");
      const goesOn = paused && { run: paused.run ?? "", turn: paused.turn ?? 0 };
      const scanner = { ...table, scan };
      return runTurn({ deps, scanner, applies: false, goesOn, requestId, remainingMs: () => remaining });
    };
    expect(await invoke("short", 60_000)).toBe("paused");
    expect(service.asked).toEqual([]);
    let end = await invoke("0", 300_000);
    for (let turn = 1; end === "paused"; turn++) end = await invoke(`${turn}`, 300_000);
    expect(service.asked).toHaveLength(10);
  });
});
