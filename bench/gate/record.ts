import { type DynamoDBClient, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { createHandler } from "../../functions/record/handler.ts";
import { tellingOf } from "../../functions/record/telling.ts";
import { type Identity, newContact } from "../../lib/core/contact.ts";
import { type EpochMs, epochMs } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { COUNT_SHARDS, countOf } from "../../lib/store/counts.ts";
import { toStateItem } from "../../lib/store/items.ts";
import { contactKeyOf, newId } from "../../lib/store/keys.ts";
import type { Item } from "../../lib/store/store.ts";
import { timelineWrite } from "../../lib/store/timeline.ts";
import { atOnce } from "../support/at-once.ts";
import { type Figure, medianOf, type Progress, wholeNumber } from "../support/figure.ts";
import { busyPast, historyOf } from "../support/history.ts";
import { benchDeps, type OwnEngine, startOwnEngine, TABLE_NAME } from "../support/own-engine.ts";

/** As the event source mapping hands them over. */
const BATCH = 100;
const BATCHES_A_ROUND = 3;
/** Rounds before any is measured, for the compiler. */
const WARM_UP_ROUNDS = 6;
/** The function lets writes to one count take turns: so many counts a campaign has on a day. */
const CALLERS = COUNT_SHARDS;
/** The least that the function must reach of the bare transactions' rate. */
const LEAST_RATIO = 0.7;

/** What one round measured, records a second. */
interface Round {
  readonly bare: number;
  readonly record: number;
}

/**
 * Records of allowed checks a second through the function against bare transactions that put the same entry where
 * it is absent and add to the same kind of count, both through one client on one table. The arms take turns, and
 * so does which of them goes first; only the two halves of a round are compared with each other.
 */
export async function measureRecord(rounds: number, progress: Progress): Promise<Figure[]> {
  const engine = await startOwnEngine();
  try {
    const measured: Round[] = [];
    const all = WARM_UP_ROUNDS + rounds;
    for (let number = 0; number < all; number++) {
      measured.push(await runRound(engine, number));
      progress((number + 1) / all);
    }
    return figuresOf(measured.slice(WARM_UP_ROUNDS));
  } finally {
    await engine.stop();
  }
}

async function runRound({ client, store }: OwnEngine, number: number): Promise<Round> {
  const now = epochMs(Date.now());
  const handler = createHandler(benchDeps({ store }));
  // The stream makes the records: not on the clock.
  const batches = (campaign: string) =>
    Array.from({ length: BATCHES_A_ROUND }, (_, batch) =>
      Array.from({ length: BATCH }, (_, n) =>
        stateAfterCheck(`${campaign}${number}-${batch}-${n}`, campaign, now),
      ),
    );
  const record = async () => {
    const events = batches("record").map((items) => ({ Records: items.map(toRecord) }));
    return rateOf(async () => {
      for (const event of events) {
        const { batchItemFailures } = await handler(event);
        if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records failed`);
      }
    });
  };
  const bare = async () => {
    const writes = batches("bare").map((items) => items.map(bareTransaction));
    return rateOf(async () => {
      for (const batch of writes) await sendAll(client, batch);
    });
  };
  if (number % 2 === 0) return { bare: await bare(), record: await record() };
  const ofRecord = await record();
  return { bare: await bare(), record: ofRecord };
}

const sendAll = (client: DynamoDBClient, batch: readonly TransactWriteItemsCommand["input"][]) =>
  atOnce(CALLERS, batch.length, async (n) => {
    await client.send(new TransactWriteItemsCommand(batch[n] as TransactWriteItemsCommand["input"]));
  });

/** How many records a second. */
async function rateOf(work: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return (BATCH * BATCHES_A_ROUND * 1_000) / (performance.now() - startedAtMs);
}

const PAST = busyPast(8, 31);

/** The state of a contact of eight touches after one more, as the check wrote it. */
function stateAfterCheck(name: string, campaign: string, now: EpochMs): Item {
  const key = contactKeyOf("pepper", { type: "email", value: `${name}@example.com` });
  const identity: Identity = { key, type: "email", regions: [], valid: true, flags: [], shared: false };
  const before = historyOf(PAST, { now, address: key });
  const touch: Touch = { ...(before[0] as Touch), id: newId(), at: now, campaign };
  const contact = { ...newContact(key, [identity]), version: 9, touches: [...before, touch] };
  return toStateItem(contact, [{ type: "touched", touch, reference: undefined, by: newId() }]);
}

const attributesOf = (item: Readonly<Record<string, string | number>>) =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === "number" ? { N: `${value}` } : { S: value },
    ]),
  );

const toRecord = (item: Item, n: number): DynamoDBRecord => ({
  eventID: `event-${n}`,
  eventName: "MODIFY",
  eventSource: "aws:dynamodb",
  dynamodb: {
    Keys: attributesOf({ pk: item.pk, sk: item.sk }),
    NewImage: attributesOf(item),
    SequenceNumber: `${n + 1}`,
    StreamViewType: "NEW_IMAGE",
  },
});

/** What the function would write for a record, made beforehand. */
function bareTransaction(item: Item): TransactWriteItemsCommand["input"] {
  const { contactKey, entries, touches } = tellingOf(item);
  const puts = entries.map((entry) => ({
    Put: {
      TableName: TABLE_NAME,
      Item: attributesOf(timelineWrite(contactKey, entry).item),
      ConditionExpression: "attribute_not_exists(pk)",
    },
  }));
  const updates = touches.map((touch) => ({
    Update: {
      TableName: TABLE_NAME,
      Key: attributesOf({ ...countOf(contactKey, touch).key }),
      UpdateExpression: "ADD touches :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    },
  }));
  return { TransactItems: [...puts, ...updates] };
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const ratios = rounds.map(({ bare, record }) => record / bare);
  const ratio = medianOf(ratios);
  const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  return [
    {
      name: `bare transactions of the same shape at ${CALLERS} callers, a second`,
      value: wholeNumber(medianOf(rounds.map(({ bare }) => bare))),
    },
    {
      name: `records of allowed checks in batches of ${BATCH}, a second`,
      value: wholeNumber(medianOf(rounds.map(({ record }) => record))),
    },
    {
      name: `records : transactions, median of ${rounds.length} rounds (least–most)`,
      value: `${ratio.toFixed(3)} (${range})`,
      bar: `≥ ${LEAST_RATIO}`,
      met: ratio >= LEAST_RATIO,
    },
  ];
}
