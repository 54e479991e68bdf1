import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/**
 * Loaded before a command (`--import`): ends it by SIGKILL right before its nth change of files, of KILLED_AT, and counts
 * them in the file KILLED_STEPS when it comes to its end.
 */
const at = Number(process.env.KILLED_AT ?? Number.POSITIVE_INFINITY);
const [count, log] = [process.env.KILLED_STEPS, fs.writeFileSync];
let step = 0;

const CHANGES = [
  "openSync",
  "writeSync",
  "fsyncSync",
  "chmodSync",
  "utimesSync",
  "renameSync",
  "rmSync",
] as const;
const changeable = fs as unknown as Record<string, (...given: unknown[]) => unknown>;
for (const name of CHANGES) {
  const change = changeable[name] as (...given: unknown[]) => unknown;
  changeable[name] = (...given) => {
    // Node reads its modules by the same function.
    if (name === "openSync" && given[1] !== "wx") return change(...given);
    step += 1;
    if (step === at) process.kill(process.pid, "SIGKILL");
    return change(...given);
  };
}
syncBuiltinESMExports();
process.on("exit", () => {
  if (count !== undefined) log(count, String(step));
});
