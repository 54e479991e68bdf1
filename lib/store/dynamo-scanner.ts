import { DescribeTableCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { createDynamoClient, untilAborted } from "./dynamo-client.ts";
import { asking, type DynamoStoreOptions, marshallKey, unmarshall } from "./dynamo-store.ts";
import type { Scan, Scanner, ScanPage } from "./scanner.ts";

/** The port on DynamoDB or an engine that speaks it. */
export function createDynamoScanner(
  options: DynamoStoreOptions,
  client = createDynamoClient(options),
): Scanner {
  const { tableName: TableName } = options;
  return {
    async scan(scan, call): Promise<ScanPage> {
      const input = scanOf(TableName, scan);
      const { Items = [], LastEvaluatedKey } = await asking(() =>
        untilAborted(call?.signal, input, (asked) => client.send(new ScanCommand(asked))),
      );
      return { items: Items.map(unmarshall), next: LastEvaluatedKey && unmarshall(LastEvaluatedKey) };
    },
    async size(call) {
      const { Table } = await asking(() =>
        untilAborted(call?.signal, { TableName }, (asked) => client.send(new DescribeTableCommand(asked))),
      );
      return { items: Table?.ItemCount ?? 0, bytes: Table?.TableSizeBytes ?? 0 };
    },
  };
}

function scanOf(TableName: string, { segment, segments, only, after, limit }: Scan) {
  const names = only?.map((_, index) => `:sk${index}`).join(", ");
  return {
    TableName,
    ConsistentRead: true,
    Segment: segment,
    TotalSegments: segments,
    ...(only !== undefined && {
      FilterExpression: `sk IN (${names})`,
      ExpressionAttributeValues: Object.fromEntries(only.map((sk, index) => [`:sk${index}`, { S: sk }])),
    }),
    ...(after !== undefined && { ExclusiveStartKey: marshallKey(after) }),
    ...(limit !== undefined && { Limit: limit }),
  };
}
