import fc from "fast-check";
import { expect, it } from "vitest";
import { APPLY } from "../../lib/core/audit/finding.ts";
import { StoreUnavailable } from "../../lib/store/errors.ts";
import { type Audited, auditOf, type Sketch, statusesOf, tableWith } from "../support/auditing.ts";
import { crashingStore } from "../support/crashing-store.ts";

const sent = fc.record({
  channel: fc.constantFrom("email" as const, "call" as const, "mail" as const),
  outcome: fc.constantFrom(
    "bounced" as const,
    "delivered" as const,
    "complained" as const,
    "clicked" as const,
  ),
  daysAgo: fc.integer({ min: 1, max: 60 }),
});
const contacts = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom(..."abcdefgh") }),
    status: fc.constantFrom("active" as const, "ghost" as const, "junk" as const, "invalid" as const),
    tags: fc.subarray(["payment:invalid", "vip"]),
    sent: fc.array(sent, { maxLength: 6 }),
    forgotten: fc.boolean(),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 12 },
);
/** What was found; what is left to do about it changes with what is done. */
const found = ({ findings }: Audited) => findings.map(({ action: _, ...one }) => one);
const idsOf = (base: readonly Sketch[]) => base.map(({ id }) => id);

it("applied twice is applied once, and leaves what was told beforehand", async () => {
  await fc.assert(
    fc.asyncProperty(contacts, async (base) => {
      const table = await tableWith(base);
      const told = await auditOf(table);
      const first = await auditOf(table, { applies: true });
      expect(first.changes).toEqual(told.changes);
      expect(found(first)).toEqual(found(told));
      const after = await statusesOf(table, idsOf(base));
      const second = await auditOf(table, { applies: true });
      expect(second.changes).toEqual([]);
      expect(found(second)).toEqual(found(first));
      expect(second.findings.filter(({ action }) => action.command === APPLY)).toEqual([]);
      expect(await statusesOf(table, idsOf(base))).toEqual(after);
      for (const { contactId, to } of told.changes) expect(after[contactId]).toBe(`${to} v3`);
    }),
    { numRuns: 60 },
  );
});

it("killed at any call and run again, it leaves what an undisturbed run does", async () => {
  await fc.assert(
    fc.asyncProperty(
      contacts,
      fc.nat({ max: 60 }),
      fc.constantFrom("dies before" as const, "dies after" as const),
      async (base, call, kind) => {
        const [table, undisturbed] = await Promise.all([tableWith(base), tableWith(base)]);
        await auditOf(undisturbed, { applies: true });
        const over = crashingStore(table, { call, kind });
        await auditOf(table, { applies: true, over }).catch((fault: unknown) => {
          expect(fault).toBeInstanceOf(StoreUnavailable);
        });
        await auditOf(table, { applies: true });
        expect(await statusesOf(table, idsOf(base))).toEqual(await statusesOf(undisturbed, idsOf(base)));
      },
    ),
    { numRuns: 100 },
  );
});
