import { PAGE_SIZE, type StreamReader, type StreamRecord } from "../../lib/store/stream-reader.ts";

/** A stream in memory, of one shard or more, to which records are added. */
export interface ArrayStream extends StreamReader {
  /** Adds so many records, numbered on, whose `n` is their number; told to be of these kinds. */
  add(count: number, given?: { shard?: string; eventName?: "INSERT" | "REMOVE"; events?: boolean }): void;
  /** Every read throws until it is set back. */
  broken: boolean;
  /** So often was it read. */
  reads: number;
}

/** The sequence numbers begin at 8, so that they soon grow a digit. */
const FIRST = 8;

export function arrayStream(name = "stream-1"): ArrayStream {
  const shards = new Map<string, StreamRecord[]>([["shard-1", []]]);
  let last = FIRST - 1;
  const stream: ArrayStream = {
    streamArn: name,
    broken: false,
    reads: 0,
    add(count, { shard = "shard-1", eventName = "INSERT", events = true } = {}) {
      const records = shards.get(shard) ?? [];
      shards.set(shard, records);
      for (let added = 0; added < count; added++) {
        const sequenceNumber = String(++last);
        const NewImage = { n: { N: sequenceNumber }, ...(events && { events: { S: "[]" } }) };
        const dynamodb = {
          SequenceNumber: sequenceNumber,
          ApproximateCreationDateTime: new Date(1_500),
          NewImage,
        };
        records.push({ sequenceNumber, eventID: `event-${sequenceNumber}`, eventName, dynamodb });
      }
    },
    shards: async () => [...shards.keys()],
    async read(shard, after) {
      stream.reads++;
      if (stream.broken) throw new Error("the engine is away");
      const following = (shards.get(shard) ?? []).filter(
        ({ sequenceNumber }) => after === undefined || Number(sequenceNumber) > Number(after),
      );
      return following.slice(0, PAGE_SIZE);
    },
  };
  return stream;
}
