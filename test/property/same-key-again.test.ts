import { describe, expect, it } from "vitest";
import type { Contact } from "../../lib/core/contact.ts";
import { DAY_MS, epochMs } from "../../lib/core/time.ts";
import { standingOf, type Touch } from "../../lib/core/touches.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import type { Store } from "../../lib/store/store.ts";
import { EMAIL, NOW, PHONE } from "../support/checking.ts";
import { FAULTS, type Fault, falteringStore } from "../support/faltering-store.ts";
import { keyOfAddress, openWriteSide, type WriteSide } from "../support/write-side.ts";

/** Long enough for a store in memory, short enough to wait for. */
const DEADLINE_MS = 25;

const TO = { to: { email: EMAIL.value } };
const ASKED = { ...TO, channel: "email", purpose: "marketing" };
const NOTICE = { ...ASKED, purpose: "notice" };
const TOLD = { ...ASKED, at: "2026-03-10T11:00:00.000Z" };

/** What one call answered, in the words of all calls: the touch when it went well, else the code of the refusal. */
interface Answer {
  readonly touchId?: string | undefined;
  readonly problem?: string | undefined;
}

interface Operation {
  /** Done before, over a sound store; its answer is handed to `act`. */
  readonly before?: (gate: WriteSide) => Promise<string>;
  readonly act: (gate: WriteSide, touchId: string) => Promise<Answer>;
  /** Where the one touch stands once the call was answered well. */
  readonly standing: ReturnType<typeof standingOf>;
  readonly outcomes?: readonly string[];
}

const answerOf = (
  answered: { readonly refused: string } | { readonly touchId?: string | undefined },
): Answer => ("refused" in answered ? { problem: answered.refused } : { touchId: answered.touchId });

const toldAnswer = async (gate: WriteSide, item: object): Promise<Answer> => {
  const { touchId, problem } = await gate.tell(item);
  return { touchId, problem: problem?.code };
};

const batchAnswer = async (gate: WriteSide, item: object): Promise<Answer> => {
  const answered = await gate.batch([item]);
  if ("refused" in answered) return { problem: String(answered.refused) };
  const [first] = answered.items as readonly { touchId?: string; problem?: { code: string } }[];
  return { touchId: first?.touchId, problem: first?.problem?.code };
};

const reserving =
  (body: object, key?: string) =>
  async (gate: WriteSide): Promise<string> =>
    answerOf((await gate.check({ ...body, mode: "reserve" }, key)) as { touchId: string }).touchId as string;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  check: { act: async (gate) => answerOf(await gate.check(ASKED, "k")), standing: "recorded" },
  "check of a notice": { act: async (gate) => answerOf(await gate.check(NOTICE, "k")), standing: "recorded" },
  reserve: {
    act: async (gate) => answerOf(await gate.check({ ...ASKED, mode: "reserve" }, "k")),
    standing: "reserved",
  },
  confirm: {
    before: reserving(ASKED),
    act: async (gate, touchId) => answerOf(await gate.confirm(touchId)),
    standing: "confirmed",
  },
  "confirm of a notice": {
    before: reserving(NOTICE),
    act: async (gate, touchId) => answerOf(await gate.confirm(touchId)),
    standing: "confirmed",
  },
  release: {
    before: reserving(ASKED),
    act: async (gate, touchId) => answerOf(await gate.release(touchId)),
    standing: "released",
  },
  "release of a notice": {
    before: reserving(NOTICE),
    act: async (gate, touchId) => answerOf(await gate.release(touchId)),
    standing: "released",
  },
  outcome: {
    before: async (gate) => answerOf(await gate.check(ASKED, "k")).touchId as string,
    act: async (gate, touchId) => answerOf(await gate.outcome(touchId, "refused")),
    standing: "recorded",
    outcomes: ["refused"],
  },
  tell: { act: (gate) => toldAnswer(gate, { ...TOLD, idempotencyKey: "k" }), standing: "recorded" },
  batch: { act: (gate) => batchAnswer(gate, { ...ASKED, idempotencyKey: "k" }), standing: "recorded" },
  "batch of reservations": {
    act: (gate) => batchAnswer(gate, { ...ASKED, mode: "reserve", idempotencyKey: "k" }),
    standing: "reserved",
  },
};

