import { Command, InvalidArgumentError } from "commander";
import { loadCalendar } from "../core/calendar.ts";
import { type CompiledPolicy, compilePolicy } from "../core/compile-policy.ts";
import type { Attributes } from "../core/contact.ts";
import type { PolicyDocument } from "../core/policy.ts";
import { policyDifference } from "../core/policy-difference/difference.ts";
import type { PastTouch } from "../core/simulation/past-touch.ts";
import { createSimulation } from "../core/simulation/simulate.ts";
import type { Tally } from "../core/simulation/tally.ts";
import { type EpochMs, parseInstant } from "../core/time.ts";
import { BadFile } from "../import/bad-file.ts";
import { readSoundPolicy } from "./policy/read-sound-policy.ts";
import { startCounting } from "./progress.ts";
import { checkNamed, type Words, wordsOf } from "./simulating/log-words.ts";
import {
  FIELDS,
  type Field,
  type History,
  type LoggedTouch,
  openHistory,
  type UnreadRow,
} from "./simulating/read-history.ts";
import { differenceText, reportText } from "./simulating/simulation-report.ts";

const HELP = `
Each touch of the log is decided at its own instant, on what the policy itself would have let pass before: what it stops
was not sent, comes to nothing and is not sent later. The log is CSV or JSON Lines, plain or gzip, each contact's touches
in order of time, with columns for ${FIELDS.join(", ")};
other names are said with --map. Purposes that the policy does not declare are asked as the purpose of their department.

Examples:
  touchgate simulate --policy mine.yaml --log sent.csv
  touchgate simulate --policy policies/default.json --log calls.csv.gz --timezone Europe/Amsterdam --stage prospect
  touchgate simulate --policy stricter.json --against policies/default.json --log calls.csv.gz
  touchgate simulate --policy mine.yaml --log sent.csv --map "Sent on=at" --set channel=email --set purpose=marketing
  touchgate simulate --policy mine.yaml --log sent.csv --json > result.json

Exit codes: 0 done, 1 it could not be, 2 no row of the log could be judged.`;

interface Options {
  readonly policy: string;
  readonly log: string;
  readonly against?: string;
  readonly map: ReadonlyMap<string, string>;
  readonly set: ReadonlyMap<string, string>;
  readonly delimiter?: string;
  readonly departments: ReadonlyMap<string, string>;
  readonly timezone?: string;
  readonly stage?: string;
  readonly tier?: string;
  readonly country?: string;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly top: number;
  readonly json?: true;
}

/** `touchgate simulate`. */
export const simulateCommand = (): Command =>
  new Command("simulate")
    .description("Try a policy on a log of what was sent: what would it have stopped, and for how long?")
    .requiredOption("--policy <file>", "the policy, JSON or YAML")
    .requiredOption("--log <file>", "what was sent")
    .option("--against <file>", "another policy, tried beside it on the same log")
    .option("--map <column=field>", "which column a field is read from; may be repeated", pair, new Map())
    .option("--set <field=value>", "a value for touches whose row has none; may be repeated", pair, new Map())
    .option("--delimiter <character>", "one character, or tab (default: detected)")
    .option("--departments <purpose=department,…>", "who speaks for a purpose of the log", pairs, new Map())
    .option(
      "--timezone <zone>",
      "IANA zone of contacts whose row has none (default: their country's, else the policy's)",
    )
    .option("--stage <stage>", "stage of contacts whose row has none")
    .option("--tier <tier>", "tier of contacts whose row has none")
    .option("--country <code>", "country of contacts whose row has none")
    .option("--from <instant>", "judge touches from this instant on; those before it happened", instant)
    .option("--to <instant>", "judge touches before this instant", instant)
    .option("--top <n>", "so many of each list", count, 10)
    .option("--json", "print the result as JSON")
    .addHelpText("after", HELP)
    .action(async (options: Options) => {
      process.exitCode = await simulate(options);
    });

async function simulate(options: Options): Promise<number> {
  const [candidate, active] = await Promise.all([
    readPolicy(options.policy),
    options.against === undefined ? undefined : readPolicy(options.against),
  ]);
  checkNamed(options.departments, candidate.document);
  const given: Partial<Record<Field, string>> = Object.fromEntries(options.set);
  const unknown = Object.keys(given).find((field) => !(FIELDS as readonly string[]).includes(field));
  if (unknown !== undefined)
    throw new BadFile(`--set names ${unknown}, which is no field (there are ${FIELDS.join(", ")}).`);
  const { isZone } = await loadCalendar();
  if (options.timezone !== undefined && !isZone(options.timezone)) {
    throw new BadFile(`--timezone names ${options.timezone}, which is no IANA zone, like Europe/Berlin.`);
  }
  const { map, delimiter } = options;
  const history = await openHistory(options.log, { map, given, isZone, delimiter });
  const tried = await tryOn(history, { candidate, active, options });
  if (options.json === true) console.log(JSON.stringify(tried, undefined, 2));
  else console.log(textOf(tried, { candidate, active, options }));
  return tried.tally.touches === 0 ? 2 : 0;
}

interface ReadPolicy {
  readonly file: string;
  readonly document: PolicyDocument;
  readonly compiled: CompiledPolicy;
}

/** @throws CannotReadFile with all that is wrong with it. */
async function readPolicy(file: string): Promise<ReadPolicy> {
  const { document, presets } = await readSoundPolicy(file);
  const calendar = await loadCalendar();
  return { file, document, compiled: compilePolicy(document, { version: 1, calendar, presets }) };
}

interface Trying {
  readonly candidate: ReadPolicy;
  readonly active: ReadPolicy | undefined;
  readonly options: Options;
}

