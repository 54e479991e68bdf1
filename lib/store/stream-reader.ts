import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { createDynamoClient } from "./dynamo-client.ts";

/** One change of the table, as the stream tells it. */
export type StreamRecord = _Record & { readonly sequenceNumber: string };

/** Most records in one page. */
export const PAGE_SIZE = 1000;

/** Reads one table's stream, shard by shard, for the local stream pump. */
export interface StreamReader {
  /** Names the stream; a table made anew has another. */
  readonly streamArn: string;
  shards(): Promise<readonly string[]>;
  /**
   * The records of a shard after a sequence number, in order, from its beginning when undefined: a page of
   * PAGE_SIZE, or fewer, and then every record of a write that was acknowledged before the call is in it.
   */
  read(shard: string, after: string | undefined): Promise<readonly StreamRecord[]>;
}

/**
 * Opens a table's stream on an emulator, whose pages and shards are simpler than those of AWS: pages end only by
 * count, and shards never split.
 * @throws Error when the table has no stream.
 */
export async function openStream(options: {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly tableName: string;
}): Promise<StreamReader> {
  const { tableName, ...where } = options;
  const streamArn = await streamOf(tableName, where);
  const client = new DynamoDBStreamsClient({
    ...where,
    maxAttempts: 1, // The pump asks again anyway, and must end promptly.
    requestHandler: new NodeHttpHandler({ requestTimeout: 5_000, throwOnRequestTimeout: true }),
  });

  // To describe a stream the engine goes through all of its records, while it answers nobody else.
  let known: readonly string[] = [];
  return {
    streamArn,
    async shards() {
      if (known.length > 0) return known;
      const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
      known = (StreamDescription?.Shards ?? []).flatMap(({ ShardId }) =>
        ShardId === undefined ? [] : [ShardId],
      );
      return known;
    },
    async read(shard, after) {
      const { ShardIterator } = await client.send(
        new GetShardIteratorCommand({
          StreamArn: streamArn,
          ShardId: shard,
          ...(after === undefined
            ? { ShardIteratorType: "TRIM_HORIZON" }
            : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: after }),
        }),
      );
      const { Records = [], NextShardIterator } = await client.send(
        new GetRecordsCommand({ ShardIterator, Limit: PAGE_SIZE }),
      );
      // It is closed: others follow.
      if (NextShardIterator === undefined) known = [];
      return inOrder(Records);
    },
  };
}

/** Of a table made anew only the description knows which stream is its own. */
async function streamOf(tableName: string, where: Parameters<typeof createDynamoClient>[0]): Promise<string> {
  const client = createDynamoClient(where);
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    if (Table?.LatestStreamArn === undefined) throw new Error(`The table ${tableName} has no stream`);
    return Table.LatestStreamArn;
  } finally {
    client.destroy();
  }
}

/** Sequence numbers are numbers of up to 40 digits: as texts they sort wrongly. */
const inOrder = (records: readonly _Record[]): StreamRecord[] =>
  records
    .map((record) => ({ ...record, sequenceNumber: record.dynamodb?.SequenceNumber ?? "0" }))
    .sort((a, b) => (BigInt(a.sequenceNumber) > BigInt(b.sequenceNumber) ? 1 : -1));
