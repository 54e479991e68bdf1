import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StreamConsumer } from "../../../functions/streams.ts";
import {
  type Checkpoints,
  failureFolder,
  fileCheckpoints,
  memoryCheckpoints,
} from "../../../lib/local/stream-files.ts";
import {
  type PumpOptions,
  type StreamFunction,
  type StreamPump,
  startStreamPump,
} from "../../../lib/local/stream-pump.ts";
import { type ArrayStream, arrayStream } from "../../support/array-stream.ts";

const CONSUMER: StreamConsumer = {
  function: "record",
  eventNames: ["INSERT", "MODIFY"],
  carrying: "events",
  batchSize: 10,
  longestWaitSeconds: 1,
  mostRetries: 3,
  oldestRecordSeconds: 3_600,
};
const REFUSED = new Error("the function ended with a fault");

let pumps: StreamPump[] = [];
afterEach(async () => {
  await Promise.all(pumps.map((pump) => pump.stop()));
  pumps = [];
});

/** A consumer that notes the batches it was called with, by the numbers of their records. */
function consumer(fails: (batch: readonly number[]) => readonly number[] = () => []) {
  const batches: number[][] = [];
  const handler: StreamFunction = async ({ Records }) => {
    const batch = Records.map(({ dynamodb }) => Number(dynamodb?.NewImage?.n?.N));
    batches.push(batch);
    const failed = fails(batch);
    return { batchItemFailures: failed.map((n) => ({ itemIdentifier: String(n) })) };
  };
  return { batches, handler };
}

/** Starts a pump, and notes what it lays aside and complains of. */
function pumpOf(
  reader: ArrayStream,
  handler: StreamFunction,
  given: Partial<PumpOptions> & { checkpoints?: Checkpoints; with?: Partial<StreamConsumer> } = {},
) {
  const { with: settings, ...options } = given;
  const aside: number[][] = [];
  const faults: string[] = [];
  const pump = startStreamPump({
    reader,
    consumers: [{ consumer: { ...CONSUMER, ...settings }, handler }],
    checkpoints: memoryCheckpoints(),
    onFailure: async (_, records) => {
      aside.push(records.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber)));
    },
    onFault: (message) => faults.push(message),
    ...options,
  });
  pumps.push(pump);
  return { ...pump, aside, faults };
}

const upTo = (last: number, first = 8): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe("the stream pump hands over", () => {
  it("every record once, in order, in batches of at most the batch size", async () => {
    const stream = arrayStream();
    stream.add(25);
    const { batches, handler } = consumer();
    await pumpOf(stream, handler).drain();
    expect(batches).toEqual([upTo(17), upTo(27, 18), upTo(32, 28)]);
  });

  it("more than a page of the stream, to its end", async () => {
    const stream = arrayStream();
    stream.add(2_500);
    const { batches, handler } = consumer();
    await pumpOf(stream, handler, { with: { batchSize: 600 } }).drain();
    expect(batches.flat()).toEqual(upTo(2_507));
    expect(batches.map(({ length }) => length)).toEqual([600, 400, 600, 400, 500]);
  });

  it("only what the consumer's filter lets through, and no empty batch", async () => {
    const stream = arrayStream();
    stream.add(10, { events: false });
    stream.add(1);
    stream.add(9, { eventName: "REMOVE" });
    stream.add(1);
    const { batches, handler } = consumer();
    const pump = pumpOf(stream, handler);
    await pump.drain();
    expect(batches).toEqual([[18], [28]]);
    stream.add(1);
    await pump.drain();
    expect(batches).toEqual([[18], [28], [29]]);
  });

  it("records in Lambda's shape: epoch seconds, and where they come from", async () => {
    const stream = arrayStream("arn:stream");
    stream.add(1);
    const seen: unknown[] = [];
    await pumpOf(stream, async ({ Records }) => {
      seen.push(...Records);
      return { batchItemFailures: [] };
    }).drain();
    expect(seen).toEqual([
      {
        eventID: "event-8",
        eventName: "INSERT",
        eventSourceARN: "arn:stream",
        dynamodb: {
          ApproximateCreationDateTime: 1,
          SequenceNumber: "8",
          NewImage: { n: { N: "8" }, events: { S: "[]" } },
        },
      },
    ]);
  });

  it("to each consumer by itself: one that fails holds no other up", async () => {
    const stream = arrayStream();
    stream.add(1);
    const { batches, handler } = consumer();
    const stuck = Promise.withResolvers<never>();
    const seen = Promise.withResolvers<void>();
    const pump = pumpOf(stream, handler, {
      consumers: [
        { consumer: { ...CONSUMER, function: "stuck" }, handler: () => stuck.promise },
        {
          consumer: CONSUMER,
          handler: async (event) => {
            seen.resolve();
            return handler(event);
          },
        },
      ],
    });
    await seen.promise;
    expect(batches).toEqual([[8]]);
    const drained = pump.drain();
    stuck.reject(REFUSED);
    await drained;
  });
});

