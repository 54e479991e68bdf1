import { type Contact, idsOf } from "../../lib/core/contact.ts";
import { isErased } from "../../lib/core/erase.ts";
import type { Actor, StateEvent } from "../../lib/core/events.ts";
import { type Change, confirm, hasOutcome, release, touchOf, withOutcome } from "../../lib/core/lifecycle.ts";
import type { Recording } from "../../lib/core/record.ts";
import type { EpochMs } from "../../lib/core/time.ts";
import { standingOf, type Touch } from "../../lib/core/touches.ts";
import type { Outcome } from "../../lib/core/words.ts";
import {
  commitContact,
  findContact,
  findContacts,
  isLedTo,
  type Lookup,
  readState,
} from "../../lib/store/contacts.ts";
import { notErasedSince } from "../../lib/store/erasures.ts";
import { hasEntry, outcomeEntry, type TimelineEntry, timelineWrite } from "../../lib/store/timeline.ts";
import { attempts, contended } from "../shared/attempts.ts";
import type { Caller } from "../shared/authenticate.ts";
import { withDeadline } from "../shared/deadline.ts";
import { foreignDepartment } from "../shared/departments.ts";
import type { Deps } from "../shared/deps.ts";
import { type Refusal, refuse } from "../shared/problem.ts";
import type { NamedTouch } from "./touch-id.ts";

/** A touch, and who changes it. */
export interface ChangeCommand {
  readonly deps: Deps;
  readonly caller: Caller;
  readonly named: NamedTouch;
}

/** Ends a reservation well: its touch has happened, or surely will. */
export const confirmTouch = (command: ChangeCommand) =>
  endReservation(command, confirm, (touch, told) => ({ type: "confirmed", touch, ...told }));

/** Gives a reservation back: nothing was sent. */
export const releaseTouch = (command: ChangeCommand) =>
  endReservation(command, release, (_touch, told) => ({
    type: "released",
    touchId: command.named.touchId,
    ...told,
  }));

type Told = { readonly at: EpochMs; readonly by: Actor };

async function endReservation(
  command: ChangeCommand,
  change: (contact: Contact, touch: Touch, recording: Recording) => Change,
  eventOf: (touch: Touch, told: Told) => StateEvent,
): Promise<{ readonly touchId: string; readonly state: string } | Refusal> {
  const { caller, named } = command;
  return changeTouch(command, async ({ contact, touch, lookup, recording, isTwin }) => {
    if (touch === undefined) return refuse("touch_not_found", `There is no reservation ${named.touchId}.`);
    const changed = change(contact, touch, recording);
    if (changed.kind === "refused") return refuse(changed.because, WHY[changed.because]);
    const done = { touchId: named.touchId, state: standingOf(changed.touch, recording.now) };
    if (changed.kind === "unchanged") return done;
    const told = { at: recording.now, by: caller.keyId };
    const events = isTwin ? [] : [eventOf(changed.touch, told)];
    const { written } = await commitContact(lookup, changed.contact, events);
    return written ? done : "lost";
  });
}

const WHY = {
  released: "The reservation was released: check again before you send.",
  lease_expired:
    "The lease is over and the touch would not be admitted any more. If it was sent, tell it with POST /v1/touches.",
  not_reserved: "The touch stands already: it was recorded or confirmed.",
} as const;

/**
 * Says what became of a touch. What no rule reads, or of a touch that left the state, goes to the timeline only; what
 * the state has been told of before stands there already.
 */
export async function reportOutcome(
  command: ChangeCommand & { readonly outcome: Outcome; readonly at: EpochMs | undefined },
): Promise<{ readonly touchId: string; readonly outcome: Outcome } | Refusal> {
  const { caller, named, outcome, at } = command;
  const done = { touchId: named.touchId, outcome };
  return changeTouch(command, async ({ contact, touch, lookup, recording, isTwin }) => {
    if (touch !== undefined && hasOutcome(touch, { outcome, at })) return done;
    const event = { touchId: named.touchId, outcome, at: at ?? recording.now, by: caller.keyId };
    const changed = touch && withOutcome(contact, touch, { outcome, at, ...recording });
    if (changed?.kind === "changed") {
      const events = isTwin ? [] : [{ type: "outcome" as const, ...event }];
      const { written } = await commitContact(lookup, changed.contact, events);
      return written ? done : "lost";
    }
    if (isTwin) return done;
    return tellOnTimeline(command, { found: contact, entry: outcomeEntry(event), call: lookup.call, done });
  });
}

