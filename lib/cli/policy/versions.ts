import { Command, InvalidArgumentError } from "commander";
import { type GateOptions, withGate } from "./gate-options.ts";
import { type ListedPolicy, openPolicyDesk } from "./policy-desk.ts";

/** `touchgate policy list`. */
export const listCommand = (): Command =>
  withGate(new Command("list"))
    .description("List all versions of the policy of a gate, newest first; * marks the one in force.")
    .addHelpText("after", "\nExample:\n  touchgate policy list")
    .action(async (options: GateOptions) => {
      for await (const version of openPolicyDesk(options).list()) console.log(lineOf(version));
    });

/** `* 3  acme  2026-11-23T10:00:00.000Z  k_5d1f7b1a  one touch less a week`. */
const lineOf = ({ version, id, createdAt, by, note, active }: ListedPolicy): string =>
  [`${active ? "*" : " "} ${version}`, id, createdAt, by ?? "nobody", ...(note === null ? [] : [note])].join(
    "  ",
  );

/** `touchgate policy show`. */
export const showCommand = (): Command =>
  withGate(new Command("show"))
    .description("Print a version of the policy of a gate as it was put, as JSON.")
    .argument("[version]", "its number; left out, the one in force", parseVersion)
    .addHelpText("after", "\nExamples:\n  touchgate policy show\n  touchgate policy show 3 > policy.json")
    .action(async (version: number | undefined, options: GateOptions) => {
      console.log(JSON.stringify(await openPolicyDesk(options).read(version ?? "active"), null, 2));
    });

const ACTIVATE_HELP = `
Rolls back, or forward again. Checks go by it at once, or in other instances within their cache time (10 s by default).

Examples:
  touchgate policy list
  touchgate policy diff active 3                             what it would change
  touchgate policy activate 3 --note "too many complaints"`;

/** `touchgate policy activate`. */
export const activateCommand = (): Command =>
  withGate(new Command("activate"))
    .description("Put a version in force that was put before.")
    .argument("<version>", "its number", parseVersion)
    .option("--note <text>", "why, for those who come after you")
    .addHelpText("after", ACTIVATE_HELP)
    .action(async (version: number, { note, ...gate }: GateOptions & { readonly note?: string }) => {
      const done = await openPolicyDesk(gate).activate(version, note);
      console.log(`Version ${done.version} (${done.id}) is in force.`);
    });

/** @throws InvalidArgumentError */
function parseVersion(text: string): number {
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not the number of a version: touchgate policy list shows them.");
}
