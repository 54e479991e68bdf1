import { type Command, Option } from "commander";
import { TouchgateError } from "../core/errors.ts";
import { formatInstant } from "../core/time.ts";
import { type LinkKey, readLinkKeys, rotateLinkKeys } from "../store/link-keys.ts";
import type { Store } from "../store/store.ts";
import { openTable, type TableOptions } from "./open-table.ts";
import { requireData } from "./require-data.ts";

const ROTATE_HELP = `
Without --revoke nothing changes for customers: links that are out stay good until they expire. Revoke a key that
somebody else may have seen: every link that was signed with it stops working, in mails of the last 400 days too.`;

/** Adds `links` and `rotate-links`: the keys that customers' links are signed with. They work on the table itself. */
export function addLinkKeyCommands(keys: Command): void {
  at(keys.command("links"))
    .description("List the keys that customers' links are signed with, never their secrets.")
    .action(async (where: TableOptions) => {
      const known = await onStore(where, (store) => readLinkKeys(store));
      console.log(known.length === 0 ? NONE_YET : known.map(describe).join("\n"));
    });
  at(keys.command("rotate-links"))
    .description("Sign customers' links with a new key from now on.")
    .option("--revoke <id>", "a key whose links are not to work any more, see touchgate keys links")
    .addHelpText("after", ROTATE_HELP)
    .action(async ({ revoke, ...where }: TableOptions & { readonly revoke?: string }) => {
      const known = await onStore(where, (store, now) => rotate(store, { now, revoke }));
      console.log([...known.map(describe), "", ...consequences(revoke)].join("\n"));
    });
}

const NONE_YET = "No keys yet: the first is made with the first link, or by touchgate keys rotate-links.";

const at = (command: Command): Command =>
  command
    .addOption(new Option("--table <name>", "a deployed table").env("TOUCHGATE_TABLE"))
    .option("--data <folder>", "the data of the gate on this machine", ".touchgate");

type Rotation = Omit<Parameters<typeof rotateLinkKeys>[1], "most" | "by">;

async function onStore<T>(
  where: TableOptions,
  act: (store: Store, now: Rotation["now"]) => Promise<T>,
): Promise<T> {
  requireData(where);
  const { deps, close } = await openTable(where);
  try {
    return await act(deps.store, deps.now());
  } finally {
    await close();
  }
}

/** @throws TouchgateError when there is no key to revoke. */
async function rotate(store: Store, rotation: Rotation): Promise<readonly LinkKey[]> {
  const { revoke } = rotation;
  const known = await readLinkKeys(store);
  if (revoke !== undefined && !known.some(({ id, state }) => id === revoke && state !== "revoked")) {
    const publicMessage = `There is no key ${revoke} that still verifies: see touchgate keys links. Nothing was changed.`;
    throw new TouchgateError({ code: "link_key_not_found", publicMessage });
  }
  return rotateLinkKeys(store, { ...rotation, by: "cli" });
}

const WORDS = { signing: "signs", verifying: "verifies", revoked: "revoked" } as const;

const describe = ({ id, state, createdAt }: LinkKey): string =>
  `${id}  ${WORDS[state].padEnd(8)}  made ${formatInstant(createdAt)}`;

const consequences = (revoke: string | undefined): readonly string[] => [
  "Functions that run sign with the new key within their cache time, 10 s by default.",
  ...(revoke === undefined
    ? []
    : [
        `Links signed with ${revoke} stop working within the same time; whoever follows one is told that it does not work.`,
      ]),
];
