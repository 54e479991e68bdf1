import { type Command, Option } from "commander";

/** Where a gate is and what opens it: the same for the one that npm start runs and for a deployed one. */
export interface GateOptions {
  readonly url: string;
  readonly key: string;
}

/** The command with the options that say which gate. */
export const withGate = (command: Command): Command =>
  command
    .addOption(new Option("--url <url>", "the gate").env("TOUCHGATE_URL").default("http://127.0.0.1:8787"))
    .addOption(
      new Option("--key <key>", "a key of it that may read or write policies")
        .env("TOUCHGATE_KEY")
        .default("tg_dev_admin"),
    );
