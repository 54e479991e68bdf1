import type { Finding } from "../../lib/core/audit/finding.ts";
import { type StoredRun, writeChunk, writeRun } from "../../lib/store/audits.ts";
import type { ItemKey } from "../../lib/store/store.ts";
import type { Deps } from "../shared/deps.ts";
import { type PackedTally, packTally } from "./stored-audit.ts";
import type { Tally } from "./tally.ts";

/** What a run has come to, as it is put down between turns. */
export interface Progress {
  /** The part of the table that is read next; as many as there are when all are read. */
  readonly segment: number;
  readonly after: ItemKey | undefined;
  readonly tally: PackedTally;
  /** Findings that were put aside. */
  readonly kept: number;
}

/** A run that this turn has taken up, and the version that it was read or written with. */
export interface Taken {
  readonly run: StoredRun;
  readonly version: number;
}

/** Findings that are put aside, and in one item. */
const MOST_KEPT = 1_000;
const CHUNK = 200;

/** Where a run is put down: its findings first, then how far it is, so that what is read again is put to the same place. */
export class RunNotes {
  #taken: Taken;
  #kept: number;
  readonly #deps: Deps;

  constructor(deps: Deps, taken: Taken, kept: number) {
    this.#deps = deps;
    this.#taken = taken;
    this.#kept = kept;
  }

  get run(): StoredRun {
    return this.#taken.run;
  }

  /** Puts it down and empties `pending`; false when another turn has the run by now. */
  async save(
    {
      tally,
      ...place
    }: { readonly segment: number; readonly after: ItemKey | undefined; readonly tally: Tally },
    pending: Finding[],
  ): Promise<boolean> {
    const { run } = this.#taken;
    const keeping = pending.splice(0).slice(0, MOST_KEPT - this.#kept);
    let { chunks } = run;
    for (let from = 0; from < keeping.length; from += CHUNK) {
      await writeChunk(this.#deps.store, run.run, chunks++, keeping.slice(from, from + CHUNK));
    }
    this.#kept += keeping.length;
    const progress: Progress = { ...place, tally: packTally(tally), kept: this.#kept };
    return this.#write({ ...run, chunks, progress });
  }

  close(): Promise<boolean> {
    return this.#write({ ...this.#taken.run, isDone: true });
  }

  async #write(run: StoredRun): Promise<boolean> {
    const version = await writeRun(this.#deps.store, run, this.#taken.version);
    if (version !== undefined) this.#taken = { run, version };
    return version !== undefined;
  }
}
