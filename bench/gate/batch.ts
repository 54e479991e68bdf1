import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { readPepper } from "../../lib/store/policies.ts";
import { atOnce } from "../support/at-once.ts";
import { type Figure, medianOf, type Progress, wholeNumber } from "../support/figure.ts";
import { KEY, type OwnEngine, startOwnEngine } from "../support/own-engine.ts";
import { type Arm, bareArm, timed } from "./arms.ts";
import { fillPool, type Pool } from "./pool.ts";

/** As many as one batch may hold; the other arms do as many. */
const ITEMS = 500;
/** Single calls and bare pairs at a time: as many as the persons of a batch that the gate works on side by side. */
const CALLERS = 32;
const ROUNDS = 12;
const WARM_UP_ROUNDS = 6;
/** So often is a contact checked in a run: the default policy allows four marketing touches in 30 days. */
const CHECKS_OF_A_CONTACT = 3;
/** The least that a batch must reach of the rate of single calls. */
const LEAST_RATIO = 2;

const ARMS = ["bare", "single", "batch"] as const;
type Round = Readonly<Record<(typeof ARMS)[number], number>>;

/**
 * Allowed checks of 500 contacts in one batch against as many single calls over HTTP, the gate in a process of its
 * own, and bare pairs of requests beside both. The arms take turns, and so does which of them goes first.
 */
export async function measureBatch(progress: Progress): Promise<Figure[]> {
  const engine = await startOwnEngine();
  const raw = new DynamoDBClient(engine.access);
  const gate = await startChecks(engine.access.endpoint);
  try {
    const arms = await prepareArms(raw, engine, gate.url);
    const rounds: Round[] = [];
    for (let number = 0; number < WARM_UP_ROUNDS + ROUNDS; number++) {
      rounds.push(await runRound(arms, number));
      progress((number + 1) / (WARM_UP_ROUNDS + ROUNDS));
    }
    return figuresOf(rounds.slice(WARM_UP_ROUNDS));
  } finally {
    raw.destroy();
    await gate.stop();
    await engine.stop();
  }
}

async function startChecks(endpoint: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const script = fileURLToPath(new URL("serve-checks.ts", import.meta.url));
  const child = spawn(process.execPath, [script, endpoint], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [said] = await Promise.race([once(child.stdout, "data"), ended.then(() => [undefined])]);
  if (said === undefined) throw new Error("The gate that serves the checks did not start");
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return { url: String(said).trim(), stop };
}

async function prepareArms(
  raw: DynamoDBClient,
  { store }: OwnEngine,
  url: string,
): Promise<Readonly<Record<(typeof ARMS)[number], Arm>>> {
  const pepper = (await readPepper(store)) as string;
  const contacts = Math.ceil((WARM_UP_ROUNDS + ROUNDS) / CHECKS_OF_A_CONTACT) * ITEMS;
  const fill = (name: string) => fillPool(store, { name, size: contacts, pepper }, () => {});
  const post = poster(url);
  return {
    bare: bareArm(raw, await fill("bare")),
    single: singleArm(post, await fill("single")),
    batch: batchArm(post, await fill("batch")),
  };
}

type Post = (path: string, body: object) => Promise<string>;

/** Posts over connections that are kept. */
function poster(url: string): Post {
  const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
  const headers = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
  return async (path, body) => {
    const asked = request(`${url}${path}`, { method: "POST", agent, headers }).end(JSON.stringify(body));
    const [answer] = await once(asked, "response");
    return text(answer);
  };
}

const QUESTION = {
  channel: "email",
  department: "marketing",
  purpose: "marketing",
  campaign: "autumn",
  topic: "news",
};

const recipientOf = (pool: Pool, index: number) => ({
  to: { email: (pool[index % pool.length] as Pool[number]).email },
});

/** One call for each contact. @throws Error when one was not allowed and recorded. */
const singleArm =
  (post: Post, pool: Pool): Arm =>
  ({ from, count, callers }) =>
    timed(count, () =>
      atOnce(callers, count, async (i) => {
        const answer = await post("/v1/check", { ...recipientOf(pool, from + i), ...QUESTION });
        if (!answer.includes('"recorded":true')) throw new Error(`A check was not allowed: ${answer}`);
      }),
    );

/** One call for all. @throws Error when an item was not allowed and recorded. */
const batchArm =
  (post: Post, pool: Pool): Arm =>
  ({ from, count }) =>
    timed(count, async () => {
      const items = Array.from({ length: count }, (_, i) => recipientOf(pool, from + i));
      const answer = await post("/v1/check/batch", { defaults: QUESTION, items });
      const { summary } = JSON.parse(answer) as { readonly summary?: { readonly allow: number } };
      if (summary?.allow !== count) throw new Error(`${summary?.allow} of ${count} items were allowed`);
    });

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
    { name: `single calls over HTTP at ${CALLERS} callers, checks/s`, value: rateOf("single") },
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
