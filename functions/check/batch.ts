import { BatchDocument } from "../../lib/core/batch-document.ts";
import { newContact } from "../../lib/core/contact.ts";
import { parse } from "../../lib/core/issues.ts";
import type { Language } from "../../lib/core/messages.ts";
import type { EpochMs } from "../../lib/core/time.ts";
import { findContacts } from "../../lib/store/contacts.ts";
import type { StoreUnavailable } from "../../lib/store/errors.ts";
import type { ActivePolicy } from "../shared/active-policy.ts";
import type { Caller } from "../shared/authenticate.ts";
import { withDeadline } from "../shared/deadline.ts";
import type { Deps } from "../shared/deps.ts";
import type { Answer, Call } from "../shared/http.ts";
import { keyIssues } from "../shared/idempotency.ts";
import { inParallel } from "../shared/in-parallel.ts";
import { languageOf } from "../shared/language.ts";
import { type Decided, metricsOfMany } from "../shared/logger.ts";
import { itemProblem, type Refusal, refusalOf, refuse, refuseInput } from "../shared/problem.ts";
import { decisionBody } from "./answer.ts";
import { type CheckCommand, type Checked, check } from "./command.ts";
import { policyAtHand, throughOutage } from "./outage.ts";
import { asRecord, keyOf, type ReadyCheck, readCheck } from "./request.ts";

/** Persons in work at a time. */
const AT_ONCE = 32;

/** `POST /v1/check/batch`: 1–500 recipients. */
export async function runBatch(call: Call): Promise<Answer | Refusal> {
  const { deps, caller, body, headers } = call;
  if (headers["idempotency-key"] !== undefined) {
    const message = "goes with each item, as idempotencyKey, not with a batch";
    return refuseInput([{ path: "Idempotency-Key", message }]);
  }
  const { policy, outage } = await policyAtHand(call);
  const language = languageOf(headers["accept-language"]);
  const batch = { deps, caller, policy, now: deps.now(), language, outage };
  const decided = await checkBatch(batch, body);
  if ("refused" in decided) return decided;
  const { items, summary, told } = decided;
  const logged = { policyVersion: policy.version, items: items.length, ...summary };
  return { status: 200, body: { items, summary }, logged, metrics: metricsOfMany(told) };
}

export interface Batch {
  readonly deps: Deps;
  readonly caller: Caller;
  readonly policy: ActivePolicy;
  readonly now: EpochMs;
  readonly language: Language;
  /** The fault that kept policy or key away; undefined while the store answers. */
  readonly outage: StoreUnavailable | undefined;
}

/** An item by the name it was given, and what it asks once its faults are told. */
interface Item {
  /** Undefined when it has none, or one that cannot be. */
  readonly ref: string | undefined;
  readonly command: Omit<CheckCommand, "signal"> | Refusal;
}

/** What a batch comes to: its answers in the order of its items, and what the metrics tell of its decisions. */
interface DecidedBatch {
  readonly items: readonly object[];
  readonly summary: Readonly<Record<"allow" | "defer" | "deny" | "problem", number>>;
  readonly told: readonly Decided[];
}

export async function checkBatch(batch: Batch, body: unknown): Promise<DecidedBatch | Refusal> {
  const parsed = parse(BatchDocument, body);
  if ("issues" in parsed) return refuseInput(parsed.issues);
  // As they were sent: what an item leaves out is read as if it were its own.
  const { defaults, items } = body as { readonly defaults?: object; readonly items: readonly unknown[] };
  const read = await Promise.all(items.map((item) => readItem(batch, { ...defaults, ...asRecord(item) })));
  const answers: object[] = new Array(read.length);
  const told: Decided[] = [];
  const put = (index: number, result: Checked | Refusal): void => {
    const { ref, command } = read[index] as Item;
    const named = ref === undefined ? {} : { ref };
    if ("refused" in result || "refused" in command) {
      const problem = itemProblem("refused" in result ? result : (command as Refusal));
      answers[index] = { ...named, status: problem.status, problem };
      return;
    }
    const decided = decisionBody(result, { ready: command, policy: batch.policy, now: batch.now });
    answers[index] = { ...named, status: 200, ...decided };
    const { channel, department, purpose } = command.request;
    const { decision, reasons, shadow } = decided;
    told.push({ at: batch.now, decision, channel, department, purpose, reasons, shadow });
  };
  await decideAll(batch, read, put);
  const count = (made: string) => told.filter(({ decision }) => decision === made).length;
  const summary = {
    allow: count("allow"),
    defer: count("defer"),
    deny: count("deny"),
    problem: answers.length - told.length,
  };
  return { items: answers, summary, told };
}

