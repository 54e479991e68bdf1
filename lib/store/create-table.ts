import { setTimeout as pause } from "node:timers/promises";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from "@aws-sdk/client-dynamodb";
import { TABLE } from "./table.ts";

/** How an emulator is spoken to: none of them checks it, but all ask for it. */
export const EMULATOR_ACCESS = {
  region: "us-east-1",
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
} as const;

const POLL_EVERY_MS = 10;

/**
 * Makes the single table on an emulator, if it is not there, and waits until it serves. On AWS the stack
 * makes it. Expiry by the engine stays off: it would go by real time and delete under a clock that is set
 * to the past; every reader treats what has expired as absent anyway.
 */
export async function createTable(endpoint: string, tableName: string): Promise<"created" | "kept"> {
  const client = new DynamoDBClient({ endpoint, ...EMULATOR_ACCESS });
  try {
    const outcome = await create(client, tableName);
    while ((await statusOf(client, tableName)) !== "ACTIVE") await pause(POLL_EVERY_MS);
    return outcome;
  } finally {
    client.destroy();
  }
}

async function create(client: DynamoDBClient, tableName: string): Promise<"created" | "kept"> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [
          { AttributeName: TABLE.partitionKey, AttributeType: "S" },
          { AttributeName: TABLE.sortKey, AttributeType: "S" },
        ],
        KeySchema: [
          { AttributeName: TABLE.partitionKey, KeyType: "HASH" },
          { AttributeName: TABLE.sortKey, KeyType: "RANGE" },
        ],
        StreamSpecification: { StreamEnabled: true, StreamViewType: TABLE.streamViewType },
      }),
    );
    return "created";
  } catch (fault) {
    if (fault instanceof ResourceInUseException) return "kept";
    throw fault;
  }
}

async function statusOf(client: DynamoDBClient, tableName: string): Promise<string | undefined> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  return Table?.TableStatus;
}
