import type { Actor, Told } from "../../lib/core/events.ts";
import { findContacts } from "../../lib/store/contacts.ts";
import {
  type DuplicatePair,
  isPairId,
  type PairState,
  pairWrites,
  readPair,
  type StoredPair,
} from "../../lib/store/duplicates.ts";
import { attempts, contended } from "../shared/attempts.ts";
import type { Deps } from "../shared/deps.ts";
import { mergeContacts } from "../shared/merge-contacts.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";
import { inOrderOfMerging } from "../shared/survivor.ts";
import { unmergeContacts } from "../shared/unmerge-contacts.ts";

/** A pair of the queue, and who decides on it. */
export interface PairCommand {
  readonly deps: Deps;
  /** Id of the pair. */
  readonly id: string;
  readonly by: Actor;
}

/** What has become of a pair. */
export interface PairDecided {
  readonly id: string;
  readonly state: PairState;
}

export type PairMerged = PairDecided & { readonly contactId: string };

/**
 * Makes the two of a pair one, into the one named or the one that would remain by itself. Of a pair that is one
 * already it is a confirmation.
 */
export async function mergePair(
  command: PairCommand & { readonly into: string | undefined },
): Promise<PairMerged | Refusal> {
  const { deps, id, by, into } = command;
  const told: Told = { at: deps.now(), by };
  return changePair(command, async ({ pair }) => {
    const { contacts, score, evidence } = pair;
    if (into !== undefined && !contacts.includes(into)) return notOfThePair(contacts);
    const [first, second] = inOrderOfMerging(...contacts);
    const [survivor, loser] = into === second ? [second, first] : [first, second];
    const because = { rule: "steward", score, evidence, policyVersion: undefined };
    const merged = await mergeContacts({ deps, survivor, loser, because, told });
    if ("refused" in merged) return merged;
    const answer = { id, state: "merged" as const, contactId: merged.contactId };
    const isDecided = pair.state === "merged" && pair.by !== null;
    return isDecided ? { answer } : { answer, next: decided(pair, "merged", told) };
  });
}

/**
 * Says that the two of a pair are two: they are not proposed again unless something else speaks for it. A merge that
 * was in doubt is taken apart.
 */
export async function dismissPair(command: PairCommand): Promise<PairDecided | Refusal> {
  const { deps, id, by } = command;
  const told: Told = { at: deps.now(), by };
  return changePair(command, async ({ pair }) => {
    if (pair.doubted !== undefined) {
      const refused = await takeApart(deps, pair, told);
      if (refused !== undefined) return refused;
      return { answer: { id, state: "unmerged" }, next: decided(pair, "unmerged", told) };
    }
    if (pair.state === "unmerged" || pair.state === "dismissed") return { answer: { id, state: pair.state } };
    if (await areOne(deps, pair)) return oneAlready();
    return { answer: { id, state: "dismissed" }, next: decided(pair, "dismissed", told) };
  });
}

interface Decision<T> {
  readonly answer: T;
  /** The pair from now on; left out when it stands so already. */
  readonly next?: DuplicatePair;
}

/** Decides on a pair as it stands; should somebody else change it meanwhile, anew. */
async function changePair<T extends object>(
  { deps, id }: PairCommand,
  decide: (stored: StoredPair) => Promise<Decision<T> | Refusal>,
): Promise<T | Refusal> {
  for await (const _ of attempts(deps)) {
    const stored = isPairId(id) ? await readPair(deps.store, id) : undefined;
    if (stored === undefined) return noPair(id);
    const decision = await decide(stored);
    if ("refused" in decision) return decision;
    const { answer, next } = decision;
    if (next === undefined) return answer;
    // What was done to the contacts may have changed the pair, too: it is then decided on again.
    if ((await deps.store.transact(pairWrites(stored, next))) === "written") return answer;
  }
  return contended();
}

function decided(
  { doubted: _, saidTwo: __, ...pair }: DuplicatePair,
  state: PairState,
  told: Told,
): DuplicatePair {
  return { ...pair, ...(state === "dismissed" && { saidTwo: true }), state, ...told };
}

async function takeApart(deps: Deps, { contacts, doubted }: DuplicatePair, told: Told) {
  const [first, second] = contacts;
  const contactId = doubted === first ? second : first;
  const parted = await unmergeContacts({ deps, contactId, mergedId: String(doubted), told });
  return "refused" in parted ? parted : undefined;
}

async function areOne({ store }: Deps, { contacts }: DuplicatePair): Promise<boolean> {
  const found = await findContacts({ store }, contacts);
  const [a, b] = contacts.map((contactId) => found.get(contactId)?.contactId);
  return a !== undefined && a === b;
}

const noPair = (id: string): Refusal => refuse("duplicate_not_found", `There is no pair ${id}.`);

const notOfThePair = (contacts: readonly string[]): Refusal =>
  refuseInput([{ path: "into", message: `must be one of: ${contacts.join(", ")}` }]);

const oneAlready = (): Refusal =>
  refuse("already_merged", "The two are one contact: take them apart with POST /v1/contacts/{id}/unmerge.");
