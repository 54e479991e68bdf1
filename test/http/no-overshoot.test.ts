import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { availableEngines } from "../support/engines.ts";
import {
  type Decision,
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  putPolicy,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

/**
 * Guarantee 1, over HTTP and on both engines: however many ask at the same time, no more than the cap are let
 * through, and exactly the cap when nothing fails. Everything is counted; nothing waits for a length of time.
 */

const CROWD = 100;
/** How often each race is run, beside the caps' five. */
const RACES = 3;

const capOf = (max: number): Fields => ({
  id: `cap-of-${max}`,
  purposes: { sales: {} },
  departments: ["sales"],
  rules: [{ id: "the-cap", kind: "cap", max, window: { rolling: "P7D" } }],
});

const to = (recipient: Fields): Fields => ({
  to: recipient,
  channel: "call",
  department: "sales",
  purpose: "sales",
});

const timesOf = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

for (const found of await availableEngines()) {
  const missing = "missing" in found ? found.missing : undefined;
  const name = missing === undefined ? found.kind : `${found.kind} (skipped: ${missing})`;

  describe.skipIf(missing !== undefined)(`no overshoot on ${name}`, () => {
    let gate: TestGate;
    beforeAll(async () => {
      if ("missing" in found) return;
      // At the deadline that everybody has: a crowd waits in its contact's lane, not for the store.
      gate = await startTestGate({ engine: found.engine });
    });
    afterAll(() => gate?.stop());

    const crowd = (recipientOf: (index: number) => Fields): Promise<Decision[]> =>
      Promise.all(timesOf(CROWD, (i) => gate.check(to(recipientOf(i)))));

    /** The ids of the touches that the contact has, as its state tells. */
    const touchesOf = async (recipient: Fields): Promise<unknown[]> => {
      const { recent = [] } = await gate.check({ ...to(recipient), mode: "dryRun", include: ["recent"] });
      return recent.map(({ touchId }) => touchId).sort();
    };

    /** Exactly `max` passed, they are the touches there are, and every other was told why. */
    async function expectExactly(
      max: number,
      decisions: readonly Decision[],
      recipient: Fields,
    ): Promise<void> {
      const allowed = decisions.filter(({ decision }) => decision === "allow");
      expect(allowed).toHaveLength(max);
      expect(await touchesOf(recipient)).toEqual(allowed.map(({ touchId }) => touchId).sort());
      for (const { decision, recorded, nextAllowedAt, reasons } of decisions) {
        if (decision === "allow") continue;
        expect([decision, recorded]).toEqual(["defer", false]);
        expect(nextAllowedAt).toMatch(/Z$/);
        expect(reasons).toMatchObject([
          { rule: "the-cap", code: "cap_reached", details: { count: max, max } },
        ]);
      }
    }

    it.each([1, 2, 3, 5])(`admits exactly %i of ${CROWD} to a stranger, five times`, async (max) => {
      await putPolicy(gate, capOf(max));
      for (let round = 0; round < 5; round += 1) {
        const recipient = { phone: freshPhone() };
        await expectExactly(max, await crowd(() => recipient), recipient);
      }
    });

    it(`admits all of a cap of 60 of ${CROWD}: more than races could be lost in a row`, async () => {
      await putPolicy(gate, capOf(60));
      const recipient = { phone: freshPhone() };
      const decisions = await crowd(() => recipient);
      expect(decisions.filter(({ decision }) => decision === "allow")).toHaveLength(60);
      expect(decisions.filter(({ decision }) => decision === "defer")).toHaveLength(CROWD - 60);
    });

    it(`admits exactly 3 of ${CROWD} to a contact, half by phone and half by e-mail`, async () => {
      await putPolicy(gate, capOf(3));
      for (let round = 0; round < RACES; round += 1) {
        const [id, phone, email] = [freshId(), freshPhone(), freshEmail()];
        const identities = [
          { type: "phone", value: phone },
          { type: "email", value: email },
        ];
        await gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
        const decisions = await crowd((i) => (i % 2 === 0 ? { phone } : { email }));
        expect(new Set(decisions.map(({ contactId }) => contactId))).toEqual(new Set([id]));
        await expectExactly(3, decisions, { contactId: id });
      }
    });

    it("loses and doubles no touch of a stranger who is linked while 50 checks are in flight", async () => {
      await putPolicy(gate, capOf(10));
      for (let round = 0; round < RACES; round += 1) {
        const [id, phone] = [freshId(), freshPhone()];
        const identities = [{ type: "phone", value: phone }];
        const before = round * 4;
        const checks = timesOf(before, () => gate.check(to({ phone })));
        const link = gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
        checks.push(...timesOf(50 - before, () => gate.check(to({ phone }))));
        const decisions = await Promise.all(checks);
        expect((await link).status).toBe(201);
        const allowed = decisions.filter(({ decision }) => decision === "allow");
        expect(allowed).toHaveLength(10);
        const told = allowed.map(({ touchId }) => touchId).sort();
        expect(await touchesOf({ contactId: id })).toEqual(told);
        expect(await touchesOf({ phone })).toEqual(told);
      }
    });

    it("keeps two strangers' caps together when both are linked while checks are in flight", async () => {
      await putPolicy(gate, capOf(5));
      for (let round = 0; round < RACES; round += 1) {
        const [id, phone, email] = [freshId(), freshPhone(), freshEmail()];
        const identities = [
          { type: "phone", value: phone },
          { type: "email", value: email },
        ];
        const checks = timesOf(20, (i) => gate.check(to(i % 2 === 0 ? { phone } : { email })));
        const link = gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
        checks.push(...timesOf(20, (i) => gate.check(to(i % 2 === 0 ? { phone } : { email }))));
        const decisions = await Promise.all(checks);
        expect((await link).status).toBe(201);
        const allowed = decisions
          .filter(({ decision }) => decision === "allow")
          .map(({ touchId }) => touchId);
        // Two persons until the link, one from then on: each had a cap of its own before.
        expect(allowed.length).toBeGreaterThanOrEqual(5);
        expect(allowed.length).toBeLessThanOrEqual(10);
        expect(await touchesOf({ contactId: id })).toEqual([...allowed].sort());
        expect(await gate.check(to({ phone }))).toMatchObject({ decision: "defer" });
      }
    });

    it("records nothing that began after an opt-out was acknowledged", async () => {
      await putPolicy(gate, capOf(10));
      for (let round = 0; round < RACES; round += 1) {
        const [id, phone] = [freshId(), freshPhone()];
        const identities = [{ type: "phone", value: phone }];
        await gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
        const line = `PUT /v1/contacts/${id}/preferences`;
        const early = timesOf(30, () => gate.check(to({ phone })));
        // Into the middle of them: one has been answered, the cap is far.
        await Promise.any(early);
        const optOut = await gate.send(line, { body: { optOutAll: true } });
        const late = timesOf(25, () => gate.check(to({ phone })));
        expect(optOut.status).toBe(200);
        const refused = await Promise.all(late);
        expect(refused.filter(({ decision }) => decision !== "deny")).toEqual([]);
        // Whatever was let through was let through before: it is all there, and nothing else is.
        const allowed = (await Promise.all(early)).filter(({ decision }) => decision === "allow");
        expect(await touchesOf({ phone })).toEqual(allowed.map(({ touchId }) => touchId).sort());
      }
    });

    it("lets an opt-out of a stranger stand when the address is linked at the same time", async () => {
      await putPolicy(gate, capOf(10));
      for (let round = 0; round < RACES; round += 1) {
        const [id, phone] = [freshId(), freshPhone()];
        const { contactId } = await gate.check(to({ phone }));
        const identities = [{ type: "phone", value: phone }];
        const [optedOut, linked] = await Promise.all([
          gate.send(`PUT /v1/contacts/${contactId}/preferences`, { body: { optOutAll: true } }),
          gate.send(`PUT /v1/contacts/${id}`, { body: { identities } }),
        ]);
        expect([optedOut.status, linked.status]).toEqual([200, 201]);
        expect(await gate.check(to({ contactId: id }))).toMatchObject({ decision: "deny", contactId: id });
      }
    });
  });
}
