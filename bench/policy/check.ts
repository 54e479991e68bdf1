import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { type Figure, medianOf, type Progress } from "../support/figure.ts";
import { policyOf } from "./many-rules.ts";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));
const RULES = 200;
const BAR_MS = 500;
const RUNS = 9;

/** From the start of the process to its end, of a policy of 200 rules as JSON and as YAML; the median of nine. */
export async function measureCheck(told: Progress): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "touchgate-bench-"));
  const document = policyOf(RULES);
  const texts = {
    JSON: JSON.stringify(document, null, 2),
    YAML: stringify(document, { aliasDuplicateObjects: false }),
  };
  try {
    const figures: Figure[] = [];
    for (const [format, text] of Object.entries(texts)) {
      const file = join(folder, `policy.${format.toLowerCase()}`);
      writeFileSync(file, text);
      const medianMs = await medianMsOf(file);
      figures.push({
        name: `${RULES} rules in ${format}, ${Math.round(text.length / 1_000)} KB`,
        value: `${Math.round(medianMs)} ms`,
        bar: `<= ${BAR_MS} ms`,
        met: medianMs <= BAR_MS,
      });
      told(figures.length / Object.keys(texts).length);
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The first run is not counted: it fills the compile cache. */
async function medianMsOf(file: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const start = performance.now();
    await promisify(execFile)(process.execPath, [CLI, "policy", "check", file]);
    times.push(performance.now() - start);
  }
  return medianOf(times.slice(1));
}
