import { describe, expect, it } from "vitest";
import { BatchDocument } from "../../../lib/core/batch-document.ts";
import { LockDocument, untilIssues } from "../../../lib/core/lock-document.ts";
import { OwnerDocument, ownerAfter } from "../../../lib/core/owner-document.ts";
import {
  SuppressionItems,
  SuppressionRemovals,
  SuppressionsDocument,
} from "../../../lib/core/suppression-document.ts";
import { DAY_MS, epochMs } from "../../../lib/core/time.ts";
import {
  ItemsDocument,
  NothingDocument,
  OutcomeDocument,
  ToldTouch,
} from "../../../lib/core/touch-documents.ts";
import { OUTCOMES } from "../../../lib/core/words.ts";
import { faultsOf, NO_INSTANT, parsedBy } from "../../support/faults.ts";

/** The smaller bodies of the API: what they may say, and every fault of what they may not. */

const NOON_TEXT = "2026-06-10T12:00:00.000Z";
const NOON = epochMs(Date.parse(NOON_TEXT));

describe("a lock", () => {
  it("has an end, and perhaps a department and a reason", () => {
    expect(parsedBy(LockDocument, { until: NOON_TEXT })).toEqual({ until: NOON });
    const full = { department: "legal", until: NOON_TEXT, reason: "dispute" };
    expect(parsedBy(LockDocument, full)).toEqual({ ...full, until: NOON });
    expect(parsedBy(LockDocument, { ...full, reason: null }).reason).toBeNull();
  });

  it("has its faults told", () => {
    expect(faultsOf(LockDocument, {})).toEqual(["until: is missing"]);
    expect(faultsOf(LockDocument, { until: "soon", department: "", reason: "", by: "u17" })).toEqual([
      "department: must not be empty",
      `until: ${NO_INSTANT}`,
      "reason: must not be empty",
      "by: is not a known field",
    ]);
  });

  it("ends ahead, within 400 days", () => {
    const told = (ms: number) => untilIssues(epochMs(NOON + ms), NOON);
    expect(told(0)).toEqual([{ path: "until", message: "must lie ahead" }]);
    expect(told(-1)).toEqual(told(0));
    expect(told(1)).toEqual([]);
    expect(told(400 * DAY_MS)).toEqual([]);
    expect(told(400 * DAY_MS + 1)).toEqual([{ path: "until", message: "must lie within 400 days from now" }]);
  });
});

describe("an owner", () => {
  it("is an agent or a department, or cleared", () => {
    for (const said of [{ agent: "u17" }, { department: "sales" }, { agent: null, department: null }]) {
      expect(parsedBy(OwnerDocument, said)).toEqual(said);
    }
  });

  it("is not nobody by oversight", () => {
    const nobody = ": the body must name agent or department; null clears a field, both null clear the owner";
    expect(faultsOf(OwnerDocument, {})).toEqual([nobody]);
    expect(faultsOf(OwnerDocument, { team: "east" })).toEqual(["team: is not a known field", nobody]);
    expect(faultsOf(OwnerDocument, { agent: "", department: "x".repeat(129) })).toEqual([
      "agent: must not be empty",
      "department: must have at most 128 characters",
    ]);
  });

  const [ann, sales] = [
    { agent: "ann", department: undefined },
    { agent: undefined, department: "sales" },
  ];
  const both = { agent: "ann", department: "sales" };

  it.each([
    ["nobody yet", undefined, { agent: "ann" }, ann],
    ["nobody yet", undefined, { department: "sales" }, sales],
    ["an agent", ann, { department: "sales" }, both],
    ["a department", sales, { agent: "ann" }, both],
    ["both", both, { agent: "bob" }, { agent: "bob", department: "sales" }],
    ["both", both, { department: "legal" }, { agent: "ann", department: "legal" }],
    ["both", both, { agent: null }, sales],
    ["both", both, { department: null }, ann],
    ["both", both, { agent: null, department: null }, undefined],
    ["an agent", ann, { agent: null }, undefined],
    ["a department", sales, { department: null }, undefined],
    ["nobody yet", undefined, { agent: null }, undefined],
  ])("of %s, %j, after %j is %j", (_, before, said, after) => {
    expect(ownerAfter(before, said)).toEqual(after);
  });
});

