import { type EpochMs, epochMs } from "../core/time.ts";

/** The `now()` port of the local runtime: real time until it is set. Timeouts never follow it. */
export interface Clock {
  now(): EpochMs;
  /** Freezes the clock at `instant`; `null` gives it back to real time. */
  set(instant: EpochMs | null): void;
  frozen(): boolean;
}

/** A clock that shows real time until it is frozen. */
export function createClock(): Clock {
  let frozenAt: EpochMs | null = null;
  return {
    now: () => frozenAt ?? epochMs(Date.now()),
    set: (instant) => {
      frozenAt = instant;
    },
    frozen: () => frozenAt !== null,
  };
}
