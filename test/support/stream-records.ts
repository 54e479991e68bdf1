import type { DynamoDBRecord } from "aws-lambda";
import type { Item, Store, Write } from "../../lib/store/store.ts";

/** A store that notes every item it puts, in the order of the acknowledged writes, as the table's stream does. */
export function streaming(store: Store): { readonly store: Store; readonly images: Item[] } {
  const images: Item[] = [];
  return {
    images,
    store: {
      ...store,
      async put(write, call) {
        const result = await store.put(write, call);
        if (result.written) images.push(write.item);
        return result;
      },
      async transact(writes, call) {
        const result = await store.transact(writes, call);
        const puts = writes.filter((write): write is Write => "item" in write);
        if (result === "written") images.push(...puts.map(({ item }) => item));
        return result;
      },
    },
  };
}

/** An item as Lambda hands it over in the record of its write. */
export function toStreamRecord(item: Item, sequenceNumber: number): DynamoDBRecord {
  const image = Object.entries(item).map(([name, value]) => [
    name,
    typeof value === "number" ? { N: String(value) } : { S: value },
  ]);
  return {
    eventID: `event-${sequenceNumber}`,
    eventName: "MODIFY",
    eventSource: "aws:dynamodb",
    dynamodb: {
      Keys: { pk: { S: item.pk }, sk: { S: item.sk } },
      NewImage: Object.fromEntries(image),
      SequenceNumber: String(sequenceNumber),
      StreamViewType: "NEW_IMAGE",
    },
  };
}
