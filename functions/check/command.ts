import type { Contact, KeptKey } from "../../lib/core/contact.ts";
import { destinationOf } from "../../lib/core/contact.ts";
import { decide, type Verdict } from "../../lib/core/decide.ts";
import { type Actor, recorded } from "../../lib/core/events.ts";
import type { Language } from "../../lib/core/messages.ts";
import type { Reason } from "../../lib/core/reasons.ts";
import { withTouch } from "../../lib/core/record.ts";
import type { Request } from "../../lib/core/request.ts";
import { type EpochMs, epochMs, SECOND_MS } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { commitContact, findByAddress, followMoves, isLedTo, type Lookup } from "../../lib/store/contacts.ts";
import type { State } from "../../lib/store/items.ts";
import { newId, touchIdOf } from "../../lib/store/keys.ts";
import type { ActivePolicy } from "../shared/active-policy.ts";
import { attempts, contended } from "../shared/attempts.ts";
import type { Deps } from "../shared/deps.ts";
import { answeredBefore, type SentKey } from "../shared/idempotency.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";
import { contactOf, type Recipient } from "../shared/recipient.ts";
import type { ReadyCheck } from "./request.ts";

/** How a check came out. */
export interface Checked {
  readonly verdict: Verdict;
  /** The contact that was decided on, before this touch. */
  readonly contact: Contact;
  /** The contact as it stands now; undefined when this check did not see it last. */
  readonly after?: Contact | undefined;
  /** `"unknown"` when a write was sent and not answered. */
  readonly recorded: boolean | "unknown";
  /** The touch that was recorded or reserved, by its public id; undefined when none surely was. */
  readonly touchId: string | undefined;
  /** End of a reservation's lease. */
  readonly expiresAt?: EpochMs | undefined;
  /** The answer that was given to the same key before: when, and by which version of the policy. */
  readonly replayOf?: KeptKey | undefined;
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
  readonly key?: SentKey | undefined;
  /** The contact as somebody has just read it; left out, it is read. */
  readonly loaded?: { readonly contact: Contact | undefined };
}

/**
 * load → decide → commit. The touch is written only if the state that was decided on still stands; a lost race
 * is decided anew on what the other writer left.
 */
export async function check(command: CheckCommand): Promise<Checked | Refusal> {
  const { deps, policy, now, recipient, key } = command;
  const lookup: Lookup = { store: deps.store, links: deps.links, call: { signal: command.signal } };
  const request = requestOf(command);
  // Made once for the request, not for each attempt: our own touch is recognised wherever it turns up.
  const id = newId();

  let contact = command.loaded === undefined ? await contactOf(lookup, recipient) : command.loaded.contact;
  for await (const _ of attempts(deps, command.signal)) {
    if (contact === undefined) return unknownContact(recipient);
    const replay = key === undefined ? undefined : replayed(contact, key, now);
    if (replay !== undefined) return replay;
    if (command.overdue !== undefined) return refuseInput([command.overdue]);
    const verdict = decide(policy.compiled, contact, request, now, command.language);
    if (verdict.decision !== "allow" || command.request.mode === "dryRun") {
      return { verdict, contact, after: contact, recorded: false, touchId: undefined };
    }
    const touch = touchOf({ id, command, request, contact });
    const kept = key && keptKey(key, { touch: id, now, policyVersion: policy.version, verdict });
    const next = withTouch(contact, touch, { policy: policy.compiled, now, key: kept });
    const { reference, override } = command.request;
    const shadow = [...new Set(verdict.shadow.map(({ rule }) => rule))];
    const onTrial = shadow.length > 0 ? { shadow } : {};
    const event = { type: "touched" as const, touch, reference, by: command.by, override, ...onTrial };
    const committed = await commitContact(lookup, next, [event]);
    const touchId = touchIdOf(contact.contactId, id);
    const won = { verdict, contact, recorded: true, touchId, expiresAt: touch.expiresAt } as const;
    if (committed.written) return { ...won, after: committed.contact };
    // Our own first attempt, as what the last write did, or among the touches, even where a link took them.
    if (recorded(committed.events, id)) return won;
    contact = await winnerOf(lookup, { lost: contact, current: committed.current, recipient });
    if (contact?.touches.some((touch) => touch.id === id)) return won;
  }
  return contended();
}

