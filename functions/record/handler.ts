import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { itemOfImage } from "../../lib/store/stream-image.ts";
import { type Deps, deployedDeps } from "../shared/deps.ts";
import { recorder } from "./command.ts";

export type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Tells the timeline and the counts what each write of the batch did. A record that fails is reported alone; the
 * others stand.
 */
export function createHandler(given?: Deps): StreamHandler {
  return async (event) => {
    const deps = given ?? deployedDeps();
    const recordWrite = recorder(deps);
    const record = async ({ dynamodb, eventID }: DynamoDBRecord): Promise<void> => {
      if (dynamodb?.NewImage === undefined) return;
      try {
        await recordWrite(itemOfImage(dynamodb.NewImage));
      } catch (fault) {
        deps.log({ level: "error", function: "record", eventId: eventID, fault: String(fault) });
        throw fault;
      }
    };
    const processor = new BatchProcessor(EventType.DynamoDBStreams);
    return processPartialResponse(event, record, processor, { throwOnFullBatchFailure: false });
  };
}

export const handler = createHandler();
