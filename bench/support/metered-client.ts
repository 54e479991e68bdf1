import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** What requests to the table came to. */
export interface Usage {
  /** Requests; a retry by the SDK is not one. */
  readonly reads: number;
  readonly writes: number;
  /** Capacity units that the engine said they consumed. A refused write reports none, though AWS charges it. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Runs `work` and tells what it used. */
export type Metered = <T>(work: () => Promise<T>) => Promise<[T, Usage]>;

const READS: readonly string[] = ["GetItemCommand", "BatchGetItemCommand", "QueryCommand"];

/** Makes a client that has sent nothing yet ask for the capacity that its requests consume, and add them up. */
export function meter(client: DynamoDBClient): Metered {
  let used = { reads: 0, writes: 0, readUnits: 0, writeUnits: 0 };
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const reads = READS.includes(commandName);
        used[reads ? "reads" : "writes"]++;
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: "TOTAL" } });
        const { ConsumedCapacity = [] } = result.output as { ConsumedCapacity?: Consumed | Consumed[] };
        for (const { CapacityUnits = 0 } of [ConsumedCapacity].flat()) {
          used[reads ? "readUnits" : "writeUnits"] += CapacityUnits;
        }
        return result;
      },
    { step: "initialize", name: "meter" },
  );
  return async (work) => {
    used = { reads: 0, writes: 0, readUnits: 0, writeUnits: 0 };
    return [await work(), { ...used }];
  };
}

type Consumed = { readonly CapacityUnits?: number | undefined };
