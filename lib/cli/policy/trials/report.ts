import type { Side, Trial } from "./tally.ts";

const number = (count: number): string => count.toLocaleString("en-US");
const share = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${((100 * part) / whole).toFixed(2)} %`;

/** What rules on trial would have done, in words. */
export const trialsText = (trials: readonly Trial[]): string =>
  trials.length === 0
    ? 'No rule is on trial: give one "effect": "shadow" and put the policy.'
    : trials.map(trialText).join("\n\n");

function trialText({ rule, since, stopped, passed, by }: Trial): string {
  const all = stopped.touches + passed.touches;
  const parts = Object.entries(by)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([name, count]) => `    ${name}: ${number(count)}`);
  const row = (name: keyof Omit<Side, "touches">, word: string) =>
    `    ${word.padEnd(14)}${share(stopped[name], stopped.touches).padStart(10)}${share(passed[name], passed.touches).padStart(14)}`;
  return [
    `${rule}, on trial since ${since}`,
    `  would have stopped ${number(stopped.touches)} of ${number(all)} touches that were sent (${share(stopped.touches, all)})`,
    ...parts,
    "  what came of those        it would stop   it would pass",
    row("complained", "complaints"),
    row("unsubscribed", "opt-outs"),
    row("refused", "refusals"),
    row("bounced", "bounces"),
  ].join("\n");
}
