/**
 * The consumers of the table's stream, as data: read by lib/infra (event source mappings) and lib/local (the stream
 * pump), so that both hand over the same records in the same way. One is served by `functions/<function>/handler.ts`.
 */
export interface StreamConsumer {
  /** Folder below functions/. */
  readonly function: string;
  /** Only records of these kinds are handed over … */
  readonly eventNames: readonly ("INSERT" | "MODIFY" | "REMOVE")[];
  /** … whose new image has this attribute, a string. */
  readonly carrying: string;
  /** Most records in one call, 1–10 000. */
  readonly batchSize: number;
  /** Longest that records wait for a batch to fill, seconds. */
  readonly longestWaitSeconds: number;
  /** So often is what failed tried again before it is laid aside. */
  readonly mostRetries: number;
  /** A record older than this is laid aside, seconds: before the stream itself forgets it, after 24 h. */
  readonly oldestRecordSeconds: number;
}

export const STREAMS = [
  {
    function: "record",
    // A state carries `events`: what its last write did. Nothing else in the table does.
    eventNames: ["INSERT", "MODIFY"],
    carrying: "events",
    batchSize: 100,
    longestWaitSeconds: 1,
    mostRetries: 10,
    oldestRecordSeconds: 12 * 60 * 60,
  },
  {
    function: "dedup",
    // A contact's card is written with every change of what matching reads, and nothing else in the table has one.
    eventNames: ["INSERT", "MODIFY"],
    carrying: "card",
    // One contact after the other: so many take a few seconds.
    batchSize: 50,
    longestWaitSeconds: 1,
    mostRetries: 10,
    oldestRecordSeconds: 12 * 60 * 60,
  },
] as const satisfies readonly StreamConsumer[];
