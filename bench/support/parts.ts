import { cpus, loadavg } from "node:os";
import progress from "cli-progress";
import { type Figure, type Progress, tableOf } from "./figure.ts";

/** A part of a benchmark: it measures some figures, and tells how far it is. */
export interface Part {
  readonly title: string;
  run(told: Progress): Promise<Figure[]>;
}

/** The machine and what else it is doing, in one line. */
export function machineLine(): string {
  const [cpu] = cpus();
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${cpus().length} × ${cpu?.model ?? "unknown"}, Node ${process.version}, load before the start ${load}`;
}

/**
 * Runs the parts one after the other, shows a bar while each is at work and prints its table; the exit code
 * becomes 1 when a bar is missed, unless `bars` is false.
 */
export async function runParts<Name extends string>(
  names: readonly Name[],
  { parts, bars }: { parts: Readonly<Record<Name, Part>>; bars: boolean },
): Promise<void> {
  let missed = 0;
  for (const name of names) {
    const { title, run } = parts[name];
    const bar = new progress.SingleBar({
      format: `${name.padEnd(7)} {bar} {percentage} %`,
      clearOnComplete: true,
      noTTYOutput: true,
      notTTYSchedule: 10_000,
    });
    bar.start(1, 0);
    const figures = await run((done) => bar.update(done)).finally(() => bar.stop());
    console.log(`${tableOf(title, figures)}\n`);
    missed += figures.filter(({ met }) => met === false).length;
  }
  if (missed > 0) console.log(`${missed === 1 ? "1 bar is" : `${missed} bars are`} missed.`);
  process.exitCode = missed > 0 && bars ? 1 : 0;
}
