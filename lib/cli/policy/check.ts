import { Command } from "commander";
import { startProgress } from "../progress.ts";
import { type CheckedFile, checkFile } from "./checking/check-file.ts";
import { findFiles } from "./checking/find-files.ts";
import { countOf, remarkLines, summaryLine } from "./checking/report.ts";

const HELP = `
Each file is checked as what it is: a policy, a part of one (duplicates, audit, page), a preset of regulations or a
case. Folders are walked; quote a pattern, so that ** is read here and not by the shell. JSON is read strictly, YAML
as version 1.2. Every fault is told at once, with its line; a fault must be mended, a warning says what a rule can
never do, or does though nobody can mean it. For editors: touchgate policy schema.

Examples:
  touchgate policy check mine.yaml                           one policy
  touchgate policy check 'policies/**/*'                     all there are
  touchgate policy check --strict policies                   warnings fail too, as in CI
  touchgate policy check --json mine.yaml                    for other programs

Exit codes: 0 nothing to mend, 1 errors (with --strict also warnings), 2 a file could not be read or found.`;

interface Options {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly strict: boolean;
}

/** `touchgate policy check`. */
export const checkCommand = (): Command =>
  new Command("check")
    .description("Tell every fault of policy files at once, with its line and what may have been meant.")
    .argument("<files...>", "files, folders or patterns; JSON or YAML")
    .option("--json", "print everything as one JSON document", false)
    .option("--quiet", "print errors only: no warnings, no summary", false)
    .option("--strict", "fail for warnings too", false)
    .addHelpText("after", HELP)
    .action(async (named: readonly string[], options: Options) => {
      process.exitCode = await run(named, options);
    });

/** Checks, prints, and tells the exit code. */
async function run(named: readonly string[], { json, quiet, strict }: Options): Promise<number> {
  const { files, skipped, missing } = findFiles(named);
  const lost = missing.map(
    ({ name, isFolder }): CheckedFile => ({
      file: name,
      remarks: [],
      unreadable: isFolder
        ? `${name} holds no file: name a folder with policies in it, in JSON or YAML.`
        : `${name} is not there: name a file, a folder or a pattern like 'policies/**/*'.`,
    }),
  );
  if (lost.length + files.length === 0) lost.push(NOTHING);
  const checked = [...lost, ...(await checkAll(files))];
  const { errors, warnings } = countOf(checked);
  if (json) {
    console.log(
      JSON.stringify({ files: checked, errors, warnings, skipped: Object.fromEntries(skipped) }, null, 2),
    );
  } else {
    const lines = remarkLines(quiet ? checked.map(withoutWarnings) : checked);
    if (lines.length > 0) console.log(lines.join("\n"));
    if (!quiet) console.log(summaryLine(checked, skipped));
  }
  if (checked.some(({ unreadable }) => unreadable !== undefined)) return 2;
  return errors > 0 || (strict && warnings > 0) ? 1 : 0;
}

const NOTHING: CheckedFile = {
  file: "",
  remarks: [],
  unreadable: "There is nothing to check: name a .json, .yaml or .yml file, or a folder that holds one.",
};

/** So many are checked before anybody wonders. */
const FEW = 500;

async function checkAll(files: readonly string[]): Promise<readonly CheckedFile[]> {
  const progress = files.length > FEW ? startProgress(files.length, "files") : undefined;
  const checked: CheckedFile[] = [];
  try {
    for (const file of files) {
      checked.push(await checkFile(file));
      progress?.done(checked.length);
    }
    return checked;
  } finally {
    progress?.stop();
  }
}

const withoutWarnings = (checked: CheckedFile): CheckedFile => ({
  ...checked,
  remarks: checked.remarks.filter(({ severity }) => severity === "error"),
});
