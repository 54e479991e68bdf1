import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { RateLimiterDynamo, RateLimiterUnion } from "rate-limiter-flexible";
import { readPepper } from "../../lib/store/policies.ts";
import { atOnce } from "../support/at-once.ts";
import { type Figure, medianOf, type Progress, wholeNumber } from "../support/figure.ts";
import { type Metered, meter } from "../support/metered-client.ts";
import { benchDeps, type OwnEngine, startOwnEngine } from "../support/own-engine.ts";
import { type Arm, checkArm, timed } from "./arms.ts";
import { fillPool } from "./pool.ts";

const CALLERS = 8;
const REQUESTS_A_ROUND = 300;
const WARM_UP_ROUNDS = 6;
const ROUNDS = 30;
const CHECKS_OF_A_CONTACT = 3;
/** The least that the gate must reach of the limiters' rate. */
const LEAST_RATIO = 1.1;

/** The counting rules of the default policy as limiters: what a team would reach for. Days are all they know. */
const LIMITS = [
  { keyPrefix: "prospect-weekly", points: 2, duration: 7 * 86_400 },
  { keyPrefix: "marketing-monthly", points: 4, duration: 30 * 86_400 },
  { keyPrefix: "campaign-spacing", points: 1, duration: 3 * 86_400 },
  { keyPrefix: "department-lock", points: 1, duration: 2 * 86_400 },
] as const;

/** The four limiters on a table of their own in the same engine, asked together. */
interface Limiters {
  readonly all: RateLimiterUnion;
  readonly each: readonly RateLimiterDynamo[];
  readonly metered: Metered;
}

/**
 * Allowed checks a second through the function against four limiters of rate-limiter-flexible, in one run on one
 * engine; what each writes for a check; and what each leaves counted when one of the four rules denies.
 */
export async function measureLimiter(progress: Progress): Promise<Figure[]> {
  const engine = await startOwnEngine();
  try {
    const limiters = await makeLimiters(engine);
    const asides = await costAndLeftovers(limiters);
    const pepper = (await readPepper(engine.store)) as string;
    const size = Math.ceil(((WARM_UP_ROUNDS + ROUNDS) * REQUESTS_A_ROUND) / CHECKS_OF_A_CONTACT);
    const pool = await fillPool(engine.store, { name: "gate", size, pepper }, () => {});
    const check = checkArm(benchDeps({ store: engine.store }), pool);
    const consume = limiterArm(limiters);
    const ratios: number[] = [];
    const rates = { check: [] as number[], limiter: [] as number[] };
    for (let number = 0; number < WARM_UP_ROUNDS + ROUNDS; number++) {
      const stretch = { from: number * REQUESTS_A_ROUND, count: REQUESTS_A_ROUND, callers: CALLERS };
      const ours = () => check(stretch);
      const theirs = () => consume(stretch);
      const [first, second] =
        number % 2 === 0 ? [await ours(), await theirs()] : [await theirs(), await ours()];
      const [checks, unions] = number % 2 === 0 ? [first, second] : [second, first];
      if (number >= WARM_UP_ROUNDS) {
        ratios.push(checks / unions);
        rates.check.push(checks);
        rates.limiter.push(unions);
      }
      progress((number + 1) / (WARM_UP_ROUNDS + ROUNDS));
    }
    const ratio = medianOf(ratios);
    return [
      { name: "four limiters at 8 callers, checks/s", value: wholeNumber(medianOf(rates.limiter)) },
      { name: "allowed checks at 8 callers, checks/s", value: wholeNumber(medianOf(rates.check)) },
      {
        name: `checks : limiters, median of ${ROUNDS} rounds (least–most)`,
        value: `${ratio.toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
        bar: `≥ ${LEAST_RATIO}`,
        met: ratio >= LEAST_RATIO,
      },
      ...asides,
    ];
  } finally {
    await engine.stop();
  }
}

/** A first check of a contact and one that the lock alone denies. The gate's own figures stand in the cost table. */
async function costAndLeftovers({ all, each, metered }: Limiters): Promise<Figure[]> {
  const [, allowed] = await metered(() => all.consume("cost"));
  // Service touched the contact: only the lock of the other departments is taken.
  const lock = each.at(-1) as RateLimiterDynamo;
  await lock.consume("denied");
  const [, denied] = await metered(() => all.consume("denied").catch(() => undefined));
  const left = await Promise.all(
    each.map(async (limiter) => (await limiter.get("denied"))?.consumedPoints ?? 0),
  );
  const counted = LIMITS.map(({ keyPrefix }, i) => `${keyPrefix} ${left[i]}`).join(", ");
  return [
    { name: "limiters, writes of an allowed check (gate: 1)", value: String(allowed.writes) },
    { name: "limiters, writes of a check that the lock denies (gate: 0)", value: String(denied.writes) },
    { name: "limiters, left counted after it (gate: lock 1, of service)", value: counted },
  ];
}

async function makeLimiters({ access }: OwnEngine): Promise<Limiters> {
  const client = new DynamoDB(access);
  const options = { storeClient: client, tableName: "limiters", ttlSet: true };
  // The first makes the table.
  const first = LIMITS[0];
  await new Promise<void>((resolve, reject) => {
    new RateLimiterDynamo({ ...options, ...first }, (fault) => (fault ? reject(fault) : resolve()));
  });
  const each = LIMITS.map((limit) => new RateLimiterDynamo({ ...options, ...limit, tableCreated: true }));
  return { all: new RateLimiterUnion(...each), each, metered: meter(client) };
}

/** A contact of its own for each check, as no contact may be touched twice in two days. */
function limiterArm({ all }: Limiters): Arm {
  return ({ from, count, callers }) =>
    timed(count, () =>
      atOnce(callers, count, async (i) => {
        await all.consume(`contact-${from + i}`);
      }),
    );
}
