import type { Identity } from "../../lib/core/contact.ts";
import { addPreferences } from "../preferences/command.ts";
import type { Caller } from "../shared/authenticate.ts";
import type { Refusal } from "../shared/problem.ts";
import { changeSuppressions } from "../suppressions/command.ts";
import { reportOutcome } from "../touches/change.ts";
import type { NamedTouch } from "../touches/touch-id.ts";
import { findTouch } from "./find-touch.ts";
import {
  type HookIdentity,
  identityIn,
  isOfErased,
  type Of,
  review,
  type Taken,
  type Taking,
} from "./taking.ts";

/** What became of a message, or of a call. */
export async function takeOutcome(taking: Taking, message: Of<"outcome">): Promise<Taken> {
  const { deps } = taking;
  const named = message.address && (await identityIn(taking, message.address));
  const address = named?.identity;
  if (await isOfErased(taking, message, address)) return "nothing";
  const refused = named && message.isPermanent ? await giveUp(taking, named) : undefined;
  if (refused !== undefined) return refused;
  const touch = await findTouch(deps, message, address);
  const unheard =
    message.outcome === "complained" ? await silence(taking, message, { address, touch }) : undefined;
  if (unheard !== undefined) return unheard;
  if (touch === undefined)
    return review(taking, message, { because: "touch_not_found", contactKey: address?.key });
  const at = message.at > deps.now() ? undefined : message.at;
  const told = await reportOutcome({
    deps,
    caller: callerOf(taking),
    named: touch,
    outcome: message.outcome,
    at,
  });
  if ("refused" in told) {
    if (told.refused !== "touch_not_found") return told;
    return review(taking, message, { because: "touch_not_found", contactKey: touch.contactKey });
  }
  return "taken";
}

/** Who complains of a channel is not to get any more by it, whatever the message was, found or not. */
async function silence(
  { deps, vendor }: Taking,
  { channel }: Of<"outcome">,
  of: { readonly address: Identity | undefined; readonly touch: NamedTouch | undefined },
): Promise<Refusal | undefined> {
  const { address, touch } = of;
  const whom = address === undefined ? touch && { contactId: touch.contactKey } : { address };
  if (whom === undefined) return undefined;
  const preferences = { channels: { [channel]: { optOut: true } } };
  const added = await addPreferences(deps, { ...whom, preferences, by: `hook:${vendor}` });
  if (!("refused" in added) || added.refused === "contact_not_found") return undefined;
  return added;
}

/** List of the addresses that their mail servers refuse for good. Whoever is on it by mistake is taken off by the API. */
const BOUNCES = "bounces";

/**
 * An e-mail address that does not work and will not. Of a telephone the vendor means texts only: a landline can still
 * be called.
 */
async function giveUp(
  { deps, vendor }: Taking,
  { identity, value }: HookIdentity,
): Promise<Refusal | undefined> {
  if (identity.type !== "email") return undefined;
  const suppression = {
    identityKey: identity.key,
    list: BOUNCES,
    reason: `refused for good, says ${vendor}`,
    expiresAt: undefined,
  };
  const changes = [{ change: "added" as const, suppression }];
  const [done] = await changeSuppressions(
    deps,
    { identity, value, changes },
    { at: deps.now(), by: `hook:${vendor}` },
  );
  return done !== undefined && "refused" in done ? done : undefined;
}

const callerOf = ({ vendor }: Taking): Caller => ({
  keyId: `hook:${vendor}`,
  department: null,
  scopes: [],
  outage: undefined,
});
