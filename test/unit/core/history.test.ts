import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { compilePolicy } from "../../../lib/core/compile-policy.ts";
import { type Contact, newContact } from "../../../lib/core/contact.ts";
import { decide } from "../../../lib/core/decide.ts";
import { SEARCH_MS } from "../../../lib/core/next-allowed.ts";
import type { Reason } from "../../../lib/core/reasons.ts";
import type { Request } from "../../../lib/core/request.ts";
import { MAX_HISTORY_BYTES } from "../../../lib/core/rules/history.ts";
import { DAY_MS, epochMs, formatInstant, HOUR_MS } from "../../../lib/core/time.ts";
import type { Touch } from "../../../lib/core/touches.ts";
import { validatePolicy } from "../../../lib/core/validate-policy.ts";
import type { Outcome } from "../../../lib/core/words.ts";

const calendar = await loadCalendar();
const verdict = validatePolicy(
  {
    ...{ id: "h", retention: "P30D", purposes: { sales: {}, receipt: { counts: false } } },
    rules: [
      ...[
        {
          id: "quiet",
          kind: "cooldown",
          after: ["wrong_number"],
          for: "P30D",
          when: { campaign: ["another"] },
        },
      ],
      ...[
        {
          id: "never",
          kind: "cooldown",
          after: ["refused"],
          for: "forever",
          when: { campaign: ["another"] },
        },
      ],
    ],
  },
  calendar,
);
if (!verdict.valid) throw new Error(JSON.stringify(verdict.issues));
const policy = compilePolicy(verdict.document, { version: 1, calendar });

const NOW = epochMs(Date.parse("2026-03-10T12:00:00.000Z"));
const tags = {
  campaign: undefined,
  topic: undefined,
  product: undefined,
  subject: undefined,
  agent: undefined,
};
const request = (purpose: string): Request => ({
  ...{ channel: "email", department: "sales", purpose, ...tags },
  ...{ namedKey: undefined, at: undefined },
});
const touchAt = (at: number): Touch => ({
  ...{ id: `t${at}`, at: epochMs(at), channel: "email", department: "sales", purpose: "sales", ...tags },
  ...{ address: undefined, origin: undefined, state: "recorded", expiresAt: undefined, outcomes: [] },
});

const verdictReason: Reason = {
  ...{ rule: "trial", kind: "gap", code: "too_soon", message: "", nextAllowedAt: null, details: {} },
};

/** Four touches, a day apart, that take so many bytes together. */
const contactOf = (historyBytes: number): Contact => ({
  ...newContact("c_1"),
  historyBytes,
  touches: [4, 3, 2, 1].map((days) => touchAt(NOW - days * DAY_MS)),
});

