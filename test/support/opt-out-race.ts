import { apiEvent, NO_CONTEXT } from "../../bench/support/api-event.ts";
import { createDeps, type Deps } from "../../functions/shared/deps.ts";
import { loadHandlers } from "../../lib/local/handlers.ts";
import { contactKeyOf } from "../../lib/store/keys.ts";
import { eventsOf } from "../../lib/store/packed-events.ts";
import type { Item, Store, TransactWrite } from "../../lib/store/store.ts";
import { pick, type Random, randomOf } from "./fuzz.ts";

/**
 * A customer's no and checks at the same time, each from a client with a process's worth of state of its own: the
 * policy it knows, the links it remembers, its lanes. All of them share one table, through the handlers.
 */

export const POLICY = {
  ...{ id: "opt-out-race", timezone: "UTC", purposes: { marketing: {} } },
  rules: [{ id: "agreed", kind: "consent", when: { channel: ["whatsapp"] } }],
};

/** A write of a state that stands. */
interface Committed {
  readonly version: number;
  readonly did: readonly string[];
}

/** What a table holds, in order of versions, as its writers were told. */
export class CommitLog {
  readonly #byKey = new Map<string, Committed[]>();
  lostRaces = 0;

  of(key: string): readonly Committed[] {
    return this.#byKey.get(key) ?? [];
  }

  /** The store, with every write of a state that it took told here. */
  listening(store: Store): Store {
    return {
      ...store,
      put: async (write, options) => {
        const result = await store.put(write, options);
        if (result.written) this.#add(write.item);
        else this.lostRaces += 1;
        return result;
      },
      transact: async (writes, options) => {
        const result = await store.transact(writes, options);
        if (result === "written") for (const item of itemsIn(writes)) this.#add(item);
        else this.lostRaces += 1;
        return result;
      },
    };
  }

  #add(item: Item): void {
    if (!item.pk.startsWith("C#") || item.sk !== "#") return;
    const key = item.pk.slice("C#".length);
    const did = eventsOf(item).map(({ type }) => type);
    const known = this.#byKey.get(key) ?? [];
    this.#byKey.set(key, [...known, { version: Number(item.version), did }]);
  }
}

const itemsIn = (writes: readonly TransactWrite[]): Item[] =>
  writes.flatMap((write) => ("item" in write ? [write.item] : []));