/**
 * Tells what the state is not told. It does not write the state, so it must not stand if the contact was erased since
 * it was read: the version that was read is that of the contact, or of the key that led to it.
 */
async function tellOnTimeline<T>(
  { deps: { store }, named: { contactKey } }: ChangeCommand,
  of: {
    readonly found: Contact;
    readonly entry: TimelineEntry;
    readonly call: Lookup["call"];
    readonly done: T;
  },
): Promise<T | "lost"> {
  const { found, entry, call, done } = of;
  const version =
    found.contactId === contactKey ? found.version : await versionAt({ store, call }, contactKey);
  const writes = [timelineWrite(contactKey, entry), notErasedSince(contactKey, version)];
  if ((await store.transact(writes, call)) === "written") return done;
  // Told before, or erased since.
  return (await hasEntry(store, contactKey, entry)) ? done : "lost";
}

/** Version of what stands at a key; 0 where nothing does, or an erased contact. */
async function versionAt(lookup: Lookup, key: string): Promise<number> {
  const state = await readState(lookup, key);
  if (state.kind === "absent") return 0;
  if (state.kind === "moved") return state.version;
  return isErased(state.contact) ? 0 : state.contact.version;
}

const recordingOf = async (deps: Deps): Promise<Recording> => ({
  policy: (await deps.policy.get()).compiled,
  now: deps.now(),
});

interface Found {
  readonly contact: Contact;
  /** Undefined when the state does not hold it, or no longer. */
  readonly touch: Touch | undefined;
  readonly lookup: Lookup;
  readonly recording: Recording;
  /** Whether the touch is told of elsewhere: this is a second one of the same id. */
  readonly isTwin: boolean;
}

/**
 * Finds the touch where it is now and changes it there, again for as long as the race is lost; then its twins. What is
 * refused of it is refused of all, what is refused of a twin changes nothing.
 */
async function changeTouch<T>(
  { deps, caller, named }: ChangeCommand,
  change: (found: Found) => Promise<T | Refusal | "lost">,
): Promise<T | Refusal> {
  return deps.lanes.run(named.contactKey, () =>
    withDeadline(performance.now() + deps.deadlineMs, async (signal) => {
      const lookup = { store: deps.store, call: { signal } };
      for await (const _ of attempts(deps, signal)) {
        const found = await findContact(lookup, named.contactKey);
        if (found === undefined || isErased(found))
          return refuse("touch_not_found", `There is no touch ${named.touchId}.`);
        const [holder, ...twins] = await whoHold(lookup, found, named.id);
        // Asked for after the read: whoever has found a lease over and written so was not later than this.
        const recording = await recordingOf(deps);
        const changeIn = (contact: Contact, isTwin: boolean) => {
          const touch = touchOf(contact, named.id, recording);
          const foreign = foreignDepartment(touch?.department, caller);
          return foreign ?? change({ contact, touch, lookup, recording, isTwin });
        };
        const changed = await changeIn(holder ?? found, false);
        if (changed === "lost") continue;
        if (isRefusal(changed)) return changed;
        const told = await Promise.all(twins.map((twin) => changeIn(twin, true)));
        if (!told.includes("lost")) return changed;
      }
      return contended();
    }),
  );
}

const isRefusal = (changed: unknown): changed is Refusal =>
  typeof changed === "object" && changed !== null && "refused" in changed;

/**
 * The contacts that hold a touch: the one that its address belongs to; else this one, and whoever has parted from it,
 * and from them in turn, who took the touch along or kept it too.
 */
async function whoHold(lookup: Lookup, contact: Contact, id: string): Promise<Contact[]> {
  const touch = contact.touches.find((one) => one.id === id);
  if (touch?.address !== undefined && isLedTo(contact, touch.address)) return [contact];
  const all = await partedFromAll(lookup, contact);
  return all.filter(({ touches }) => touches.some((one) => one.id === id));
}

/** Far more than anybody parts from while a touch can still change. */
const MOST_SOUGHT = 300;

/** A contact, and those that it parted from, at whatever distance; the nearest first. */
async function partedFromAll(lookup: Lookup, contact: Contact): Promise<Contact[]> {
  const found = new Map([[contact.contactId, contact]]);
  const asked = new Set(idsOf(contact));
  let next = contact.parted;
  while (next.length > 0) {
    for (const id of next) asked.add(id);
    for (const one of (await findContacts(lookup, next)).values()) found.set(one.contactId, one);
    const further = [...found.values()].flatMap(({ parted }) => parted);
    next = [...new Set(further)].filter((id) => !asked.has(id)).slice(0, MOST_SOUGHT - asked.size);
  }
  return [...found.values()];
}
