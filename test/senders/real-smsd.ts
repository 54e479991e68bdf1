import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Setup } from "../support/smstools-scripts.ts";
import type { GsmModem } from "./gsm-modem.ts";

/** smsd as a process of the test's own. */
export interface Smsd {
  /** What it has logged. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts smsd with the page's lines. @throws Error with its log when it does not come up. */
export async function startSmsd(setup: Setup, modem: GsmModem): Promise<Smsd> {
  const { root, conf, outgoing, incoming, checked } = setup;
  const log = join(root, "smsd.log");
  mkdirSync(join(root, "stats"), { recursive: true });
  const lines = [
    "devices = GSM1",
    ...[`outgoing = ${outgoing}`, `incoming = ${incoming}`, `checked = ${checked}`],
    ...[`logfile = ${log}`, `infofile = ${join(root, "working")}`, `pidfile = ${join(root, "pid")}`],
    ...["loglevel = 7", "delaytime = 1", "delaytime_mainprocess = 1", "errorsleeptime = 1", "blocktime = 1"],
    // Soon enough for a test.
    conf.replace(/regular_run_interval = \d+/, "regular_run_interval = 1"),
    "[GSM1]",
    ...[`device = ${modem.device}`, "incoming = yes", "report = yes", "send_retries = 1"],
    ...["check_network = 0", "signal_quality_ber_ignore = yes", "memory_start = 1", "sentsleeptime = 0"],
    "",
  ];
  writeFileSync(join(root, "smsd.conf"), lines.join("\n"));
  const child = spawn("smsd", ["-t", `-c${join(root, "smsd.conf")}`], { stdio: "ignore" });
  const read = () => (existsSync(log) ? readFileSync(log, "utf8") : "");
  const until = Date.now() + 20_000;
  while (!/Modem handler 0 has started/.test(read())) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`smsd does not start:\n${read()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { log: read, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
}
