import { type Contact, destinationOf, type KeptKey } from "../../lib/core/contact.ts";
import { decide } from "../../lib/core/decide.ts";
import { isErased } from "../../lib/core/erase.ts";
import type { Issue } from "../../lib/core/errors.ts";
import { recorded } from "../../lib/core/events.ts";
import { parse } from "../../lib/core/issues.ts";
import { withTouch } from "../../lib/core/record.ts";
import type { Request } from "../../lib/core/request.ts";
import type { EpochMs } from "../../lib/core/time.ts";
import { ItemsDocument, ToldTouch } from "../../lib/core/touch-documents.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { commitContact } from "../../lib/store/contacts.ts";
import { newId, touchIdOf } from "../../lib/store/keys.ts";
import { asRecord, wordIssues } from "../check/request.ts";
import type { ActivePolicy } from "../shared/active-policy.ts";
import { attempts, contended } from "../shared/attempts.ts";
import type { Caller } from "../shared/authenticate.ts";
import { withDeadline } from "../shared/deadline.ts";
import { foreignDepartment } from "../shared/departments.ts";
import type { Deps } from "../shared/deps.ts";
import type { Answer, Call } from "../shared/http.ts";
import { answeredBefore, keyIssues, type SentKey, sentKey } from "../shared/idempotency.ts";
import { inParallel } from "../shared/in-parallel.ts";
import { itemProblem, type Refusal, refusalOf, refuse, refuseInput } from "../shared/problem.ts";
import { contactOf, type Recipient, readRecipient } from "../shared/recipient.ts";

/** Items in work at a time; those of one contact follow one another. */
const AT_ONCE = 16;

interface Telling {
  readonly deps: Deps;
  readonly caller: Caller;
  /** The touch's own id; one that stands already is not told again. Left out, it gets a new one. */
  readonly id?: string | undefined;
  readonly policy: ActivePolicy;
  readonly now: EpochMs;
}

/** An item that can be told. */
interface ReadyTouch {
  readonly told: Omit<ToldTouch, "department" | "at"> & { readonly department: string; readonly at: EpochMs };
  readonly recipient: Recipient;
  readonly key: SentKey | undefined;
}

/** `POST /v1/touches`: 1–500 items. */
export async function tell({ deps, caller, body, headers }: Call): Promise<Answer | Refusal> {
  if (headers["idempotency-key"] !== undefined) {
    const message = "goes with each item, as idempotencyKey, not with a list of them";
    return refuseInput([{ path: "Idempotency-Key", message }]);
  }
  const parsed = parse(ItemsDocument, body);
  if ("issues" in parsed) return refuseInput(parsed.issues);
  return { status: 200, body: { items: await tellTouches({ deps, caller, items: parsed.value.items }) } };
}

/**
 * What has happened without a check: counted at its own instant, late and out of order, and never refused by the
 * policy. Each answer says which rules it broke; a faulty item keeps none of the others from being told.
 */
export async function tellTouches({
  deps,
  caller,
  items,
  ids,
}: Pick<Telling, "deps" | "caller"> & {
  readonly items: readonly unknown[];
  /** Ids of the touches, in the order of the items, for who may tell the same twice. */
  readonly ids?: readonly string[];
}): Promise<readonly ToldAnswer[]> {
  const telling = { deps, caller, policy: await deps.policy.get(), now: deps.now() };
  return inParallel(items, AT_ONCE, async (item, index): Promise<ToldAnswer> => {
    const told = await tellOne({ ...telling, id: ids?.[index] }, item).catch(refusalOf);
    if (!("refused" in told)) return { status: 200, ...told };
    const problem = itemProblem(told);
    return { status: problem.status, problem };
  });
}

/** How one item came out, in the place where it stood in the body. */
export type ToldAnswer =
  | ({ readonly status: 200 } & Told)
  | { readonly status: number; readonly problem: ReturnType<typeof itemProblem> };

/** Why an item would be refused before anybody is looked for; undefined when it would not. */
export async function refusalOfTold(
  { deps, caller }: Pick<Telling, "deps" | "caller">,
  item: unknown,
): Promise<Refusal | undefined> {
  const ready = await readTold(item, { deps, caller, policy: await deps.policy.get(), now: deps.now() });
  return "refused" in ready ? ready : undefined;
}

interface Told {
  readonly touchId: string;
  /** Rules that would have stopped it, had it been asked for. */
  readonly broke: readonly string[];
}

async function tellOne(telling: Telling, item: unknown): Promise<Told | Refusal> {
  const ready = await readTold(item, telling);
  if ("refused" in ready) return ready;
  const { deps } = telling;
  const lane = "contactId" in ready.recipient ? ready.recipient.contactId : ready.recipient.address.key;
  return deps.lanes.run(lane, () =>
    withDeadline(performance.now() + deps.deadlineMs, (signal) => record(telling, ready, signal)),
  );
}

