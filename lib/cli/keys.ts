import { Command, InvalidArgumentError, Option } from "commander";
import type { ListedKey } from "../../functions/keys/command.ts";
import { SCOPES, type Scope } from "../../functions/routes.ts";
import { deskAtGate, deskOnTable, type KeyDesk } from "./key-desk.ts";
import { addLinkKeyCommands } from "./link-keys.ts";

const DEFAULT_SCOPES: readonly Scope[] = ["check", "touches"];

const EXAMPLES = `
Examples:
  touchgate keys create --department sales --note "softphones"      on the gate that npm start runs
  touchgate keys create --table touchgate-prod --scopes admin       on a deployed table: the first key
  touchgate keys list --url https://gate.example.com --key tg_…     on any gate, with a key of scope admin
  touchgate keys revoke YrB3kQx9uTzP
  touchgate keys rotate-links --table touchgate-prod                another key signs customers' links

A table is reached with the AWS credentials and region of the environment, or at DYNAMODB_ENDPOINT.`;

interface Where {
  readonly table?: string;
  readonly url: string;
  readonly key: string;
}

/** `touchgate keys create | list | revoke | links | rotate-links`. */
export function keysCommand(): Command {
  const keys = new Command("keys")
    .description("Make, list and revoke API keys; rotate the keys of customers' links.")
    .addHelpText("after", EXAMPLES);

  at(keys.command("create"))
    .description("Make a key. Its text is shown once: only a hash is kept.")
    .option("--scopes <list>", `comma-separated, of: ${SCOPES.join(", ")}`, parseScopes, DEFAULT_SCOPES)
    .option("--department <name>", "the only department the key may speak for (default: any)")
    .option("--note <text>", "who has the key, for the list")
    .action(async ({ scopes, department = null, note = null, ...where }) => {
      const { key, ...made } = await deskFor(where).create({ scopes, department, note });
      console.log(`${key}\n\nKeep it now: it is not shown again.\n${describe(made)}`);
    });
  at(keys.command("list"))
    .description("List the keys: what they may do, never what they are.")
    .action(async (where: Where) => {
      const listed = await deskFor(where).list();
      const lines =
        listed.length === 0 ? ["No keys yet. Make one: touchgate keys create"] : listed.map(describe);
      console.log(lines.join("\n"));
    });
  at(keys.command("revoke <id>"))
    .description("Revoke a key. It is refused within the functions' cache time, 10 s by default.")
    .action(async (id: string, where: Where) => {
      if (await deskFor(where).revoke(id)) return console.log(`Revoked ${id}.`);
      return keys.error(`There is no key ${id}: see touchgate keys list`);
    });
  addLinkKeyCommands(keys);
  return keys;
}

const at = (command: Command): Command =>
  command
    .addOption(new Option("--table <name>", "work on this table itself").env("TOUCHGATE_TABLE"))
    .addOption(
      new Option("--url <url>", "work through this gate")
        .env("TOUCHGATE_URL")
        .default("http://127.0.0.1:8787"),
    )
    .addOption(
      new Option("--key <key>", "a key of scope admin, for --url")
        .env("TOUCHGATE_KEY")
        .default("tg_dev_admin"),
    );

const deskFor = ({ table, url, key }: Where): KeyDesk =>
  table === undefined ? deskAtGate(url, key) : deskOnTable(table);

function parseScopes(text: string): Scope[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !(SCOPES as readonly string[]).includes(name));
  if (unknown.length > 0) throw new InvalidArgumentError(`Not a scope: ${unknown.join(", ")}.`);
  return names as Scope[];
}

const describe = ({ id, department, scopes, note, createdAt }: ListedKey): string =>
  [id, department ?? "any department", scopes.join(","), createdAt, ...(note === null ? [] : [note])].join(
    "  ",
  );
