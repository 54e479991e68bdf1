import type { LogLine } from "./logger.ts";

/**
 * What somebody should know of, put on the bus. It may come more than once, with the same id. It names contacts by
 * their ids and addresses by their keys: nothing in it is an address in clear.
 */
export type Alert =
  | {
      readonly type: "DuplicateSuggested";
      readonly id: string;
      readonly pairId: string;
      readonly tier: string;
      readonly contacts: readonly [string, string];
    }
  | {
      readonly type: "ContactMerged";
      readonly id: string;
      /** The survivor, and the one merged away. */
      readonly contactId: string;
      readonly mergedId: string;
      readonly rule: string;
      /** An API key, or null for the gate itself. */
      readonly by: string | null;
    }
  | {
      readonly type: "GenericValueDetected";
      readonly id: string;
      /** Kind of the address and its key. */
      readonly kind: string;
      readonly key: string;
      /** So many different names hold it, or more. */
      readonly names: number;
    };

export type SendAlert = (alert: Alert) => Promise<void>;

/** Tells alerts in the log, for whoever watches it. */
export const alertsToLog =
  (log: (line: LogLine) => void): SendAlert =>
  async (alert) =>
    log({ level: "info", alert });
