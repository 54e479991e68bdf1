import progress, { type Params } from "cli-progress";
import { duration, number } from "./wording.ts";

/** On a terminal a bar; elsewhere a line so often. */
const LINE_EVERY_MS = 5_000;

/** Shows on standard error how many of `total` rows are done, how fast, and how long the rest will take. */
export function startProgress(total: number): { done(count: number): void; stop(): void } {
  const startedAt = performance.now();
  const isTerminal = process.stderr.isTTY === true;
  const bar = new progress.SingleBar({
    format: (options, { value, progress: share }: Params) => {
      const seconds = (performance.now() - startedAt) / 1_000;
      const counted = `${number(value)} of ${number(total)} rows`;
      const shown = isTerminal ? `${progress.Format.BarFormat(share, options)} ${counted}` : counted;
      if (value === 0 || seconds < 1) return shown;
      const left = value < total ? `, ${duration((seconds * (total - value)) / value)} left` : "";
      return `${shown}, ${number(Math.round(value / seconds))}/s${left}`;
    },
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
    hideCursor: true,
    gracefulExit: false, // The command ends the replay itself, and reports on what was done.
  });
  bar.start(total, 0);
  return { done: (count) => bar.update(count), stop: () => bar.stop() };
}
