import progress from "cli-progress";

/** On a terminal a bar; elsewhere a line so often. */
const LINE_EVERY_MS = 5_000;
const STEPS = 1_000;

export interface ScanProgress {
  /** So many contacts were seen in this part of the table, 0–1. */
  done(contacts: number, part: number): void;
  stop(): void;
}

/** Shows on standard error how far a scan is, how fast it goes and how long it has left. */
export function startScanProgress(nowMs: () => number = () => performance.now()): ScanProgress {
  const isTerminal = process.stderr.isTTY === true;
  const line = "{percentage}% · {pace}";
  const bar = new progress.SingleBar({
    format: isTerminal ? `{bar} ${line}` : line,
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false, // A scan that was stopped is run again; nothing has to be tidied.
  });
  const begunMs = nowMs();
  bar.start(STEPS, 0, { pace: "0 contacts" });
  return {
    done: (contacts, part) =>
      bar.update(Math.floor(part * STEPS), {
        pace: paceText({ contacts, part, elapsedMs: nowMs() - begunMs }),
      }),
    stop: () => bar.stop(),
  };
}

/** `1,234 contacts · 410/s · 12 s left`; no time is told before anything is done. */
export function paceText(pace: { contacts: number; part: number; elapsedMs: number }): string {
  const { contacts, part, elapsedMs } = pace;
  const seconds = elapsedMs / 1_000;
  const rate = seconds > 0 ? ` · ${Math.round(contacts / seconds).toLocaleString("en-US")}/s` : "";
  const left = part > 0 ? ` · ${lengthText((seconds * (1 - part)) / part)} left` : "";
  return `${contacts.toLocaleString("en-US")} contacts${rate}${left}`;
}

function lengthText(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 120 ? `${whole} s` : `${Math.ceil(whole / 60)} min`;
}
