import { type Command, InvalidArgumentError, Option } from "commander";
import { type Client, createClient } from "../client/client.ts";

/** Which gate a sender's companion asks, and what it does without it. */
export interface SenderOptions {
  readonly url: string;
  readonly key: string;
  readonly onUnavailable: "allow" | "defer" | "deny";
  readonly timeoutMs: number;
}

/** The command with the options that say so. */
export const withSender = (command: Command): Command =>
  command
    .addOption(new Option("--url <url>", "the gate").env("TOUCHGATE_URL").default("http://127.0.0.1:8787"))
    .addOption(
      new Option("--key <key>", "a key with the scopes check and touches; better in the environment")
        .env("TOUCHGATE_KEY")
        .default("tg_dev_admin"),
    )
    .addOption(
      new Option("--on-unavailable <mode>", "what is done while the gate does not answer")
        .choices(["allow", "defer", "deny"])
        .default("defer"),
    )
    .option(
      "--timeout-ms <ms>",
      "how long the gate is waited for, with all attempts",
      wholeNumber(100, 60_000),
      3_000,
    );

export const gateOf = ({ url, key, onUnavailable, timeoutMs }: SenderOptions): Client =>
  createClient({ url, key, onUnavailable, timeoutMs });

/** Reads an option that is a whole number. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
