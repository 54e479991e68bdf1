import { type Command, InvalidArgumentError, Option } from "commander";
import type { Defaults } from "../senders/smstools/check-message.ts";
import type { SenderOptions } from "./sender-options.ts";

/** What smsd's handlers go by, besides the gate. */
export interface SpoolOptions extends SenderOptions {
  readonly spool: string;
  readonly region?: string;
  readonly department?: string;
  readonly purpose?: string;
  readonly campaign?: string;
  readonly topic?: string;
}

/** An option for a folder; it can stand in the environment as `TOUCHGATE_SMS_…`. */
export const folder = (flags: string, about: string, name: string, preset: string): Option =>
  new Option(flags, about).env(`TOUCHGATE_SMS_${name}`).default(preset);

/** The command with what every handler needs to know. */
export const withSpool = (command: Command): Command =>
  command
    .addOption(
      folder("--spool <folder>", "what waits; on smsd's file system", "SPOOL", "/var/spool/sms/touchgate"),
    )
    .addOption(
      new Option("--region <code>", "country of national numbers, e.g. DE")
        .env("TOUCHGATE_REGION")
        .argParser(regionIn),
    )
    .addOption(new Option("--purpose <name>", "of messages that do not say it").env("TOUCHGATE_PURPOSE"))
    .addOption(
      new Option("--department <name>", "of messages that do not say it (default: the key's)").env(
        "TOUCHGATE_DEPARTMENT",
      ),
    )
    .addOption(new Option("--campaign <name>", "of messages that do not say it").env("TOUCHGATE_CAMPAIGN"))
    .addOption(new Option("--topic <name>", "of messages that do not say it").env("TOUCHGATE_TOPIC"));

/** The command with the secret for what customers write. */
export const withHook = (command: Command): Command =>
  command.addOption(
    new Option("--hook-secret <secret>", "of the gate's hook standard; better in the environment")
      .env("TOUCHGATE_HOOK_SECRET")
      .argParser(secretIn),
  );

/** What is asked for messages that do not say it themselves. */
export const defaultsOf = ({ department, purpose, campaign, topic }: SpoolOptions): Defaults => ({
  ...(department !== undefined && { department }),
  ...(purpose !== undefined && { purpose }),
  ...(campaign !== undefined && { campaign }),
  ...(topic !== undefined && { topic }),
});

/** @throws InvalidArgumentError */
function regionIn(text: string): string {
  if (/^[A-Z]{2}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be two capital letters, such as DE or CN.");
}

/** @throws InvalidArgumentError */
function secretIn(text: string): string {
  if (/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be a secret as `touchgate hooks secret` makes them: whsec_…");
}
