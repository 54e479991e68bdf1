import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { StreamConsumer } from "../../functions/streams.ts";
import type { StreamReader, StreamRecord } from "../store/stream-reader.ts";
import { deliver } from "./stream-delivery.ts";
import type { Checkpoints, OnFailure } from "./stream-files.ts";

export type StreamFunction = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Hands the table's stream to its consumers as Lambda's event source mapping does: in order per shard, in batches,
 * again from the first failure on, in halves when a batch fails, and to the on-failure folder when nothing helps.
 */
export interface StreamPump {
  /** Resolves once everything written before the call was handed over. */
  drain(): Promise<void>;
  /** Finishes the batches in hand. What was handed over is remembered. */
  stop(): Promise<void>;
}

/** How long an idle pump waits before it looks again, unless it is asked to drain. */
const IDLE_MS = 100;

export function startStreamPump(options: {
  readonly reader: StreamReader;
  readonly consumers: readonly { readonly consumer: StreamConsumer; readonly handler: StreamFunction }[];
  readonly checkpoints: Checkpoints;
  readonly onFailure: OnFailure;
  readonly onFault: (message: string) => void;
}): StreamPump {
  const { reader, consumers, checkpoints, onFailure, onFault } = options;
  let stopped = false;
  let wake = () => {};
  /** Told how many records a round handed over; a round that began after a drain and found none ends it. */
  let waiting: { readonly resolve: () => void; sinceRound: number }[] = [];
  let round = 0;

  async function pumpShard(
    shard: string,
    { consumer, handler }: (typeof consumers)[number],
  ): Promise<number> {
    const place = { stream: reader.streamArn, shard, consumer: consumer.function };
    const records = await reader.read(shard, checkpoints.get(place));
    for (let start = 0; start < records.length; start += consumer.batchSize) {
      const batch = records.slice(start, start + consumer.batchSize);
      const wanted = batch.filter((record) => isWanted(record, consumer)).map(toLambdaRecord);
      if (wanted.length > 0) await deliver({ records: wanted, consumer, handler, onFailure });
      checkpoints.set(place, (batch.at(-1) as StreamRecord).sequenceNumber);
    }
    return records.length;
  }

  async function pumpOnce(): Promise<number> {
    const shards = await reader.shards();
    const counts = await Promise.all(
      consumers.map(async (each) => {
        let count = 0;
        for (const shard of shards) count += await pumpShard(shard, each);
        return count;
      }),
    );
    return Math.max(0, ...counts);
  }

  async function run(): Promise<void> {
    while (!stopped) {
      const current = ++round;
      const handed = await pumpOnce().catch((fault: unknown) => {
        if (!stopped) onFault(`stream pump: ${fault instanceof Error ? fault.message : String(fault)}`);
        return undefined;
      });
      if (handed === 0) {
        for (const { resolve } of waiting.filter(({ sinceRound }) => sinceRound < current)) resolve();
        waiting = waiting.filter(({ sinceRound }) => sinceRound >= current);
      }
      if (handed === 0 || handed === undefined) await pause(waiting.length > 0 ? 1 : IDLE_MS);
    }
  }

  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const running = run();
  return {
    drain: () =>
      new Promise((resolve) => {
        waiting.push({ resolve, sinceRound: round });
        wake();
      }),
    async stop() {
      stopped = true;
      wake();
      await running;
      for (const { resolve } of waiting) resolve();
    },
  };
}

/** What the event source mapping's filter lets through. */
const isWanted = ({ eventName, dynamodb }: StreamRecord, { eventNames, carrying }: StreamConsumer): boolean =>
  eventNames.some((name) => name === eventName) && dynamodb?.NewImage?.[carrying]?.S !== undefined;

/** Lambda's shape: epoch seconds, and the sequence number as the id of a failure. */
function toLambdaRecord({ sequenceNumber: _, ...record }: StreamRecord): DynamoDBRecord {
  const { ApproximateCreationDateTime: createdAt, ...dynamodb } = record.dynamodb ?? {};
  return {
    ...record,
    dynamodb: {
      ...dynamodb,
      ...(createdAt !== undefined && {
        ApproximateCreationDateTime: Math.floor(createdAt.getTime() / 1_000),
      }),
    },
  } as DynamoDBRecord;
}
