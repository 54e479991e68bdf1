import { existsSync } from "node:fs";

/** Programs that these tests run, and the Debian package of each. */
const PACKAGES: Readonly<Record<string, string>> = {
  "/usr/sbin/postfix": "postfix",
  "/usr/bin/swaks": "swaks",
  "/usr/sbin/smsd": "smstools",
};

/** @throws Error that says what to install. */
export function requirePrograms(...programs: readonly string[]): void {
  const missing = programs
    .filter((program) => !existsSync(program))
    .map((program) => PACKAGES[program] ?? program);
  if (missing.length > 0) {
    throw new Error(
      `These tests run the real programs. As root: apt-get install --no-install-recommends ${missing.join(" ")}`,
    );
  }
  if (process.getuid?.() !== 0) throw new Error("Postfix starts as root only: run these tests as root.");
}
