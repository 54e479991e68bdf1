#!/usr/bin/env node
import { Command, Option } from "commander";
import { verifierOf } from "../functions/shared/http-verifier.ts";
import { parsePort, parseText } from "../lib/cli/parse-options.ts";
import { TouchgateError } from "../lib/core/errors.ts";
import { isPublicUrl } from "../lib/infra/public-url.ts";
import { banner } from "../lib/local/banner.ts";
import { startGate } from "../lib/local/gate.ts";
import { LOG_FORMATS, type LogFormat, printerFor } from "../lib/local/log.ts";

interface Options {
  port: number;
  host: string;
  policy?: string;
  memory: boolean;
  data: string;
  demo: boolean;
  log: LogFormat;
  publicUrl?: string;
}

const parsePublicUrl = parseText(isPublicUrl, "It must be like https://<host>, without a slash at the end.");
const options = new Command("npm start --")
  .description("Runs the gate on this machine: the deployed functions on an embedded DynamoDB.")
  .option("--port <number>", "port to listen on, 0 for a free one", parsePort, 8787)
  .option("--host <address>", "address to listen on; a loopback one has development keys", "127.0.0.1")
  .option(
    "--policy <file>",
    "policy to put in force, JSON or YAML (default: the last one, at first policies/default.json)",
  )
  .addOption(new Option("--memory", "keep nothing after the gate stops").default(false).conflicts("data"))
  .option("--data <folder>", "where to keep the data", ".touchgate")
  .option("--demo", "put sample contacts", false)
  .option("--public-url <address>", "where vendors and customers reach it, such as a tunnel", parsePublicUrl)
  .addOption(new Option("--log <format>", "what to print").choices(LOG_FORMATS).default("text"))
  .addHelpText("after", "\nSet DYNAMODB_ENDPOINT to run on a DynamoDB of your own, such as DynamoDB Local.")
  .parse()
  .opts<Options>();

const start = async () =>
  startGate({
    host: options.host,
    port: options.port,
    memory: options.memory,
    dataDirectory: options.data,
    policyFile: options.policy,
    demo: options.demo,
    publicUrl: options.publicUrl,
    log: printerFor(options.log),
    verifier: verifierOf(process.env),
    onFault: (message) => console.error(message),
  });
const gate = await start().catch((fault: unknown): never => {
  if (!(fault instanceof TouchgateError)) throw fault;
  console.error(fault.publicMessage);
  process.exit(1);
});
const stop = () => gate.stop().then(() => process.exit(0));
process.once("SIGINT", stop).once("SIGTERM", stop);
console.log(banner(gate, options)); // Whoever reads it may stop us at once.