describe("of a batch of which some failed", () => {
  it("what stands before the first failure is done, and the rest is handed over again", async () => {
    const stream = arrayStream();
    stream.add(10);
    let failing = [12, 15];
    const { batches, handler } = consumer((batch) => {
      const failed = failing.filter((n) => batch.includes(n));
      failing = [];
      return failed;
    });
    const pump = pumpOf(stream, handler);
    await pump.drain();
    expect(batches).toEqual([upTo(17), upTo(17, 12)]);
    expect(pump.aside).toEqual([]);
  });

  it("halving isolates a poison record, which is laid aside after its retries; all others are done", async () => {
    const stream = arrayStream();
    stream.add(10);
    const done = new Set<number>();
    const { batches, handler } = consumer((batch) => {
      if (batch.includes(13)) throw REFUSED;
      for (const n of batch) done.add(n);
      return [];
    });
    const pump = pumpOf(stream, handler);
    await pump.drain();
    expect(pump.aside).toEqual([[13]]);
    expect([...done]).toEqual(upTo(17).filter((n) => n !== 13));
    expect(batches.filter((batch) => batch.length === 1 && batch[0] === 13)).toHaveLength(
      1 + CONSUMER.mostRetries,
    );
    expect(batches).toEqual([
      upTo(17),
      upTo(12),
      upTo(17, 13),
      upTo(15, 13),
      upTo(14, 13),
      ...Array(4).fill([13]),
      [14],
      [15],
      upTo(17, 16),
    ]);
  });

  it.each([0, 1, 9])(
    "a poison record that is reported alone is laid aside, at place %i too",
    async (place) => {
      const stream = arrayStream();
      stream.add(12);
      const poison = 8 + place;
      const done = new Set<number>();
      const { handler } = consumer((batch) => {
        for (const n of batch) if (n !== poison) done.add(n);
        return batch.filter((n) => n === poison);
      });
      const pump = pumpOf(stream, handler);
      await pump.drain();
      expect(pump.aside).toEqual([[poison]]);
      expect([...done].sort((a, b) => a - b)).toEqual(upTo(19).filter((n) => n !== poison));
    },
  );

  it("a record that succeeds at its last retry is not laid aside", async () => {
    const stream = arrayStream();
    stream.add(1);
    let calls = 0;
    const { handler } = consumer((batch) => (++calls <= CONSUMER.mostRetries ? batch : []));
    const pump = pumpOf(stream, handler);
    await pump.drain();
    expect([calls, pump.aside]).toEqual([1 + CONSUMER.mostRetries, []]);
  });

  it("an id that is no record's fails the whole batch", async () => {
    const stream = arrayStream();
    stream.add(2);
    let first = true;
    const { batches, handler } = consumer(() => {
      const failed = first ? [999] : [];
      first = false;
      return failed;
    });
    await pumpOf(stream, handler).drain();
    expect(batches).toEqual([[8, 9], [8], [9]]);
  });

  it("when all fail for good, each is laid aside by itself and the stream goes on", async () => {
    const stream = arrayStream();
    stream.add(3);
    const { handler } = consumer((batch) => batch.filter((n) => n < 11));
    const pump = pumpOf(stream, handler, { with: { mostRetries: 0 } });
    stream.add(1);
    await pump.drain();
    expect(pump.aside).toEqual([[8], [9], [10]]);
  });
});

describe("a drain", () => {
  it("has handed over everything that was there when it was asked for, also while a batch is in hand", async () => {
    const stream = arrayStream();
    const gate = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const { batches, handler } = consumer();
    stream.add(1);
    const pump = pumpOf(stream, async (event) => {
      entered.resolve();
      await gate.promise;
      return handler(event);
    });
    await entered.promise;
    // The round in hand has read its page: it will not see this record.
    stream.add(1);
    const drained = pump.drain();
    gate.resolve();
    await drained;
    expect(batches).toEqual([[8], [9]]);
  });

  it("ends although more keeps coming", async () => {
    const stream = arrayStream();
    stream.add(1);
    const { batches, handler } = consumer();
    const pump = pumpOf(stream, async (event) => {
      stream.add(1);
      return handler(event);
    });
    await pump.drain();
    expect(batches[0]).toEqual([8]);
  });

  it("of many at once answers all", async () => {
    const stream = arrayStream();
    const pump = pumpOf(stream, consumer().handler);
    await Promise.all(Array.from({ length: 20 }, () => pump.drain()));
  });

  it("is refused when the pump stops before, or had stopped", async () => {
    const stream = arrayStream();
    stream.broken = true;
    const pump = pumpOf(stream, consumer().handler);
    const waiting = expect(pump.drain()).rejects.toThrow("stopped");
    await pump.stop();
    await waiting;
    await expect(pump.drain()).rejects.toThrow("stopped");
  });
});

