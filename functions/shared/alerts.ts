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
    }
  /** An audit has run out of time: whoever hears this is to go on with it. */
  | {
      readonly type: "AuditPaused";
      readonly id: string;
      readonly run: string;
      readonly turn: number;
    }
  | {
      readonly type: "AuditCompleted";
      /** When it began. */
      readonly id: string;
      readonly contacts: number;
      /** Findings by their codes. */
      readonly counts: Readonly<Record<string, number>>;
      /** Statuses that were set, or would be: how many by `<from> → <to>`. */
      readonly statuses: Readonly<Record<string, number>>;
      readonly applied: boolean;
    };

export type SendAlert = (alert: Alert) => Promise<void>;

/** Tells alerts in the log, for whoever watches it. */
export const alertsToLog =
  (log: (line: LogLine) => void): SendAlert =>
  async (alert) =>
    log({ level: "info", alert });
