import { setTimeout as sleep } from "node:timers/promises";
import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { createDynamoClient, type DynamoAccess, mayStand, untilAborted } from "./dynamo-client.ts";
import { StoreUnavailable } from "./errors.ts";
import type {
  Addition,
  CallOptions,
  Check,
  Item,
  ItemKey,
  Page,
  PutResult,
  Query,
  Removal,
  Store,
  TransactWrite,
  Write,
} from "./store.ts";

/** Where the table is and what it is called. */
export interface DynamoStoreOptions extends DynamoAccess {
  readonly tableName: string;
}

/** The port on DynamoDB or an engine that speaks it. Raw client: lib-dynamodb costs a tenth of the throughput. */
export function createDynamoStore(options: DynamoStoreOptions, client = createDynamoClient(options)): Store {
  const TableName = options.tableName;

  /** DynamoDB may leave keys over, at 16 MB or when it throttles: they are asked for again, a little later. */
  async function readPage(keys: readonly ItemKey[], call: CallOptions | undefined): Promise<Item[]> {
    const items: Item[] = [];
    let left: Record<string, AttributeValue>[] = keys.map(marshallKey);
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt === MOST_READS_OF_A_PAGE) throw new StoreUnavailable({ mayHaveWritten: false });
      if (attempt > 0) await sleep(Math.random() * PAUSE_MS * 2 ** attempt);
      const input = { RequestItems: { [TableName]: { Keys: left, ConsistentRead: true } } };
      const { Responses, UnprocessedKeys }: BatchGetItemCommandOutput = await asking(() =>
        untilAborted(call?.signal, input, (asked) => client.send(new BatchGetItemCommand(asked))),
      );
      items.push(...(Responses?.[TableName] ?? []).map(unmarshall));
      left = UnprocessedKeys?.[TableName]?.Keys ?? [];
    }
    return items;
  }

  return {
    async get(key, call): Promise<Item | undefined> {
      const input = { TableName, Key: marshallKey(key), ConsistentRead: true };
      const { Item } = await asking(() =>
        untilAborted(call?.signal, input, (asked) => client.send(new GetItemCommand(asked))),
      );
      return Item && unmarshall(Item);
    },

    async getMany(keys, call): Promise<readonly (Item | undefined)[]> {
      const pages = Array.from({ length: Math.ceil(keys.length / MOST_KEYS_A_READ) }, (_, page) =>
        keys.slice(page * MOST_KEYS_A_READ, (page + 1) * MOST_KEYS_A_READ),
      );
      const found = (await Promise.all(pages.map((page) => readPage(page, call)))).flat();
      const byKey = new Map(found.map((item) => [`${item.pk} ${item.sk}`, item]));
      return keys.map(({ pk, sk }) => byKey.get(`${pk} ${sk}`));
    },

    async put(write, call): Promise<PutResult> {
      const input = {
        TableName,
        ...putOf(write),
        ...(write.expected !== undefined && { ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const }),
      };
      try {
        await untilAborted(call?.signal, input, (put) => client.send(new PutItemCommand(put)));
        return { written: true };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) {
          return { written: false, current: error.Item && unmarshall(error.Item) };
        }
        // Lost to a transaction on the same item: the answer has no image, so look.
        if (error instanceof TransactionConflictException) {
          return { written: false, current: await this.get(write.item, call) };
        }
        throw unavailable(error, { mayHaveWritten: mayStand(input) });
      }
    },

    async transact(writes, call): Promise<"written" | "lost"> {
      const input = { TransactItems: writes.map((write) => partOf(write, TableName)) };
      try {
        await untilAborted(call?.signal, input, (writes) =>
          client.send(new TransactWriteItemsCommand(writes)),
        );
        return "written";
      } catch (error) {
        if (error instanceof TransactionCanceledException && isLostRace(error)) return "lost";
        throw unavailable(error, { mayHaveWritten: mayStand(input) });
      }
    },

    async query(query, call): Promise<Page> {
      const input = queryOf(TableName, query);
      const { Items = [], LastEvaluatedKey } = await asking(() =>
        untilAborted(call?.signal, input, (asked) => client.send(new QueryCommand(asked))),
      );
      const items = Items.map(unmarshall);
      return { items, next: LastEvaluatedKey === undefined ? undefined : items.at(-1)?.sk };
    },

    async delete(key, call): Promise<void> {
      const input = { TableName, Key: marshallKey(key) };
      try {
        await untilAborted(call?.signal, input, (key) => client.send(new DeleteItemCommand(key)));
      } catch (error) {
        throw unavailable(error, { mayHaveWritten: mayStand(input) });
      }
    },
  };
}