/** A world in which one call of one operation goes wrong. */
async function world() {
  const store = createMemoryStore();
  const clock = { now: NOW };
  const instance = await openWriteSide(store, { clock, deadlineMs: DEADLINE_MS });
  const sound = instance(store);
  const contactOf = (key: string) => findContact({ store }, key) as Promise<Contact>;
  return { store, clock, instance, sound, contact: () => contactOf(keyOfAddress(sound, EMAIL)) };
}

/** Another sender of the same contact; what it records counts for nothing and is kept nowhere. */
const rivalOf = (gate: WriteSide) => () => gate.check(NOTICE);

/** The call over a store with one fault: its answer, and undefined when there was none. */
async function attempt(
  act: Operation["act"],
  { gate, touchId }: { readonly gate: WriteSide; readonly touchId: string },
): Promise<Answer | undefined> {
  const answer = await act(gate, touchId).catch((fault: { readonly code?: string }) => {
    if (fault.code !== "store_unavailable") throw fault;
  });
  const unanswered = answer?.problem === "store_unavailable" || answer?.problem === "not_decided";
  return unanswered ? undefined : (answer ?? undefined);
}

/** Each number of a call that the operation makes, with the fault there, until it makes no such call. */
async function atEveryCall(
  kind: Fault["kind"],
  run: (fault: Fault) => Promise<{ readonly faltered: boolean }>,
): Promise<number> {
  for (let call = 0; ; call++) if (!(await run({ call, kind })).faltered) return call;
}

const idOf = (touchId: string | undefined): string | undefined => /^t_([^.]+)\./.exec(touchId ?? "")?.[1];
const shown = ({ id, outcomes, ...touch }: Touch) => [id, standingOf({ id, outcomes, ...touch }, NOW)];

describe.each(Object.entries(OPERATIONS))("%s, sent again after one of its store calls", (_, operation) => {
  const { before, act, standing, outcomes = [] } = operation;

  it.each(FAULTS)("%s: the same touch, once", async (kind) => {
    const calls = await atEveryCall(kind, async (fault) => {
      const { store, instance, sound, contact } = await world();
      const touchId = (await before?.(sound)) ?? "";
      const faltering = falteringStore(store, fault, rivalOf(sound));
      const first = await attempt(act, { gate: instance(faltering.store), touchId });
      const again = await act(sound, touchId);
      expect(again.problem, JSON.stringify(fault)).toBeUndefined();
      if (first !== undefined) expect(first, JSON.stringify(fault)).toEqual(again);
      const { touches } = await contact();
      expect(touches.map(shown), JSON.stringify(fault)).toEqual([[idOf(again.touchId), standing]]);
      expect(touches[0]?.outcomes.map(({ outcome }) => outcome)).toEqual(outcomes);
      return { faltered: faltering.faltered() };
    });
    expect(calls).toBeGreaterThanOrEqual(2);
  });
});

describe("without a key, a call that answers well has made one touch", () => {
  const WITHOUT: Readonly<Record<string, Operation["act"]>> = {
    check: async (gate) => answerOf(await gate.check(ASKED)),
    tell: (gate) => toldAnswer(gate, TOLD),
    batch: (gate) => batchAnswer(gate, ASKED),
  };
  it.each(Object.entries(WITHOUT))("%s", async (_, act) => {
    for (const kind of FAULTS) {
      await atEveryCall(kind, async (fault) => {
        const { store, instance, sound, contact } = await world();
        const faltering = falteringStore(store, fault, rivalOf(sound));
        const answer = await attempt(act, { gate: instance(faltering.store), touchId: "" });
        if (answer !== undefined) {
          const { touches } = await contact();
          expect(touches.map(shown), JSON.stringify(fault)).toEqual([[idOf(answer.touchId), "recorded"]]);
        }
        return { faltered: faltering.faltered() };
      });
    }
  });
});