/** What came of it, and how the log was understood. */
interface Tried {
  readonly tally: Tally;
  /** The policy's words for purposes of the log that it does not declare. */
  readonly words: Readonly<Record<string, Words>>;
  /** Rows that could not be read, by why. */
  readonly unread: Readonly<Record<string, number>>;
  readonly firstUnread: readonly UnreadRow[];
}

async function tryOn(history: History, { candidate, active, options }: Trying): Promise<Tried> {
  const { stage, tier, country, from, to } = options;
  const said = {
    ...(options.timezone && { timezone: options.timezone }),
    ...(stage && { stage }),
    ...(tier && { tier }),
    ...(country && { country }),
  };
  const attributes = placed(said, candidate.document.timezone);
  const simulation = createSimulation({
    candidate: candidate.compiled,
    active: active?.compiled,
    attributes,
  });
  /** One object for equal rows, as they come. */
  const merged = new Map<Attributes, Attributes>();
  const attributesOf = (ofRow: Attributes): Attributes => {
    const before = merged.get(ofRow);
    if (before !== undefined) return before;
    const made = placed({ ...said, ...ofRow }, candidate.document.timezone);
    merged.set(ofRow, made);
    return made;
  };
  const words = new Map<string, Words>();
  const wordsFor = wordsIn(candidate.document, options.departments, words);
  const wordsForActive = active && wordsIn(active.document, options.departments);
  const unread: Record<string, number> = {};
  const firstUnread: UnreadRow[] = [];
  const progress = startCounting("touches");
  const take = (row: LoggedTouch | UnreadRow): void => {
    if ("why" in row) {
      unread[row.why] = (unread[row.why] ?? 0) + 1;
      if (firstUnread.length < 5) firstUnread.push(row);
      return;
    }
    const { line, contact, at } = row;
    const known = row.attributes && attributesOf(row.attributes);
    if (to !== undefined && at >= to) return;
    const isGiven = from !== undefined && at < from;
    const asked = (asWords: Words) => inPolicyWords(row, asWords, { attributes: known, isGiven });
    const toActive = wordsForActive && asked(wordsForActive(row.purpose));
    if (!simulation.add(contact, asked(wordsFor(row.purpose)), toActive)) {
      throw new BadFile(
        `Line ${line}: contact ${contact} has a later touch before this one. Sort the log by time first.`,
      );
    }
    progress.one();
  };
  for await (const rows of history.touches()) for (const row of rows) take(row);
  progress.stop();
  const renamed = [...words].filter(([purpose, { purpose: asked }]) => purpose !== asked);
  return { tally: simulation.tally(), words: Object.fromEntries(renamed), unread, firstUnread };
}

/** A policy's words for the purposes of a log; each is found once, and put into `known`. */
function wordsIn(
  policy: PolicyDocument,
  departments: ReadonlyMap<string, string>,
  known = new Map<string, Words>(),
): (purpose: string) => Words {
  return (purpose) => {
    const before = known.get(purpose);
    if (before !== undefined) return before;
    const words = wordsOf(purpose, policy, departments);
    known.set(purpose, words);
    return words;
  };
}

/** In the policy's zone, where nothing tells of another: who has a country lives by its clocks. */
const placed = (attributes: Attributes, timezone: string): Attributes =>
  attributes.timezone !== undefined || attributes.country !== undefined
    ? attributes
    : { timezone, ...attributes };

function inPolicyWords(
  row: LoggedTouch,
  { department, purpose }: Words,
  { attributes, isGiven }: { readonly attributes: Attributes | undefined; readonly isGiven: boolean },
): PastTouch {
  return {
    at: row.at,
    channel: row.channel,
    purpose,
    department: row.department ?? department,
    agent: row.agent,
    campaign: row.campaign,
    topic: row.topic,
    product: row.product,
    subject: row.subject,
    isInbound: row.isInbound,
    isGiven,
    outcomes: row.outcomes,
    attributes,
  };
}

function textOf(
  { tally, words, unread, firstUnread }: Tried,
  { candidate, active, options }: Trying,
): string {
  const { top, timezone } = options;
  const notes = [
    ...Object.entries(words).map(
      ([purpose, asked]) =>
        `Purpose ${purpose} of the log is asked as ${asked.purpose}, by ${asked.department}.`,
    ),
    ...(timezone === undefined
      ? [
          `Contacts without a zone are taken to live in ${candidate.document.timezone}, the policy's (--timezone says another).`,
        ]
      : []),
    ...Object.entries(unread).map(([why, rows]) => `${rows} rows were left out: ${why}.`),
    ...firstUnread.map(({ line, why }) => `  line ${line}: ${why}`),
  ];
  const changes =
    active === undefined
      ? []
      : policyDifference(active.document, candidate.document).map(({ text }) => `  ${text}`);
  const compared =
    active === undefined
      ? []
      : [
          "",
          differenceText(tally, active.file, top),
          "",
          `What ${candidate.file} changes:`,
          ...(changes.length === 0 ? ["  nothing"] : changes),
        ];
  return [
    ...notes,
    ...(notes.length > 0 ? [""] : []),
    reportText(tally, { top, policy: candidate.file }),
    ...compared,
  ].join("\n");
}

function pair(text: string, before: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const at = text.lastIndexOf("=");
  const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at < 1 || name === "" || value === "") throw new InvalidArgumentError("Write it as one=other.");
  return new Map([...before, [name, value]]);
}

const pairs = (text: string): ReadonlyMap<string, string> =>
  text
    .split(",")
    .reduce((before, one) => pair(one, before), new Map<string, string>() as ReadonlyMap<string, string>);

function instant(text: string): EpochMs {
  const at = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (at === undefined) throw new InvalidArgumentError("Write it like 2026-11-24 or 2026-11-24T09:00:00Z.");
  return at;
}

function count(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number up to 9999.");
}
