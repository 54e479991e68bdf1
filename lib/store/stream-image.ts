import type { Item } from "./store.ts";

/** An image in a stream record: DynamoDB's own notation of an item. */
type Image = Readonly<Record<string, { readonly S?: string | undefined; readonly N?: string | undefined }>>;

/** The flat item of an image; attributes of other types are not ours and are left out. */
export function itemOfImage(image: Image): Item {
  const entries = Object.entries(image).flatMap(([name, { S, N }]): [string, string | number][] => {
    if (S !== undefined) return [[name, S]];
    return N === undefined ? [] : [[name, Number(N)]];
  });
  return Object.fromEntries(entries) as Item;
}
