import { Command, InvalidArgumentError } from "commander";
import { differenceText } from "../../conform/differences.ts";
import { type TriedCase, tryCase } from "../../conform/try-case.ts";
import { CannotReadFile } from "../../policy-files/errors.ts";
import { CannotUsePolicies } from "./policy-desk.ts";
import { readSoundPolicy } from "./read-sound-policy.ts";
import { coverageOf, isShown, missingOf, type RuleCoverage, shareOf } from "./testing/coverage.ts";
import { type JUnitCase, junitXml } from "./testing/junit.ts";
import { type CaseFile, caseFilesOf, casesBeside, readCases } from "./testing/load-suite.ts";
import { writeNamedFile } from "./write-file.ts";

const HELP = `
A case is a contact with its history, an instant and a request, and the decision that must come of it. Its form is that of
the conformance kit (docs/conformance.md, test/cases/case.schema.json); the policy, the history and whatever you do not
expect may be left out, and a file may hold a list of cases:

  - shows: a second call in the week waits until the first is seven days old
    now: 2026-06-10T09:00:00Z
    contact: { attributes: { stage: prospect, timezone: Europe/Berlin } }
    history: [{ at: 2026-06-05T09:00:00Z, channel: call, department: sales, purpose: sales }]
    request: { channel: call, department: sales, purpose: sales }
    expect: { decision: defer, reasons: [{ rule: weekly }], nextAllowedAt: 2026-06-12T09:00:00Z }

Cases are looked for beside each policy: NAME.cases.yaml, NAME.cases.json or the folder NAME.cases.

Examples:
  touchgate policy test policies/b2b-sales.yaml
  touchgate policy test mine.yaml --cases mine/cases --junit report.xml
  touchgate policy test mine.yaml --min-coverage 100      fails while cases do not show every rule on both sides

Exit codes: 0 all passed, 1 one failed, too few rules are shown, or there was no case, 2 a file could not be used.`;

interface Options {
  readonly cases: readonly string[];
  readonly junit?: string;
  readonly only?: string;
  readonly minCoverage: number;
  readonly json?: true;
}

/** `touchgate policy test`. */
export const testCommand = (): Command =>
  new Command("test")
    .description("Try a policy on its author's own cases.")
    .argument("<policy...>", "policies, JSON or YAML")
    .option(
      "--cases <path>",
      "a file or folder of cases instead of those beside the policy; may be repeated",
      (path: string, before: readonly string[]) => [...before, path],
      [],
    )
    .option("--only <text>", "only cases with this in what they show")
    .option("--junit <file>", "write the result for continuous integration, as JUnit XML")
    .option("--min-coverage <percent>", "fail when cases show fewer of the rules on both sides", percent, 0)
    .option("--json", "print the result as JSON")
    .addHelpText("after", HELP)
    .action(async (policies: readonly string[], options: Options) => {
      try {
        process.exitCode = await testPolicies(policies, options);
      } catch (fault) {
        if (!(fault instanceof CannotReadFile)) throw fault;
        console.error(fault.publicMessage);
        process.exitCode = 2;
      }
    });

/** What the cases of one policy came to. */
interface Suite {
  readonly policy: string;
  readonly files: readonly CaseFile[];
  readonly results: readonly (JUnitCase & { readonly tried: TriedCase })[];
  readonly coverage: readonly RuleCoverage[];
}

async function testPolicies(policies: readonly string[], options: Options): Promise<number> {
  const suites: Suite[] = [];
  // A pattern for policies finds their cases, too.
  const tried = policies.filter((file) => !/\.cases\.(json|ya?ml)$/.test(file));
  for (const policy of tried) suites.push(await trySuite(policy, options));
  const results = suites.flatMap((suite) => suite.results);
  if (options.junit !== undefined) writeNamedFile(options.junit, junitXml(results));
  console.log(options.json === true ? jsonOf(suites) : suites.map(suiteText).join("\n\n"));
  const failed = results.filter(({ failure }) => failure !== undefined).length;
  if (options.json !== true) console.log(`\n${results.length - failed} passed, ${failed} failed`);
  if (suites.some(({ files }) => files.some(({ issues }) => issues.length > 0))) return 2;
  const isCovered = suites.every(({ coverage }) => shareOf(coverage) >= options.minCoverage);
  return results.length > 0 && failed === 0 && isCovered ? 0 : 1;
}

