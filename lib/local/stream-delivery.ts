import type { DynamoDBRecord } from "aws-lambda";
import type { StreamConsumer } from "../../functions/streams.ts";
import type { OnFailure } from "./stream-files.ts";
import type { StreamFunction } from "./stream-pump.ts";

interface Delivery {
  readonly records: readonly DynamoDBRecord[];
  readonly consumer: StreamConsumer;
  readonly handler: StreamFunction;
  readonly onFailure: OnFailure;
}

/** Longest wait before a failed batch is tried again; Lambda doubles it too. */
const LONGEST_WAIT_MS = 1_000;

/**
 * Hands a batch over until all of it succeeded, as Lambda does with ReportBatchItemFailures and bisecting: what
 * stands before the first failure is done, the rest is tried again; a batch that fails whole is halved; a record
 * that still fails after `mostRetries` is laid aside.
 */
export async function deliver(delivery: Delivery, retries = 0): Promise<void> {
  const { records, consumer, onFailure } = delivery;
  const failed = await firstFailure(delivery);
  if (failed === undefined) return;
  const rest = { ...delivery, records: records.slice(failed) };
  if (retries >= consumer.mostRetries) {
    await onFailure(consumer.function, rest.records);
    return;
  }
  await new Promise((resolve) => setTimeout(resolve, Math.min(2 ** retries, LONGEST_WAIT_MS)));
  if (rest.records.length === 1) return deliver(rest, retries + 1);
  // Splitting is no retry. The half with the failure goes first: a shard keeps its order.
  const half = failed > 0 ? 1 : Math.ceil(rest.records.length / 2);
  await deliver({ ...rest, records: rest.records.slice(0, half) }, retries);
  await deliver({ ...rest, records: rest.records.slice(half) }, retries);
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
