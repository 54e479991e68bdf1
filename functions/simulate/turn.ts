import { loadCalendar } from "../../lib/core/calendar.ts";
import { type CompiledPolicy, compilePolicy } from "../../lib/core/compile-policy.ts";
import { type Contact, stoppedBy } from "../../lib/core/contact.ts";
import { isErased } from "../../lib/core/erase.ts";
import type { Standing } from "../../lib/core/simulation/run.ts";
import { createSimulation } from "../../lib/core/simulation/simulate.ts";
import { emptyTally, mergeTallies, type Tally, withoutContacts } from "../../lib/core/simulation/tally.ts";
import { epochMs } from "../../lib/core/time.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import { presetsOf } from "../../lib/regulations/load-presets.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { fromStateItem } from "../../lib/store/items.ts";
import { readPolicy } from "../../lib/store/policies.ts";
import type { Scanner } from "../../lib/store/scanner.ts";
import { readSimulation, type StoredSimulation, writeSimulation } from "../../lib/store/simulations.ts";
import type { Item } from "../../lib/store/store.ts";
import type { Deps } from "../shared/deps.ts";
import { segmentAt, segmentsFor } from "./draw.ts";
import { pastOf } from "./past.ts";

/** One invocation of the job. */
export interface SimulationTurn {
  readonly deps: Deps;
  readonly scanner: Scanner;
  readonly id: string;
  /** Until the invocation is stopped. */
  readonly remainingMs: () => number;
}

/** `running`: it is to be invoked again. */
export type SimulationTurnEnd = "running" | "done" | "failed" | "gone";

/** A turn ends so long before it would be stopped: a page takes seconds. */
const RESERVE_MS = 20_000;
/** What is known is put down about so often. */
const SAVE_EVERY_MS = 10_000;
/** Items looked at for a page: contacts are read one after the other, so that checks are not crowded out. */
const PAGE_ITEMS = 1_000;

/**
 * Tries a policy on contacts drawn by chance, as far as one invocation comes. What is done is put down with its tally in
 * one write, so that a turn which is invoked again goes on from there and counts nobody twice.
 */
export async function runSimulationTurn(turn: SimulationTurn): Promise<SimulationTurnEnd> {
  const { deps, id, remainingMs } = turn;
  const found = await readSimulation(deps.store, id, deps.now());
  if (found === undefined) return "gone";
  if (found.state === "done" || found.state === "failed") return found.state;
  const policies = await policiesOf(deps, found);
  let simulation = await begun(turn, found);
  let savedMs = remainingMs();
  while (!isDone(simulation)) {
    simulation = await readPage(turn, policies, simulation);
    const isOut = remainingMs() < RESERVE_MS;
    if (!isOut && savedMs - remainingMs() < SAVE_EVERY_MS) continue;
    const saved = await save(deps, simulation);
    if (saved === undefined || isOut) return "running";
    simulation = saved;
    savedMs = remainingMs();
  }
  const saved = await save(deps, simulation);
  if (saved === undefined) return "running";
  return (await writeSimulation(deps.store, { ...saved, state: "done" })) ? "done" : "running";
}

/**
 * Puts down what is known, then takes out who was erased meanwhile: an erasure that was too early to find them in what
 * is written here is seen here, and a later one finds them. Undefined when somebody else was faster.
 */
async function save(deps: Deps, simulation: StoredSimulation): Promise<StoredSimulation | undefined> {
  if (!(await writeSimulation(deps.store, simulation))) return undefined;
  const { tally, version } = simulation;
  return { ...simulation, version: version + 1, tally: tally && (await withoutErased(deps, tally)) };
}

async function withoutErased(deps: Deps, tally: Tally): Promise<Tally> {
  const named = new Set([...tally.hardest, ...tally.samples].map(({ contact }) => contact));
  const erased = new Set<string>();
  for (const contact of named) {
    const found = await findContact(deps, contact);
    if (found === undefined || isErased(found)) erased.add(contact);
  }
  return withoutContacts(tally, erased);
}

