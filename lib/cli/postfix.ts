import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { parse as parseYaml } from "yaml";
import { InvalidInput, TouchgateError } from "../core/errors.ts";
import { type Listen, startPolicyDaemon } from "../senders/postfix/daemon.ts";
import { createJudge } from "../senders/postfix/judge.ts";
import { type Entry, type Question, questionOf, readEntries } from "../senders/postfix/questions.ts";
import { gateOf, type SenderOptions, wholeNumber, withSender } from "./sender-options.ts";

const HELP = `
Each recipient is asked for at RCPT, and the touches of a message are confirmed at its end. Two lines in main.cf:

  smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:10040, permit_mynetworks, reject_unauth_destination
  smtpd_end_of_data_restrictions = check_policy_service inet:127.0.0.1:10040

What is asked is the first entry of --by that fits, else --purpose. Entries stand in a file, YAML or JSON:

  - { sender: "@news.example.com", department: marketing, purpose: marketing }
  - { saslUser: helpdesk, department: service, purpose: service }
  - { policyContext: dunning, purpose: collections, campaign: reminder }

Examples:
  touchgate postfix --department marketing --purpose marketing
  touchgate postfix --by purposes.yaml --pass-others --listen unix:/var/spool/postfix/private/touchgate

A systemd unit and what senders see: docs/integrations/postfix.md. Ends on SIGTERM once what was asked is answered.`;

interface Options extends SenderOptions {
  readonly listen: Listen;
  readonly by?: string;
  readonly purpose?: string;
  readonly department?: string;
  readonly campaign?: string;
  readonly topic?: string;
  readonly passOthers?: true;
  readonly lease: number;
}

/** `touchgate postfix`. */
export const postfixCommand = (): Command =>
  withSender(new Command("postfix"))
    .description("Stand between Postfix and the gate: a policy service that asks for each recipient.")
    .addOption(
      new Option("--listen <where>", "HOST:PORT or unix:PATH")
        .argParser(listenIn)
        .default({ host: "127.0.0.1", port: 10_040 }, "127.0.0.1:10040"),
    )
    .option("--by <file>", "what is asked by sender, SASL user or policy context")
    .option("--purpose <name>", "purpose of messages that no entry names")
    .option("--department <name>", "their department (default: the key's)")
    .option("--campaign <name>", "their campaign")
    .option("--topic <name>", "their topic")
    .option("--pass-others", "messages that no entry names pass unasked")
    .option(
      "--lease <seconds>",
      "how long an unfinished message holds its places",
      wholeNumber(5, 86_400),
      60,
    )
    .addHelpText("after", HELP)
    .action(run);

async function run(options: Options): Promise<void> {
  const { listen, onUnavailable, lease: leaseSeconds } = options;
  const { entries, others } = questionsOf(options);
  const log = (line: object): void => console.log(JSON.stringify(line));
  const judge = createJudge({
    ...{ gate: gateOf(options), onUnavailable, leaseSeconds, log },
    questionOf: (request) => questionOf(request, entries, others),
  });
  const onFault = (fault: unknown): void => log({ fault: String(fault) });
  const daemon = await startPolicyDaemon(listen, judge, onFault).catch((fault: NodeJS.ErrnoException) => {
    throw new CannotListen(fault);
  });
  log({ listening: daemon.name, gate: options.url, onUnavailable, leaseSeconds });
  const stop = (): void => void daemon.stop().then(() => process.exit(0));
  process.once("SIGTERM", stop).once("SIGINT", stop);
}

/** Nobody can be served there. */
class CannotListen extends TouchgateError {
  constructor(cause: NodeJS.ErrnoException) {
    const publicMessage = "Cannot listen there: choose another place with --listen, or stop what is there.";
    super({ code: "cannot_listen", publicMessage, cause });
  }
}

/** @throws InvalidInput with every fault of options and file. */
function questionsOf(options: Options): {
  readonly entries: readonly Entry[];
  readonly others: Question | undefined;
} {
  const { by, purpose, department, campaign, topic, passOthers } = options;
  const issues = [];
  if (purpose === undefined && passOthers === undefined) {
    const message =
      "is missing: name the purpose of messages that no entry names, or let them pass with --pass-others";
    issues.push({ path: "--purpose", message });
  }
  if (purpose !== undefined && passOthers !== undefined) {
    issues.push({ path: "--pass-others", message: "does not go with --purpose: either is what others are" });
  }
  if (passOthers !== undefined && by === undefined) {
    issues.push({ path: "--by", message: "is missing: with --pass-others alone nothing would be asked" });
  }
  const read = by === undefined ? [] : readEntries(valueIn(by));
  if ("issues" in read)
    issues.push(...read.issues.map((issue) => ({ ...issue, path: `${by} ${issue.path}`.trim() })));
  if (issues.length > 0 || "issues" in read) throw new InvalidInput(issues);
  const others = purpose === undefined ? undefined : { purpose };
  const more = { ...(department && { department }), ...(campaign && { campaign }), ...(topic && { topic }) };
  return { entries: read, others: others && { ...others, ...more } };
}

function valueIn(file: string): unknown {
  try {
    return parseYaml(readFileSync(file, "utf8"));
  } catch (fault) {
    const [message = ""] = (fault as Error).message.split("\n");
    throw new InvalidInput([{ path: file, message: `cannot be read: ${message}` }]);
  }
}

/** @throws InvalidArgumentError */
function listenIn(text: string): Listen {
  const path = /^unix:(.+)$/.exec(text)?.[1];
  if (path !== undefined) return { path };
  const [, host = "", port = ""] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host !== "" && Number(port) <= 65_535)
    return { host: host.replace(/^\[|\]$/g, ""), port: Number(port) };
  throw new InvalidArgumentError("Write it as 127.0.0.1:10040 or unix:/path/of/socket.");
}
