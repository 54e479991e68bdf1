import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { adapterOf, VENDORS } from "../../functions/hooks/adapters.ts";
import { parse } from "../core/issues.ts";
import { formatInstant } from "../core/time.ts";
import { deleteHook, listHooks, putHook, readReviews, settleReview } from "../store/hooks.ts";
import { newSecret } from "../store/keys.ts";
import { type OpenTable, openTable } from "./open-table.ts";

const EXAMPLES = `
Examples:
  echo '{"secrets":["whsec_…"]}' | touchgate hooks set standard      from standard input, so that no history keeps it
  touchgate hooks set twilio --secrets twilio.json
  touchgate hooks list
  touchgate hooks review                                             what a person should look at
  touchgate hooks review --settle 5f0c…
  touchgate hooks secret                                             a new secret for a sender of your own

What each vendor's secrets are, and what to click there: docs/integrations/hooks.md.
A deployed table is reached with the AWS credentials and region of the environment, or at DYNAMODB_ENDPOINT.`;

interface Where {
  readonly table?: string;
  readonly data: string;
}

/** `touchgate hooks set | list | remove | review | secret`. */
export function hooksCommand(): Command {
  const hooks = new Command("hooks")
    .description("Set up vendors' callbacks, and look at what they told that needs a person.")
    .addHelpText("after", EXAMPLES);

  at(hooks.command("set <vendor>"))
    .description(`Say what a vendor's requests are verified by: ${VENDORS.join(", ")}.`)
    .option("--secrets <file>", "a JSON file (default: standard input)")
    .action(async (vendor: string, { secrets, ...where }: Where & { readonly secrets?: string }) => {
      const adapter = await adapterOf(vendor);
      if (adapter === undefined)
        return hooks.error(`There is no vendor ${vendor}: use ${VENDORS.join(", ")}.`);
      const parsed = parse(adapter.Secrets, jsonOf(hooks, secrets), "the secrets");
      if ("issues" in parsed) {
        const faults = parsed.issues.map(({ path, message }) => `  ${path} ${message}`.trimEnd());
        return hooks.error([`The secrets of ${vendor} cannot be used:`, ...faults].join("\n"));
      }
      await onTable(where, async ({ deps }) => {
        await putHook(deps.store, { vendor, secrets: parsed.value, createdAt: deps.now() });
        const paths = adapter.events.map((event) => `  POST /v1/hooks/${vendor}/${event}`);
        console.log(
          [`${vendor} may call, within the functions' cache time (10 s by default):`, ...paths].join("\n"),
        );
      });
    });
  at(hooks.command("list"))
    .description("Which vendors may call; never their secrets.")
    .action((where: Where) =>
      onTable(where, async ({ deps }) => {
        const listed = await listHooks(deps.store);
        const lines = listed.map(({ vendor, createdAt }) => `${vendor}  since ${formatInstant(createdAt)}`);
        console.log(
          lines.length === 0 ? "No vendor may call yet: touchgate hooks set VENDOR" : lines.join("\n"),
        );
      }),
    );
  at(hooks.command("remove <vendor>"))
    .description("Refuse a vendor's requests from now on.")
    .action((vendor: string, where: Where) =>
      onTable(where, async ({ deps }) => {
        await deleteHook(deps.store, vendor);
        console.log(`${vendor} may call no longer.`);
      }),
    );
  at(hooks.command("review"))
    .description("What vendors told that needs a person: events without a touch, unclear opt-outs.")
    .option("--settle <id>", "take one off the list: it was looked at")
    .action(({ settle, ...where }: Where & { readonly settle?: string }) =>
      onTable(where, async ({ deps }) => {
        if (settle !== undefined) {
          await settleReview(deps.store, settle);
          return console.log(`Settled ${settle}.`);
        }
        return tellReviews(deps.store);
      }),
    );
  hooks
    .command("secret")
    .description("Make a secret for the vendor standard.")
    .action(() => console.log(`whsec_${Buffer.from(newSecret(), "base64url").toString("base64")}`));
  return hooks;
}

const at = (command: Command): Command =>
  command
    .addOption(new Option("--table <name>", "work on this deployed table").env("TOUCHGATE_TABLE"))
    .option("--data <folder>", "data of the gate on this machine", ".touchgate");

async function onTable(where: Where, act: (table: OpenTable) => Promise<void>): Promise<void> {
  const table = await openTable(where);
  try {
    await act(table);
  } finally {
    await table.close();
  }
}

function jsonOf(command: Command, file: string | undefined): unknown {
  try {
    return JSON.parse(readFileSync(file ?? 0, "utf8"));
  } catch (fault) {
    return command.error(`The secrets must be JSON: ${(fault as Error).message}`);
  }
}

async function tellReviews(store: OpenTable["deps"]["store"]): Promise<void> {
  let cursor: string | undefined;
  let count = 0;
  do {
    const page = await readReviews(store, { cursor, limit: 100 });
    for (const { id, at: told, vendor, because, contactKey, detail } of page.reviews) {
      console.log(`${id}  ${formatInstant(told)}  ${vendor}  ${because}  ${contactKey ?? "–"}  ${detail}`);
      count++;
    }
    cursor = page.next;
  } while (cursor !== undefined);
  if (count === 0) console.log("Nothing needs a person.");
}
