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
