import type { CallOptions, Item, ItemKey } from "./store.ts";

/**
 * The port to the whole table, beside the store: for an audit or an export, which have to see everything. A page is
 * as consistent as `get`; the pages are not of one instant.
 *
 * @throws StoreUnavailable when the table does not answer, throttles, or faults.
 */
export interface Scanner {
  /** One page of the items of a segment, in no order. */
  scan(scan: Scan, options?: CallOptions): Promise<ScanPage>;
  /** How much there is, as the table last counted; DynamoDB does so every six hours. */
  size(options?: CallOptions): Promise<TableSize>;
}

/** Scans of all `segments`, each with its `segment` from 0, together read every item once. */
export interface Scan {
  readonly segment: number;
  readonly segments: number;
  /** Only items with one of these as their `sk`; the others are read, and paid for, all the same. */
  readonly only?: readonly string[];
  /** Continue after this item. */
  readonly after?: ItemKey | undefined;
  /** Items looked at for a page, default as many as fit 1 MB. */
  readonly limit?: number;
}

/** May hold no items and yet not be the last. */
export interface ScanPage {
  readonly items: readonly Item[];
  /** Pass as `after` for the next page; undefined on the last. */
  readonly next: ItemKey | undefined;
}

export interface TableSize {
  readonly items: number;
  readonly bytes: number;
}

/** All items of a segment. */
export async function* itemsOf(
  scanner: Pick<Scanner, "scan">,
  scan: Omit<Scan, "after">,
  options?: CallOptions,
): AsyncGenerator<Item> {
  let after: ItemKey | undefined;
  do {
    const page = await scanner.scan({ ...scan, after }, options);
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}

/**
 * All items of the table, page by page as they come, `segments` of it at a time. Of each segment one page is asked for
 * ahead and no more, however slowly they are taken.
 */
export async function* pagesOf(
  scanner: Pick<Scanner, "scan">,
  segments: number,
  options?: CallOptions,
): AsyncGenerator<readonly Item[]> {
  const asked = new Map<number, Promise<{ readonly segment: number; readonly page: ScanPage }>>();
  const ask = (segment: number, after: ItemKey | undefined): void => {
    const answer = scanner.scan({ segment, segments, after }, options).then((page) => ({ segment, page }));
    // It may fail while the page before it is still being worked on; the race below then hears of it.
    answer.catch(() => {});
    asked.set(segment, answer);
  };
  for (let segment = 0; segment < segments; segment++) ask(segment, undefined);
  while (asked.size > 0) {
    const { segment, page } = await Promise.race(asked.values());
    asked.delete(segment);
    if (page.next !== undefined) ask(segment, page.next);
    yield page.items;
  }
}
