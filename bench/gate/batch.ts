import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createHandler } from "../../functions/check/handler.ts";
import type { Deps } from "../../functions/shared/deps.ts";
import { readPepper } from "../../lib/store/policies.ts";
import { apiEvent, bodyOf, NO_CONTEXT } from "../support/api-event.ts";
import { type Figure, medianOf, type Progress, wholeNumber } from "../support/figure.ts";
import { benchDeps, KEY, type OwnEngine, startOwnEngine } from "../support/own-engine.ts";
import { type Arm, bareArm, checkArm, timed } from "./arms.ts";
import { fillPool, type Pool } from "./pool.ts";

/** As many as one batch may hold; the other arms do as many. */
const ITEMS = 500;
/** Single calls and bare pairs at a time. A batch is one call, whose persons the gate works on side by side. */
const CALLERS = 8;
const ROUNDS = 12;
const WARM_UP_ROUNDS = 6;
/** So often is a contact checked in a run: the default policy allows four marketing touches in 30 days. */
const CHECKS_OF_A_CONTACT = 3;
/** Rates are compared, not deadlines: on a busy machine a slow call is no failed one. */
const DEADLINE_MS = 20_000;
/** The least that a batch must reach of the rate of single calls. */
const LEAST_RATIO = 2;

const ARMS = ["bare", "single", "batch"] as const;
type Round = Readonly<Record<(typeof ARMS)[number], number>>;

/**
 * Allowed checks of 500 contacts in one batch against as many single calls, and bare pairs of requests beside both.
 * The arms take turns, and so does which of them goes first.
 */
export async function measureBatch(progress: Progress): Promise<Figure[]> {
  const engine = await startOwnEngine();
  const raw = new DynamoDBClient(engine.access);
  try {
    const arms = await prepareArms(raw, engine);
    const rounds: Round[] = [];
    for (let number = 0; number < WARM_UP_ROUNDS + ROUNDS; number++) {
      rounds.push(await runRound(arms, number));
      progress((number + 1) / (WARM_UP_ROUNDS + ROUNDS));
    }
    return figuresOf(rounds.slice(WARM_UP_ROUNDS));
  } finally {
    raw.destroy();
    await engine.stop();
  }
}

async function prepareArms(
  raw: DynamoDBClient,
  { store }: OwnEngine,
): Promise<Readonly<Record<(typeof ARMS)[number], Arm>>> {
  const pepper = (await readPepper(store)) as string;
  const contacts = Math.ceil((WARM_UP_ROUNDS + ROUNDS) / CHECKS_OF_A_CONTACT) * ITEMS;
  const fill = (name: string) => fillPool(store, { name, size: contacts, pepper }, () => {});
  return {
    bare: bareArm(raw, await fill("bare")),
    single: checkArm(benchDeps({ store, deadlineMs: DEADLINE_MS }), await fill("single")),
    batch: batchArm(benchDeps({ store }), await fill("batch")),
  };
}

/** As `checkArm`, in one call. @throws Error when an item was not allowed and recorded. */
function batchArm(deps: Deps, pool: Pool): Arm {
  const check = createHandler(deps);
  const defaults = {
    channel: "email",
    department: "marketing",
    purpose: "marketing",
    campaign: "autumn",
    topic: "news",
  };
  return async ({ from, count }) => {
    const items = Array.from({ length: count }, (_, i) => ({
      ref: String(i),
      to: { email: (pool[(from + i) % pool.length] as Pool[number]).email },
    }));
    const event = apiEvent({ method: "POST", path: "/v1/check/batch", key: KEY, body: { defaults, items } });
    let answer: Record<string, unknown> = {};
    const rate = await timed(count, async () => {
      answer = bodyOf(await check(event, NO_CONTEXT));
    });
    const { allow } = answer.summary as { readonly allow: number };
    if (allow !== count) throw new Error(`${allow} of ${count} items were allowed`);
    return rate;
  };
}

async function runRound(arms: Readonly<Record<(typeof ARMS)[number], Arm>>, number: number): Promise<Round> {
  const stretch = { from: number * ITEMS, count: ITEMS, callers: CALLERS };
  const round = { bare: 0, single: 0, batch: 0 };
  const order = number % 2 === 0 ? ARMS : ARMS.toReversed();
  for (const name of order) round[name] = await arms[name](stretch);
  return round;
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const rateOf = (name: keyof Round) => wholeNumber(medianOf(rounds.map((round) => round[name])));
  const against = (name: keyof Round) => {
    const ratios = rounds.map((round) => round.batch / round[name]);
    const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
    return { ratio: medianOf(ratios), value: `${medianOf(ratios).toFixed(2)} (${range})` };
  };
  const { ratio, value } = against("single");
  return [
    { name: `bare GetItem + UpdateItem at ${CALLERS} callers, pairs/s`, value: rateOf("bare") },
    { name: `single checks at ${CALLERS} callers, checks/s`, value: rateOf("single") },
    { name: `a batch of ${ITEMS}, items/s`, value: rateOf("batch") },
    {
      name: `batch : single, median of ${rounds.length} rounds (least–most)`,
      value,
      bar: `≥ ${LEAST_RATIO}`,
      met: ratio >= LEAST_RATIO,
    },
    { name: "batch : bare pairs", value: against("bare").value },
  ];
}