describe("suppressions", () => {
  const entry = { type: "email", value: "li@example.com", list: "legal" };
  const told = (...items: readonly object[]) => faultsOf(SuppressionsDocument, { items });
  const badList = "must be 1–64 characters of A-Za-z0-9_.:-, the first a letter or digit";

  it("are addresses on lists, perhaps with a reason and an end", () => {
    const phone = { type: "phone", value: "138 0013 8000", region: "CN", list: "9.x_:-" };
    const items = [entry, { ...phone, reason: "asked", expiresAt: NOON_TEXT }];
    expect(parsedBy(SuppressionsDocument, { items }).items).toEqual([
      entry,
      { ...phone, reason: "asked", expiresAt: NOON },
    ]);
    expect(told({ ...entry, reason: null, expiresAt: null })).toEqual([]);
  });

  it("are of e-mail addresses and phone numbers, each with what it needs", () => {
    expect(told({})).toEqual([
      "items.0.type: is missing; it must be one of: email, phone",
      "items.0.value: is missing",
      "items.0.list: is missing",
    ]);
    expect(told(entry, { ...entry, type: "zoho" })).toEqual(["items.1.type: must be one of: email, phone"]);
    expect(told({ ...entry, value: "" }, { ...entry, value: "x".repeat(321) })).toEqual([
      "items.0.value: must not be empty",
      "items.1.value: must have at most 320 characters",
    ]);
    expect(told({ ...entry, value: "x".repeat(320) })).toEqual([]);
  });

  it("stand on lists of plain names", () => {
    for (const list of ["a", "A", "7", `a${"x".repeat(63)}`]) expect(told({ ...entry, list })).toEqual([]);
    for (const list of ["", ".a", "-a", `a${"x".repeat(64)}`, "a b", " a", "a ", "é"]) {
      expect(told({ ...entry, list }), list).toEqual([`items.0.list: ${badList}`]);
    }
  });

  it("are removed by address and list alone", () => {
    const removal = { ...entry, region: "CN" };
    expect(parsedBy(SuppressionRemovals, { items: [removal] }).items).toEqual([removal]);
    expect(faultsOf(SuppressionRemovals, { items: [{ ...removal, reason: "asked" }] })).toEqual([
      "items.0.reason: is not a known field",
    ]);
  });
});

describe("an outcome", () => {
  it("is a word, perhaps with its instant", () => {
    for (const outcome of OUTCOMES) expect(parsedBy(OutcomeDocument, { outcome })).toEqual({ outcome });
    expect(parsedBy(OutcomeDocument, { outcome: "busy", at: NOON_TEXT })).toEqual({
      outcome: "busy",
      at: NOON,
    });
    expect(faultsOf(OutcomeDocument, { outcome: "well", at: "soon", note: "x" })).toEqual([
      expect.stringMatching(/^outcome: must be one of: delivered, opened, /),
      `at: ${NO_INSTANT}`,
      "note: is not a known field",
    ]);
  });
});

it("nothing is said to confirm and to release", () => {
  expect(parsedBy(NothingDocument, {})).toEqual({});
  expect(faultsOf(NothingDocument, { reason: "x" })).toEqual(["reason: is not a known field"]);
});

describe("a touch that is told", () => {
  const short = { to: { email: "li@example.com" }, channel: "meeting", purpose: "sales" };

  it("says whom, how and why, and went out unless it came in", () => {
    expect(parsedBy(ToldTouch, short)).toEqual({ ...short, direction: "outbound" });
    const full = {
      ...short,
      ...{ department: "sales", campaign: "spring", topic: "news", product: "crm", subject: "debt 7" },
      ...{ agent: "u17", reference: "call 9", outcome: "conversation", direction: "inbound" },
      idempotencyKey: "k",
    };
    expect(parsedBy(ToldTouch, { ...full, at: NOON_TEXT })).toEqual({ ...full, at: NOON });
  });

  it("has its faults told, and no mode", () => {
    expect(faultsOf(ToldTouch, { ...short, to: {}, direction: "sideways", mode: "record" })).toEqual([
      "to: names nobody: give one of contactId, email, phone, externalId",
      "direction: must be one of: outbound, inbound",
      "mode: is not a known field",
    ]);
  });
});

describe("a batch", () => {
  it("may share fields, but not the recipient", () => {
    const defaults = { channel: "email", department: "marketing", mode: "dryRun" };
    expect(parsedBy(BatchDocument, { defaults, items: [{}] })).toMatchObject({ defaults });
    expect(faultsOf(BatchDocument, { defaults: { to: { email: "li@example.com" } }, items: [{}] })).toEqual([
      "defaults.to: is not a known field",
    ]);
    expect(faultsOf(BatchDocument, { defaults: { reserveSeconds: 4 }, items: [{}] })).toEqual([
      "defaults.reserveSeconds: must be at least 5",
    ]);
  });
});

describe.each([
  ["a batch", BatchDocument],
  ["touches", ItemsDocument],
  ["suppressions, not read yet,", SuppressionItems],
])("a list of %s", (_, schema) => {
  it("has 1–500 items, whatever they are", () => {
    expect(parsedBy(schema, { items: [7] })).toEqual({ items: [7] });
    expect(faultsOf(schema, { items: Array(500).fill(null) })).toEqual([]);
    expect(faultsOf(schema, {})).toEqual(["items: is missing"]);
    expect(faultsOf(schema, { items: [] })).toEqual(["items: must not be empty"]);
    expect(faultsOf(schema, { items: Array(501).fill(null) })).toEqual([
      "items: must have at most 500 entries",
    ]);
    expect(faultsOf(schema, { items: [7], next: null })).toEqual(["next: is not a known field"]);
  });
});
