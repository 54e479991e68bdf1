import type { Contact, ManualLock } from "../../lib/core/contact.ts";
import { MOST_LOCKS } from "../../lib/core/lock-document.ts";
import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import { newId } from "../../lib/store/keys.ts";
import type { Caller } from "../shared/authenticate.ts";
import { changeState, type Step } from "../shared/change-state.ts";
import { foreignDepartment } from "../shared/departments.ts";
import type { Deps } from "../shared/deps.ts";
import { type Refusal, refuse } from "../shared/problem.ts";

/** A manual lock as the API shows it. */
export const lockBody = ({ lockId, department, until, reason }: ManualLock) => ({
  lockId,
  department,
  until: formatInstant(until),
  reason: reason ?? null,
});
export type LockBody = ReturnType<typeof lockBody>;

/** Locks the contact for one department. Once this has answered, no other department's touch is recorded. */
export const addLock = (
  deps: Deps,
  add: {
    readonly contactId: string;
    readonly lock: Omit<ManualLock, "lockId">;
    readonly at: EpochMs;
    readonly caller: Caller;
  },
): Promise<LockBody | Refusal> => {
  const { at } = add;
  // Made once for the request, not for each attempt.
  const lock = { lockId: newId(), ...add.lock };
  const answer = lockBody(lock);
  return changeState(deps, add.contactId, (contact): Step<LockBody> | Refusal => {
    const standing = lasting(contact, at);
    if (standing.some(({ lockId }) => lockId === lock.lockId)) return { answer };
    if (standing.length >= MOST_LOCKS) return tooManyLocks();
    const event = { type: "lock" as const, change: "added" as const, at, by: add.caller.keyId, lock };
    return { answer, write: { contact: { ...contact, locks: [...standing, lock] }, events: [event] } };
  });
};

/** Takes a lock off before it ends. */
export const removeLock = (
  deps: Deps,
  remove: { readonly contactId: string; readonly lockId: string; readonly caller: Caller },
): Promise<LockBody | Refusal> => {
  const at = deps.now();
  let seen: LockBody | undefined;
  return changeState(deps, remove.contactId, (contact): Step<LockBody> | Refusal => {
    const standing = lasting(contact, at);
    const lock = standing.find(({ lockId }) => lockId === remove.lockId);
    // One that was there at an earlier attempt and is gone was removed, by that attempt or beside it.
    if (lock === undefined) return seen === undefined ? noLock() : { answer: seen };
    const foreign = foreignDepartment(lock.department, remove.caller);
    if (foreign !== undefined) return foreign;
    seen = lockBody(lock);
    const locks = standing.filter((other) => other !== lock);
    const event = { type: "lock" as const, change: "removed" as const, at, by: remove.caller.keyId, lock };
    return { answer: seen, write: { contact: { ...contact, locks }, events: [event] } };
  });
};

/** A lock that has ended leaves the state with the next write of locks. */
const lasting = ({ locks }: Contact, now: EpochMs): ManualLock[] => locks.filter(({ until }) => until > now);

const noLock = (): Refusal => refuse("lock_not_found", "There is no such lock, or it has ended.");

const tooManyLocks = (): Refusal =>
  refuse("limit_reached", `The contact has ${MOST_LOCKS} locks: remove one, or wait until one ends.`);
