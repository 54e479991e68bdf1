import { type EpochMs, epochMs } from "../../lib/core/time.ts";
import { StoreUnavailable } from "../../lib/store/errors.ts";
import type { Store } from "../../lib/store/store.ts";
import { falteringStore } from "./faltering-store.ts";
import { keyOfAddress, type TestClock, type WriteSide } from "./write-side.ts";
import { ADDRESSES, bodyOf, type Command, type Whom } from "./write-side-commands.ts";

/** What a client did, and what it was told. */
export interface Done {
  readonly command: Command;
  /** What the clock showed when it began. */
  readonly now: EpochMs;
  /** Of the items that stood written when it was answered: how many. */
  readonly answeredAfter: number;
  /** The touch that the answer names, or that the command was about. */
  readonly touchId: string | undefined;
  /** `"allow"` when it went well; `"unanswered"` when the store did not answer; else why not. */
  readonly answer: string;
  readonly replayed: boolean;
}

/** What all clients share: the clock, what was done, and how much was written so far. */
export interface Together {
  readonly clock: TestClock;
  readonly done: Done[];
  readonly written: () => number;
  /** Requests that the SDK sends twice and that are not answered yet: no deadline lets them last for days. */
  resending?: number;
}

/** Does the commands one after another, each over a store that may falter for it. */
export async function play(
  commands: readonly Command[],
  { instance, store, together }: { instance: (own: Store) => WriteSide; store: Store; together: Together },
): Promise<void> {
  const { clock, done, written } = together;
  for (const command of commands) {
    const now = clock.now;
    const own = "fault" in command ? falteringStore(store, command.fault).store : store;
    const resends = "fault" in command && command.fault?.kind === "sends twice" ? 1 : 0;
    together.resending = (together.resending ?? 0) + resends;
    const told = await carryOut(command, { gate: instance(own), together }).catch((fault: unknown) => {
      if (fault instanceof StoreUnavailable) return { answer: "unanswered", touchId: undefined };
      throw fault;
    });
    together.resending -= resends;
    if (told !== undefined) done.push({ replayed: false, ...told, command, now, answeredAfter: written() });
  }
}

type Told = Pick<Done, "touchId" | "answer"> & { readonly replayed?: boolean };

async function carryOut(
  command: Command,
  { gate, together }: { readonly gate: WriteSide; readonly together: Together },
): Promise<Told | undefined> {
  const { clock } = together;
  switch (command.does) {
    case "wait":
      if (together.resending === 0) clock.now = epochMs(clock.now + command.ms);
      return undefined;
    case "check": {
      const answered = await gate.check(bodyOf(command, clock.now), command.key);
      if ("refused" in answered) return { answer: answered.refused, touchId: undefined };
      const { verdict, touchId, replayOf } = answered;
      return { answer: verdict.decision, touchId, replayed: replayOf !== undefined };
    }
    case "tell": {
      const { touchId, problem } = await gate.tell(bodyOf(command, clock.now));
      const answer = problem?.code === "store_unavailable" ? "unanswered" : problem?.code;
      return { answer: answer ?? "allow", touchId };
    }
    case "confirm":
    case "release":
    case "outcome": {
      const touchId = touchOf(together, command.which);
      if (touchId === undefined) return undefined;
      const answered =
        command.does === "outcome"
          ? await gate.outcome(touchId, command.outcome)
          : await gate[command.does](touchId);
      return { touchId, answer: "refused" in answered ? answered.refused : "allow" };
    }
    case "optOut": {
      const answered = await gate.optOut(keyOf(gate, command.to));
      return { touchId: undefined, answer: "refused" in answered ? answered.refused : "allow" };
    }
    case "link": {
      const answered = await gate.link(
        command.contactId,
        command.addresses.map((place) => ADDRESSES[place]),
      );
      return { touchId: undefined, answer: "refused" in answered ? answered.refused : "allow" };
    }
  }
}

/** One of the last touches that somebody was told of. */
function touchOf({ done }: Together, which: number): string | undefined {
  const known = done.flatMap(({ touchId }) => touchId ?? []);
  return known[known.length - 1 - (which % Math.min(known.length, 6))];
}

export const keyOf = (gate: WriteSide, whom: Whom): string =>
  typeof whom === "string" ? whom : keyOfAddress(gate, ADDRESSES[whom]);
