import { type Checked, check } from "../../functions/check/command.ts";
import type { ActivePolicy } from "../../functions/shared/active-policy.ts";
import { createDeps, type Deps } from "../../functions/shared/deps.ts";
import type { Refusal } from "../../functions/shared/problem.ts";
import { identityOf, type Recipient } from "../../functions/shared/recipient.ts";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { compilePolicy } from "../../lib/core/compile-policy.ts";
import type { NormalisedIdentity } from "../../lib/core/identity/normalise.ts";
import { epochMs } from "../../lib/core/time.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import type { Store } from "../../lib/store/store.ts";

/** The one instant of tests that need no other. */
export const NOW = epochMs(Date.parse("2026-03-10T12:00:00.000Z"));
export const PEPPER = "pepper";

/** A policy in force that lets `max` counting touches a week through, and notices at will. */
export async function policyWithCap(max: number): Promise<ActivePolicy> {
  const document = {
    id: "test",
    timezone: "UTC",
    retention: "P90D",
    purposes: { marketing: {}, notice: { obeys: "hard", counts: false } },
    rules: [{ id: "weekly", kind: "cap", max, window: { rolling: "P7D" } }],
  };
  const calendar = await loadCalendar();
  const verdict = validatePolicy(document, calendar);
  if (!verdict.valid) throw new Error(JSON.stringify(verdict.issues));
  const compiled = compilePolicy(verdict.document, { version: 1, calendar });
  return { compiled, document, version: 1, pepper: PEPPER };
}

/** Dependencies over a store, at NOW, that neither wait nor log. */
export const depsOver = (store: Store): Deps =>
  createDeps({ store, now: () => NOW, log: () => {}, pause: async () => {} });

export const PHONE: NormalisedIdentity = {
  type: "phone",
  value: "+4930123456",
  regions: ["DE"],
  flags: [],
};
export const EMAIL: NormalisedIdentity = { type: "email", value: "li@example.com", regions: [], flags: [] };

export const addressed = (address: NormalisedIdentity) =>
  ({ address: identityOf(PEPPER, address) }) satisfies Recipient;

/** Asks whether somebody may be touched, as the handler of `POST /v1/check` does. */
export const ask = (
  deps: Deps,
  asked: {
    readonly to: Recipient;
    readonly policy: ActivePolicy;
    readonly purpose?: "marketing" | "notice";
  },
): Promise<Checked | Refusal> =>
  check({
    deps,
    policy: asked.policy,
    now: NOW,
    by: null,
    recipient: asked.to,
    request: {
      to: {},
      channel: "sms",
      department: "growth",
      purpose: asked.purpose ?? "marketing",
      mode: "record",
    },
  });
