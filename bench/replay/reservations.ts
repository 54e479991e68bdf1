import { type EpochMs, epochMs } from "../../lib/core/time.ts";
import type { Chance } from "../support/chance.ts";
import type { Judged } from "./brute-force.ts";
import type { GateClient } from "./gate-client.ts";
import type { DecidedRow } from "./replay.ts";

/** Lease of every reservation of a replay. */
export const LEASE_SECONDS = 120;
const LEASE_MS = LEASE_SECONDS * 1_000;
/** A late confirmation comes less than this after the lease is over; the gate remembers it for a day. */
const LATEST_MS = 3_600_000;

/** What is meant to become of a reservation, and when. */
export interface Plan {
  readonly end: "confirm" | "confirmLate" | "release" | "leave";
  readonly due: EpochMs;
}

/** What became of a reservation. */
export interface Ending {
  readonly kind: "confirmed" | "confirmedLate" | "refusedLate" | "released" | "left";
  /** Instant of the call that ended it, or the end of the lease when it was left. */
  readonly at: EpochMs;
}

/** Of ten reservations seven are confirmed at once, one after its lease, one is released within it, one is left. */
export function planOf(at: EpochMs, chance: Chance): Plan {
  const [which, when] = [chance.share(), chance.share()];
  const later = (ms: number): EpochMs => epochMs(at + Math.floor(ms));
  if (which < 0.7) return { end: "confirm", due: at };
  if (which < 0.8) return { end: "confirmLate", due: later(LEASE_MS + when * LATEST_MS) };
  if (which < 0.9) return { end: "release", due: later(when * LEASE_MS) };
  return { end: "leave", due: later(LEASE_MS) };
}

/** Ends a reservation as planned; the gate's clock shows the planned instant. @throws CannotReplay */
export async function endAsPlanned(gate: GateClient, touchId: string, plan: Plan): Promise<Ending> {
  const { end, due: at } = plan;
  switch (end) {
    case "confirm":
      await gate.confirm(touchId);
      return { kind: "confirmed", at };
    case "confirmLate":
      return { kind: (await gate.confirmLate(touchId)) ? "confirmedLate" : "refusedLate", at };
    case "release":
      await gate.release(touchId);
      return { kind: "released", at };
    case "leave":
      return { kind: "left", at };
  }
}

/** Whether a row was allowed and went out: a reservation goes out when it is confirmed. */
export const isSent = ({ decision, ending }: Pick<DecidedRow, "decision" | "ending">): boolean =>
  decision === "allow" &&
  (ending === undefined || ending.kind === "confirmed" || ending.kind === "confirmedLate");

/** All that the gate decided, in the order in which it did: the rows, and late confirmations when they came. */
export function decisionsOf(rows: readonly DecidedRow[]): Judged[] {
  return rows.flatMap(withLateDecision).sort((a, b) => a.decidedAt - b.decidedAt);
}

function withLateDecision(row: DecidedRow): (Judged & { readonly decidedAt: number })[] {
  const { ending } = row;
  const asked = { ...row, decidedAt: row.at };
  if (ending === undefined || ending.kind === "confirmed") return [asked];
  if (ending.kind === "released" || ending.kind === "left") return [{ ...asked, holdsUntil: ending.at }];
  const decision = ending.kind === "confirmedLate" ? "allow" : "deny";
  return [
    { ...asked, holdsUntil: row.at + LEASE_MS },
    { ...asked, decidedAt: ending.at, decision, reasons: undefined },
  ];
}
