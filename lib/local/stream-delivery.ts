import { setTimeout as pause } from "node:timers/promises";
import type { DynamoDBRecord } from "aws-lambda";
import type { StreamConsumer } from "../../functions/streams.ts";
import type { OnFailure } from "./stream-files.ts";
import type { StreamFunction } from "./stream-pump.ts";

/** A batch and what becomes of it. */
export interface Delivery {
  readonly records: readonly DynamoDBRecord[];
  readonly consumer: StreamConsumer;
  readonly handler: StreamFunction;
  readonly onFailure: OnFailure;
  /** Ends the delivery between two calls of the function. */
  readonly signal: AbortSignal;
}

/** Longest wait before a record is tried again; it doubles from 1 ms up to this. */
const LONGEST_WAIT_MS = 1_000;

/**
 * Hands a batch over as Lambda does with ReportBatchItemFailures and BisectBatchOnFunctionError: what stands before
 * the first failure is done and the rest is handed over again; a batch that fails from its beginning is halved, which
 * is no retry; a record by itself is tried `mostRetries` times more and then laid aside.
 * @throws AbortError when `signal` ended it: what was not done must come again.
 */
export async function deliver(delivery: Delivery): Promise<void> {
  const { records, signal } = delivery;
  signal.throwIfAborted();
  if (records.length === 0) return;
  const failed = await firstFailure(delivery);
  if (failed === undefined) return;
  if (failed > 0) return deliver({ ...delivery, records: records.slice(failed) });
  if (records.length === 1) return retry(delivery);
  const half = Math.ceil(records.length / 2);
  // One after the other: a shard keeps its order.
  await deliver({ ...delivery, records: records.slice(0, half) });
  await deliver({ ...delivery, records: records.slice(half) });
}

async function retry(delivery: Delivery): Promise<void> {
  const { records, consumer, onFailure, signal } = delivery;
  for (let retries = 0; retries < consumer.mostRetries; retries++) {
    await pause(Math.min(2 ** retries, LONGEST_WAIT_MS), undefined, { signal });
    if ((await firstFailure(delivery)) === undefined) return;
  }
  await onFailure(consumer.function, records);
}

/** Index of the first record that failed; undefined when none did. A thrown fault fails the whole batch. */
async function firstFailure({ records, handler }: Delivery): Promise<number | undefined> {
  try {
    const { batchItemFailures } = await handler({ Records: [...records] });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    if (failed.size === 0) return undefined;
    const first = records.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ""));
    // Lambda takes an id that it does not know for a failure of the whole batch.
    return Math.max(first, 0);
  } catch {
    return 0;
  }
}
