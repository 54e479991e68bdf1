import { type Connection, post } from "./attempts.ts";
import { type CheckedItem, type CheckItem, checkInBatches, type Defaults } from "./batches.ts";
import type {
  CheckRequest,
  Decision,
  EndedReservation,
  Links,
  LinksDocument,
  OutcomeAnswer,
  OutcomeDocument,
  ToldAnswers,
  ToldTouch,
} from "./contract.ts";
import { GateUnavailable } from "./problem.ts";

export type { CheckedItem, CheckItem } from "./batches.ts";
export type { CheckRequest, Decision, Reason } from "./contract.ts";
export { GateProblem, GateUnavailable } from "./problem.ts";

/** How a gate is reached, and what is done without it. */
export interface ClientOptions extends Connection {
  /**
   * What a check comes to when the gate cannot be asked: `allow` sends without it, over caps and opt-outs; `defer` waits
   * until it answers again; `deny` does not send. There is no default, as somebody must have chosen.
   */
  readonly onUnavailable: "allow" | "defer" | "deny";
}

/** The gate's decision, or what stands for it when it could not be asked. */
export type Answer = GateAnswer | FailModeAnswer;

export type GateAnswer = Decision & { readonly source: "gate" };

/** Nobody knows whether a touch was recorded: tell sends with `tellTouches` once the gate is back. */
export interface FailModeAnswer
  extends Pick<Decision, "decision" | "reasons" | "warnings" | "nextAllowedAt"> {
  readonly source: "fail_mode";
  readonly recorded: "unknown";
  readonly touchId?: undefined;
  /** Why the gate could not be asked. */
  readonly cause: string;
}

/** What goes with one check. */
export interface CheckOptions {
  /** Your id of the message or job, not of the attempt; one of chance is made when left out. */
  readonly idempotencyKey?: string;
  /** Gives up when it is aborted: the call throws its reason. */
  readonly signal?: AbortSignal;
}

/** What goes with a list of checks. */
export interface BatchOptions<T = CheckItem> {
  /** What is asked for an item of yours; left out, items are what is asked. */
  readonly requestOf?: (item: T) => CheckItem;
  /** Fields for items that do not have them. */
  readonly defaults?: Defaults;
  /** Items in one request, 1–500; default 100. */
  readonly batchSize?: number;
  /** Requests under way at a time; default 2. */
  readonly atOnce?: number;
  /** For one request with its repetitions, in milliseconds; default 30,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** The gate, from a sender's side. Every method throws GateProblem for what the caller did wrong. */
export interface Client {
  /** May this contact be touched? Never throws for an outage. */
  check(request: CheckRequest, options?: CheckOptions): Promise<Answer>;
  /**
   * A whole list, in its order. Takes no more of it than is under way, so that a list of any length fits in memory and
   * whoever reads slowly slows it down.
   */
  checkAll<T = CheckItem>(
    items: Iterable<T> | AsyncIterable<T>,
    options?: BatchOptions<T>,
  ): AsyncGenerator<CheckedItem<T>>;
  /** A reservation was sent. @throws GateUnavailable */
  confirm(touchId: string): Promise<EndedReservation>;
  /** A reservation came to nothing. @throws GateUnavailable */
  release(touchId: string): Promise<EndedReservation>;
  /** What became of a touch. @throws GateUnavailable */
  tellOutcome(touchId: string, outcome: OutcomeDocument): Promise<OutcomeAnswer>;
  /** What was sent without a check. Give each an `idempotencyKey`. @throws GateUnavailable */
  tellTouches(items: readonly ToldTouch[]): Promise<ToldAnswers>;
  /** Links to unsubscribe and to choose, for one recipient. @throws GateUnavailable */
  links(request: LinksDocument): Promise<Links>;
}

/** @throws TypeError for options that cannot be used. */
export function createClient(options: ClientOptions): Client {
  const { url, key, onUnavailable } = options;
  if (!/^https?:\/\/./.test(url)) throw new TypeError(`url must begin with https:// or http://, not ${url}`);
  if (typeof key !== "string" || key === "") throw new TypeError("key must be an API key of the gate");
  if (!["allow", "defer", "deny"].includes(onUnavailable)) {
    throw new TypeError("onUnavailable must be one of: allow, defer, deny");
  }

  const failMode = (fault: unknown): FailModeAnswer => {
    if (!(fault instanceof GateUnavailable)) throw fault;
    return {
      ...{ source: "fail_mode", decision: onUnavailable, recorded: "unknown", cause: fault.message },
      ...{ reasons: [], warnings: [], nextAllowedAt: null },
    };
  };
  const ofTouch = <A>(touchId: string, call: string, body: unknown = {}): Promise<A> =>
    post(options, { path: `/v1/touches/${encodeURIComponent(touchId)}/${call}`, body }) as Promise<A>;

  return {
    async check(request, { idempotencyKey = crypto.randomUUID(), signal } = {}) {
      try {
        return decisionIn(await post(options, { path: "/v1/check", body: request, idempotencyKey, signal }));
      } catch (fault) {
        return failMode(fault);
      }
    },
    checkAll: (items, batch = {}) => checkInBatches(items, { connection: options, failMode, ...batch }),
    confirm: (touchId) => ofTouch(touchId, "confirm"),
    release: (touchId) => ofTouch(touchId, "release"),
    tellOutcome: (touchId, outcome) => ofTouch(touchId, "outcomes", outcome),
    tellTouches: (items) => post(options, { path: "/v1/touches", body: { items } }) as Promise<ToldAnswers>,
    links: (request) => post(options, { path: "/v1/links", body: request }) as Promise<Links>,
  };
}

/** @throws GateUnavailable for an answer of something else, such as a proxy's page. */
function decisionIn(body: unknown): GateAnswer {
  const { decision } = Object(body) as Partial<Decision>;
  if (decision !== "allow" && decision !== "defer" && decision !== "deny") {
    throw new GateUnavailable("what answered is no gate");
  }
  return { ...(body as Decision), source: "gate" };
}
