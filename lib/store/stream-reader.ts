import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";

/** One change of the table, as the stream tells it. */
export type StreamRecord = _Record & { readonly sequenceNumber: string };

/** Reads one table's stream, shard by shard, for the local stream pump. */
export interface StreamReader {
  /** Names the stream; a table made anew has another. */
  readonly streamArn: string;
  shards(): Promise<readonly string[]>;
  /** Records of a shard after a sequence number, from its beginning when undefined; at most 1000. */
  read(shard: string, after: string | undefined): Promise<readonly StreamRecord[]>;
}

/** @throws Error when the table has no stream. */
export async function openStream(options: {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly tableName: string;
}): Promise<StreamReader> {
  const { tableName, ...where } = options;
  const client = new DynamoDBStreamsClient(where);
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: tableName }));
  const streamArn = Streams.at(-1)?.StreamArn;
  if (streamArn === undefined) throw new Error(`The table ${tableName} has no stream`);

  return {
    streamArn,
    async shards() {
      const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
      return (StreamDescription?.Shards ?? []).flatMap(({ ShardId }) =>
        ShardId === undefined ? [] : [ShardId],
      );
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
      const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 1000 }));
      return inOrder(Records).filter(
        ({ sequenceNumber }) => after === undefined || isLater(sequenceNumber, after),
      );
    },
  };
}

/** Sequence numbers are numbers of up to 40 digits: as texts they sort wrongly. */
const isLater = (a: string, b: string): boolean => BigInt(a) > BigInt(b);

const inOrder = (records: readonly _Record[]): StreamRecord[] =>
  records
    .map((record) => ({ ...record, sequenceNumber: record.dynamodb?.SequenceNumber ?? "0" }))
    .sort((a, b) => (isLater(a.sequenceNumber, b.sequenceNumber) ? 1 : -1));
