import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { type Figure, medianOf, type Progress } from "../support/figure.ts";
import { compiledOf } from "./company.ts";
import { COMPANY_POLICY } from "./policy.ts";

const MOST_MS = 5;
const TIMES = 200;
const PROCESSES = 15;
const FIRST = fileURLToPath(new URL("first-compile.ts", import.meta.url));

/** What it takes to make 25 rules ready: when policies have been compiled before, and as the first thing of a process. */
export async function measureCompile(progress: Progress): Promise<Figure[]> {
  const calendar = await loadCalendar();
  const later = Array.from({ length: TIMES }, () => compileMs(() => compiledOf(COMPANY_POLICY, calendar)));
  const first: number[] = [];
  for (let number = 1; number <= PROCESSES; number++) {
    const { stdout } = await promisify(execFile)(process.execPath, [FIRST]);
    first.push(Number(stdout));
    progress(number / PROCESSES);
  }
  const median = medianOf(later);
  return [
    {
      name: `25 rules validated and compiled, median of ${TIMES}`,
      value: `${median.toFixed(2)} ms`,
      bar: `≤ ${MOST_MS} ms`,
      met: median <= MOST_MS,
    },
    {
      name: `the same, the first of a fresh process, median of ${PROCESSES}`,
      value: `${medianOf(first).toFixed(1)} ms`,
    },
  ];
}

function compileMs(compile: () => void): number {
  const startedAtMs = performance.now();
  compile();
  return performance.now() - startedAtMs;
}