async function trySuite(policy: string, { cases, only }: Options): Promise<Suite> {
  const document = await readPolicy(policy);
  const files = caseFilesOf(cases.length > 0 ? cases : casesBeside(policy)).map((file) =>
    readCases(file, document),
  );
  const results = [];
  for (const { file, cases: found } of files) {
    for (const one of found.filter(({ of }) => only === undefined || of.shows.includes(only))) {
      const tried = await tryCase(one).catch((cause: unknown): never => {
        throw new CannotUsePolicies(`The case "${one.of.name}" of ${file} cannot be tried.`, cause);
      });
      results.push({ file, name: one.of.name, tried, failure: failureOf(tried) });
    }
  }
  const { rules } = document as { readonly rules: readonly { readonly id: string; readonly kind: string }[] };
  const tried = results.map((result) => result.tried);
  return { policy, files, results, coverage: coverageOf(rules, tried) };
}

/** @throws CannotReadFile with all that is wrong with it. */
async function readPolicy(file: string): Promise<Readonly<Record<string, unknown>>> {
  return (await readSoundPolicy(file)).value as Readonly<Record<string, unknown>>;
}

/** In lines, the first of which says most; undefined when all is as expected. */
function failureOf({ failures, got }: TriedCase): string | undefined {
  if (failures.length === 0) return undefined;
  const lines = failures.flatMap(({ when, differences }) =>
    differences.map((difference) =>
      [when, differenceText(difference)].filter((part) => part !== "").join(": "),
    ),
  );
  const { decision, reasons, nextAllowedAt } = got;
  const until = nextAllowedAt === null ? "" : ` until ${nextAllowedAt}`;
  const why = reasons.map(({ rule, message }) => `${rule} (${message})`).join("; ");
  return [...lines, `what came: ${decision}${until}${why === "" ? "" : `, because of ${why}`}`].join("\n");
}

function suiteText({ policy, files, results, coverage }: Suite): string {
  const issues = files.flatMap(({ file, issues: found }) =>
    found.map(({ line, column, path, message }) => `  ${file}:${line}:${column}  ${path}  ${message}`),
  );
  const none =
    files.length === 0
      ? [
          "  no cases: write some beside it (touchgate policy test --help shows one), or say where with --cases",
        ]
      : [];
  const cases = results.map(({ name, failure }) =>
    failure === undefined
      ? `  ✓ ${name}`
      : [`  ✗ ${name}`, ...failure.split("\n").map((line) => `      ${line}`)].join("\n"),
  );
  return [policy, ...none, ...issues, ...cases, ...coverageText(coverage)].join("\n");
}

function coverageText(coverage: readonly RuleCoverage[]): string[] {
  const shown = coverage.filter(isShown).length;
  const missing = coverage.filter((one) => !isShown(one)).map((one) => `    ${one.rule}: ${missingOf(one)}`);
  return [`  ${shown} of ${coverage.length} rules are shown on both sides`, ...missing];
}

const jsonOf = (suites: readonly Suite[]): string =>
  JSON.stringify(
    suites.map(({ policy, files, results, coverage }) => ({
      policy,
      issues: files.flatMap(({ file, issues }) => issues.map((issue) => ({ file, ...issue }))),
      cases: results.map(({ file, name, failure = null }) => ({ file, name, failure })),
      coverage,
    })),
    undefined,
    2,
  );

function percent(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 100) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 0 to 100.");
}
