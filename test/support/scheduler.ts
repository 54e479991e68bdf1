import type { Item, PutResult, Store, TransactWrite } from "../../lib/store/store.ts";

/** One store call as the schedule ordered it. */
export interface Step {
  readonly actor: string;
  readonly call: keyof Store;
  /** What a put or a transaction put; empty for reads, for additions and for writes that were refused. */
  readonly wrote: readonly Item[];
}

/** One order of the store calls, run to its end. */
export interface Run<A> {
  /** What each actor answered, in the order of the actors. */
  readonly answers: readonly A[];
  /** Every store call in the order in which it took effect. */
  readonly steps: readonly Step[];
  /** The number of steps that had been taken when each actor answered. */
  readonly answeredAfter: readonly number[];
}

/** A world made afresh for each order, and what must hold when all have answered. */
export interface Scenario<A> {
  /** Takes effect in one step per call, as `memory-store` does. */
  readonly store: Store;
  /** Begun at once, by name. Each speaks through a store of its own, whose calls wait for their turn. */
  readonly actors: Readonly<Record<string, (store: Store) => Promise<A>>>;
  /** Throws when the run broke a promise. */
  readonly judge: (run: Run<A>) => void | Promise<void>;
}

/** More orders than this are a scenario too large to explore whole. */
const MOST_ORDERS = 200_000;

/**
 * Runs a scenario under every order that its store calls can take, depth first: each run replays the choices of
 * the last one up to the deepest that has another branch. Between two calls actors may wait for nothing but
 * promises. Answers how many orders there were.
 * @throws Error with the order of the calls, when `judge` throws under it.
 */
export async function everyInterleaving<A>(scenario: () => Promise<Scenario<A>>): Promise<number> {
  let path: readonly Choice[] | undefined = [];
  let orders = 0;
  while (path !== undefined) {
    if (++orders > MOST_ORDERS) throw new Error(`more than ${MOST_ORDERS} orders`);
    const replayed: readonly Choice[] = path;
    path = nextPath(await runOne(await scenario(), (_, step) => replayed[step]?.taken ?? 0));
  }
  return orders;
}

/**
 * Runs a scenario under one order: `choose` picks one of so many waiting calls, by its place among them.
 * @throws Error as `everyInterleaving` does.
 */
export async function oneInterleaving<A>(scenario: Scenario<A>, choose: Choose): Promise<void> {
  await runOne(scenario, choose);
}

/** Which of `waiting` calls, 0 the one that waits longest, takes effect as the step of that number. */
type Choose = (waiting: number, step: number) => number;

/** Which of the waiting calls was taken, and of how many. */
interface Choice {
  readonly taken: number;
  readonly of: number;
}

function nextPath(path: readonly Choice[]): readonly Choice[] | undefined {
  const deepest = path.findLastIndex(({ taken, of }) => taken + 1 < of);
  const last = path[deepest];
  return last && [...path.slice(0, deepest), { ...last, taken: last.taken + 1 }];
}

async function runOne<A>(scenario: Scenario<A>, choose: Choose): Promise<readonly Choice[]> {
  const waiting: (() => Promise<void>)[] = [];
  const steps: Step[] = [];
  const names = Object.keys(scenario.actors);
  const answeredAfter: number[] = names.map(() => Number.NaN);
  const running = Promise.allSettled(
    Object.entries(scenario.actors).map(async ([name, act], index) => {
      const answer = await act(takingTurns(scenario.store, { actor: name, waiting, steps }));
      answeredAfter[index] = steps.length;
      return answer;
    }),
  );

  const path: Choice[] = [];
  for (await quiet(); waiting.length > 0; await quiet()) {
    const taken = choose(waiting.length, path.length);
    path.push({ taken, of: waiting.length });
    const [turn] = waiting.splice(taken, 1);
    await turn?.();
  }
  const unanswered = names.filter((_, index) => Number.isNaN(answeredAfter[index]));
  try {
    const settled =
      unanswered.length === 0 ? await running : await Promise.race([running, stuck(unanswered)]);
    const answers = settled.map((result) => {
      if (result.status === "rejected") throw result.reason;
      return result.value;
    });
    await scenario.judge({ answers, steps, answeredAfter });
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\nin this order:\n${steps.map(lineOf).join("\n")}`, {
      cause,
    });
  }
  return path;
}

/** Once every microtask has run, actors have either answered or wait for a turn. */
const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

async function stuck(actors: readonly string[]): Promise<never> {
  await quiet();
  throw new Error(`${actors.join(" and ")} wait for something that is no store call`);
}

const lineOf = ({ actor, call, wrote }: Step): string =>
  `  ${actor}: ${call}${wrote.map((item) => ` ${JSON.stringify(item)}`).join("")}`;

function takingTurns(
  store: Store,
  { actor, waiting, steps }: { actor: string; waiting: (() => Promise<void>)[]; steps: Step[] },
): Store {
  const turn = <T>(call: keyof Store, act: () => Promise<T>, wrote: (result: T) => readonly Item[]) =>
    new Promise<T>((resolve, reject) => {
      waiting.push(async () => {
        try {
          const result = await act();
          steps.push({ actor, call, wrote: wrote(result) });
          resolve(result);
        } catch (fault) {
          reject(fault);
        }
      });
    });
  const nothing = () => [];
  const itemsOf = (writes: readonly TransactWrite[]) =>
    writes.flatMap((write) => ("item" in write ? [write.item] : []));
  return {
    get: (key) => turn("get", () => store.get(key), nothing),
    getMany: (keys) => turn("getMany", () => store.getMany(keys), nothing),
    query: (query) => turn("query", () => store.query(query), nothing),
    delete: (key) => turn("delete", () => store.delete(key), nothing),
    put: (write) =>
      turn(
        "put",
        () => store.put(write),
        (result: PutResult) => (result.written ? [write.item] : []),
      ),
    transact: (writes) =>
      turn(
        "transact",
        () => store.transact(writes),
        (result) => (result === "written" ? itemsOf(writes) : []),
      ),
  };
}
