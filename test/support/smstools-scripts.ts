import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** smsd's folders in one of a test's own, and the scripts that the page gives, as a reader would set them up. */
export interface Setup {
  readonly root: string;
  readonly outgoing: string;
  readonly incoming: string;
  readonly failed: string;
  readonly sent: string;
  readonly checked: string;
  readonly spool: string;
  readonly deferred: string;
  /** Lines of smsd.conf, as the page has them. */
  readonly conf: string;
  /** Path of a script: `check`, `event` or `release`. */
  script(name: "check" | "event" | "release"): string;
  /** A file in `folder`, `outgoing` when left out; its path. */
  write(name: string, text: string | Uint8Array, folder?: string): string;
}

const PAGE = readFileSync(new URL("../../docs/integrations/smstools.md", import.meta.url), "utf8");

/** A block of the page, by the word behind its language. @throws Error when there is none. */
function blockOf(word: string): string {
  const [, block] = new RegExp(`\`\`\`\\w+ ?${word}\n(.*?)\n *\`\`\``, "s").exec(PAGE) ?? [];
  if (block === undefined) throw new Error(`the page has no block ${word}`);
  return block.replaceAll(/^ {3}/gm, "");
}

/** `environment` in place of the page's lines of the same names. */
export function setUpScripts(root: string, environment: Readonly<Record<string, string>>): Setup {
  const folders = {
    outgoing: join(root, "outgoing"),
    incoming: join(root, "incoming"),
    failed: join(root, "failed"),
    sent: join(root, "sent"),
    checked: join(root, "checked"),
    spool: join(root, "touchgate"),
    deferred: join(root, "touchgate", "deferred"),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const own: Readonly<Record<string, string>> = {
    TOUCHGATE_HOME: new URL("../..", import.meta.url).pathname.replace(/\/$/, ""),
    TOUCHGATE_SMS_SPOOL: folders.spool,
    TOUCHGATE_SMS_OUTGOING: folders.outgoing,
    TOUCHGATE_SMS_INCOMING: folders.incoming,
    ...environment,
  };
  const lines = blockOf("env")
    .split("\n")
    .filter((line) => !Object.hasOwn(own, line.split("=")[0] ?? ""));
  const env = join(root, "smstools.env");
  writeFileSync(
    env,
    [...lines, ...Object.entries(own).map(([name, value]) => `${name}=${value}`), ""].join("\n"),
  );
  for (const name of ["check", "event", "release"]) {
    writeFileSync(join(root, name), `${blockOf(name).replace("/etc/touchgate/smstools.env", env)}\n`);
    chmodSync(join(root, name), 0o755);
  }
  return {
    root,
    ...folders,
    conf: blockOf("smsd.conf")
      .replaceAll("/usr/local/lib/touchgate/", `${root}/`)
      .replaceAll("/var/spool/sms/", `${root}/`),
    script: (name) => join(root, name),
    write(name, text, folder = folders.outgoing) {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
  };
}
