import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { createHandler } from "../../functions/check/handler.ts";
import type { Deps } from "../../functions/shared/deps.ts";
import { stateKey } from "../../lib/store/keys.ts";
import { apiEvent, NO_CONTEXT } from "../support/api-event.ts";
import { atOnce } from "../support/at-once.ts";
import { KEY, TABLE_NAME } from "../support/own-engine.ts";
import type { Pool } from "./pool.ts";

/** Requests `from` to `from + count` of an arm, going round its pool, so many at a time. */
export interface Stretch {
  readonly from: number;
  readonly count: number;
  readonly callers: number;
}

/** One of the two sides that are compared: does a stretch of its requests and tells how many a second. */
export type Arm = (stretch: Stretch) => Promise<number>;

/** Allowed checks by e-mail address through the function. @throws Error when one was not allowed and recorded. */
export function checkArm(deps: Deps, pool: Pool): Arm {
  const check = createHandler(deps);
  return async ({ from, count, callers }) => {
    // API Gateway makes the events, and the answers are somebody else's to read: neither is on the clock.
    const events = Array.from({ length: count }, (_, i) =>
      eventFor((pool[(from + i) % pool.length] as Pool[number]).email),
    );
    const answers: APIGatewayProxyStructuredResultV2[] = [];
    const rate = await timed(count, () =>
      atOnce(callers, count, async (i) => {
        answers.push(await check(events[i] as (typeof events)[number], NO_CONTEXT));
      }),
    );
    const refused = answers.find(({ body }) => body?.includes('"recorded":true') !== true);
    if (refused !== undefined) throw new Error(`A check was not allowed: ${refused.body}`);
    return rate;
  };
}

const eventFor = (email: string) =>
  apiEvent({
    method: "POST",
    path: "/v1/check",
    key: KEY,
    body: {
      to: { email },
      channel: "email",
      department: "marketing",
      purpose: "marketing",
      campaign: "autumn",
      topic: "news",
    },
  });

/**
 * What any gate must do at the least: read the state, and write it back with one touch more if nobody else
 * did meanwhile. The touch is a copy of the last line, so the items grow as those of the other arm do.
 */
export function bareArm(client: DynamoDBClient, pool: Pool): Arm {
  const pair = async (contactKey: string) => {
    const { pk, sk } = stateKey(contactKey);
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const { Item } = await client.send(
      new GetItemCommand({ TableName: TABLE_NAME, Key, ConsistentRead: true }),
    );
    await client.send(
      new UpdateItemCommand({
        TableName: TABLE_NAME,
        Key,
        UpdateExpression: "SET version = :next, touches = :touches, events = :events",
        ConditionExpression: "version = :version",
        ExpressionAttributeValues: withOneMore(Item as Record<string, AttributeValue>),
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
  };
  return ({ from, count, callers }) =>
    timed(count, () =>
      atOnce(callers, count, (i) => pair((pool[(from + i) % pool.length] as Pool[number]).key)),
    );
}

function withOneMore({ version, touches }: Record<string, AttributeValue>): Record<string, AttributeValue> {
  const lines = touches?.S ?? "";
  const line = lines.slice(lines.lastIndexOf("\n") + 1);
  const held = version?.N ?? "0";
  return {
    ":version": { N: held },
    ":next": { N: String(Number(held) + 1) },
    ":touches": { S: `${lines}\n${line}` },
    ":events": { S: `[{"type":"touched","touch":"${line}"}]` },
  };
}

/** How many a second. */
export async function timed(count: number, work: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return (count * 1_000) / (performance.now() - startedAtMs);
}
