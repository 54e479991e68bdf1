import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { itemsOf, pagesOf, type Scanner } from "../../lib/store/scanner.ts";
import type { Item, Store } from "../../lib/store/store.ts";

async function all(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** A table with nothing in it, to hold its scanner to its contract. */
export interface OpenScanner {
  readonly store: Store;
  readonly scanner: Scanner;
  stop(): Promise<void>;
}

/** Every guarantee of the `Scanner` port (lib/store/scanner.ts), for one backend. */
export function holdsToTheScannerContract(name: string, open: () => Promise<OpenScanner>): void {
  describe(`the scanner contract on ${name}`, () => {
    let opened: OpenScanner | undefined;
    let scanner: Scanner;
    const items: Item[] = Array.from({ length: 60 }, (_, at) => ({
      ...{ pk: `C#${at % 20}`, sk: ["#", "CARD", "T#1"][Math.floor(at / 20)] as string },
      text: "x".repeat(at),
    }));
    const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`;
    const sorted = (found: readonly Item[]) => [...found].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

    beforeAll(async () => {
      opened = await open();
      scanner = opened.scanner;
      await Promise.all(items.map((item) => opened?.store.put({ item })));
    });
    afterAll(() => opened?.stop());

    it.each([1, 2, 7])("%i segments together hold every item once", async (segments) => {
      const parts = await Promise.all(
        Array.from({ length: segments }, (_, segment) => all(itemsOf(scanner, { segment, segments }))),
      );
      expect(sorted(parts.flat())).toEqual(sorted(items));
    });

    it.each([1, 3, 59, 60, 61])("pages of %i hold every item once, and end", async (limit) => {
      const found = await all(itemsOf(scanner, { segment: 0, segments: 1, limit }));
      expect(sorted(found)).toEqual(sorted(items));
    });

    it.each([1, 3])("pages of %i segments at a time hold every item once", async (segments) => {
      const found: Item[] = [];
      for await (const page of pagesOf(scanner, segments)) found.push(...page);
      expect(sorted(found)).toEqual(sorted(items));
    });

    it("answers items with the sort keys asked for only, page by page", async () => {
      const only = ["#", "CARD"];
      const found = await all(itemsOf(scanner, { segment: 0, segments: 1, only, limit: 7 }));
      expect(sorted(found)).toEqual(sorted(items.filter(({ sk }) => only.includes(sk))));
    });

    it("sees a write that was acknowledged before", async () => {
      const item = { pk: "C#new", sk: "new" };
      await opened?.store.put({ item });
      const found = await all(itemsOf(scanner, { segment: 0, segments: 1, only: ["new"] }));
      expect(found).toEqual([item]);
      await opened?.store.delete(item);
    });

    it("tells about how much there is", async () => {
      const size = await scanner.size();
      expect(size.items).toBeGreaterThanOrEqual(0);
      expect(size.bytes).toBeGreaterThanOrEqual(0);
    });
  });
}