/** The contact as the writer who was faster left it, wherever it is now; another when it has lost the recipient. */
async function winnerOf(
  lookup: Lookup,
  race: { readonly lost: Contact; readonly current: State; readonly recipient: Recipient },
): Promise<Contact | undefined> {
  const { lost, current, recipient } = race;
  const key = "address" in recipient ? recipient.address.key : recipient.contactId;
  if (current.kind === "contact") {
    return isLedTo(current.contact, key) ? current.contact : contactOf(lookup, recipient);
  }
  if (current.kind === "moved") {
    // The address may have left it on the way: whoever has it now is asked, and what suppresses it binds.
    const reached = await followMoves(lookup, lost.contactId, current);
    return reached !== undefined && isLedTo(reached, key) ? reached : contactOf(lookup, recipient);
  }
  return "address" in recipient ? findByAddress(lookup, recipient.address) : undefined;
}

/** The answer that was given to a key while its touch stands, or why the key cannot be used for this request. */
function replayed(contact: Contact, key: SentKey, now: EpochMs): Checked | Refusal | undefined {
  const before = answeredBefore(contact, key, now);
  if (before === undefined) return undefined;
  const { kept, touch } = before;
  if (kept.payload !== key.payload) {
    return refuse(
      "idempotency_conflict",
      "This Idempotency-Key was sent with another request in the last 24 h: use a key once.",
    );
  }
  const { warnings = [], shadow = [] } = kept.said ?? {};
  return {
    verdict: { decision: "allow", reasons: [], warnings, shadow, nextAllowedAt: null },
    contact,
    after: contact,
    recorded: true,
    touchId: touchIdOf(touch.origin ?? contact.contactId, touch.id),
    expiresAt: touch.state === "reserved" ? touch.expiresAt : undefined,
    replayOf: kept,
  };
}

function keptKey(
  { hash, payload }: SentKey,
  of: {
    readonly touch: string;
    readonly now: EpochMs;
    readonly policyVersion: number;
    readonly verdict: Verdict;
  },
): KeptKey {
  const { touch, now: at, policyVersion } = of;
  const { warnings, shadow } = of.verdict;
  const [keptWarnings, keptShadow] = [fitting(warnings), fitting(shadow)];
  const said =
    keptWarnings.length + keptShadow.length > 0 ? { warnings: keptWarnings, shadow: keptShadow } : undefined;
  return { hash, payload, touch, at, policyVersion, said };
}

/** So much of what was said beside an allowance is kept for its key: the first reasons that fit. */
const MOST_SAID_CHARS = 4_096;

function fitting(reasons: readonly Reason[]): Reason[] {
  let chars = 0;
  return reasons.filter((reason) => {
    chars += JSON.stringify(reason).length;
    return chars <= MOST_SAID_CHARS;
  });
}

const unknownContact = (recipient: Recipient): Refusal => {
  const named = "contactId" in recipient ? ` ${recipient.contactId}` : "";
  return refuse(
    "contact_not_found",
    `There is no contact${named}: put it with PUT /v1/contacts/{contactId}, or name the recipient by an address.`,
  );
};

/** What the rules read of the request. */
export function requestOf({ request, recipient, key }: ReadyCheck & Pick<CheckCommand, "key">): Request {
  const { channel, department, purpose, campaign, topic, product, subject, agent, at } = request;
  const namedKey = "address" in recipient ? recipient.address.key : undefined;
  const tags = { channel, department, purpose, campaign, topic, product, subject, agent };
  const kept = request.mode === "reserve" || key !== undefined;
  return { ...tags, namedKey, at, overridden: request.override?.rules, kept };
}

/** Long enough for a sender to send, short enough to be forgotten soon when it dies. */
const DEFAULT_LEASE_SECONDS = 120;

function touchOf(of: { id: string; command: CheckCommand; request: Request; contact: Contact }): Touch {
  const { id, command, request, contact } = of;
  const { channel, department, purpose, campaign, topic, product, subject, agent } = request;
  const { mode, reserveSeconds = DEFAULT_LEASE_SECONDS } = command.request;
  const at = request.at ?? command.now;
  const reserved = mode === "reserve";
  const counting = command.policy.compiled.purposes.get(purpose)?.counts !== false;
  const address = destinationOf(contact, channel, request.namedKey)?.key;
  const tags = { channel, department, purpose, campaign, topic, product, subject, agent };
  return {
    id,
    at,
    ...tags,
    address,
    origin: undefined,
    state: reserved ? "reserved" : "recorded",
    expiresAt: reserved ? epochMs(at + reserveSeconds * SECOND_MS) : undefined,
    outcomes: [],
    ...(!counting && { bearing: "uncounted" }),
  };
}
