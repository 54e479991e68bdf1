import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { Item } from "../../lib/store/store.ts";
import { itemOfImage } from "../../lib/store/stream-image.ts";
import { type Deps, deployedDeps } from "./deps.ts";

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** What a consumer of the stream does with a batch. */
export interface StreamWork {
  /** Folder below functions/, for the log. */
  readonly function: string;
  /** Does what one batch needs beforehand and gives what is done with each record of it. */
  readonly begin: (deps: Deps, items: readonly Item[]) => Promise<(item: Item) => Promise<unknown>>;
  /** False: one record after the other. */
  readonly inParallel: boolean;
}

/** Works on the records of a batch. One that fails is reported alone; the others stand. */
export function createStreamHandler(work: StreamWork, depsOf: () => Deps = deployedDeps): StreamHandler {
  return async (event) => {
    const deps = depsOf();
    const items = event.Records.flatMap(itemsOf);
    const act = await work.begin(deps, items);
    const record = async (one: DynamoDBRecord): Promise<void> => {
      try {
        for (const item of itemsOf(one)) await act(item);
      } catch (fault) {
        deps.log({ level: "error", function: work.function, eventId: one.eventID, fault: String(fault) });
        throw fault;
      }
    };
    const options = { throwOnFullBatchFailure: false, processInParallel: work.inParallel };
    return processPartialResponse(event, record, new BatchProcessor(EventType.DynamoDBStreams), options);
  };
}

/** None for a record without an image. */
const itemsOf = ({ dynamodb }: DynamoDBRecord): Item[] =>
  dynamodb?.NewImage === undefined ? [] : [itemOfImage(dynamodb.NewImage)];
