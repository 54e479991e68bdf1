import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A bundle that runs in a process of its own, with no module around it but Node's. */
export interface LoadedBundle {
  /** What the handler answers. @throws Error when it throws. */
  invoke(event: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** The environment is all that the process has, as on Lambda. @throws Error when the bundle does not load. */
export async function loadBundle(
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<LoadedBundle> {
  const child = fork(fileURLToPath(new URL("bundle-process.ts", import.meta.url)), [folder], {
    cwd: folder,
    env,
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let complaint = "";
  child.stderr?.on("data", (text) => {
    complaint += text;
  });
  const exited = once(child, "exit").then(() => {
    throw new Error(`The process of ${folder} ended: ${complaint}`);
  });
  exited.catch(() => {});
  const hear = async () => (await Promise.race([once(child, "message"), exited]))[0];
  await hear();
  return {
    async invoke(event) {
      const heard = hear();
      child.send(event as object);
      const outcome = (await heard) as { readonly answer?: unknown; readonly fault?: string };
      if (outcome.fault !== undefined) throw new Error(outcome.fault);
      return outcome.answer;
    },
    async stop() {
      child.kill();
      await exited.catch(() => {});
    },
  };
}
