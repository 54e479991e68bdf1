import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { availableEngines } from "../support/engines.ts";
import {
  type Decision,
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

/** A person's cap while two contacts become one, and two again, with a crowd asking at both addresses. */

const CAP = 3;
const CROWD = 50;
const POLICY = {
  id: "persons",
  purposes: { sales: {} },
  rules: [{ id: "three-a-week", kind: "cap", max: CAP, window: { rolling: "P7D" } }],
};

for (const found of await availableEngines()) {
  const missing = "missing" in found ? found.missing : undefined;
  const name = missing === undefined ? found.kind : `${found.kind} (skipped: ${missing})`;

  describe.skipIf(missing !== undefined)(`a person of two contacts on ${name}`, () => {
    let gate: TestGate;
    beforeAll(async () => {
      if (!("missing" in found)) gate = await startTestGate({ policy: POLICY, engine: found.engine });
    });
    afterAll(() => gate?.stop());

    const ask = (to: Fields, channel: string, more: Fields = {}) =>
      gate.check({ to, channel, department: "sales", purpose: "sales", ...more });

    async function twoContacts() {
      const two = { stays: freshId(), goes: freshId(), phone: freshPhone(), email: freshEmail() };
      await gate.send(`PUT /v1/contacts/${two.stays}`, {
        body: { identities: [{ type: "phone", value: two.phone }] },
      });
      await gate.send(`PUT /v1/contacts/${two.goes}`, {
        body: { identities: [{ type: "email", value: two.email }] },
      });
      return two;
    }
    type Two = Awaited<ReturnType<typeof twoContacts>>;

    const merge = async ({ stays, goes, phone }: Two) => {
      const identities = [{ type: "phone", value: phone }];
      const answer = await gate.send(`PUT /v1/contacts/${goes}`, {
        body: { identities, onDuplicate: "merge" },
      });
      expect(answer.body).toMatchObject({ contactId: stays });
    };
    const unmerge = async ({ stays, goes }: Two) => {
      const answer = await gate.send(`POST /v1/contacts/${stays}/unmerge`, { body: { contactId: goes } });
      expect([answer.status, answer.body]).toEqual([200, { contactId: stays, unmerged: goes }]);
    };

    /** Half of them at the phone, half at the e-mail address, and something that happens in their midst. */
    async function crowdAround(two: Two, happens: () => Promise<void>): Promise<Decision[]> {
      const { phone, email } = two;
      const asked = Array.from({ length: CROWD }, (_, i) =>
        i % 2 === 0 ? ask({ phone }, "call") : ask({ email }, "email"),
      );
      const [decisions] = await Promise.all([Promise.all(asked), happens()]);
      return decisions;
    }

    const allowed = (decisions: readonly Decision[]) =>
      decisions
        .filter(({ decision }) => decision === "allow")
        .map(({ touchId }) => touchId)
        .sort();

    const touchesOf = async (to: Fields) => {
      const { recent = [] } = await ask(to, "other", { mode: "dryRun", include: ["recent"] });
      return recent.map(({ touchId }) => touchId).sort();
    };

    it("has one cap, however many ask at either address", async () => {
      const two = await twoContacts();
      await merge(two);
      const decisions = await crowdAround(two, async () => {});
      expect(allowed(decisions)).toHaveLength(CAP);
      expect(await touchesOf({ email: two.email })).toEqual(allowed(decisions));
    });

    it.each([1, 2, 3])(
      "keeps every touch, and admits nobody above the cap once it is one (race %i)",
      async () => {
        const two = await twoContacts();
        const decisions = await crowdAround(two, () => merge(two));
        const touches = await touchesOf({ contactId: two.stays });
        expect(touches).toEqual(allowed(decisions));
        expect(touches.length).toBeGreaterThanOrEqual(CAP);
        expect(touches.length).toBeLessThanOrEqual(2 * CAP);
        expect(allowed(await crowdAround(two, async () => {}))).toEqual([]);
      },
    );

    it.each([1, 2, 3])(
      "loses no touch when it is two again, and neither passes the cap (race %i)",
      async () => {
        const two = await twoContacts();
        await merge(two);
        const decisions = await crowdAround(two, () => unmerge(two));
        const [phones, emails] = [
          await touchesOf({ phone: two.phone }),
          await touchesOf({ email: two.email }),
        ];
        expect([...phones, ...emails].sort()).toEqual(allowed(decisions));
        expect(Math.max(phones.length, emails.length)).toBeLessThanOrEqual(CAP);
        expect((await ask({ email: two.email }, "email", { mode: "dryRun" })).contactId).toBe(two.goes);
      },
    );

    it("hears an opt-out at either address, whichever way the two go", async () => {
      const two = await twoContacts();
      await merge(two);
      const optOut = async () => {
        const body = { optOutAll: true };
        await gate.send(`PUT /v1/contacts/${two.goes}/preferences`, { body });
      };
      await crowdAround(two, optOut);
      await unmerge(two);
      const after = await crowdAround(two, () => Promise.resolve());
      expect(allowed(after)).toEqual([]);
    });
  });
}
