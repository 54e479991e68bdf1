import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** What requests to the table came to. */
export interface Usage {
  /** Requests by operation, such as `GetItem`; a retry by the SDK is not one. */
  readonly requests: Readonly<Record<string, number>>;
  /** Capacity units that the engine said it consumed, of all operations that read. */
  readonly readUnits: number;
  /** And of those that write. A refused write reports none, though AWS charges it. */
  readonly writeUnits: number;
}

const READS: readonly string[] = ["GetItem", "Query"];

/** Makes a client ask for the capacity of all it does. The answer runs `work` and tells what it used. */
export function meter(client: DynamoDBClient): <T>(work: () => Promise<T>) => Promise<[T, Usage]> {
  let used = { requests: {} as Record<string, number>, readUnits: 0, writeUnits: 0 };
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const operation = commandName.replace(/Command$/, "");
        used.requests[operation] = (used.requests[operation] ?? 0) + 1;
        const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: "TOTAL" } });
        const { ConsumedCapacity } = result.output as { ConsumedCapacity?: Capacity | Capacity[] };
        const units = [ConsumedCapacity ?? []]
          .flat()
          .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        if (READS.includes(operation)) used.readUnits += units;
        else used.writeUnits += units;
        return result;
      },
    { step: "initialize", name: "meter" },
  );
  return async (work) => {
    used = { requests: {}, readUnits: 0, writeUnits: 0 };
    return [await work(), used];
  };
}

type Capacity = { readonly CapacityUnits?: number | undefined };
