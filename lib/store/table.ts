/** The single table, as data: read by lib/infra (CDK) and lib/local (the emulator). */
export const TABLE = {
  partitionKey: "pk",
  sortKey: "sk",
  timeToLiveAttribute: "expiresAtSeconds",
  streamViewType: "NEW_IMAGE",
} as const;
