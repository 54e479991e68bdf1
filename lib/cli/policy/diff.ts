import { Command, Option } from "commander";
import { LANGUAGES, type Language } from "../../core/messages.ts";
import { policyDifference } from "../../core/policy-difference/difference.ts";
import { documentIn } from "../../policy-files/policy-file.ts";
import { type GateOptions, withGate } from "./gate-options.ts";
import { openPolicyDesk } from "./policy-desk.ts";

const HELP = `
Each side is a file (JSON or YAML), the number of a version, or "active" for the one in force. Only numbers and
"active" need a gate.

Examples:
  touchgate policy diff policies/default.json mine.yaml      two files
  touchgate policy diff active mine.yaml                     what a file would change
  touchgate policy diff 3 5 --language zh                    two versions, in Chinese

Exit codes: 0 read, also when nothing differs; 1 a side could not be read.`;

interface Options extends GateOptions {
  readonly language: Language;
}

/** `touchgate policy diff`. */
export const diffCommand = (): Command =>
  withGate(new Command("diff"))
    .description("Say in words what one policy changes against another.")
    .argument("<before>", "a file, a version, or active")
    .argument("<after>", "a file, a version, or active")
    .addOption(new Option("--language <language>", "of the words").choices(LANGUAGES).default("en"))
    .addHelpText("after", HELP)
    .action(async (before: string, after: string, options: Options) => {
      const [from, to] = await Promise.all([before, after].map((side) => readSide(side, options)));
      const changes = policyDifference(from, to, options.language);
      console.log(changes.length === 0 ? SAME[options.language] : changes.map(({ text }) => text).join("\n"));
    });

const SAME: Readonly<Record<Language, string>> = { en: "They say the same.", zh: "两者内容相同。" };

const readSide = async (side: string, options: GateOptions): Promise<unknown> => {
  if (side === "active") return openPolicyDesk(options).read("active");
  return /^[1-9]\d{0,7}$/.test(side) ? openPolicyDesk(options).read(Number(side)) : documentIn(side);
};
