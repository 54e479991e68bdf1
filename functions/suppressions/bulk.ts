import type { Told } from "../../lib/core/events.ts";
import type { Deps } from "../shared/deps.ts";
import { itemProblem, type Refusal } from "../shared/problem.ts";
import { type ChangeOutcome, changeSuppressions } from "./command.ts";
import type { ReadEntry } from "./request.ts";

/** So many addresses are written at once. */
const AT_ONCE = 16;

/** How one entry came out, in the place where it stood in the body. */
export type EntryAnswer =
  | { readonly status: 200; readonly contactId: string }
  | { readonly status: number; readonly problem: ReturnType<typeof itemProblem> };

/** Carries out every entry that was read, those of one address in order and in one write. */
export async function changeAll(
  deps: Deps,
  entries: readonly (ReadEntry | Refusal)[],
  told: Told,
): Promise<EntryAnswer[]> {
  const outcomes: ChangeOutcome[] = entries.map((entry) => ("refused" in entry ? entry : { contactId: "" }));
  const groups = [...byAddress(entries).values()];
  const work = async (): Promise<void> => {
    for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
      const [first] = group;
      if (first === undefined) continue;
      const { identity, value } = first.entry;
      const changes = group.map(({ entry }) => entry.change);
      const found = await changeSuppressions(deps, { identity, value, changes }, told);
      group.forEach(({ index }, i) => {
        outcomes[index] = found[i] as ChangeOutcome;
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes.map(entryAnswer);
}

function byAddress(entries: readonly (ReadEntry | Refusal)[]) {
  const groups = new Map<string, { readonly entry: ReadEntry; readonly index: number }[]>();
  entries.forEach((entry, index) => {
    if ("refused" in entry) return;
    const { key } = entry.identity;
    groups.set(key, [...(groups.get(key) ?? []), { entry, index }]);
  });
  return groups;
}

function entryAnswer(outcome: ChangeOutcome): EntryAnswer {
  if (!("refused" in outcome)) return { status: 200, contactId: outcome.contactId };
  const problem = itemProblem(outcome);
  return { status: problem.status, problem };
}