describe("a stream that cannot be read", () => {
  it("is reported once, and again only after it could be read meanwhile; then everything is handed over", async () => {
    const stream = arrayStream();
    stream.broken = true;
    const { batches, handler } = consumer();
    const pump = pumpOf(stream, handler);
    stream.add(1);
    const drained = pump.drain();
    await expect.poll(() => stream.reads, { timeout: 5_000, interval: 10 }).toBeGreaterThanOrEqual(3);
    expect(pump.faults).toEqual(["record, its stream: the engine is away"]);
    stream.broken = false;
    await drained;
    expect(batches).toEqual([[8]]);
    stream.broken = true;
    void pump.drain().catch(() => {});
    await expect.poll(() => pump.faults.length, { timeout: 5_000, interval: 10 }).toBe(2);
  });

  it("keeps what cannot be laid aside: it comes again", async () => {
    const stream = arrayStream();
    stream.add(1);
    let full = true;
    const aside: number[] = [];
    const pump = pumpOf(stream, consumer((batch) => batch).handler, {
      onFailure: async (_, records) => {
        if (full) throw new Error("no space left");
        aside.push(records.length);
      },
    });
    await expect.poll(() => pump.faults, { timeout: 5_000, interval: 10 }).toHaveLength(1);
    full = false;
    await pump.drain();
    expect([aside, pump.faults]).toEqual([[1], ["record, its stream: no space left"]]);
  });
});

describe("stop", () => {
  it("waits for no retry: what was not done comes again", async () => {
    const stream = arrayStream();
    stream.add(2);
    const entered = Promise.withResolvers<void>();
    const checkpoints = memoryCheckpoints();
    let calls = 0;
    const failing = pumpOf(
      stream,
      async () => {
        if (++calls === 6) entered.resolve();
        throw REFUSED;
      },
      { checkpoints, with: { mostRetries: 1_000_000 } },
    );
    await entered.promise;
    await failing.stop();
    expect([failing.aside, failing.faults]).toEqual([[], []]);
    const { batches, handler } = consumer();
    await pumpOf(stream, handler, { checkpoints }).drain();
    expect(batches).toEqual([[8, 9]]);
  });
});

describe("over a restart", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "touchgate-pump-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("the pump goes on where it stopped, by the file, and another stream begins at its beginning", async () => {
    const stream = arrayStream();
    stream.add(12);
    const first = pumpOf(stream, consumer().handler, { checkpoints: fileCheckpoints(folder) });
    await first.drain();
    await first.stop();
    stream.add(1);
    const { batches, handler } = consumer();
    const second = pumpOf(stream, handler, { checkpoints: fileCheckpoints(folder) });
    await second.drain();
    await second.stop();
    expect(batches).toEqual([[20]]);

    const anew = arrayStream("stream-2");
    anew.add(1);
    await pumpOf(anew, handler, { checkpoints: fileCheckpoints(folder) }).drain();
    expect(batches).toEqual([[20], [8]]);
  });

  it("each consumer and shard has a place of its own", () => {
    const places = ["record", "dedup"].flatMap((name) =>
      ["shard-1", "shard-2"].map((shard) => ({ stream: "s", shard, consumer: name })),
    );
    const before = fileCheckpoints(folder);
    for (const [n, place] of places.entries()) before.set(place, String(n));
    const after = fileCheckpoints(folder);
    expect(places.map((place) => after.get(place))).toEqual(["0", "1", "2", "3"]);
  });

  it("what was laid aside is in a file, whole, and once however often it is laid aside", async () => {
    const stream = arrayStream();
    stream.add(1);
    const said: string[] = [];
    for (let start = 0; start < 2; start++) {
      await pumpOf(stream, consumer((batch) => batch).handler, {
        onFailure: failureFolder(folder, (message) => said.push(message)),
        with: { mostRetries: 0 },
      }).drain();
    }
    const files = await readdir(join(folder, "on-failure"));
    expect(files).toEqual(["record-event-8.json"]);
    const kept = JSON.parse(await readFile(join(folder, "on-failure", files[0] as string), "utf8")) as object;
    expect(kept).toMatchObject({
      consumer: "record",
      Records: [{ dynamodb: { NewImage: { n: { N: "8" } } } }],
    });
    expect(said[0]).toContain("record-event-8.json");
  });
});
