import type { ContactLog } from "./log.ts";
import { contactIdOf } from "./replay.ts";
import { number, table } from "./wording.ts";
import type { Words } from "./words.ts";

/** What is about to be replayed, and under which words, so that nobody is surprised by the figures. */
export function preface(
  log: ContactLog,
  asked: {
    readonly file: string;
    readonly policy: string;
    readonly timezone?: string | undefined;
    readonly stage?: string | undefined;
    readonly words: ReadonlyMap<string, Words>;
  },
): string {
  const { rows, inboundCount, badCount, firstBad } = log;
  const contactCount = new Set(rows.map(({ contact }) => contact)).size;
  const [from, to] = [rows[0], rows.at(-1)].map((row) => new Date(row?.at ?? 0).toISOString().slice(0, 10));
  const zone = asked.timezone ?? "no timezone (rules on local hours cannot know it: see --timezone)";
  const stage = asked.stage === undefined ? "no stage" : `stage ${asked.stage}`;
  const facts = [
    ["log", `${number(rows.length)} outbound rows of ${number(contactCount)} contacts, ${from} to ${to}`],
    ["policy", asked.policy],
    ["contacts", `${contactIdOf(rows[0]?.contact ?? "")} …: ${zone}, ${stage}`],
    ...[...asked.words].map(([name, { department, purpose }]) => [
      name,
      `asked as department ${department}, purpose ${purpose}`,
    ]),
    ...(inboundCount > 0 ? [["left out", `${number(inboundCount)} inbound rows`]] : []),
    ...(badCount > 0 ? [["left out", `${number(badCount)} rows that cannot be read, the first:`]] : []),
    ...firstBad.map(({ line, why }) => ["", `line ${line}: ${why}`]),
  ];
  return `Replay of ${asked.file}\n${table(facts, 2)}`;
}
