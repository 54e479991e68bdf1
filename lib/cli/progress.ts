import progress from "cli-progress";

/** On a terminal a bar; elsewhere a line so often. */
const LINE_EVERY_MS = 5_000;

/** Shows on standard error how many of `total` are done; `unit` names them, like `cases`. */
export function startProgress(total: number, unit: string): { done(count: number): void; stop(): void } {
  const isTerminal = process.stderr.isTTY === true;
  const bar = new progress.SingleBar({
    format: isTerminal ? `{bar} {value} of {total} ${unit}` : `{value} of {total} ${unit}`,
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false, // The command ends by itself, and reports on what was done.
  });
  bar.start(total, 0);
  return { done: (count) => bar.update(count), stop: () => bar.stop() };
}

const PER_SECOND_OVER_MS = 1_000;

/**
 * Shows on standard error how many of `total` are done, how many rows that are, how many a second, and about how long it
 * will take; `unit` names the rows. The total may be of something else, like the items of a table for the lines written.
 */
export function startRateProgress(
  total: number,
  unit = "rows",
): {
  done(of: { readonly rows: number; readonly done: number }): void;
  stop(): void;
} {
  const isTerminal = process.stderr.isTTY === true;
  const text = `{percentage} %, {rows} ${unit}, {rate} a second, about {eta_formatted} left`;
  const bar = new progress.SingleBar({
    format: isTerminal ? `{bar} ${text}` : text,
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
    etaBuffer: 200,
  });
  bar.start(total, 0, { rows: 0, rate: 0 });
  let last = { rows: 0, atMs: performance.now(), rate: 0 };
  return {
    done({ rows, done }) {
      const tookMs = performance.now() - last.atMs;
      if (tookMs < PER_SECOND_OVER_MS) return;
      const rate = Math.round(((rows - last.rows) * 1_000) / tookMs);
      last = { rows, atMs: performance.now(), rate };
      bar.update(Math.min(done, total), { rows, rate });
    },
    stop: () => bar.stop(),
  };
}

/** Shows on standard error how many were done so far, where nobody knows how many there will be. */
export function startCounting(unit: string): { one(): void; stop(): void } {
  const isTerminal = process.stderr.isTTY === true;
  const everyMs = isTerminal ? 200 : LINE_EVERY_MS;
  let count = 0;
  let toldAtMs = performance.now();
  const tell = () => {
    toldAtMs = performance.now();
    process.stderr.write(`${isTerminal ? "\r" : ""}${count} ${unit}${isTerminal ? "" : "\n"}`);
  };
  return {
    one() {
      count += 1;
      // The clock is read seldom: there may be a million of them.
      if (count % 1_000 === 0 && performance.now() - toldAtMs > everyMs) tell();
    },
    stop: () => {
      if (isTerminal) process.stderr.write("\r\u001b[K");
    },
  };
}
