import type { Contact } from "../../lib/core/contact.ts";
import { destinationOf } from "../../lib/core/contact.ts";
import { decide, type Verdict } from "../../lib/core/decide.ts";
import type { Actor, StateEvent } from "../../lib/core/events.ts";
import type { Language } from "../../lib/core/messages.ts";
import { withTouch } from "../../lib/core/record.ts";
import type { Request } from "../../lib/core/request.ts";
import type { EpochMs } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { commitContact, findByAddress, followMoves, type Lookup } from "../../lib/store/contacts.ts";
import type { State } from "../../lib/store/items.ts";
import { newId, touchIdOf } from "../../lib/store/keys.ts";
import type { ActivePolicy } from "../shared/active-policy.ts";
import { attempts, contended } from "../shared/attempts.ts";
import type { Deps } from "../shared/deps.ts";
import { type Refusal, refuse } from "../shared/problem.ts";
import { contactOf, type Recipient } from "../shared/recipient.ts";
import type { ReadyCheck } from "./request.ts";

/** How a check came out. */
export interface Checked {
  readonly verdict: Verdict;
  /** The contact that was decided on, before this touch. */
  readonly contact: Contact;
  /** `"unknown"` when a write was sent and not answered. */
  readonly recorded: boolean | "unknown";
  /** The touch that was recorded, by its public id; undefined when none surely was. */
  readonly touchId: string | undefined;
}

/** A check and all that it is decided with. One `now` for the whole request. */
export interface CheckCommand extends ReadyCheck {
  readonly deps: Deps;
  readonly policy: ActivePolicy;
  readonly now: EpochMs;
  /** The API key that asks. */
  readonly by: Actor;
  /** Of the messages. */
  readonly language?: Language | undefined;
  readonly signal?: AbortSignal;
}

/**
 * load → decide → commit. The touch is written only if the state that was decided on still stands; a lost race
 * is decided anew on what the other writer left.
 */
export async function check(command: CheckCommand): Promise<Checked | Refusal> {
  const { deps, policy, now, recipient } = command;
  const lookup: Lookup = { store: deps.store, links: deps.links, call: { signal: command.signal } };
  const request = requestOf(command);
  // Made once for the request, not for each attempt: our own touch is recognised wherever it turns up.
  const id = newId();

  let contact = await contactOf(lookup, recipient);
  for await (const _ of attempts(deps, command.signal)) {
    if (contact === undefined) return unknownContact(recipient);
    const verdict = decide(policy.compiled, contact, request, now, command.language);
    if (verdict.decision !== "allow" || command.request.mode === "dryRun") {
      return { verdict, contact, recorded: false, touchId: undefined };
    }
    const touch = touchOf({ id, now, request, contact });
    const next = withTouch(contact, touch, { policy: policy.compiled, now });
    const { reference, override } = command.request;
    const event = { type: "touched" as const, touch, reference, by: command.by, override };
    const committed = await commitContact(lookup, next, [event]);
    const won = { verdict, contact, recorded: true, touchId: touchIdOf(contact.contactId, id) } as const;
    if (committed.written || told(committed.events, id)) return won;
    contact = await winnerOf(lookup, { lost: contact, current: committed.current, recipient });
    if (contact?.touches.some((recorded) => recorded.id === id)) return won;
  }
  return contended();
}

/**
 * The SDK's own retry after a lost answer meets the touch that its first attempt wrote: as what the last write
 * did, or among the touches that count, even where a link took them before the retry came.
 */
const told = (events: readonly StateEvent[], id: string): boolean =>
  events.some((event) => event.type === "touched" && event.touch.id === id);

/** The contact as the writer who was faster left it, wherever it is now. */
async function winnerOf(
  lookup: Lookup,
  race: { readonly lost: Contact; readonly current: State; readonly recipient: Recipient },
): Promise<Contact | undefined> {
  const { lost, current, recipient } = race;
  if (current.kind === "contact") return current.contact;
  if (current.kind === "moved") return followMoves(lookup, lost.contactId, current);
  return "address" in recipient ? findByAddress(lookup, recipient.address) : undefined;
}

const unknownContact = (recipient: Recipient): Refusal => {
  const named = "contactId" in recipient ? ` ${recipient.contactId}` : "";
  return refuse(
    "contact_not_found",
    `There is no contact${named}: put it with PUT /v1/contacts/{contactId}, or name the recipient by an address.`,
  );
};

/** What the rules read of the request. */
export function requestOf({ request, recipient }: ReadyCheck): Request {
  const { channel, department, purpose, campaign, topic, product, subject, agent, at } = request;
  const namedKey = "address" in recipient ? recipient.address.key : undefined;
  const overridden = request.override?.rules;
  return { channel, department, purpose, campaign, topic, product, subject, agent, namedKey, at, overridden };
}

function touchOf(of: { id: string; now: EpochMs; request: Request; contact: Contact }): Touch {
  const { id, now, request, contact } = of;
  const { channel, department, purpose, campaign, topic, product, subject, agent } = request;
  const address = destinationOf(contact, channel, request.namedKey)?.key;
  const tags = { channel, department, purpose, campaign, topic, product, subject, agent };
  return {
    id,
    at: now,
    ...tags,
    address,
    origin: undefined,
    state: "recorded",
    expiresAt: undefined,
    outcomes: [],
  };
}