describe("a key goes with its contact", () => {
  const linkThen = async (act: (gate: WriteSide) => Promise<Answer>, kind: Fault["kind"]) => {
    await atEveryCall(kind, async (fault) => {
      const { store, instance, sound, contact } = await world();
      const faltering = falteringStore(store, fault, rivalOf(sound));
      await attempt(act, { gate: instance(faltering.store), touchId: "" });
      await sound.link("p1", [EMAIL, PHONE]);
      const again = await act(sound);
      expect(again.problem).toBeUndefined();
      const { contactId, touches } = await contact();
      expect(contactId).toBe("p1");
      expect(touches.map(shown), JSON.stringify(fault)).toEqual([[idOf(again.touchId), "recorded"]]);
      return { faltered: faltering.faltered() };
    });
  };
  it.each(FAULTS)("through a link, when the first attempt %s", async (kind) => {
    await linkThen(async (gate) => answerOf(await gate.check(ASKED, "k")), kind);
    await linkThen((gate) => toldAnswer(gate, { ...TOLD, idempotencyKey: "k" }), kind);
    await linkThen((gate) => batchAnswer(gate, { ...ASKED, idempotencyKey: "k" }), kind);
  });

  it.each(FAULTS)(
    "a reservation made at an address is ended there after a link, when that %s",
    async (kind) => {
      for (const end of ["confirm", "release"] as const) {
        await atEveryCall(kind, async (fault) => {
          const { store, instance, sound, contact } = await world();
          const touchId = await reserving(ASKED)(sound);
          await sound.link("p1", [EMAIL]);
          const faltering = falteringStore(store, fault, rivalOf(sound));
          const act = async (gate: WriteSide) => answerOf(await gate[end](touchId));
          await attempt(act, { gate: instance(faltering.store), touchId });
          expect(await act(sound)).toEqual({ touchId });
          const { touches } = await contact();
          expect(touches.map(shown)).toEqual([[idOf(touchId), `${end}${end === "release" ? "d" : "ed"}`]]);
          return { faltered: faltering.faltered() };
        });
      }
    },
  );

  it("two keys that are one after a link: while either touch stands, it answers", async () => {
    const { sound, contact } = await world();
    await sound.link("p1", [PHONE]);
    const atPhone = { to: { phone: PHONE.value }, channel: "sms", purpose: "marketing" };
    const given = await reserving(atPhone, "k")(sound);
    const kept = await sound.check(ASKED, "k");
    await sound.link("p1", [EMAIL]);
    await sound.release(given);
    const again = await sound.check(ASKED, "k");
    expect(answerOf(again)).toEqual(answerOf(kept));
    expect((await contact()).touches).toHaveLength(2);
  });
});

describe("a key is good for a day", () => {
  it("and asks anew after it", async () => {
    const { sound, clock } = await world();
    const first = answerOf(await sound.check(ASKED, "k"));
    clock.now = epochMs(NOW + DAY_MS - 1);
    expect(answerOf(await sound.check(ASKED, "k"))).toEqual(first);
    clock.now = epochMs(NOW + DAY_MS);
    expect(answerOf(await sound.check(ASKED, "k"))).not.toEqual(first);
  });
});

/** One key, many at once: every order is the scheduler's (write-side.test.ts); here they meet in one process. */
it("40 requests with one key at once: one touch, 40 equal answers", async () => {
  const { store, instance, contact } = await world();
  const spread = (own: Store) => instance({ ...own, get: async (key) => own.get(key) });
  const answers = await Promise.all(
    Array.from({ length: 40 }, async () => answerOf(await spread(store).check(ASKED, "k"))),
  );
  expect(new Set(answers.map(({ touchId }) => touchId)).size).toBe(1);
  expect((await contact()).touches).toHaveLength(1);
});
