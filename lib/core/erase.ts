import { type Contact, newContact, type Suppression } from "./contact.ts";

/** Name of the list that addresses of erased persons stand on. It is the gate's own: only an erasure puts on it. */
export const ERASED_LIST = "erased";

/** What keeps suppressing an address of an erased person, also for whoever lists it later. It does not end by itself. */
export const erasedSuppression = (identityKey: string): Suppression => ({
  identityKey,
  list: ERASED_LIST,
  reason: undefined,
  expiresAt: undefined,
});

export const isErased = ({ status }: Pick<Contact, "status">): boolean => status === "erased";

/** Whether an address is on the list of the erased. */
export const isListedErased = ({ suppressions }: Contact, identityKey: string): boolean =>
  suppressions.some((one) => one.identityKey === identityKey && one.list === ERASED_LIST);

/**
 * What stays of an erased person at one of their keys: that it is erased, and when the key is that of an address that
 * a channel reaches, the list that keeps suppressing it. Nothing else is known of it, not even its type.
 */
export const tombstoneOf = (
  key: string,
  { version, isAddress }: { readonly version: number; readonly isAddress: boolean },
): Contact => ({
  ...newContact(key),
  version,
  status: "erased",
  suppressions: isAddress ? [erasedSuppression(key)] : [],
});
