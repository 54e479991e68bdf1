import type { ItemKey, Store, Write } from "./store.ts";

/**
 * Who lists an address that is another contact's, kept under the address: what is said of the address concerns them
 * too. Nobody is taken off: one who lists it no longer is passed over by whoever reads their state.
 */
const PREFIX = "L#";

export const sharerKey = (addressKey: string, contactId: string): ItemKey => ({
  pk: `C#${addressKey}`,
  sk: `${PREFIX}${contactId}`,
});

export const sharerWrite = (addressKey: string, contactId: string): Write => ({
  item: { ...sharerKey(addressKey, contactId), shared: 1 },
});

/** Whom an item of this kind names. */
export const sharerIn = ({ sk }: ItemKey): string => sk.slice(PREFIX.length);

/** Ids of the contacts that list, or once listed, an address that is another's. */
export async function sharersOf(store: Store, addressKey: string): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const from = after === undefined ? {} : { after };
    const page = await store.query({ pk: `C#${addressKey}`, prefix: PREFIX, limit: 1_000, ...from });
    ids.push(...page.items.map(sharerIn));
    after = page.next;
  } while (after !== undefined);
  return ids;
}
