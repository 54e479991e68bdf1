import { decisionBody } from "../../functions/check/answer.ts";
import { check } from "../../functions/check/command.ts";
import { readCheck } from "../../functions/check/request.ts";
import { changeContact } from "../../functions/contacts/command.ts";
import { SCOPES } from "../../functions/routes.ts";
import type { ActivePolicy } from "../../functions/shared/active-policy.ts";
import { createDeps, type Deps } from "../../functions/shared/deps.ts";
import { type Case, contactIdOf } from "../../lib/conform/case.ts";
import { poseCase } from "../../lib/conform/decide-case.ts";
import { includesOf, instant } from "../../lib/conform/probes.ts";
import type { NormalisedIdentity } from "../../lib/core/identity/normalise.ts";
import { commitContact, findContact } from "../../lib/store/contacts.ts";
import { contactKeyOf } from "../../lib/store/keys.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import { PEPPER } from "./checking.ts";

const CALLER = { keyId: null, department: null, scopes: SCOPES, outage: undefined };

/** A case whose contact a store of its own holds, to be asked by the commands that the functions run. */
export interface StoredCase {
  /** The body that `POST /v1/check` would answer to `of`, the case itself or the same at another instant. */
  ask(of: Case, mode: "dryRun" | "record"): Promise<object>;
}

/** Puts the contact with the command that lists its addresses, then the rest of its state with one write. */
export async function storeCase(of: Case): Promise<StoredCase> {
  const store = createMemoryStore();
  let now = instant(of.now);
  const deps = createDeps({ store, now: () => now, log: () => {}, pause: async () => {} });
  const { policy: compiled, contact, addresses } = await poseCase(of, keyOf);
  const policy: ActivePolicy = { compiled, document: of.policy, version: 1, pepper: PEPPER };
  await putAddresses(deps, of, addresses);
  const listed = await findContact({ store }, contactIdOf(of));
  if (listed === undefined) throw new Error(`${of.name}: the contact is not there`);
  const { version, put, identities } = listed;
  const committed = await commitContact({ store }, { ...contact, version, put, identities }, []);
  if (!committed.written) throw new Error(`${of.name}: the state was not written`);

  return {
    async ask(asked, mode) {
      now = instant(asked.now);
      const include = includesOf(asked);
      const to = asked.request.to ?? { contactId: contactIdOf(of) };
      const body = { ...asked.request, to, mode, ...(include.length > 0 && { include }) };
      const reading = { policy: compiled, pepper: PEPPER, caller: CALLER, now, issues: [] };
      const ready = await readCheck(body, reading);
      if ("refused" in ready) throw new Error(JSON.stringify(ready));
      const checked = await check({ ...ready, deps, policy, now, by: null });
      if ("refused" in checked) throw new Error(JSON.stringify(checked));
      return decisionBody(checked, { ready, policy, now });
    },
  };
}

const keyOf = (identity: { readonly type: string; readonly value: string }) => contactKeyOf(PEPPER, identity);

async function putAddresses(deps: Deps, of: Case, identities: readonly NormalisedIdentity[]): Promise<void> {
  const said = { contactId: contactIdOf(of), identities, attributes: {}, by: null, ifMatch: undefined };
  const put = await changeContact(
    { deps, pepper: PEPPER },
    { ...said, onDuplicate: "reject", mayCreate: true },
  );
  if ("refused" in put) throw new Error(`${of.name}: ${JSON.stringify(put)}`);
}
