import { readPepper } from "../../lib/store/policies.ts";
import { benchDeps, type OwnEngine, startOwnEngine } from "../support/own-engine.ts";
import { type Arm, bareArm, checkArm } from "./arms.ts";
import { count, type Figure, medianOf, type Progress } from "./figure.ts";
import { fillPools, type Pools } from "./pools.ts";

/** Requests at a time, in each arm. */
const CALLERS = 8;
const CHECKS_A_ROUND = 1_200;
/** Rounds of both arms before any is measured. */
const WARM_UP_ROUNDS = 2;
/** The least that the gate must reach of the bare pair's rate. */
const LEAST_RATIO = 0.85;

/**
 * Allowed checks a second through the function against a bare `GetItem` and conditional `UpdateItem` of the same
 * items, both through one client on one table. The arms take turns round by round, and which goes first takes
 * turns too, so that whatever drifts weighs on both; only the ratio of the two halves of a round is compared.
 */
export async function measureRate(rounds: number, progress: Progress): Promise<Figure[]> {
  const engine = await startOwnEngine();
  try {
    const all = WARM_UP_ROUNDS + rounds;
    const pools = await fillPools(engine.store, all * CHECKS_A_ROUND, (done) => progress(done, 2));
    const [bare, check] = await armsOf(engine, pools);
    const ratios: number[] = [];
    const rates = { bare: [] as number[], check: [] as number[] };
    for (let round = 0; round < all; round++) {
      const slice = { from: round * CHECKS_A_ROUND, count: CHECKS_A_ROUND, callers: CALLERS };
      const first = round % 2 === 0 ? bare : check;
      const second = first === bare ? check : bare;
      const rateOfFirst = CHECKS_A_ROUND / (await first(slice));
      const rateOfSecond = CHECKS_A_ROUND / (await second(slice));
      progress(1 + (round + 1) / all, 2);
      if (round < WARM_UP_ROUNDS) continue;
      const [ofBare, ofCheck] = first === bare ? [rateOfFirst, rateOfSecond] : [rateOfSecond, rateOfFirst];
      rates.bare.push(ofBare);
      rates.check.push(ofCheck);
      ratios.push(ofCheck / ofBare);
    }
    return figuresOf(rates, ratios);
  } finally {
    await engine.stop();
  }
}

async function armsOf({ client, store }: OwnEngine, pools: Pools): Promise<[Arm, Arm]> {
  const pepper = (await readPepper(store)) as string;
  return [bareArm(client, { pool: pools.bare, pepper }), checkArm(benchDeps({ store }), pools.check)];
}

function figuresOf(rates: { bare: number[]; check: number[] }, ratios: number[]): Figure[] {
  const ratio = medianOf(ratios);
  const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  return [
    { name: "bare GetItem + UpdateItem, pairs/s", value: count(medianOf(rates.bare)) },
    { name: "allowed checks/s", value: count(medianOf(rates.check)) },
    {
      name: `checks : bare pairs, median of ${ratios.length} rounds`,
      value: `${ratio.toFixed(3)} (${range})`,
      bar: `≥ ${LEAST_RATIO}`,
      met: ratio >= LEAST_RATIO,
    },
  ];
}
