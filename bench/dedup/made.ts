import { type Figure, type Progress, wholeNumber } from "../support/figure.ts";
import { cellOf, judgeSet } from "./judge-set.ts";
import { AMERICAN, CHINESE, GERMAN, type NameList } from "./made-names.ts";
import { makePeople } from "./made-people.ts";

const LISTS: Readonly<Record<string, NameList>> = { American: AMERICAN, German: GERMAN, Chinese: CHINESE };
const PEOPLE = 5_000;
/** More of the suggestions than this must be right. */
const LEAST_PRECISION = 0.95;

/**
 * People made by chance, in households and firms that share addresses, phones and mailboxes: nothing was chosen for
 * them. Their names are far more crowded than in life, so that strangers meet often.
 */
export async function measureMade(told: Progress): Promise<Figure[]> {
  const figures: Figure[] = [];
  const names = Object.entries(LISTS);
  for (const [at, [language, list]] of names.entries()) {
    const set = await makePeople({ names: list, size: PEOPLE, seed: 20_261_122 + at });
    const { found, auto, pairs } = await judgeSet(set);
    figures.push(
      {
        name: `${language} people, auto, closed`,
        value: cellOf(auto),
        bar: "P 1",
        met: auto.wrong === 0,
      },
      {
        name: `${language} people, auto + suggest`,
        value: cellOf(pairs),
        bar: `P ≥ ${LEAST_PRECISION}`,
        met: pairs.precision >= LEAST_PRECISION,
      },
      {
        name: `${language} people, records a second, keys and comparisons`,
        value: wholeNumber((set.length / found.elapsedMs) * 1_000),
      },
    );
    told((at + 1) / names.length);
  }
  return figures;
}
