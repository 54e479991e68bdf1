import { Command } from "commander";
import { checkCommand } from "./policy/check.ts";
import { diffCommand } from "./policy/diff.ts";
import { newCommand } from "./policy/new.ts";
import { schemaCommand } from "./policy/schema.ts";
import { shadowReportCommand } from "./policy/shadow-report.ts";
import { testCommand } from "./policy/test.ts";
import { activateCommand, listCommand, showCommand } from "./policy/versions.ts";

/** `touchgate policy …`: every command for those who write the rules. */
export const policyCommand = (): Command =>
  new Command("policy")
    .description("Write, check, try and put policies in force.")
    .addCommand(newCommand())
    .addCommand(checkCommand())
    .addCommand(testCommand())
    .addCommand(schemaCommand())
    .addCommand(diffCommand())
    .addCommand(shadowReportCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(activateCommand());