describe("a history", () => {
  it("of exactly the bytes there are takes another touch", () => {
    expect(decide(policy, contactOf(MAX_HISTORY_BYTES), request("sales"), NOW).decision).toBe("allow");
  });

  it("that is full defers, and tells when the oldest touch leaves", () => {
    const { decision, reasons, nextAllowedAt } = decide(
      policy,
      contactOf(MAX_HISTORY_BYTES + 1),
      request("sales"),
      NOW,
    );
    const oldestLeaves = NOW - 4 * DAY_MS + 30 * DAY_MS;
    expect([decision, nextAllowedAt]).toEqual(["defer", oldestLeaves]);
    expect(reasons).toMatchObject([
      {
        rule: "history",
        code: "history_full",
        details: { historyBytes: MAX_HISTORY_BYTES + 1, until: formatInstant(epochMs(oldestLeaves)) },
      },
    ]);
  });

  it("that is twice too large waits until enough touches have left", () => {
    const { nextAllowedAt } = decide(policy, contactOf(2 * MAX_HISTORY_BYTES), request("sales"), NOW);
    // Four touches of 16 KB each: two must leave, and the second does so a day after the first.
    expect(nextAllowedAt).toBe(NOW - 3 * DAY_MS + 30 * DAY_MS);
  });

  /** The four touches, those of these places with an outcome of an hour ago. */
  const withOutcome = (outcome: Outcome, bytes: number, ...places: number[]): Contact => {
    const contact = contactOf(bytes);
    const outcomes = [{ outcome, at: epochMs(NOW - HOUR_MS) }];
    const touches = contact.touches.map((touch, place) =>
      places.includes(place) ? { ...touch, outcomes } : touch,
    );
    return { ...contact, touches };
  };
  const outcomeOf = (contact: Contact) => {
    const { decision, nextAllowedAt, reasons } = decide(policy, contact, request("sales"), NOW);
    return { decision, nextAllowedAt, until: reasons[0]?.details.until };
  };

  it("keeps a touch until the cooldown that it started is over", () => {
    // The oldest stays on for its cooldown, so the second is the first to leave.
    const leaves = epochMs(NOW - 3 * DAY_MS + 30 * DAY_MS);
    expect(outcomeOf(withOutcome("wrong_number", MAX_HISTORY_BYTES + 1, 0))).toEqual({
      ...{ decision: "defer", nextAllowedAt: leaves, until: formatInstant(leaves) },
    });
    // When all of them do, none leaves before the cooldowns are over.
    const over = epochMs(NOW - HOUR_MS + 30 * DAY_MS);
    expect(outcomeOf(withOutcome("wrong_number", MAX_HISTORY_BYTES + 1, 0, 1, 2, 3))).toEqual({
      ...{ decision: "defer", nextAllowedAt: over, until: formatInstant(over) },
    });
  });

  it("that is full of touches that stay for good never has room again", () => {
    const { decision, nextAllowedAt, until } = outcomeOf(
      withOutcome("refused", MAX_HISTORY_BYTES + 1, 0, 1, 2, 3),
    );
    expect([decision, nextAllowedAt, until]).toEqual(["deny", null, null]);
  });

  it("has room again when what stays for good leaves enough", () => {
    const leaves = epochMs(NOW - 2 * DAY_MS + 30 * DAY_MS);
    // Two stay for good. Of four touches of 16 KB each two must leave: the last does so on the second day.
    expect(outcomeOf(withOutcome("refused", 2 * MAX_HISTORY_BYTES, 0, 3))).toMatchObject({
      ...{ decision: "defer", nextAllowedAt: leaves },
    });
    expect(outcomeOf(withOutcome("refused", 2 * MAX_HISTORY_BYTES, 0, 1, 3))).toMatchObject({
      ...{ decision: "deny", nextAllowedAt: null },
    });
  });

  it("is filled by keys for as long as they are good, and by nothing that was said beside them", () => {
    const said = { warnings: [], shadow: [{ ...verdictReason, message: "x".repeat(40_000) }] };
    const keysFrom = (at: number, most: number): Contact => ({
      ...contactOf(20_000),
      keys: Array.from({ length: most }, (_, i) => ({
        ...{ hash: `${i}`.padStart(24, "0"), payload: "p".repeat(24), touch: "t", at: epochMs(at) },
        ...{ policyVersion: 1, said },
      })),
    });
    expect(decide(policy, keysFrom(NOW, 1), request("sales"), NOW).decision).toBe("allow");
    const full = decide(policy, keysFrom(NOW - HOUR_MS, 150), request("sales"), NOW);
    expect([full.decision, full.reasons[0]?.code]).toEqual(["defer", "history_full"]);
    expect(full.nextAllowedAt).toBe(NOW + 23 * HOUR_MS);
    expect(decide(policy, keysFrom(NOW - DAY_MS, 150), request("sales"), NOW).decision).toBe("allow");
  });

  it("that is full stops nothing that it would not keep", () => {
    expect(decide(policy, contactOf(MAX_HISTORY_BYTES + 1), request("receipt"), NOW).decision).toBe("allow");
  });

  it("holds back what does not count too, when a key or a lease is to keep it", () => {
    const full = contactOf(2 * MAX_HISTORY_BYTES);
    expect(decide(policy, full, request("receipt"), NOW).decision).toBe("allow");
    const kept = decide(policy, full, { ...request("receipt"), kept: true }, NOW);
    expect(kept.reasons.map(({ code }) => code)).toEqual(["history_full"]);
  });

  it("is told with the bytes of its keys", () => {
    const key = { hash: "h", payload: "p", touch: "t", at: NOW, policyVersion: 1, said: undefined };
    const contact = { ...contactOf(2 * MAX_HISTORY_BYTES), keys: [key] };
    const [reason] = decide(policy, contact, request("sales"), NOW).reasons;
    expect(reason?.details).toMatchObject({
      historyBytes: 2 * MAX_HISTORY_BYTES + JSON.stringify([{ ...key, said: undefined }]).length,
      maxBytes: MAX_HISTORY_BYTES,
    });
  });
});

describe("the search for the next instant", () => {
  const paused = (days: number): Contact => ({
    ...newContact("c_1"),
    preferences: { pausedUntil: epochMs(NOW + days * DAY_MS) },
  });

  it("goes 400 days, and no further", () => {
    expect(SEARCH_MS).toBe(400 * DAY_MS);
    expect(decide(policy, paused(400), request("sales"), NOW).nextAllowedAt).toBe(NOW + 400 * DAY_MS);
    expect(decide(policy, paused(401), request("sales"), NOW)).toMatchObject({
      decision: "deny",
      nextAllowedAt: null,
    });
  });
});