async function readItem(batch: Batch, fields: object): Promise<Item> {
  const { ref: sentRef, idempotencyKey, ...body } = fields as Readonly<Record<string, unknown>>;
  const { deps, policy, now, caller, language } = batch;
  const ref = isRef(sentRef) ? sentRef : undefined;
  const issues = [
    ...(ref === sentRef
      ? []
      : [{ path: "ref", message: `must be a text of at most ${MOST_REF_CHARS} characters` }]),
    ...keyIssues(idempotencyKey, "idempotencyKey"),
  ];
  const { compiled, pepper } = policy;
  const keyed = idempotencyKey !== undefined;
  const ready = await readCheck(body, { policy: compiled, pepper, caller, now, issues, keyed });
  if ("refused" in ready) return { ref, command: ready };
  const key = keyOf(ready, { sent: idempotencyKey as string | undefined, by: caller.keyId });
  return { ref, command: { ...ready, deps, policy, now, by: caller.keyId, language, key } };
}

const MOST_REF_CHARS = 128;

const isRef = (ref: unknown): ref is string => typeof ref === "string" && ref.length <= MOST_REF_CHARS;

type Put = (index: number, result: Checked | Refusal) => void;

/** One person's items in their order, each seeing what the one before has left; different persons side by side. */
async function decideAll(batch: Batch, items: readonly Item[], put: Put): Promise<void> {
  await withDeadline(performance.now() + batch.deps.batchDeadlineMs, async (signal) => {
    const persons = await personsOf(batch, items, { put, signal }).catch((fault: unknown) => {
      for (const [index, { command }] of items.entries()) {
        if ("refused" in command) put(index, command);
        else put(index, throughOutage(command, fault) ?? refusalOf(fault));
      }
      return [];
    });
    await inParallel(persons, AT_ONCE, async ({ contact, lane, indexes }) => {
      let loaded: CheckCommand["loaded"] = { contact };
      await batch.deps.lanes.run(lane, async () => {
        for (const index of indexes) {
          const result = await decideOne((items[index] as Item).command as CheckCommand, { loaded, signal });
          put(index, result);
          loaded = "refused" in result || result.after === undefined ? undefined : { contact: result.after };
        }
      });
    });
  });
}

async function decideOne(
  command: Omit<CheckCommand, "signal">,
  { loaded, signal }: { loaded: CheckCommand["loaded"] | undefined; signal: AbortSignal },
): Promise<Checked | Refusal> {
  const outOfTime = () => refuse("not_decided", "The batch ran out of time before this item: send it again.");
  if (signal.aborted) return outOfTime();
  try {
    return await check({ ...command, signal, ...(loaded !== undefined && { loaded }) });
  } catch (fault) {
    return throughOutage(command, fault) ?? (signal.aborted ? outOfTime() : refusalOf(fault));
  }
}

interface Person {
  readonly contact: ReturnType<typeof newContact> | undefined;
  /** The key of the state that their items will write. */
  readonly lane: string;
  readonly indexes: number[];
}

/** Whom the items are about: one read for all, and items that lead to one contact together. */
async function personsOf(
  { deps, outage }: Batch,
  items: readonly Item[],
  { put, signal }: { readonly put: Put; readonly signal: AbortSignal },
): Promise<Person[]> {
  const keys = items.map(({ command }) => ("refused" in command ? undefined : keyOfPerson(command)));
  const distinct = [...new Set(keys.filter((key) => key !== undefined))];
  if (outage !== undefined) throw outage;
  const found = await findContacts({ store: deps.store, call: { signal } }, distinct);
  const persons = new Map<string, Person>();
  for (const [index, { command }] of items.entries()) {
    const key = keys[index];
    if ("refused" in command || key === undefined) {
      put(index, command as Refusal);
      continue;
    }
    const { recipient } = command;
    const stranger = "address" in recipient ? newContact(key, [recipient.address]) : undefined;
    const contact = found.get(key) ?? stranger;
    const lane = contact?.contactId ?? key;
    const person = persons.get(lane) ?? { contact, lane, indexes: [] };
    persons.set(lane, person);
    person.indexes.push(index);
  }
  return [...persons.values()];
}

const keyOfPerson = ({ recipient }: ReadyCheck): string =>
  "contactId" in recipient ? recipient.contactId : recipient.address.key;
