import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));

/** `touchgate postfix`, as its owner runs it. */
export interface PolicyProcess {
  /** As main.cf names it, `inet:127.0.0.1:10040`. */
  readonly name: string;
  stop(): Promise<void>;
}

export async function startPolicyProcess(
  gate: { readonly url: string },
  args: readonly string[],
): Promise<PolicyProcess> {
  const env = { ...process.env, TOUCHGATE_URL: gate.url, TOUCHGATE_KEY: "tg_dev_admin" };
  const child = spawn(process.execPath, [CLI, "postfix", "--listen", "127.0.0.1:0", ...args], { env });
  const { listening } = JSON.parse(await firstLine(child)) as { readonly listening: string };
  return {
    name: listening,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let [text, complaint] = ["", ""];
  child.stderr?.on("data", (chunk) => {
    complaint += chunk;
  });
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      const [line, ...more] = text.split("\n");
      if (more.length > 0) resolve(line ?? "");
    });
    child.once("exit", (code) => reject(new Error(`it ended with ${code}: ${complaint}`)));
  });
}
