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
 * Shows on standard error how far a file has come by its bytes, how many rows that are, how many a second, and about
 * how long it will take. Of a table, items stand for bytes, and lines for rows.
 */
export function startFileProgress(
  totalBytes: number,
  unit = "rows",
): {
  done(of: { readonly rows: number; readonly bytes: number }): void;
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
  bar.start(totalBytes, 0, { rows: 0, rate: 0 });
  let last = { rows: 0, atMs: performance.now(), rate: 0 };
  return {
    done({ rows, bytes }) {
      const tookMs = performance.now() - last.atMs;
      if (tookMs < PER_SECOND_OVER_MS) return;
      const rate = Math.round(((rows - last.rows) * 1_000) / tookMs);
      last = { rows, atMs: performance.now(), rate };
      bar.update(Math.min(bytes, totalBytes), { rows, rate });
    },
    stop: () => bar.stop(),
  };
}
