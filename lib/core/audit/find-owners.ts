import type { Contact } from "../contact.ts";
import { durationOf } from "../rule-document.ts";
import { type EpochMs, formatInstant } from "../time.ts";
import { type Facts, latest } from "./facts.ts";
import { type Finding, finding } from "./finding.ts";

/** An owner who is not among the agents there are. */
export function findUnlistedOwner({ contactId, owner }: Contact, agents: ReadonlySet<string>): Finding[] {
  const agent = owner?.agent;
  if (agent === undefined || agents.has(agent)) return [];
  return [
    finding({
      code: "owner_not_listed",
      contactId,
      detail: `The contact is owned by ${agent}, who is not on the list of agents.`,
      since: undefined,
      evidence: { agent },
      action: handOver(contactId),
    }),
  ];
}

const handOver = (contactId: string) => ({
  text: "Hand it over to somebody who is there.",
  command: `PUT /v1/contacts/${contactId}/owner {"agent":"…"}`,
});

/** What one agent owns and did, over all contacts that an audit has seen. */
export interface AgentSeen {
  /** Contacts that they own. */
  readonly owned: number;
  /** The first ids of these, by the alphabet. */
  readonly examples: readonly string[];
  /** When they last touched anybody or were handed a contact; undefined for never. */
  readonly lastAt: EpochMs | undefined;
}

/** So many contacts of a silent owner are named. */
const MOST_EXAMPLES = 5;

export const NOT_SEEN: AgentSeen = { owned: 0, examples: [], lastAt: undefined };

/** What one contact tells of agents: who owns it, and who acted when. */
export function agentsOf({ contactId, owner }: Contact, facts: Facts): ReadonlyMap<string, AgentSeen> {
  const seen = new Map<string, AgentSeen>();
  const add = (agent: string, one: AgentSeen) => seen.set(agent, together(seen.get(agent) ?? NOT_SEEN, one));
  if (owner?.agent !== undefined) add(owner.agent, { owned: 1, examples: [contactId], lastAt: undefined });
  for (const { agent, at: lastAt, inbound } of facts.touches) {
    if (agent !== undefined && !inbound) add(agent, { ...NOT_SEEN, lastAt });
  }
  for (const { agent, at: lastAt } of facts.handedTo) add(agent, { ...NOT_SEEN, lastAt });
  return seen;
}

/** The same in whatever order contacts are seen. */
export const together = (a: AgentSeen, b: AgentSeen): AgentSeen => ({
  owned: a.owned + b.owned,
  examples: [...a.examples, ...b.examples].sort().slice(0, MOST_EXAMPLES),
  lastAt: latest([a.lastAt, b.lastAt].filter((at) => at !== undefined)),
});

/** Owners who have touched nobody for so long; one finding each, with the first of their contacts. */
export function findSilentOwners(
  length: string | undefined,
  agents: ReadonlyMap<string, AgentSeen>,
  at: EpochMs,
): Finding[] {
  if (length === undefined) return [];
  const start = at - durationOf(length);
  return [...agents]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([agent, seen]) => {
      const [first] = seen.examples;
      const isSilent = seen.lastAt === undefined || seen.lastAt <= start;
      return first !== undefined && isSilent ? [silentOwner(agent, first, seen)] : [];
    });
}

function silentOwner(agent: string, contactId: string, { owned, examples, lastAt }: AgentSeen): Finding {
  const since = lastAt === undefined ? "" : ` since ${formatInstant(lastAt).slice(0, 10)}`;
  return finding({
    code: "owner_silent",
    contactId,
    detail: `${agent} owns ${owned} ${owned === 1 ? "contact" : "contacts"} and has touched nobody${since}.`,
    since: lastAt,
    evidence: { agent, owned, contacts: examples },
    action: {
      text: "If they have left, hand their contacts over; touchgate audit --agents FILE lists them all.",
      command: `PUT /v1/contacts/${contactId}/owner {"agent":"…"}`,
    },
  });
}
