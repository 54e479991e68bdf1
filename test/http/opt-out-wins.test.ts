import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { putPolicy } from "../../functions/policies/command.ts";
import { createDeps } from "../../functions/shared/deps.ts";
import { epochMs } from "../../lib/core/time.ts";
import { putDevelopmentKeys } from "../../lib/local/development-keys.ts";
import type { Emulator } from "../../lib/local/emulator.ts";
import { createTable, EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoStore } from "../../lib/store/dynamo-store.ts";
import { readPepper } from "../../lib/store/policies.ts";
import type { Store } from "../../lib/store/store.ts";
import { availableEngines, startEngine } from "../support/engines.ts";
import { CommitLog, connect, POLICY, type RaceOutcome, races, type Table } from "../support/opt-out-race.ts";

/**
 * Guarantee 2, on both engines: once a no is acknowledged, nothing that it forbids is recorded. Checks of two
 * clients race with a third that says no, for one person after the other.
 */

/** `OPT_OUT_RACES=20000 npx vitest run test/http/opt-out-wins.test.ts` races longer. */
const RACES = Number(process.env.OPT_OUT_RACES ?? 2_000);
/** So many one after the other for one person, the no taken back in between. */
const ROUNDS = 10;
/** So many persons at the same time. */
const AT_ONCE = 16;

for (const found of await availableEngines()) {
  const missing = "missing" in found ? found.missing : undefined;
  const name = missing === undefined ? found.kind : `${found.kind} (skipped: ${missing})`;

  describe.skipIf(missing !== undefined)(`an opt-out wins on ${name}`, () => {
    let engine: Emulator;
    beforeAll(async () => {
      engine = await startEngine(found.kind);
    });
    afterAll(() => engine?.stop());

    /** Three clients of a table of its own; `through` stands between each and the table. */
    async function openTable(tableName: string, through = (store: Store) => store): Promise<Table> {
      await createTable(engine.endpoint, tableName);
      const open = () => createDynamoStore({ tableName, endpoint: engine.endpoint, ...EMULATOR_ACCESS });
      const store = open();
      await putDevelopmentKeys(store);
      await putPolicy(createDeps({ store, log: () => {} }), {
        document: POLICY,
        ifMatch: undefined,
        told: { at: epochMs(Date.now()), by: null },
      });
      const log = new CommitLog();
      const client = () => connect(log.listening(through(open())));
      const clients = [await client(), await client(), await client()] as const;
      return { clients, log, pepper: (await readPepper(store)) ?? "" };
    }

    async function run(table: Table, count: number): Promise<RaceOutcome[]> {
      const outcomes: RaceOutcome[] = [];
      let next = 0;
      const lane = async () => {
        while (next * ROUNDS < count) outcomes.push(...(await races(table, next++, ROUNDS)));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      return outcomes;
    }
    const faultsOf = (outcomes: readonly RaceOutcome[]) =>
      outcomes.flatMap(({ title, faults }) => faults.map((fault) => `${title}: ${fault}`));

    it(`over ${RACES} races with checks, however it is said and by whatever name`, async () => {
      const table = await openTable("races");
      const startedAtMs = performance.now();
      const outcomes = await run(table, RACES);
      expect(faultsOf(outcomes)).toEqual([]);
      const crossed = outcomes.filter((one) => one.crossed).length;
      const touched = outcomes.filter(({ touches }) => touches > 0).length;
      const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(0);
      process.stdout.write(
        `${RACES} races on ${found.kind} in ${seconds} s: ${crossed} with a check under way as the no was acknowledged, ${touched} with a touch before it, ${table.log.lostRaces} writes lost\n`,
      );
      // They did race: in many the no came while a check was under way, and in many a touch came first.
      expect(crossed).toBeGreaterThan(RACES / 20);
      expect(touched).toBeGreaterThan(RACES / 4);
      expect(touched).toBeLessThan(RACES);
      expect(table.log.lostRaces).toBeGreaterThan(RACES / 20);
    }, 300_000);

    it("and would be seen to lose on a table that writes whatever it is told", async () => {
      const careless = (store: Store): Store => ({
        ...store,
        put: ({ item }, options) => store.put({ item }, options),
      });
      const table = await openTable("careless", careless);
      const faults = faultsOf(await run(table, 200));
      expect(faults.length).toBeGreaterThan(5);
    }, 120_000);
  });
}
