import { identityOf } from "../../functions/shared/recipient.ts";
import { newContact } from "../../lib/core/contact.ts";
import { normaliseEmail } from "../../lib/core/identity/normalise.ts";
import { epochMs } from "../../lib/core/time.ts";
import { commitContact } from "../../lib/store/contacts.ts";
import type { Store } from "../../lib/store/store.ts";
import { atOnce } from "../support/at-once.ts";
import { busyPast, historyOf } from "../support/history.ts";

/** Contacts that one arm works on, each known by one address. */
export type Pool = readonly { readonly email: string; readonly key: string }[];

/** What stands before the first measured check: with the checks of a run it stays a dozen or less. */
const TOUCHES_BEFORE = 8;
/** Older than any window of the default policy. */
const NEWEST_DAYS_AGO = 31;

/** Puts `size` contacts with a past that leaves a marketing touch allowed. `name` keeps pools apart. */
export async function fillPool(
  store: Store,
  { name, size, pepper }: { name: string; size: number; pepper: string },
  onFilled: (filled: number) => void,
): Promise<Pool> {
  const now = epochMs(Date.now());
  const past = busyPast(TOUCHES_BEFORE, NEWEST_DAYS_AGO);
  const pool = Array.from({ length: size }, (_, i) => {
    const normalised = normaliseEmail(`${name}.${100_000 + i}@example.com`);
    if (!normalised.ok) throw new Error(normalised.fault);
    return { email: normalised.identity.value, identity: identityOf(pepper, normalised.identity) };
  });
  await atOnce(16, size, async (i) => {
    const { identity } = pool[i] as (typeof pool)[number];
    const contact = newContact(identity.key, [identity]);
    const touches = historyOf(past, { now, address: identity.key });
    await commitContact({ store }, { ...contact, touches }, []);
    if (i % 100 === 0) onFilled(i);
  });
  return pool.map(({ email, identity }) => ({ email, key: identity.key }));
}
