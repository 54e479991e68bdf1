import {
  DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";

const client = new DynamoDBClient({});

/** The least function that could do what a check does: one read and one conditional write, and no rule at all. */
export async function handler(pair: {
  readonly read: GetItemCommandInput;
  readonly write: UpdateItemCommandInput;
}) {
  const { Item } = await client.send(new GetItemCommand(pair.read));
  await client.send(new UpdateItemCommand(pair.write));
  return Item;
}