interface Sent {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
interface Answered {
  readonly status: number | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Client {
  readonly deps: Deps;
  /** `call("PUT /v1/contacts/{contactId}", { params, body })`. */
  call(route: string, sent: Sent): Promise<Answered>;
}

const FUNCTION_OF: Readonly<Record<string, string>> = {
  "POST /v1/check": "check",
  "PUT /v1/contacts/{contactId}": "contacts",
  "PUT /v1/contacts/{contactId}/preferences": "preferences",
  "PUT /v1/contacts/{contactId}/consents": "consents",
  "POST /v1/suppressions": "suppressions",
  "DELETE /v1/suppressions": "suppressions",
  "POST /v1/links": "links",
  "POST /u/{token}": "links",
};

export async function connect(store: Store): Promise<Client> {
  const deps = createDeps({ store, log: () => {}, deadlineMs: 20_000, cacheSeconds: 3_600 });
  const handlers = await loadHandlers(deps);
  return {
    deps,
    async call(route, sent) {
      const [method = "", path = ""] = route.split(" ");
      const handler = handlers.get(FUNCTION_OF[route] ?? "");
      if (handler === undefined) throw new Error(`${route} is of no function that is known here`);
      const { statusCode, body = "" } = await handler(
        apiEvent({ method, path, key: "tg_dev_admin", ...sent }),
        NO_CONTEXT,
      );
      return { status: statusCode, body: body.startsWith("{") ? JSON.parse(body) : {} };
    },
  };
}

interface Person {
  readonly contactId: string;
  readonly email: string;
  readonly phone: string;
  readonly emailKey: string;
  readonly phoneKey: string;
}
type Naming = "by contactId" | "by address";

/** A way to say no, what it forbids, and the event that its write leaves. */
interface Way {
  readonly channel: "email" | "sms" | "whatsapp";
  readonly event: "preference" | "consent" | "suppression";
  says(person: Person, naming: Naming, client: Client): Promise<() => Promise<Answered>>;
}

const inAYear = "2099-01-01T00:00:00.000Z";

/** Puts a document on the contact, named by its id or by the key of the address that the channel reaches. */
const putting =
  (what: "preferences" | "consents", channel: Way["channel"], body: unknown): Way["says"] =>
  async (person, naming, client) => {
    const address = channel === "email" ? person.emailKey : person.phoneKey;
    const contactId = naming === "by contactId" ? person.contactId : address;
    return () => client.call(`PUT /v1/contacts/{contactId}/${what}`, { params: { contactId }, body });
  };

export const WAYS: Readonly<Record<string, Way>> = {
  "a no to everything": {
    ...{ channel: "email", event: "preference" },
    says: putting("preferences", "email", { optOutAll: true }),
  },
  "a hard STOP": {
    ...{ channel: "sms", event: "preference" },
    says: putting("preferences", "sms", { channels: { sms: { optOut: "hard" } } }),
  },
  "a pause": {
    ...{ channel: "email", event: "preference" },
    says: putting("preferences", "email", { pausedUntil: inAYear }),
  },
  "a withdrawn consent": {
    ...{ channel: "whatsapp", event: "consent" },
    says: putting("consents", "whatsapp", { consents: [] }),
  },
  "a suppression": {
    ...{ channel: "sms", event: "suppression" },
    says: async ({ phone }, _, client) => {
      const body = { items: [{ type: "phone", value: phone, list: "internal" }] };
      return () => client.call("POST /v1/suppressions", { body });
    },
  },
  "one click": {
    ...{ channel: "email", event: "preference" },
    says: async ({ contactId, email }, naming, client) => {
      const to = naming === "by contactId" ? { contactId } : { email };
      const { body } = await client.call("POST /v1/links", { body: { to } });
      const token = /\/u\/([^>]+)>/.exec(String(body.listUnsubscribe))?.[1] ?? "";
      return () => client.call("POST /u/{token}", { params: { token } });
    },
  },
};

export interface RaceOutcome {
  readonly title: string;
  /** What was recorded though it was forbidden; empty when the no won. */
  readonly faults: readonly string[];
  /** Touches that came before the no. */
  readonly touches: number;
  /** Whether a check was under way when the no was acknowledged. */
  readonly crossed: boolean;
}

export interface Table {
  readonly clients: readonly [asking: Client, alsoAsking: Client, saying: Client];
  readonly log: CommitLog;
  readonly pepper: string;
}

/** Races for one person; the same number runs with the same choices, whatever the engine makes of them. */
export async function races(table: Table, number: number, rounds: number): Promise<RaceOutcome[]> {
  const random = randomOf(number);
  const person = personOf(number, table.pepper);
  await setUp(person, table.clients, random);
  const outcomes: RaceOutcome[] = [];
  for (let round = 0; round < rounds; round++) {
    const name = pick(random, Object.keys(WAYS));
    outcomes.push(await race(table, { person, name, random }));
  }
  return outcomes;
}

interface Racing {
  readonly person: Person;
  readonly name: string;
  readonly random: Random;
}

async function race({ clients, log }: Table, { person, name, random }: Racing): Promise<RaceOutcome> {
  const naming: Naming = pick(random, ["by contactId", "by address"]);
  const way = WAYS[name] as Way;
  const [asking, alsoAsking, saying] = clients;
  if (way.event === "consent") await saying.call(...consenting(person, way.channel));
  const say = await way.says(person, naming, saying);

  let [acknowledged, crossed, touches] = [false, false, 0];
  const faults: string[] = [];
  const ask = async (client: Client) => {
    const sentAfter = acknowledged;
    const { status, body } = await client.call(...checking(person, way.channel, random));
    if (status !== 200) faults.push(`a check was answered ${status}`);
    if (!sentAfter && acknowledged) crossed = true;
    if (body.recorded !== true) return;
    touches += 1;
    if (sentAfter) faults.push(`${body.touchId} was recorded by a check sent after the no was acknowledged`);
  };
  const askOnce = (client: Client) => moments(random).then(() => ask(client));
  const askTwice = (client: Client) => askOnce(client).then(() => askOnce(client));
  const sayNo = async () => {
    await moments(random);
    const { status } = await say();
    if (status !== 200) faults.push(`the no was answered ${status}`);
    acknowledged = true;
  };
  await Promise.all([askTwice(asking), askOnce(alsoAsking), sayNo()]);
  await ask(pick(random, [asking, alsoAsking]));
  faults.push(...touchedLater(log, person, way));
  await takeBack(person, way, saying);
  return { title: `${name}, ${naming} (${person.contactId})`, faults, touches, crossed };
}

const checking = (
  { contactId, email, phone }: Person,
  channel: Way["channel"],
  random: Random,
): Parameters<Client["call"]> => {
  const to = pick(random, [{ contactId }, channel === "email" ? { email } : { phone }]);
  return ["POST /v1/check", { body: { to, channel, department: "marketing", purpose: "marketing" } }];
};

const consenting = ({ contactId }: Person, channel: Way["channel"]): Parameters<Client["call"]> => {
  const consent = { channel, purpose: "marketing", level: "express", at: "2026-01-01T00:00:00.000Z" };
  return ["PUT /v1/contacts/{contactId}/consents", { params: { contactId }, body: { consents: [consent] } }];
};

/** Touches that stand after the write that says no, in the order of versions. */
function touchedLater(log: CommitLog, person: Person, { event }: Way): string[] {
  const writes = log.of(person.contactId);
  const said = writes.findLast(({ did }) => did.includes(event));
  if (said === undefined) return ["the no was never written"];
  return writes
    .filter(({ did, version }) => did.includes("touched") && version >= said.version)
    .map(({ version }) => `version ${version} has a touch, version ${said.version} the no`);
}

/** So that the next race begins free again. A consent is given where it is needed. */
async function takeBack({ contactId, phone }: Person, { event }: Way, client: Client): Promise<void> {
  if (event === "consent") return;
  if (event === "preference") {
    await client.call("PUT /v1/contacts/{contactId}/preferences", { params: { contactId }, body: {} });
    return;
  }
  const body = { items: [{ type: "phone", value: phone, list: "internal" }] };
  await client.call("DELETE /v1/suppressions", { body });
}

/** A contact with two addresses, one of which may have been a stranger's, and have led elsewhere to a client. */
async function setUp(
  { contactId, email, phone }: Person,
  [asking, , saying]: Table["clients"],
  random: Random,
): Promise<void> {
  if (random() < 0.5) {
    const to = pick(random, [{ email }, { phone }]);
    const body = { to, channel: "other", department: "marketing", purpose: "marketing" };
    await asking.call("POST /v1/check", { body });
  }
  const identities = [
    { type: "email", value: email },
    { type: "phone", value: phone },
  ];
  await saying.call("PUT /v1/contacts/{contactId}", { params: { contactId }, body: { identities } });
}

function personOf(number: number, pepper: string): Person {
  const email = `racer-${number}@example.com`;
  const phone = `+4930${String(10_000_000 + number)}`;
  return {
    ...{ contactId: `racer-${number}`, email, phone },
    emailKey: contactKeyOf(pepper, { type: "email", value: email }),
    phoneKey: contactKeyOf(pepper, { type: "phone", value: phone }),
  };
}

/** Lets others go first, by chance: a check takes a handful of turns. */
async function moments(random: Random): Promise<void> {
  for (let left = Math.floor(random() ** 2 * 40); left > 0; left--) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
