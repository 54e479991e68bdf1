import { readPepper } from "../../lib/store/policies.ts";
import { benchDeps, type OwnEngine, startOwnEngine } from "../support/own-engine.ts";
import { type Arm, bareArm, checkArm } from "./arms.ts";
import { type Figure, medianOf, type Progress, wholeNumber } from "./figure.ts";
import { fillPool } from "./pool.ts";

/** Requests at a time, in each arm. */
const CALLERS = 8;
/** Short rounds: what disturbs the machine then weighs on both halves of a round, or on few rounds. */
const REQUESTS_A_ROUND = 300;
/** Rounds before any is measured, for the compiler. */
const WARM_UP_ROUNDS = 20;
/** So often is a contact checked in a run: the default policy allows four marketing touches in 30 days. */
const CHECKS_OF_A_CONTACT = 3;
/** The least that the gate must reach of the bare pair's rate. */
const LEAST_RATIO = 0.85;

/** What one round measured, requests a second. */
interface Round {
  readonly bare: number;
  readonly check: number;
}

/**
 * Allowed checks a second through the function against a bare `GetItem` and conditional `UpdateItem` of equal
 * items, both through one client on one table. The arms take turns, and so does which of them goes first:
 * whatever drifts weighs on both, and only the two halves of a round are compared with each other.
 */
export async function measureRate(rounds: number, progress: Progress): Promise<Figure[]> {
  const engine = await startOwnEngine();
  try {
    const all = WARM_UP_ROUNDS + rounds;
    const arms = await prepareArms(engine, {
      contacts: Math.ceil((all * REQUESTS_A_ROUND) / CHECKS_OF_A_CONTACT),
      progress: (part) => progress(part / 3),
    });
    const measured: Round[] = [];
    for (let number = 0; number < all; number++) {
      measured.push(await runRound(arms, number));
      progress(1 / 3 + (2 / 3) * ((number + 1) / all));
    }
    return figuresOf(measured.slice(WARM_UP_ROUNDS));
  } finally {
    await engine.stop();
  }
}

interface Arms {
  readonly bare: Arm;
  readonly check: Arm;
}

async function prepareArms(
  { client, store }: OwnEngine,
  { contacts, progress }: { contacts: number; progress: Progress },
): Promise<Arms> {
  const pepper = (await readPepper(store)) as string;
  const fill = (name: string, before: number) =>
    fillPool(store, { name, size: contacts, pepper }, (filled) => progress((before + filled / contacts) / 2));
  return {
    bare: bareArm(client, await fill("bare", 0)),
    check: checkArm(benchDeps({ store }), await fill("gate", 1)),
  };
}

async function runRound({ bare, check }: Arms, number: number): Promise<Round> {
  const stretch = { from: number * REQUESTS_A_ROUND, count: REQUESTS_A_ROUND, callers: CALLERS };
  if (number % 2 === 0) {
    const ofBare = await bare(stretch);
    return { bare: ofBare, check: await check(stretch) };
  }
  const ofCheck = await check(stretch);
  return { bare: await bare(stretch), check: ofCheck };
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const ratios = rounds.map(({ bare, check }) => check / bare);
  const ratio = medianOf(ratios);
  const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  return [
    {
      name: `bare GetItem + UpdateItem at ${CALLERS} callers, pairs/s`,
      value: wholeNumber(medianOf(rounds.map(({ bare }) => bare))),
    },
    {
      name: `allowed checks at ${CALLERS} callers, checks/s`,
      value: wholeNumber(medianOf(rounds.map(({ check }) => check))),
    },
    {
      name: `checks : pairs, median of ${rounds.length} rounds (least–most)`,
      value: `${ratio.toFixed(3)} (${range})`,
      bar: `≥ ${LEAST_RATIO}`,
      met: ratio >= LEAST_RATIO,
    },
  ];
}