/** Cuts the table up at the beginning, and no more then: what is read must not change under way. */
async function begun({ scanner }: SimulationTurn, found: StoredSimulation): Promise<StoredSimulation> {
  if (found.progress.segments > 0) return { ...found, state: "running" };
  const { items } = await scanner.size();
  return { ...found, state: "running", progress: { ...found.progress, segments: segmentsFor(items) } };
}

/** Says that it came to nothing, and after which fault; whoever asked need not wait. */
export async function failSimulation(deps: Deps, id: string, fault = "no name"): Promise<void> {
  const found = await readSimulation(deps.store, id, deps.now());
  if (found === undefined || found.state === "done") return;
  const tally = found.tally && (await withoutErased(deps, found.tally));
  const reason = `The table or the function failed each time it was tried (${fault}): ask again, and see the function's log.`;
  await writeSimulation(deps.store, { ...found, tally, state: "failed", reason });
}

const isDone = ({ progress: { done, segments, contacts }, sample }: StoredSimulation): boolean =>
  done >= segments || contacts >= sample;

interface Policies {
  readonly candidate: CompiledPolicy;
  readonly active: CompiledPolicy;
}

async function policiesOf({ store }: Deps, { policy, against }: StoredSimulation): Promise<Policies> {
  const inForce = await readPolicy(store, against);
  const [candidate, active] = await Promise.all([compiled(policy), compiled(inForce.document)]);
  return { candidate, active };
}

async function compiled(document: unknown): Promise<CompiledPolicy> {
  const calendar = await loadCalendar();
  const verdict = validatePolicy(document, calendar, await presetsOf(document));
  if (!verdict.valid) throw new Error(`A policy that was sound is not any more: ${verdict.issues[0]?.path}`);
  return compilePolicy(verdict.document, { version: 1, calendar, presets: verdict.presets });
}

/** Judges the contacts of one page; the simulation after it. */
async function readPage(
  { deps, scanner }: SimulationTurn,
  policies: Policies,
  simulation: StoredSimulation,
): Promise<StoredSimulation> {
  const { id, progress, sample } = simulation;
  const { segments, done, after } = progress;
  const segment = segmentAt({ id, segments }, done);
  const page = await scanner.scan({ segment, segments, after, only: ["#"], limit: PAGE_ITEMS });
  let tally = simulation.tally ?? emptyTally();
  let { contacts } = progress;
  for (const contact of page.items.flatMap(livingContactIn)) {
    if (contacts >= sample) break;
    const judged = await judgeContact(deps, policies, { contact, simulation });
    if (judged === undefined) continue;
    tally = mergeTallies(tally, judged);
    contacts += 1;
  }
  const isLast = page.next === undefined;
  return {
    ...simulation,
    tally,
    progress: { segments, done: isLast ? done + 1 : done, after: page.next, contacts },
  };
}

function livingContactIn(item: Item): Contact[] {
  const state = fromStateItem(item.pk.slice("C#".length), item);
  return state.kind === "contact" && !isErased(state.contact) ? [state.contact] : [];
}

/** Undefined for a contact without a touch in the time that is looked at. */
async function judgeContact(
  { store }: Deps,
  { candidate, active }: Policies,
  { contact, simulation }: { readonly contact: Contact; readonly simulation: StoredSimulation },
): Promise<Tally | undefined> {
  const { from, to } = simulation;
  // What came before counts for the first touches.
  const since = epochMs(from - Math.max(candidate.retention, active.retention));
  const past = await pastOf(store, contact, { since, before: to });
  if (!past.some(({ at, isInbound }) => at >= from && isInbound !== true)) return undefined;
  const { attributes } = contact;
  const tried = createSimulation({ candidate, active, attributes, standing: standingOf(contact) });
  for (const touch of past) tried.add(contact.contactId, { ...touch, isGiven: touch.at < from });
  return tried.tally();
}

/** An address that has bounced since, or a contact without a good one, was reached all the same. */
function standingOf({ status, identities, consents, owner, originKey }: Contact): Standing {
  return {
    ...{ consents, owner, originKey },
    status: stoppedBy(status) === undefined ? status : "active",
    identities: identities.map((identity) => ({ ...identity, valid: true })),
  };
}
