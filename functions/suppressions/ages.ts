import type { Told } from "../../lib/core/events.ts";
import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import { MOST_LIST_AGES, readListAges, stampLists } from "../../lib/store/list-ages.ts";
import type { ActivePolicy } from "../shared/active-policy.ts";
import type { Deps } from "../shared/deps.ts";
import type { EntryAnswer } from "./bulk.ts";

/** What came of telling a list whole. */
export interface Stamped {
  readonly list: string;
  /** As of when it is known whole from now on; null when that was never told. */
  readonly asOf: string | null;
  readonly stamped: boolean;
  /** Why it was not stamped, and what to do; null when it was. */
  readonly detail: string | null;
}

/**
 * Tells a list whole as of an instant: here when this answers, in other functions within their cache time. A list
 * that lacks an entry which was refused is not whole.
 */
export async function stampList(
  deps: Deps,
  told: Told & { readonly list: string; readonly asOf: EpochMs },
  entries: readonly Pick<EntryAnswer, "status">[],
): Promise<Stamped> {
  const { list, asOf, at: toldAt, by } = told;
  const refused = entries.filter(({ status }) => status !== 200).length;
  if (refused > 0) return notStamped(deps, list, REFUSED);
  const ages = await stampLists(deps.store, { lists: [list], asOf, toldAt, by });
  if (ages === undefined) return notStamped(deps, list, TOO_MANY);
  await deps.policy.renew();
  return { list, asOf: formatInstant(ages.get(list)?.asOf ?? asOf), stamped: true, detail: null };
}

const REFUSED = "Entries were refused, so the list is not whole: mend them and send them with asOf again.";
const TOO_MANY = `${MOST_LIST_AGES} lists have an age already: use one of their names.`;

async function notStamped({ store }: Deps, list: string, detail: string): Promise<Stamped> {
  const known = (await readListAges(store)).get(list);
  return { list, asOf: known === undefined ? null : formatInstant(known.asOf), stamped: false, detail };
}

/** How old lists are and may be: those that were told whole, and those that the policy names; by name. */
export async function listAges(deps: Deps, only: string | undefined) {
  const known = await readListAges(deps.store);
  const wanted = agesWanted(await deps.policy.get());
  return [...new Set([...known.keys(), ...Object.keys(wanted)])]
    .filter((list) => only === undefined || list === only)
    .sort()
    .map((list) => {
      const age = known.get(list);
      return {
        list,
        asOf: age === undefined ? null : formatInstant(age.asOf),
        toldAt: age === undefined ? null : formatInstant(age.toldAt),
        by: age?.by ?? null,
        maxAgeDays: wanted[list]?.maxAgeDays ?? null,
      };
    });
}

const agesWanted = ({ document }: ActivePolicy) =>
  (document as { readonly suppressionLists?: Readonly<Record<string, { readonly maxAgeDays: number }>> })
    .suppressionLists ?? {};
