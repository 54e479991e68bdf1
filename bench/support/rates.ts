import { type Figure, medianOf, wholeNumber } from "./figure.ts";

const BATCHES = 15;
const BATCH_MS = 200;
const WARM_UP_MS = 1_000;

/**
 * Milliseconds that this thread has had a processor for. On a machine that does nothing else it is the time that
 * passes; what other programs take is left out.
 */
export function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** How often a second `work` is done, in at least `milliseconds` of processor time; it is told the number of each turn. */
export function rateFor(work: (turn: number) => void, milliseconds: number): number {
  const startedAtMs = processorMs();
  let done = 0;
  let takenMs = 0;
  // The clock is read after a hundredth of the time or so, not after each turn.
  let turns = 1;
  while (takenMs < milliseconds) {
    for (let i = 0; i < turns; i++) work(done++);
    const nowMs = processorMs() - startedAtMs;
    if (nowMs - takenMs < milliseconds / 100) turns *= 2;
    takenMs = nowMs;
  }
  return (done * 1_000) / takenMs;
}

/** The rates of several batches, a second, after one that only warms up. */
export function ratesOf(work: (turn: number) => void): number[] {
  rateFor(work, WARM_UP_MS);
  return Array.from({ length: BATCHES }, () => rateFor(work, BATCH_MS));
}

/** The median of rates with their range, and whether it reaches the least that is asked. */
export function rateFigure(name: string, rates: readonly number[], least: number | undefined): Figure {
  const rate = medianOf(rates);
  const range = `${wholeNumber(Math.min(...rates))}–${wholeNumber(Math.max(...rates))}`;
  return {
    name,
    value: `${wholeNumber(rate)} (${range})`,
    ...(least !== undefined && { bar: `≥ ${wholeNumber(least)}`, met: rate >= least }),
  };
}
