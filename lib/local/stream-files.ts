import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DynamoDBRecord } from "aws-lambda";

/** A consumer's place in a stream. A stream of a table made anew is another stream. */
export interface StreamPlace {
  readonly stream: string;
  readonly shard: string;
  readonly consumer: string;
}

/** How far each consumer has come: the sequence number of the last record it is done with. */
export interface Checkpoints {
  get(place: StreamPlace): string | undefined;
  set(place: StreamPlace, sequenceNumber: string): void;
}

const nameOf = ({ stream, shard, consumer }: StreamPlace): string => `${consumer} ${stream} ${shard}`;

/**
 * Checkpoints in a file, so that a restart goes on where it stopped. Written beside and renamed: a kill leaves
 * the old file or the new one. Records between it and the kill come again, which consumers expect.
 */
export function fileCheckpoints(folder: string): Checkpoints {
  const file = join(folder, "stream-checkpoints.json");
  const places = new Map<string, string>(Object.entries(readJson(file)));
  return {
    get: (place) => places.get(nameOf(place)),
    set(place, sequenceNumber) {
      places.set(nameOf(place), sequenceNumber);
      writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(places)));
      renameSync(`${file}.new`, file);
    },
  };
}

function readJson(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Checkpoints that go with the process. */
export function memoryCheckpoints(): Checkpoints {
  const places = new Map<string, string>();
  return {
    get: (place) => places.get(nameOf(place)),
    set: (place, sequenceNumber) => void places.set(nameOf(place), sequenceNumber),
  };
}

/** Keeps the records that a consumer could not take, as Lambda's S3 destination does. */
export type OnFailure = (consumer: string, records: readonly DynamoDBRecord[]) => Promise<void>;

/** Below `folder`, a file each, named by the first record: laid aside once more, it is the same file. */
export function failureFolder(folder: string, onFault: (message: string) => void): OnFailure {
  const place = join(folder, "on-failure");
  return async (consumer, records) => {
    const file = join(place, `${consumer}-${records[0]?.eventID}.json`);
    await mkdir(place, { recursive: true });
    await writeFile(file, JSON.stringify({ consumer, Records: records }, null, 2));
    onFault(
      `${consumer} could not take ${records.length === 1 ? "a record" : `${records.length} records`} of the stream; kept in ${file}`,
    );
  };
}
