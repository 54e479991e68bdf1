import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from "@aws-sdk/client-dynamodb";
import { newContact } from "../../lib/core/contact.ts";
import type { DuplicatePolicy } from "../../lib/core/identity/duplicate-policy.ts";
import { matchKeysOf } from "../../lib/core/identity/match.ts";
import { toCardItem, toMovedItem, toStateItem } from "../../lib/store/items.ts";
import { keptWrites, matchPartitionOf } from "../../lib/store/match-keys.ts";
import type { Item } from "../../lib/store/store.ts";
import { atOnce } from "../support/at-once.ts";
import { TABLE_NAME } from "../support/own-engine.ts";
import type { SampleContact } from "./sample-contacts.ts";

const MOST_ITEMS_A_WRITE = 25;
const WRITERS = 8;
const CONTACTS_A_PIECE = 50;

export interface Filling {
  readonly client: DynamoDBClient;
  readonly policy: DuplicatePolicy;
  readonly pepper: string;
  /** Told how many contacts more are there. */
  readonly progress: (contacts: number) => void;
}

/** Puts contacts and their match keys into the table, as the functions would leave them. */
export async function fillTable(contacts: readonly SampleContact[], filling: Filling): Promise<void> {
  const pieces = Math.ceil(contacts.length / CONTACTS_A_PIECE);
  await atOnce(WRITERS, pieces, async (piece) => {
    const ours = contacts.slice(piece * CONTACTS_A_PIECE, (piece + 1) * CONTACTS_A_PIECE);
    const items = (await Promise.all(ours.map((contact) => itemsOf(contact, filling)))).flat();
    for (let from = 0; from < items.length; from += MOST_ITEMS_A_WRITE) {
      await write(filling.client, items.slice(from, from + MOST_ITEMS_A_WRITE));
    }
    filling.progress(ours.length);
  });
}

async function itemsOf({ contactId, record }: SampleContact, filling: Filling): Promise<Item[]> {
  const { policy, pepper } = filling;
  const { identities, country, ...person } = record;
  const listed = identities.map(({ value: _, ...identity }) => ({ ...identity, regions: [] }));
  const attributes = country === undefined ? {} : { country };
  const contact = { ...newContact(contactId, listed), put: true, version: 1, attributes };
  const addresses = Object.fromEntries(identities.map(({ key, value }) => [key, value]));
  const keys = await matchKeysOf(record, policy);
  const partitions = keys.map((key) => matchPartitionOf(pepper, key));
  const kept = keptWrites(
    contactId,
    { partitions: [], version: 0, isMerged: false },
    { partitions, isMerged: false },
  );
  return [
    toStateItem(contact, []),
    toCardItem(contactId, { ...person, addresses }),
    ...identities.map(({ key }) => toMovedItem(key, { to: contactId, version: 1, events: [] })),
    ...kept.flatMap((one) => ("item" in one ? [one.item] : [])),
  ];
}

async function write(client: DynamoDBClient, items: readonly Item[]): Promise<void> {
  let left: WriteRequest[] = items.map((item) => ({ PutRequest: { Item: marshalled(item) } }));
  while (left.length > 0) {
    const command = new BatchWriteItemCommand({ RequestItems: { [TABLE_NAME]: left } });
    const { UnprocessedItems } = await client.send(command);
    left = UnprocessedItems?.[TABLE_NAME] ?? [];
  }
}

const marshalled = (item: Item) =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      typeof value === "number" ? { N: String(value) } : { S: value },
    ]),
  );
