import { execFile } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A Postfix of its own: its configuration, queue and log in one folder, on loopback only. */
export interface RealPostfix {
  readonly port: number;
  /** Everything that it has logged. */
  log(): string;
  /** Messages that wait in its queue. */
  waiting(): Promise<number>;
  /** With other lines of main.cf. */
  reload(more: string): Promise<void>;
  stop(): Promise<void>;
}

/** Accepts from this machine, asks what `restrictions` say, and relays everything to the port `relayTo`. */
export async function startRealPostfix(relayTo: number, restrictions: string): Promise<RealPostfix> {
  const folder = mkdtempSync(join(tmpdir(), "touchgate-postfix-"));
  // Its processes run as a user of their own.
  chmodSync(folder, 0o755);
  const [config, queue, data] = ["config", "queue", "data"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [config, queue, data]) mkdirSync(path);
  const { stdout: ids } = await run("sh", ["-c", "id -u postfix; id -g postfix"]);
  const [uid = 0, gid = 0] = ids.trim().split("\n").map(Number);
  chownSync(data, uid, gid);
  const port = await freePort();
  const logFile = join(folder, "log");
  const main = `
compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
maillog_file = ${logFile}
maillog_file_prefixes = ${folder}
myhostname = mail.example.com
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
relayhost = [127.0.0.1]:${relayTo}
smtp_dns_support_level = disabled
smtpd_error_sleep_time = 0
smtpd_relay_restrictions = permit_mynetworks, reject
`;
  const internal = [
    "rewrite trivial-rewrite",
    "bounce",
    "defer bounce",
    "trace bounce",
    "verify",
    "proxymap",
  ];
  const outbound = ["smtp", "relay smtp", "error", "retry error", "discard", "anvil", "scache"];
  const lines = [...internal, ...outbound].map((line) => {
    const [name = "", command = name] = line.split(" ");
    return `${name} unix - - n - - ${command}`;
  });
  const master = `
127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
flush unix n - n 1000? 0 flush
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
${lines.join("\n")}
`;
  writeFileSync(join(config, "main.cf"), `${main}${restrictions}`);
  writeFileSync(join(config, "master.cf"), master);
  const postfix = (command: string) => run("postfix", ["-c", config, command]);
  const log = () => readFileSync(logFile, "utf8");
  await postfix("start").catch((fault: { readonly stderr?: string }) => {
    throw new Error(`Postfix did not start: ${fault.stderr} ${log()}`);
  });
  return {
    ...{ port, log },
    async waiting() {
      const { stdout } = await run("postqueue", ["-c", config, "-j"]);
      return stdout.trim() === "" ? 0 : stdout.trim().split("\n").length;
    },
    async reload(more) {
      writeFileSync(join(config, "main.cf"), `${main}${more}`);
      await postfix("reload");
    },
    async stop() {
      await postfix("stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