async function record(telling: Telling, ready: ReadyTouch, signal: AbortSignal): Promise<Told | Refusal> {
  const { deps, policy, now, caller } = telling;
  const { told, recipient, key } = ready;
  const lookup = { store: deps.store, call: { signal } };
  const id = telling.id ?? newId();
  let sent: Told | undefined;
  for await (const _ of attempts(deps, signal)) {
    const contact = await contactOf(lookup, recipient);
    if (contact === undefined)
      return refuse("contact_not_found", "There is no contact with this id: put it first.");
    if (isErased(contact))
      return refuse("contact_not_found", "The person was erased: nothing is kept of them any more.");
    // Our own first attempt, whose answer was lost.
    if (contact.touches.some((touch) => touch.id === id)) {
      return sent ?? { touchId: touchIdOf(contact.contactId, id), broke: [] };
    }
    const before = key && answeredBefore(contact, key, now);
    if (before !== undefined) {
      return before.kept.payload === key?.payload
        ? {
            touchId: touchIdOf(before.touch.origin ?? contact.contactId, before.touch.id),
            broke: before.kept.broke ?? [],
          }
        : refuse("idempotency_conflict", "This idempotencyKey was sent with another item in the last 24 h.");
    }
    const request = requestOf(ready);
    const { broke, shadow } = brokenBy(telling, contact, { request, direction: told.direction });
    const touch = touchOf({ id, telling, ready, contact, request });
    const kept: KeptKey | undefined = key && {
      ...key,
      touch: id,
      at: now,
      policyVersion: policy.version,
      said: undefined,
      broke,
    };
    // What no longer fits into the state is told on the timeline only.
    const full = broke.includes("history");
    const next = full ? contact : withTouch(contact, touch, { policy: policy.compiled, now, key: kept });
    const said = { reference: told.reference, by: caller.keyId };
    const event = { type: "touched" as const, touch, ...said, ...(shadow.length > 0 && { shadow }) };
    const committed = await commitContact(lookup, next, [event]);
    sent = { touchId: touchIdOf(contact.contactId, id), broke };
    if (committed.written || recorded(committed.events, id)) return sent;
  }
  return contended();
}

/**
 * The rules that a touch breaks, and those on trial that would have stopped it. What the contact began breaks none, and may
 * find the history full all the same.
 */
function brokenBy(
  { policy, now }: Telling,
  contact: Contact,
  { request, direction }: { readonly request: Request; readonly direction: ToldTouch["direction"] },
): { readonly broke: string[]; readonly shadow: string[] } {
  const verdict = decide(policy.compiled, contact, request, now);
  const [rules, shadow] = [verdict.reasons, verdict.shadow].map((told) => [
    ...new Set(told.map(({ rule }) => rule)),
  ]) as [string[], string[]];
  if (direction === "inbound") return { broke: rules.filter((rule) => rule === "history"), shadow: [] };
  return { broke: rules, shadow };
}

function requestOf({ told, recipient, key }: ReadyTouch): Request {
  const { channel, department, purpose, campaign, topic, product, subject, agent, at, direction } = told;
  const namedKey = "address" in recipient ? recipient.address.key : undefined;
  const kept = key !== undefined || direction === "inbound";
  return { channel, department, purpose, campaign, topic, product, subject, agent, namedKey, at, kept };
}

function touchOf(of: {
  id: string;
  telling: Telling;
  ready: ReadyTouch;
  contact: Contact;
  request: Request;
}): Touch {
  const { id, telling, ready, contact, request } = of;
  const { at, outcome, direction } = ready.told;
  const { channel, department, purpose, campaign, topic, product, subject, agent } = request;
  const counting = telling.policy.compiled.purposes.get(purpose)?.counts !== false;
  const bearing = direction === "inbound" ? "inbound" : counting ? undefined : "uncounted";
  return {
    id,
    at,
    ...{ channel, department, purpose, campaign, topic, product, subject, agent },
    address: destinationOf(contact, channel, request.namedKey)?.key,
    origin: undefined,
    state: "recorded",
    expiresAt: undefined,
    outcomes: outcome === undefined ? [] : [{ outcome, at }],
    ...(bearing !== undefined && { bearing }),
  };
}

async function readTold(item: unknown, { caller, policy, now }: Telling): Promise<ReadyTouch | Refusal> {
  const parsed = parse(ToldTouch, item, "the item");
  const fields = ("value" in parsed ? parsed.value : asRecord(item)) as Partial<
    Record<keyof ToldTouch, unknown>
  >;
  const department = fields.department ?? caller.department ?? undefined;
  const recipient = await readRecipient(fields.to, policy.pepper);
  const formIssues = "issues" in parsed ? parsed.issues : [];
  const spokenOf = new Set(formIssues.map(({ path }) => path));
  const others: Issue[] = [
    ...(typeof fields.at === "number" && fields.at > now
      ? [{ path: "at", message: "must not lie ahead" }]
      : []),
    ...(recipient !== undefined && "issues" in recipient ? recipient.issues : []),
    ...wordIssues({ ...fields, department }, policy.compiled),
    ...keyIssues(fields.idempotencyKey, "idempotencyKey"),
  ].filter(({ path }) => !spokenOf.has(path));
  if (formIssues.length + others.length > 0) return refuseInput([...formIssues, ...others]);
  const foreign = foreignDepartment(department, caller);
  if (foreign !== undefined) return foreign;
  const { idempotencyKey, to: _to, ...rest } = fields as ToldTouch;
  const told = {
    ...rest,
    to: fields.to,
    department,
    at: (fields.at ?? now) as EpochMs,
  } as ReadyTouch["told"];
  const ready = { told, recipient: recipient as Recipient };
  return {
    ...ready,
    key: keyOf(ready, { sent: idempotencyKey, deciding: { ...rest, department }, by: caller.keyId }),
  };
}

const keyOf = (
  { recipient }: Pick<ReadyTouch, "recipient">,
  { sent, deciding, by }: { sent: string | undefined; deciding: object; by: string | null },
): SentKey | undefined => {
  const person = "contactId" in recipient ? recipient.contactId : recipient.address.key;
  return sent === undefined ? undefined : sentKey({ key: sent, by, payload: { ...deciding, person } });
};
