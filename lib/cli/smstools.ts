import { existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Argument, Command, Option } from "commander";
import { checkMessage } from "../senders/smstools/check-message.ts";
import { clearUnfinished, releaseDue } from "../senders/smstools/deferred.ts";
import { clearAwaited, type Delivering, deliverKept } from "../senders/smstools/deliver.ts";
import { FILES, openFolders } from "../senders/smstools/files.ts";
import { EVENTS, type Event, hearUnheard, takeEvent } from "../senders/smstools/take-event.ts";
import { gateOf, wholeNumber, withSender } from "./sender-options.ts";
import { defaultsOf, folder, type SpoolOptions, withHook, withSpool } from "./smstools-options.ts";

const HELP = `
smsd calls them by its own lines in smsd.conf, through three small scripts that docs/integrations/smstools.md gives:

  checkhandler = /usr/local/lib/touchgate/check        touchgate smstools check FILE
  eventhandler = /usr/local/lib/touchgate/event        touchgate smstools event EVENT FILE [MESSAGE_ID]
  regular_run  = /usr/local/lib/touchgate/release      touchgate smstools release-due

A message says what it is for in headers of its own, or the options do:

  To: 491721234567
  Touchgate-Department: marketing
  Touchgate-Purpose: marketing
  Touchgate-Campaign: spring

Every option can stand in the environment: TOUCHGATE_URL, TOUCHGATE_KEY, TOUCHGATE_PURPOSE, …`;

const CHECK_HELP = `
Ends with 0: smsd sends it. 1: smsd puts it into failed/, and its header Touchgate-Reason says why. 2: it waits in the
spool until it is due. Anything else: nothing was decided; smsd alone would send it then, the script puts it aside.`;

/** `touchgate smstools check | event | release-due`. */
export function smstoolsCommand(): Command {
  const smstools = new Command("smstools")
    .description(
      "Stand between smsd (SMS Server Tools 3) and the gate: its checkhandler and its eventhandler.",
    )
    .addHelpText("after", HELP);

  withSpool(withSender(smstools.command("check <file>")))
    .description("May this message be sent? The touch is recorded in the same step.")
    .addOption(
      new Option("--retry-seconds <seconds>", "when it is asked for again while the gate does not answer")
        .env("TOUCHGATE_RETRY_SECONDS")
        .argParser(wholeNumber(1, 86_400))
        .default(60),
    )
    .addOption(
      new Option("--wait-hours <hours>", "a message that would wait longer is rejected")
        .env("TOUCHGATE_WAIT_HOURS")
        .argParser(wholeNumber(1, 8_760))
        .default(72),
    )
    .addHelpText("after", CHECK_HELP)
    .action(check);

  withHook(withSpool(withSender(smstools.command("event"))))
    .description("Tell the gate what smsd tells: what failed, what was delivered, and who wrote STOP.")
    .addArgument(new Argument("<event>", "what happened").choices(EVENTS))
    .argument("<file>", "the message's file")
    .argument("[messageIds...]", "smsd's third argument; the file says it too")
    .action(event);

  withHook(withSpool(withSender(smstools.command("release-due"))))
    .description("Put what is due back among smsd's outgoing files, and tell the gate what still waits.")
    .addOption(
      folder("--outgoing <folder>", "where smsd takes messages from", "OUTGOING", "/var/spool/sms/outgoing"),
    )
    .addOption(
      folder(
        "--incoming <folder>",
        "where smsd puts what it receives",
        "INCOMING",
        "/var/spool/sms/incoming",
      ),
    )
    .option("--now", "all that waits is put back: the gate is asked anew, as after a change of the policy")
    .action(release);
  return smstools;
}

interface CheckOptions extends SpoolOptions {
  readonly retrySeconds: number;
  readonly waitHours: number;
}

async function check(file: string, options: CheckOptions): Promise<void> {
  process.exitCode = await orElse(async () => {
    const folders = openFolders(options.spool);
    // A move between file systems is none: it could be cut in half.
    if (existsSync(file) && statSync(dirname(file)).dev !== statSync(folders.deferred).dev) {
      throw new Error(`${options.spool} must be on the file system of ${dirname(file)}: see --spool`);
    }
    return checkMessage(file, {
      ...{ gate: gateOf(options), files: FILES, folders, nowMs: Date.now, warn },
      ...{ defaults: defaultsOf(options), region: options.region },
      ...{ retrySeconds: options.retrySeconds, waitHours: options.waitHours },
    });
  });
}

interface EventOptions extends SpoolOptions {
  readonly hookSecret?: string;
}

/** So many are told at a call that a modem waits for. */
const AT_AN_EVENT = 20;
const AT_A_RELEASE = 1_000;

async function event(
  name: Event,
  file: string,
  _ids: readonly string[],
  options: EventOptions,
): Promise<void> {
  process.exitCode = await orElse(async () => {
    const delivering = deliveringOf(options);
    takeEvent(name, file, { ...delivering, defaults: defaultsOf(options), region: options.region });
    await deliverKept(delivering, AT_AN_EVENT);
    return 0;
  });
}

interface ReleaseOptions extends EventOptions {
  readonly outgoing: string;
  readonly incoming: string;
  readonly now?: true;
}

async function release(options: ReleaseOptions): Promise<void> {
  process.exitCode = await orElse(async () => {
    const { outgoing, incoming, now } = options;
    const delivering = deliveringOf(options);
    const { released, waiting } = releaseDue(
      { ...delivering, outgoing },
      now ? Number.POSITIVE_INFINITY : Date.now(),
    );
    const heard = hearUnheard(incoming, {
      ...{ ...delivering, defaults: defaultsOf(options), region: options.region },
    });
    const { told, refused, waiting: untold } = await deliverKept(delivering, AT_A_RELEASE);
    clearUnfinished(delivering, Date.now());
    clearAwaited(delivering, Date.now());
    if (released + heard + told + refused > 0 || now) {
      console.log(JSON.stringify({ released, waiting, heard, told, refused, untold }));
    }
    return 0;
  });
}

function deliveringOf(options: EventOptions): Delivering {
  const { url, timeoutMs, hookSecret, spool } = options;
  return {
    ...{ gate: gateOf(options), files: FILES, folders: openFolders(spool), nowMs: Date.now, warn },
    hook: hookSecret === undefined ? undefined : { url, timeoutMs, secret: hookSecret },
  };
}

const warn = (line: string): void => console.log(`touchgate: ${line}`);

/** Neither of smsd's codes: nothing was decided. */
const UNDECIDED = 70;

async function orElse(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (fault) {
    warn((fault as Error).message);
    return UNDECIDED;
  }
}
