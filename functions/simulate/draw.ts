import { murmurHash } from "../../lib/core/murmur-hash.ts";

/** Contacts a segment is to hold, about. */
const ITEMS_OF_SEGMENT = 2_000;
const MOST_SEGMENTS = 1_024;

/** Into how many segments a table of so many items is cut: small ones, so that a sample comes from many places. */
export const segmentsFor = (items: number): number =>
  Math.min(MOST_SEGMENTS, Math.max(1, Math.ceil(items / ITEMS_OF_SEGMENT)));

/** The segment that is read as the `index`th: each once, in an order of chance, the same for the same simulation. */
export function segmentAt(of: { readonly id: string; readonly segments: number }, index: number): number {
  return orderOf(of)[index] as number;
}

let last: { readonly name: string; readonly order: readonly number[] } | undefined;

function orderOf({ id, segments }: { readonly id: string; readonly segments: number }): readonly number[] {
  const name = `${id} ${segments}`;
  if (last?.name === name) return last.order;
  const lots = Array.from({ length: segments }, (_, segment) => ({
    segment,
    lot: murmurHash(`${id} ${segment}`),
  }));
  const order = lots.sort((a, b) => a.lot - b.lot || a.segment - b.segment).map(({ segment }) => segment);
  last = { name, order };
  return order;
}
