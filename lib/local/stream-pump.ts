import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { StreamConsumer } from "../../functions/streams.ts";
import { PAGE_SIZE, type StreamReader, type StreamRecord } from "../store/stream-reader.ts";
import { deliver } from "./stream-delivery.ts";
import type { Checkpoints, OnFailure } from "./stream-files.ts";

export type StreamFunction = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Hands the table's stream to its consumers as Lambda's event source mappings do: each by itself, in order per
 * shard, in batches, again from the first failure on, in halves when a batch fails, and to the on-failure folder
 * when nothing helps.
 *
 * Known limitations: it never waits for a batch to fill (`longestWaitSeconds`), and lays nothing aside for its age
 * (`oldestRecordSeconds`): an emulator's stream forgets nothing, and a gate may stand still over a weekend.
 */
export interface StreamPump {
  /**
   * Resolves once everything that was acknowledged before the call was handed over.
   * @throws Error when the pump is stopped before.
   */
  drain(): Promise<void>;
  /** Finishes the call in hand. What was not handed over whole comes again at the next start. */
  stop(): Promise<void>;
}

export interface PumpOptions {
  readonly reader: StreamReader;
  readonly consumers: readonly ServedConsumer[];
  readonly checkpoints: Checkpoints;
  readonly onFailure: OnFailure;
  /** Told once when the stream cannot be read, and again only after it could. */
  readonly onFault: (message: string) => void;
}

interface ServedConsumer {
  readonly consumer: StreamConsumer;
  readonly handler: StreamFunction;
}

/** Lambda looks at an idle shard four times a second. */
const IDLE_MS = 250;

export function startStreamPump({ consumers, ...options }: PumpOptions): StreamPump {
  const mappings = consumers.map((each) => startMapping({ ...options, ...each }));
  return {
    drain: async () => void (await Promise.all(mappings.map(({ drain }) => drain()))),
    stop: async () => void (await Promise.all(mappings.map(({ stop }) => stop()))),
  };
}

function startMapping(options: Omit<PumpOptions, "consumers"> & ServedConsumer): StreamPump {
  const { consumer, reader, onFault } = options;
  const ending = new AbortController();
  const { signal } = ending;
  /** Those who wait for a round that begins after they asked. */
  let drains: PromiseWithResolvers<void>[] = [];
  let failing = false;
  let wake = () => {};

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const asked = drains;
      drains = [];
      try {
        for (const shard of await reader.shards()) await pumpShard(shard, { ...options, signal });
        failing = false;
        for (const { resolve } of asked) resolve();
      } catch (fault) {
        drains.unshift(...asked);
        if (!failing && !signal.aborted) {
          onFault(`${consumer.function}, its stream: ${fault instanceof Error ? fault.message : fault}`);
        }
        failing = true;
      }
      if (!signal.aborted && (failing || drains.length === 0)) await idle();
    }
    for (const { reject } of drains) reject(new Error("The stream pump has stopped"));
  }

  const idle = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, IDLE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const running = run();
  return {
    drain() {
      const asked = Promise.withResolvers<void>();
      if (signal.aborted) asked.reject(new Error("The stream pump has stopped"));
      else drains.push(asked);
      if (!failing) wake();
      return asked.promise;
    },
    async stop() {
      ending.abort();
      wake();
      await running;
    },
  };
}

type ShardOptions = Omit<PumpOptions, "consumers"> & ServedConsumer & { readonly signal: AbortSignal };

/** Hands over a shard from the checkpoint to its end. */
async function pumpShard(shard: string, options: ShardOptions): Promise<void> {
  const { reader, consumer, handler, checkpoints, onFailure, signal } = options;
  const place = { stream: reader.streamArn, shard, consumer: consumer.function };
  let page: readonly StreamRecord[];
  do {
    page = await reader.read(shard, checkpoints.get(place));
    for (let start = 0; start < page.length; start += consumer.batchSize) {
      const batch = page.slice(start, start + consumer.batchSize);
      const records = batch
        .filter((record) => isWanted(record, consumer))
        .map((record) => toLambdaRecord(record, reader.streamArn));
      await deliver({ records, consumer, handler, onFailure, signal });
      checkpoints.set(place, (batch.at(-1) as StreamRecord).sequenceNumber);
    }
  } while (page.length === PAGE_SIZE);
}

/** What the event source mapping's filter lets through. */
const isWanted = ({ eventName, dynamodb }: StreamRecord, { eventNames, carrying }: StreamConsumer): boolean =>
  eventNames.some((name) => name === eventName) && dynamodb?.NewImage?.[carrying]?.S !== undefined;

/** Lambda's shape: epoch seconds, and the stream that it comes from. */
function toLambdaRecord(
  { sequenceNumber: _, ...record }: StreamRecord,
  eventSourceARN: string,
): DynamoDBRecord {
  const { ApproximateCreationDateTime: createdAt, ...dynamodb } = record.dynamodb ?? {};
  const atSeconds = createdAt && { ApproximateCreationDateTime: Math.floor(createdAt.getTime() / 1_000) };
  return { ...record, eventSourceARN, dynamodb: { ...dynamodb, ...atSeconds } } as DynamoDBRecord;
}
