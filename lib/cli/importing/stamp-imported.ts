import { InvalidArgumentError } from "commander";
import type { Deps } from "../../../functions/shared/deps.ts";
import { type EpochMs, formatInstant, parseInstant } from "../../core/time.ts";
import type { Source } from "../../import/source.ts";
import { MOST_LIST_AGES, stampLists } from "../../store/list-ages.ts";
import { IMPORTER } from "./importing.ts";
import type { ImportDone } from "./run-import.ts";

/** When the lists of a file were whole; `none` when the file holds additions only. */
export type ListAsOf = EpochMs | "none";

/** What was said, else now for a table of addresses. What an export or the API wrote is of another day. */
export function asOfFor(
  { kind, listAsOf }: { readonly kind: string; readonly listAsOf?: ListAsOf },
  { format, now }: { readonly format: Source["format"]; readonly now: EpochMs },
): ListAsOf {
  if (kind !== "suppressions") return "none";
  return listAsOf ?? (format === "csv" ? now : "none");
}

/** @throws InvalidArgumentError for what is neither `none` nor an instant that has come. */
export function parseListAsOf(text: string): ListAsOf {
  if (text === "none") return text;
  const instant = parseInstant(text);
  if (instant === undefined) {
    throw new InvalidArgumentError("It is no instant like 2026-11-20T00:00:00Z, nor none.");
  }
  if (instant > Date.now()) throw new InvalidArgumentError("It must not lie ahead.");
  return instant;
}

/** Tells the lists of a file whole, once all of it is there; in lines for the screen, what came of it. */
export async function stampImported(
  { store, now }: Pick<Deps, "store" | "now">,
  of: {
    readonly done: ImportDone;
    readonly lists: ReadonlySet<string>;
    readonly asOf: ListAsOf;
    readonly dryRun: boolean;
  },
): Promise<readonly string[]> {
  const { done, asOf, dryRun } = of;
  const lists = [...of.lists].sort();
  if (asOf === "none" || lists.length === 0) return [];
  const names = lists.join(", ");
  const refused = done.counts.refused ?? 0;
  if (refused > 0) {
    const rows = `${refused.toLocaleString("en")} ${refused === 1 ? "row was" : "rows were"} refused`;
    return [`${names}: not marked as whole, as ${rows}. Mend them and import the file again.`];
  }
  const whole = `${names}: ${dryRun ? "would be " : ""}whole as of ${formatInstant(asOf)}.`;
  if (dryRun) return [whole];
  const ages = await stampLists(store, { lists, asOf, toldAt: now(), by: IMPORTER.keyId });
  return ages === undefined
    ? [
        `${names}: not marked as whole, as ${MOST_LIST_AGES} lists have an age already: use one of their names.`,
      ]
    : [whole];
}
