#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { Command } from "commander";
import { InvalidInput, TouchgateError } from "../lib/core/errors.ts";
import packageJson from "../package.json" with { type: "json" };

// What was compiled once is kept: the next command starts in two thirds of the time.
enableCompileCache();

/** Each is loaded when it is asked for: most bring the store along, and a check of a file need not wait for that. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  audit: async () => (await import("../lib/cli/audit.ts")).auditCommand(),
  changes: async () => (await import("../lib/cli/changes.ts")).changesCommand(),
  conform: async () => (await import("../lib/cli/conform.ts")).conformCommand(),
  hooks: async () => (await import("../lib/cli/hooks.ts")).hooksCommand(),
  import: async () => (await import("../lib/cli/import.ts")).importCommand(),
  export: async () => (await import("../lib/cli/export.ts")).exportCommand(),
  law: async () => (await import("../lib/cli/law.ts")).lawCommand(),
  keys: async () => (await import("../lib/cli/keys.ts")).keysCommand(),
  postfix: async () => (await import("../lib/cli/postfix.ts")).postfixCommand(),
  smstools: async () => (await import("../lib/cli/smstools.ts")).smstoolsCommand(),
  simulate: async () => (await import("../lib/cli/simulate.ts")).simulateCommand(),
  rebuild: async () => (await import("../lib/cli/rebuild.ts")).rebuildCommand(),
  policy: async () => (await import("../lib/cli/policy.ts")).policyCommand(),
};

const program = new Command("touchgate")
  .description("Ask before you reach out: tools around the gate.")
  .version(packageJson.version);

const [, , named = ""] = process.argv;
for (const [name, load] of Object.entries(COMMANDS)) {
  if (name === named || !Object.hasOwn(COMMANDS, named)) program.addCommand(await load());
}

await program.parseAsync().catch((fault: unknown): never => {
  if (!(fault instanceof TouchgateError)) throw fault;
  if (fault instanceof InvalidInput) {
    const lines = fault.issues.map(({ path, message }) => `  ${path}: ${message}`);
    return program.error(["This cannot be used:", ...lines].join("\n"));
  }
  const cause = fault.cause instanceof Error ? ` (${fault.cause.message || fault.cause.name})` : "";
  return program.error(`${fault.publicMessage}${cause}`);
});
