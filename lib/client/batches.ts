import { type Connection, post } from "./attempts.ts";
import type { Answer, BatchOptions, FailModeAnswer } from "./client.ts";
import type { BatchAnswer, BatchDecision, BatchDefaults, BatchItem } from "./contract.ts";
import { GateProblem, GateUnavailable } from "./problem.ts";

/** One check of a list. The gate refuses fields that it does not know. */
export type CheckItem = Omit<BatchItem, "ref">;
export type Defaults = BatchDefaults;

/** What became of one: the answer, or what is wrong with it. */
export type CheckedItem<T> = { readonly item: T } & (
  | { readonly answer: Answer; readonly problem?: undefined }
  | { readonly problem: GateProblem; readonly answer?: undefined }
);

interface Batching<T> extends BatchOptions<T> {
  readonly connection: Connection;
  readonly failMode: (fault: unknown) => FailModeAnswer;
}

const MOST_ITEMS = 500;
/** The gate takes 1 MB. */
const MOST_BYTES = 900_000;
const TIMEOUT_MS = 30_000;

/** See Client.checkAll. @throws RangeError for a size that cannot be. */
export async function* checkInBatches<T>(
  items: Iterable<T> | AsyncIterable<T>,
  batching: Batching<T>,
): AsyncGenerator<CheckedItem<T>> {
  const { batchSize = 100, atOnce = 2, requestOf = (item) => item as CheckItem } = batching;
  if (!(batchSize >= 1 && batchSize <= MOST_ITEMS)) throw new RangeError("batchSize must be from 1 to 500");
  if (!(atOnce >= 1)) throw new RangeError("atOnce must be 1 or more");
  const underWay: Promise<readonly CheckedItem<T>[]>[] = [];
  for await (const batch of batchesOf(items, batchSize, requestOf)) {
    const checked = checkBatch(batch, batching);
    // Whoever stops reading hears of no fault of what is still under way.
    checked.catch(() => {});
    underWay.push(checked);
    if (underWay.length >= atOnce) yield* (await underWay.shift()) ?? [];
  }
  for (const checked of underWay) yield* await checked;
}

/** An item as it is sent, with the key that it keeps when it is sent again. */
interface Sent<T> {
  readonly item: T;
  readonly body: CheckItem & { readonly idempotencyKey: string };
}

async function* batchesOf<T>(
  items: Iterable<T> | AsyncIterable<T>,
  most: number,
  requestOf: (item: T) => CheckItem,
): AsyncGenerator<readonly Sent<T>[]> {
  let [batch, bytes]: [Sent<T>[], number] = [[], 0];
  for await (const item of items) {
    const body = { idempotencyKey: crypto.randomUUID(), ...requestOf(item) };
    const size = new TextEncoder().encode(JSON.stringify(body)).length;
    if (batch.length === most || (bytes + size > MOST_BYTES && batch.length > 0)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push({ item, body });
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

async function checkBatch<T>(
  batch: readonly Sent<T>[],
  batching: Batching<T>,
): Promise<readonly CheckedItem<T>[]> {
  const { connection, failMode, defaults, timeoutMs = TIMEOUT_MS, signal } = batching;
  const endMs = performance.now() + timeoutMs;
  const done = new Map<Sent<T>, CheckedItem<T>>();
  let left = batch;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    try {
      const body = { ...(defaults && { defaults }), items: left.map((sent) => sent.body) };
      const answered = (await post(connection, {
        ...{ path: "/v1/check/batch", body, signal },
        timeoutMs: endMs - performance.now(),
      })) as Partial<BatchAnswer>;
      if (answered.items?.length !== left.length) throw new GateUnavailable("what answered is no gate");
      const again: Sent<T>[] = [];
      for (const [index, sent] of left.entries()) {
        const checked = outcomeOf(sent.item, answered.items[index]);
        if (checked === undefined && attempt < (connection.attempts ?? 3)) again.push(sent);
        else done.set(sent, checked ?? { item: sent.item, answer: failMode(NOT_DECIDED) });
      }
      left = again;
    } catch (fault) {
      const answer = failMode(fault);
      for (const sent of left) done.set(sent, { item: sent.item, answer });
      left = [];
    }
  }
  return batch.map((sent) => done.get(sent) as CheckedItem<T>);
}

const NOT_DECIDED = new GateUnavailable("the gate could not decide it in time");

/** Undefined for one that is to be asked again. */
function outcomeOf<T>(
  item: T,
  answered: BatchAnswer["items"][number] | undefined,
): CheckedItem<T> | undefined {
  if (answered === undefined || (answered.status !== 200 && answered.status >= 500)) return undefined;
  if ("problem" in answered) return { item, problem: new GateProblem(answered.status, answered.problem) };
  const { status: _status, ref: _ref, ...decision } = answered as BatchDecision;
  return { item, answer: { ...decision, source: "gate" } };
}
