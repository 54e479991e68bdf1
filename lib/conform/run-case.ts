import type { Case } from "./case.ts";
import { differences, differenceText } from "./differences.ts";
import { CannotConform } from "./errors.ts";
import { type Answer, type GateClient, isGood, problemText } from "./gate-client.ts";
import { type Names, newNames } from "./names.ts";
import { putPolicy, setClock } from "./open-gate.ts";
import { includesOf, probesOf, recordingOf } from "./probes.ts";
import { type Step, stepsOf, untellable } from "./steps.ts";

/** How a gate did on one case. */
export type Result =
  | { readonly kind: "passed" }
  /** With a line for each thing that was not as expected. */
  | { readonly kind: "failed"; readonly faults: readonly string[] }
  /** With what cannot be told, and why. */
  | { readonly kind: "skipped"; readonly reason: string };

const PASSED: Result = { kind: "passed" };
const failed = (...faults: string[]): Result => ({ kind: "failed", faults });
const skipped = (reason: string): Result => ({ kind: "skipped", reason });

/**
 * Brings a gate over HTTP to where the case begins, asks it, and records the touch where the case allows it. Leaves
 * its clock and its policy changed. @throws CannotConform when the gate ceases to answer, or the key may put no policy.
 */
export async function runCase(gate: GateClient, of: Case): Promise<Result> {
  const missing = untellable(of);
  if (missing !== undefined) return skipped(`no call tells ${missing}`);
  const told = await tell(gate, of);
  if ("kind" in told) return told;

  const faults: string[] = [];
  for (const { asked, when, expected } of probesOf(of)) {
    const answer = await ask(gate, asked, told, "dryRun");
    if (isRefusedKey(answer)) return skipped(`the key may not: ${problemText(answer)}`);
    faults.push(...faultsOf(answer, { ...expected, recorded: false }, when));
  }
  const recording = recordingOf(of);
  if (faults.length > 0 || recording === undefined) return faults.length > 0 ? failed(...faults) : PASSED;
  const answer = await ask(gate, recording, told, "record");
  const notRecorded = faultsOf(answer, { decision: "allow", recorded: true }, "when recorded");
  return notRecorded.length > 0 ? failed(...notRecorded) : PASSED;
}

function faultsOf(answer: Answer, expected: object, when: string): string[] {
  const prefix = when === "" ? "" : `${when}: `;
  if (!isGood(answer)) return [`${prefix}POST /v1/check answered ${problemText(answer)}`];
  return differences(expected, answer.body).map((difference) => prefix + differenceText(difference));
}

async function ask(gate: GateClient, of: Case, names: Names, mode: "dryRun" | "record"): Promise<Answer> {
  await setClock(gate, of.now);
  const { to, ...request } = of.request;
  const include = includesOf(of);
  const body = { ...request, to: names.to(to), mode, ...(include.length > 0 && { include }) };
  return gate.send("POST /v1/check", body);
}

/** Tells a gate all that the case begins with; the contact's names there, or why it could not be told. */
async function tell(gate: GateClient, of: Case): Promise<Names | Result> {
  const inShadow = await putPolicy(gate, unbinding(of.policy));
  if (!isGood(inShadow)) return policyRefused(inShadow);
  const names = await putContact(gate, of);
  if ("kind" in names) return names;
  const touchIds: string[] = [];
  for (const step of stepsOf(of, names)) {
    const { clock, tells, touch } = step;
    const call = step.call
      .replace("{contactId}", encodeURIComponent(names.contactId))
      .replace("{touchId}", encodeURIComponent(touchIds[touch ?? 0] ?? ""));
    await setClock(gate, clock);
    const answer = await gate.send(call, step.body);
    if (isNotServed(answer)) return skipped(`this gate does not take ${tells} (${step.call})`);
    if (!isGood(answer)) return refused(tells, call, answer);
    const fault = step.call === "POST /v1/check" ? notAdmitted(step, answer) : itemFault(answer);
    if (fault !== undefined) return failed(fault);
    if (typeof answer.body.touchId === "string" && touch !== undefined) touchIds[touch] = answer.body.touchId;
  }
  const inForce = await putPolicy(gate, of.policy);
  return isGood(inForce) ? names : policyRefused(inForce);
}

/** Without a key that may put policies no case can be asked. */
function policyRefused(answer: Answer): Result {
  if (!isRefusedKey(answer)) return failed(`PUT /v1/policies/active answered ${problemText(answer)}`);
  throw new CannotConform(
    `The key may not put policies (${problemText(answer)}): give one that may everything with --key.`,
  );
}

/** The history was admitted before the policy bound: its rules only watch, and what they need of it is kept. */
const unbinding = ({ suppressionLists: _, ...policy }: Case["policy"]) => ({
  ...policy,
  rules: shadowed(policy.rules),
});

const shadowed = (rules: unknown): unknown =>
  (Array.isArray(rules) ? rules : []).map((rule: object) => ({ ...rule, effect: "shadow" }));

/** An address that another run has left to another contact is no use: then under other names. */
const MOST_TRIES = 5;

async function putContact(gate: GateClient, of: Case): Promise<Names | Result> {
  const { attributes = {}, identities = [] } = of.contact;
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const names = newNames(of);
    const call = `PUT /v1/contacts/${encodeURIComponent(names.contactId)}`;
    const named = identities.map(({ type, value }) => ({ type, value: names.address(type, value) }));
    const answer = await gate.send(call, { attributes, identities: named });
    if (!isGood(answer)) return refused("contacts", call, answer);
    const listed = answer.body.identities as readonly { readonly shared?: boolean }[];
    if (!listed.some(({ shared }) => shared === true)) return names;
  }
  return failed(`no free address was found in ${MOST_TRIES} tries: run the kit on an empty gate`);
}

const isRefusedKey = ({ status }: Answer): boolean => status === 403;

const isNotServed = ({ body }: Answer): boolean =>
  body.code === "no_route" || body.code === "method_not_allowed";

const refused = (what: string, call: string, answer: Answer): Result =>
  isRefusedKey(answer)
    ? skipped(`the key may not tell ${what}: ${problemText(answer)}`)
    : failed(`${call} answered ${problemText(answer)}`);

const notAdmitted = ({ clock }: Step, { body }: Answer): string | undefined =>
  body.recorded === true
    ? undefined
    : `the touch of ${clock} was not recorded: ${JSON.stringify(body.reasons)}`;

/** Bulk calls answer 200 and tell each item's fate by itself. */
function itemFault({ body }: Answer): string | undefined {
  const items = (Array.isArray(body.items) ? body.items : []) as readonly { readonly status?: number }[];
  const bad = items.find(({ status = 200 }) => status >= 400);
  return bad && `an item was refused: ${JSON.stringify(bad)}`;
}
