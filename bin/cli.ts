#!/usr/bin/env node
import { Command } from "commander";
import { auditCommand } from "../lib/cli/audit.ts";
import { changesCommand } from "../lib/cli/changes.ts";
import { conformCommand } from "../lib/cli/conform.ts";
import { exportCommand } from "../lib/cli/export.ts";
import { hooksCommand } from "../lib/cli/hooks.ts";
import { importCommand } from "../lib/cli/import.ts";
import { keysCommand } from "../lib/cli/keys.ts";
import { TouchgateError } from "../lib/core/errors.ts";
import packageJson from "../package.json" with { type: "json" };

const program = new Command("touchgate")
  .description("Ask before you reach out: tools around the gate.")
  .version(packageJson.version)
  .addCommand(auditCommand())
  .addCommand(changesCommand())
  .addCommand(conformCommand())
  .addCommand(hooksCommand())
  .addCommand(importCommand())
  .addCommand(exportCommand())
  .addCommand(keysCommand());

await program.parseAsync().catch((fault: unknown): never => {
  if (!(fault instanceof TouchgateError)) throw fault;
  const cause = fault.cause instanceof Error ? ` (${fault.cause.message || fault.cause.name})` : "";
  return program.error(`${fault.publicMessage}${cause}`);
});
