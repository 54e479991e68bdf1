import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenApi } from "../../functions/docs/openapi.ts";
import { contractOf, describedSender } from "../support/contract.ts";
import { startTestGate, type TestGate } from "../support/gate.ts";

/** Presets as senders meet them: through the gate, by what is known of the recipient. */

const POLICY = {
  ...{ id: "us", timezone: "UTC", rules: [] },
  extends: ["regulations/us-federal", "regulations/us-states", "regulations/fr"],
  purposes: { sales: {}, receipts: { obeys: "hard", counts: false, regulatedAs: "none" } },
};

let gate: TestGate;
let send: ReturnType<typeof describedSender>;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
  const { body } = await gate.send<OpenApi>("GET /openapi.json");
  send = describedSender(gate, contractOf(body));
});
afterAll(() => gate.stop());

const call = (phone: string, purpose = "sales") =>
  send("POST /v1/check", { body: { to: { phone }, channel: "call", department: "sales", purpose } });

describe("a policy that extends presets", () => {
  it("holds a call back where one of a number's zones is closed, and cites the law", async () => {
    // 8:30 in Miami and 7:30 in Pensacola.
    gate.setClock("2026-06-10T12:30:00.000Z");
    const { body } = await call("+1 850 234 5678");
    expect(body).toMatchObject({
      decision: "defer",
      recorded: false,
      nextAllowedAt: "2026-06-10T13:00:00.000Z",
    });
    expect(body.reasons).toEqual([
      expect.objectContaining({ rule: "us-tcpa-hours" }),
      expect.objectContaining({
        rule: "us-fl-hours",
        code: "outside_hours",
        details: { zones: ["America/New_York", "America/Chicago"], because: ["phone US/850"] },
        regulation: expect.objectContaining({
          ...{ jurisdiction: "US-FL", source: "Fla. Stat. 501.616(6)(a)", confidence: "high" },
          ...{ strength: "prohibition", because: ["phone US/850"] },
        }),
      }),
    ]);
    gate.setClock("2026-06-10T13:00:00.000Z");
    expect((await call("+1 850 234 5678")).body).toMatchObject({ decision: "allow", recorded: true });
  });

  it("asks of other places nothing, and of a purpose that the law does not speak of nothing either", async () => {
    gate.setClock("2026-06-10T03:00:00.000Z");
    expect((await call("+49 30 901820")).body).toMatchObject({ decision: "allow" });
    expect((await call("+1 212 736 5000", "receipts")).body).toMatchObject({ decision: "allow" });
  });

  it("counts three in a day by the law of the State that the number is of", async () => {
    gate.setClock("2026-06-10T16:00:00.000Z");
    for (const decision of ["allow", "allow", "allow", "defer"]) {
      const { body } = await call("+1 305 234 5678");
      expect(body.decision).toBe(decision);
      if (decision !== "defer") continue;
      expect(body.reasons).toMatchObject([{ rule: "us-fl-three-a-day", code: "cap_reached" }]);
      expect(body.nextAllowedAt).toBe("2026-06-11T16:00:00.000Z");
    }
  });

  it("asks French consumers for consent, in a territory too", async () => {
    gate.setClock("2026-10-07T12:00:00.000Z");
    for (const phone of ["+33 1 23 45 67 89", "+590 590 20 12 34"]) {
      const { body } = await call(phone);
      expect(body.decision, phone).toBe("deny");
      expect(body.reasons).toContainEqual(
        expect.objectContaining({ rule: "fr-call-consent", code: "no_consent" }),
      );
    }
  });

  it("is refused with the name of a preset that there is not", async () => {
    const { body } = await send("POST /v1/policies/validate", {
      body: { ...POLICY, extends: ["regulations/atlantis"] },
    });
    expect(body).toMatchObject({ valid: false, issues: [{ path: "extends.0" }] });
  });
});
