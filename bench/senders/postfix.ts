import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startMailSink } from "../../test/senders/mail-sink.ts";
import { startPolicyProcess } from "../../test/senders/policy-process.ts";
import { startRealPostfix } from "../../test/senders/real-postfix.ts";
import type { Figure, Progress } from "../support/figure.ts";

/** A session that gives up each message is not ended for it. */
const PATIENT = "smtpd_junk_command_limit = 1000000\n";
const WARM_UP = 100;
/** A person at a keyboard would not see it, and a session of a hundred recipients takes seconds. */
const MOST_ADDED_P95_MS = 50;

/**
 * Time from `RCPT TO` to its answer in one session each with and without the gate, a recipient here and a recipient there
 * in turn, all of them new to the gate and allowed. The gate, the policy service and Postfix are processes of their own.
 */
export async function measurePostfix(recipients: number, told: Progress): Promise<Figure[]> {
  const gate = await startGateProcess();
  const sink = await startMailSink();
  const service = await startPolicyProcess(gate, ["--purpose", "service", "--department", "service"]);
  const asked = `smtpd_recipient_restrictions = check_policy_service ${service.name}, permit_mynetworks, reject\n`;
  const unasked = "smtpd_recipient_restrictions = permit_mynetworks, reject\n";
  const [on, off] = await Promise.all([
    startRealPostfix(sink.port, asked + PATIENT),
    startRealPostfix(sink.port, unasked + PATIENT),
  ]);
  try {
    const sessions = { on: await openSession(on.port), off: await openSession(off.port) };
    const times: Record<"on" | "off", number[]> = { on: [], off: [] };
    for (let n = 0; n < WARM_UP + recipients; n++) {
      for (const arm of n % 2 === 0 ? (["on", "off"] as const) : (["off", "on"] as const)) {
        const ms = await sessions[arm].rcpt(`person.${n}@example.com`);
        if (n >= WARM_UP) times[arm].push(ms);
      }
      told((n + 1) / (WARM_UP + recipients));
    }
    for (const session of Object.values(sessions)) session.end();
    return figuresOf(times);
  } finally {
    for (const one of [on, off, service, sink, gate]) await one.stop();
  }
}

function figuresOf({ on, off }: Record<"on" | "off", readonly number[]>): Figure[] {
  const [p50, p95] = [0.5, 0.95].map((share) => [quantile(on, share), quantile(off, share)] as const);
  const added = ([a, b]: readonly [number, number] = [0, 0]) => a - b;
  const told = ([a, b]: readonly [number, number] = [0, 0]) =>
    `${added([a, b]).toFixed(1)} ms (${a.toFixed(1)} with, ${b.toFixed(1)} without)`;
  return [
    { name: `added to a recipient, p50 of ${on.length}`, value: told(p50) },
    {
      ...{ name: "added to a recipient, p95", value: told(p95) },
      ...{ bar: `<= ${MOST_ADDED_P95_MS} ms`, met: added(p95) <= MOST_ADDED_P95_MS },
    },
  ];
}

const quantile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN;

/** An SMTP session that asks for one recipient after the other, each a message that is given up. */
async function openSession(port: number): Promise<{ rcpt(email: string): Promise<number>; end(): void }> {
  const socket = connect(port, "127.0.0.1").setNoDelay();
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    for (;;) {
      const { value = "" } = await lines.next();
      if (!/^\d{3}-/.test(value)) return value;
    }
  };
  const say = async (line: string, code: string): Promise<number> => {
    const startedAtMs = performance.now();
    socket.write(`${line}\r\n`);
    const said = await answer();
    if (!said.startsWith(code)) throw new Error(`Postfix says to ${line}: ${said}`);
    return performance.now() - startedAtMs;
  };
  await answer();
  await say("EHLO bench.example.com", "250");
  return {
    async rcpt(email) {
      await say("MAIL FROM:<a@example.com>", "250");
      const ms = await say(`RCPT TO:<${email}>`, "250");
      await say("RSET", "250");
      return ms;
    },
    end: () => socket.end("QUIT\r\n"),
  };
}

/** The gate as `npm start` runs it, its data in memory. */
async function startGateProcess(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const local = fileURLToPath(new URL("../../bin/local.ts", import.meta.url));
  const child = spawn(process.execPath, [local, "--memory", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  let text = "";
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
    if (url === undefined) continue;
    child.stdout.resume();
    const stop = async () => {
      child.kill("SIGTERM");
      await ended;
    };
    return { url, stop };
  }
  throw new Error("The gate did not start");
}
