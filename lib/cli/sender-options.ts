import { type Command, InvalidArgumentError, Option } from "commander";
import { type Client, createClient } from "../client/client.ts";
import { InvalidInput } from "../core/errors.ts";

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
        .env("TOUCHGATE_ON_UNAVAILABLE")
        .choices(["allow", "defer", "deny"])
        .default("defer"),
    )
    .addOption(
      new Option("--timeout-ms <ms>", "how long the gate is waited for, with all attempts")
        .env("TOUCHGATE_TIMEOUT_MS")
        .argParser(wholeNumber(100, 60_000))
        .default(3_000),
    );

/** @throws InvalidInput for an address that no gate can have. */
export function gateOf({ url, key, onUnavailable, timeoutMs }: SenderOptions): Client {
  try {
    return createClient({ url, key, onUnavailable, timeoutMs });
  } catch (fault) {
    throw new InvalidInput([{ path: "--url, --key", message: (fault as TypeError).message }]);
  }
}

/** Reads an option that is a whole number. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