/** DynamoDB takes so many keys in one BatchGetItem. */
const MOST_KEYS_A_READ = 100;
const MOST_READS_OF_A_PAGE = 8;
const PAUSE_MS = 10;

/** Nobody has written this key before. */
const NEVER_SEEN = "attribute_not_exists(pk)";
/** The item is still the one that was decided on. */
const SAME_VERSION = "version = :version";
const ABSENT_OR_OLDER = "attribute_not_exists(pk) OR version < :version";

function putOf({ item, expected }: Write) {
  const Item = marshall(item);
  if (expected === undefined) return { Item };
  if (expected === "absent") return { Item, ConditionExpression: NEVER_SEEN };
  return { Item, ...whereVersion(SAME_VERSION, expected) };
}

function partOf(write: TransactWrite, TableName: string) {
  if ("remove" in write) return { Delete: { TableName, ...removalOf(write) } };
  if ("check" in write) return { ConditionCheck: { TableName, ...checkOf(write) } };
  return "add" in write
    ? { Update: { TableName, ...updateOf(write) } }
    : { Put: { TableName, ...putOf(write) } };
}

const whereVersion = (ConditionExpression: string, version: number) => ({
  ConditionExpression,
  ExpressionAttributeValues: { ":version": { N: String(version) } },
});

const removalOf = ({ remove, expected }: Removal) => ({
  Key: marshallKey(remove),
  ...(expected !== undefined && whereVersion(SAME_VERSION, expected)),
});

const checkOf = (write: Check) => ({
  Key: marshallKey(write.check),
  ...("below" in write
    ? whereVersion(ABSENT_OR_OLDER, write.below)
    : whereVersion(SAME_VERSION, write.expected)),
});

function updateOf({ key, add }: Addition) {
  const numbers = Object.entries(add);
  return {
    Key: marshallKey(key),
    UpdateExpression: `ADD ${numbers.map((_, i) => `#n${i} :n${i}`).join(", ")}`,
    ExpressionAttributeNames: Object.fromEntries(numbers.map(([name], i) => [`#n${i}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      numbers.map(([, amount], i) => [`:n${i}`, { N: String(amount) }]),
    ),
  };
}

function queryOf(TableName: string, { pk, prefix, after, limit = 100, newestFirst = false }: Query) {
  const startsWith = prefix === undefined ? "" : " AND begins_with(sk, :prefix)";
  return {
    TableName,
    ConsistentRead: true,
    KeyConditionExpression: `pk = :pk${startsWith}`,
    ExpressionAttributeValues: {
      ":pk": { S: pk },
      ...(prefix !== undefined && { ":prefix": { S: prefix } }),
    },
    ...(after !== undefined && { ExclusiveStartKey: marshallKey({ pk, sk: after }) }),
    Limit: limit,
    ScanIndexForward: !newestFirst,
  };
}

/** @throws StoreUnavailable instead of what the SDK throws when the table does not answer a read. */
export async function asking<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw unavailable(error, { mayHaveWritten: false });
  }
}

/** Cancelled because somebody else wrote first, not because the table is overloaded. */
function isLostRace({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  const codes = CancellationReasons.map(({ Code }) => Code);
  return codes.includes("ConditionalCheckFailed") || codes.includes("TransactionConflict");
}

/** Faults of ours, which no retry mends; they surface as they are. */
const OUR_FAULTS = ["ValidationException", "SerializationException"];

function unavailable(error: unknown, { mayHaveWritten }: { readonly mayHaveWritten: boolean }): unknown {
  if (!(error instanceof Error) || OUR_FAULTS.includes(error.name)) return error;
  return new StoreUnavailable({ mayHaveWritten, cause: error });
}

export const marshallKey = ({ pk, sk }: ItemKey) => ({ pk: { S: pk }, sk: { S: sk } });

function marshall(item: Readonly<Record<string, string | number>>): Record<string, AttributeValue> {
  const marshalled: Record<string, AttributeValue> = {};
  for (const name in item) {
    const value = item[name] as string | number;
    marshalled[name] = typeof value === "number" ? { N: String(value) } : { S: value };
  }
  return marshalled;
}

export function unmarshall(marshalled: Record<string, AttributeValue>): Item {
  const item: Record<string, string | number> = {};
  for (const name in marshalled) {
    const { S, N } = marshalled[name] as AttributeValue;
    if (S !== undefined) item[name] = S;
    else if (N !== undefined) item[name] = Number(N);
  }
  return item as Item;
}
