import { createHandler } from "../../functions/dedup/handler.ts";
import { MOST_CANDIDATES } from "../../functions/dedup/search.ts";
import { MOST_KEYS } from "../../lib/core/identity/match-keys.ts";
import { validateDuplicates } from "../../lib/core/identity/validate-duplicates.ts";
import { readPepper } from "../../lib/store/policies.ts";
import shipped from "../../policies/duplicates.json" with { type: "json" };
import { type Figure, medianOf, type Progress, wholeNumber } from "../support/figure.ts";
import { type Metered, meter, type Usage } from "../support/metered-client.ts";
import { benchDeps, type OwnEngine, startOwnEngine } from "../support/own-engine.ts";
import { fillTable } from "./fill-table.ts";
import { type SampleContact, sampleContacts } from "./sample-contacts.ts";

/** Sizes of the table at which the same is measured. */
const SIZES = [1_000, 100_000] as const;
/** So many contacts are searched for at each size. */
const SEARCHES = 200;
/** What is read besides one query for each match key: the policy, what is kept, pairs, state, card, candidates. */
const MOST_OTHER_READS = 12;
/** A unit for each of these requests, and two for each contact that is compared: its state and its card. */
const MOST_UNITS = MOST_KEYS + MOST_OTHER_READS + 2 * MOST_CANDIDATES;

/**
 * What the search for the duplicates of one contact reads, by the number of contacts there are: requests, and the
 * capacity that the engine says they consumed. The function is called as the stream would, on contacts whose keys
 * are kept already.
 */
export async function measureSearch(progress: Progress): Promise<Figure[]> {
  const engine = await startOwnEngine();
  try {
    const verdict = validateDuplicates(shipped);
    if (!verdict.valid) throw new Error("The shipped duplicate policy is not sound");
    const pepper = (await readPepper(engine.store)) as string;
    const contacts = [...sampleContacts(Math.max(...SIZES), pepper)];
    const measured: Usage[][] = [];
    let filled = 0;
    for (const size of SIZES) {
      const more = contacts.slice(filled, size);
      const grown = (count: number) => {
        filled += count;
        progress(filled / contacts.length);
      };
      await fillTable(more, { client: engine.client, policy: verdict.document, pepper, progress: grown });
      measured.push(await searchSome(engine, contacts.slice(0, size)));
    }
    return figuresOf(measured);
  } finally {
    await engine.stop();
  }
}

async function searchSome(engine: OwnEngine, contacts: readonly SampleContact[]): Promise<Usage[]> {
  const { client, store } = engine.another();
  const metered: Metered = meter(client);
  const handler = createHandler(benchDeps({ store, cacheSeconds: 3_600 }));
  const step = Math.floor(contacts.length / SEARCHES);
  const usages: Usage[] = [];
  for (let number = 0; number <= SEARCHES; number++) {
    const { contactId } = contacts[(number * step) % contacts.length] as SampleContact;
    const [answer, usage] = await metered(() => handler({ Records: [recordOf(contactId)] }));
    if (answer.batchItemFailures.length > 0) throw new Error(`The search for ${contactId} failed`);
    // The first call reads the policy.
    if (number > 0) usages.push(usage);
  }
  return usages;
}

const recordOf = (contactId: string) => ({
  eventID: contactId,
  eventName: "MODIFY" as const,
  dynamodb: {
    SequenceNumber: "1",
    NewImage: { pk: { S: `C#${contactId}` }, sk: { S: "CARD" }, card: { S: "{}" } },
  },
});

function figuresOf(measured: readonly (readonly Usage[])[]): Figure[] {
  const mostReads = MOST_KEYS + MOST_OTHER_READS;
  return measured.flatMap((usages, index) => {
    const reads = usages.map((usage) => usage.reads);
    const units = usages.map((usage) => usage.readUnits);
    const size = wholeNumber(SIZES[index] ?? 0);
    return [
      {
        name: `requests of one search at ${size} contacts, median (most)`,
        value: `${medianOf(reads)} (${Math.max(...reads)})`,
        bar: `most ≤ ${mostReads}: ${MOST_KEYS} keys and ${MOST_OTHER_READS}`,
        met: Math.max(...reads) <= mostReads,
      },
      {
        name: `read units of one search at ${size} contacts, median (most)`,
        value: `${medianOf(units)} (${Math.max(...units)})`,
        bar: `most ≤ ${MOST_UNITS}, however many there are`,
        met: Math.max(...units) <= MOST_UNITS,
      },
    ];
  });
}
