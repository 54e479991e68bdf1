import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import * as z from "zod/mini";
import { parse } from "../../core/issues.ts";
import { CHANNELS } from "../../core/words.ts";
import { Answers, AUDIENCES, COUNTRIES, INDUSTRIES, STRICTNESS } from "./drafting/answers.ts";
import { draftPolicy } from "./drafting/draft.ts";
import { CannotUsePolicies } from "./policy-desk.ts";
import { writeNamedFile } from "./write-file.ts";

const HELP = `
On a terminal every question that no option answers is asked. A script gives all six options.

Examples:
  touchgate policy new mine.yaml
  touchgate policy new mine.yaml --industry retail --audience b2c --channels email,sms \\
    --strictness balanced --countries DE,AT --departments marketing,service

Exit codes: 0 written, 1 an answer is missing or unknown, or the file exists.`;

/** In the order in which they are asked; lists are separated by commas. */
export const QUESTIONS = [
  { option: "industry", asks: `Industry (${INDUSTRIES.join(", ")})`, list: false },
  { option: "audience", asks: `Whom do you write to (${AUDIENCES.join(", ")})`, list: false },
  { option: "channels", asks: `Channels, with commas (${CHANNELS.join(", ")})`, list: true },
  { option: "strictness", asks: `How strict (${STRICTNESS.join(", ")})`, list: false },
  {
    option: "countries",
    asks: `Countries, the main one first, with commas (${COUNTRIES.join(", ")})`,
    list: true,
  },
  { option: "departments", asks: "Departments, with commas (such as marketing,sales,service)", list: true },
] as const;

type Question = (typeof QUESTIONS)[number];
type Given = Partial<Readonly<Record<(typeof QUESTIONS)[number]["option"], string>>>;

/** `touchgate policy new`. */
export function newCommand(): Command {
  const command = new Command("new")
    .description("Draft a policy from six answers.")
    .argument("<file>", "the YAML file to write; one that exists is left alone");
  for (const { option, asks } of QUESTIONS) command.option(`--${option} <answer>`, asks);
  return command.addHelpText("after", HELP).action(writePolicy);
}

async function writePolicy(file: string, options: Given): Promise<void> {
  if (!/\.ya?ml$/i.test(file))
    throw new CannotUsePolicies(`${file}: a draft is YAML with comments, so name it .yaml.`);
  if (existsSync(file))
    throw new CannotUsePolicies(`${file} exists: name a new file, or move that one away.`);
  const read = parse(Answers, fieldsOf(await answered(options)), "the answers");
  if ("issues" in read) {
    const lines = read.issues.map(({ path, message }) => `  --${path}  ${message}`);
    throw new CannotUsePolicies(["Answer again with these options:", ...lines].join("\n"));
  }
  writeNamedFile(file, draftPolicy(read.value), { flag: "wx" });
  console.log(
    `Written to ${file}. Next:\n  npx touchgate policy check ${file}\n  npm start -- --policy ${file}`,
  );
}

/** Asks on a terminal what no option answers. @throws CannotUsePolicies elsewhere. */
async function answered(options: Given): Promise<Given> {
  const open = QUESTIONS.filter(({ option }) => options[option] === undefined);
  if (open.length === 0) return options;
  if (!process.stdin.isTTY) {
    const missing = open.map(({ option }) => `--${option}`).join(", ");
    throw new CannotUsePolicies(`Without a terminal nothing can be asked: give ${missing} as well.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return { ...options, ...(await askUntilSound(open, (text) => terminal.question(text))) };
  } catch (cause) {
    if ((cause as Error).name !== "AbortError") throw cause;
    throw new CannotUsePolicies(
      "Stopped: nothing was written. Give the command again, or answer with options.",
    );
  } finally {
    terminal.close();
  }
}

/** Asks each question until its answer is sound, and says what is wrong with one that is not. */
export async function askUntilSound(
  questions: readonly Question[],
  ask: (text: string) => Promise<string>,
): Promise<Given> {
  const answers: Record<string, string> = {};
  for (const question of questions) {
    const { option, asks } = question;
    let said = "";
    for (;;) {
      const answer = await ask(`${said}${asks}: `);
      const one = z.object({ [option]: Answers.shape[option] });
      const read = parse(one, { [option]: fieldOf(question, answer) });
      if (!("issues" in read)) {
        answers[option] = answer;
        break;
      }
      said = read.issues.map(({ message }) => `  ${message}\n`).join("");
    }
  }
  return answers;
}

const fieldsOf = (answers: Given) =>
  Object.fromEntries(
    QUESTIONS.map((question) => [question.option, fieldOf(question, answers[question.option] ?? "")]),
  );

/** Capital letters are no other answer. */
function fieldOf({ option, list }: Question, answer: string): string | readonly string[] {
  const written = option === "countries" ? answer.toUpperCase() : answer.toLowerCase();
  const words = written.split(",").map((word) => word.trim());
  return list ? words.filter((word) => word !== "") : words.join(",");
}
