import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { bootstrap } from "../../functions/shared/bootstrap.ts";
import { putDevelopmentKeys } from "../../lib/local/development-keys.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import { readPepper } from "../../lib/store/policies.ts";
import { type Figure, medianOf, type Progress, wholeNumber } from "../support/figure.ts";
import { benchDeps, defaultPolicy, type OwnEngine, startOwnEngine } from "../support/own-engine.ts";
import { type Arm, bareArm, checkArm } from "./arms.ts";
import { fillPool } from "./pool.ts";

/** Requests at a time, in each arm. */
const CALLERS = 8;
/** Short rounds: what disturbs the machine then weighs on both halves of a round, or on few rounds. */
const REQUESTS_A_ROUND = 300;
/** Checks on a store in memory before anything else: a function that has served for a while is compiled. */
const CHECKS_TO_COMPILE = 45_000;
/** Rounds before any is measured, for the engine and the client. */
const WARM_UP_ROUNDS = 20;
/** So often is a contact checked in a run: the default policy allows four marketing touches in 30 days. */
const CHECKS_OF_A_CONTACT = 3;
/** The least that the gate must reach of the bare pair's rate. */
const LEAST_RATIO = 0.85;

const ARMS = ["bare", "tuned", "check"] as const;

/** What one round measured, requests a second. */
type Round = Readonly<Record<(typeof ARMS)[number], number>>;

/**
 * Allowed checks a second through the function against a bare `GetItem` and conditional `UpdateItem` of equal
 * items in one table: by the raw client, as anybody would write it, and for comparison by the gate's own client.
 * The arms take turns, and so does which of them goes first: whatever drifts weighs on all, and only the parts of
 * a round are compared with each other.
 */
export async function measureRate(rounds: number, progress: Progress): Promise<Figure[]> {
  await compileCheck();
  const engine = await startOwnEngine();
  const raw = new DynamoDBClient(engine.access);
  try {
    const all = WARM_UP_ROUNDS + rounds;
    const arms = await prepareArms(raw, engine, {
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
    raw.destroy();
    await engine.stop();
  }
}

/** The bare pair is the client alone, which both arms warm; what is the gate's own is warmed here. */
async function compileCheck(): Promise<void> {
  const store = createMemoryStore();
  await bootstrap(store, { policy: defaultPolicy() });
  await putDevelopmentKeys(store);
  const pepper = (await readPepper(store)) as string;
  const size = Math.ceil(CHECKS_TO_COMPILE / CHECKS_OF_A_CONTACT);
  const check = checkArm(
    benchDeps({ store }),
    await fillPool(store, { name: "warm", size, pepper }, () => {}),
  );
  for (let from = 0; from < CHECKS_TO_COMPILE; from += REQUESTS_A_ROUND) {
    await check({ from, count: REQUESTS_A_ROUND, callers: CALLERS });
  }
}

type Arms = Readonly<Record<(typeof ARMS)[number], Arm>>;

async function prepareArms(
  raw: DynamoDBClient,
  { client, store }: OwnEngine,
  { contacts, progress }: { contacts: number; progress: Progress },
): Promise<Arms> {
  const pepper = (await readPepper(store)) as string;
  const fill = (name: (typeof ARMS)[number]) => {
    const before = ARMS.indexOf(name);
    return fillPool(store, { name, size: contacts, pepper }, (filled) =>
      progress((before + filled / contacts) / ARMS.length),
    );
  };
  return {
    bare: bareArm(raw, await fill("bare")),
    tuned: bareArm(client, await fill("tuned")),
    check: checkArm(benchDeps({ store }), await fill("check")),
  };
}

async function runRound(arms: Arms, number: number): Promise<Round> {
  const stretch = { from: number * REQUESTS_A_ROUND, count: REQUESTS_A_ROUND, callers: CALLERS };
  const round = { bare: 0, tuned: 0, check: 0 };
  const order = number % 2 === 0 ? ARMS : ARMS.toReversed();
  for (const name of order) round[name] = await arms[name](stretch);
  return round;
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const rateOf = (name: keyof Round) => wholeNumber(medianOf(rounds.map((round) => round[name])));
  const against = (name: keyof Round) => {
    const ratios = rounds.map((round) => round.check / round[name]);
    const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
    return { ratio: medianOf(ratios), value: `${medianOf(ratios).toFixed(3)} (${range})` };
  };
  const { ratio, value } = against("bare");
  return [
    { name: `bare GetItem + UpdateItem at ${CALLERS} callers, pairs/s`, value: rateOf("bare") },
    { name: "the same pairs through the gate's own client, pairs/s", value: rateOf("tuned") },
    { name: `allowed checks at ${CALLERS} callers, checks/s`, value: rateOf("check") },
    {
      name: `checks : pairs, median of ${rounds.length} rounds (least–most)`,
      value,
      bar: `≥ ${LEAST_RATIO}`,
      met: ratio >= LEAST_RATIO,
    },
    { name: "checks : pairs through the gate's own client", value: against("tuned").value },
  ];
}
