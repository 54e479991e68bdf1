import { dayOf, isOpen, periodOf } from "./brute-force-clock.ts";
import {
  type Json,
  known,
  NotUnderstood,
  readCounts,
  readDuration,
  readWhen,
  type Tags,
} from "./brute-force-reading.ts";

/** What is known of every contact. */
export interface Contact {
  readonly timezone?: string | undefined;
  readonly stage?: string | undefined;
}

/** The admitted touches may lie before x or, when x was confirmed late, after it. */
type Breaks = (x: Tags, admitted: readonly Tags[]) => boolean;

/** A deny rule, as a question: does this touch break it, after those that were admitted? */
export interface DenyRule {
  readonly id: string;
  readonly breaks: Breaks;
}

const POLICY = "$schema id timezone retention decisionLog purposes departments campaignGroups rules";
const RULE = "id kind effect when unless hard overridable source note";
const KINDS: Readonly<Record<string, { fields: string; read: (rule: Json, setting: Setting) => Breaks }>> = {
  cap: { fields: "max window counts per", read: readCap },
  gap: { fields: "min differs counts per", read: readGap },
  lock: { fields: "period holds counts per", read: readLock },
  hours: { fields: "allow zone unknownZone", read: readHours },
};
interface Setting {
  readonly contact: Contact;
  readonly policyZone: string;
}

/** The deny rules of a policy document, and which touches count for later ones. @throws NotUnderstood */
export function plainRules(document: unknown, contact: Contact) {
  const policy = document as Json;
  known(policy, POLICY, "the policy");
  const purposes = policy.purposes as Readonly<Record<string, Json>>;
  for (const [name, purpose] of Object.entries(purposes)) {
    known(purpose, "obeys counts requires onOutage", `purpose ${name}`);
  }
  const setting = { contact, policyZone: (policy.timezone as string | undefined) ?? "UTC" };
  const rules = (policy.rules as readonly Json[])
    .filter((rule) => (rule.effect ?? "deny") === "deny")
    .map((rule): DenyRule => {
      const kind = KINDS[rule.kind as string];
      if (kind === undefined) throw new NotUnderstood(`the kind ${rule.kind} of rule ${rule.id}`);
      known(rule, `${RULE} ${kind.fields}`, `rule ${rule.id}`);
      const breaks = kind.read(rule, setting);
      const when = readWhen(rule.when, rule.id);
      const unless = rule.unless === undefined ? () => false : readWhen(rule.unless, rule.id);
      const applies = (x: Tags): boolean => {
        const all = { ...x, stage: contact.stage, engagement: "dormant" }; // Nobody reports outcomes here.
        return (purposes[x.purpose]?.obeys !== "hard" || rule.hard === true) && when(all) && !unless(all);
      };
      return { id: rule.id as string, breaks: (x, admitted) => applies(x) && breaks(x, admitted) };
    });
  return { rules, counts: ({ purpose }: Tags) => purposes[purpose]?.counts !== false };
}

function readCap(rule: Json, { contact, policyZone }: Setting): Breaks {
  const counts = readCounts(rule);
  const max = readMax(rule, contact);
  const window = rule.window as Json;
  const zone = window.zone === "contact" ? (contact.timezone ?? policyZone) : window.zone;
  const zoneName = zone === undefined || zone === "policy" ? policyZone : (zone as string);
  let most: (at: number, others: readonly number[]) => number;
  if ("rolling" in window) {
    known(window, "rolling", `the window of rule ${rule.id}`);
    const lengthMs = readDuration(window.rolling);
    most = (at, others) => mostTogether(at, others, lengthMs);
  } else if ("consecutiveDays" in window) {
    known(window, "consecutiveDays zone", `the window of rule ${rule.id}`);
    const day = (at: number) => dayOf(at, zoneName);
    most = (at, others) => mostTogether(day(at), others.map(day), window.consecutiveDays as number);
  } else {
    known(window, "calendar zone weekStart", `the window of rule ${rule.id}`);
    const start = (window.weekStart as string | undefined) ?? "monday";
    const period = (at: number) => periodOf(at, zoneName, window.calendar as string, start);
    most = (at, others) => others.filter((other) => period(other) === period(at)).length;
  }
  return (x, admitted) => {
    const counted = admitted.filter((t) => counts(t, x)).map(({ at }) => at);
    return most(x.at, counted) >= max;
  };
}

/**
 * The most of the others in one window of that length, start excluded, that contains x: one that ends at x or
 * at one of the others is among the fullest.
 */
function mostTogether(x: number, others: readonly number[], length: number): number {
  const ends = [x, ...others].filter((end) => x <= end && end - x < length);
  return Math.max(...ends.map((end) => others.filter((t) => end - length < t && t <= end).length));
}

function readMax({ max, id }: Json, { stage }: Contact): number {
  if (typeof max === "number") return max;
  const {
    by,
    values,
    default: otherwise,
  } = max as { by: string; values: Record<string, number>; default: number };
  const segments: Record<string, string> = {
    stage: stage ?? "unknown",
    tier: "unknown",
    engagement: "dormant",
  };
  const segment = segments[by];
  if (segment === undefined) throw new NotUnderstood(`max by ${by} of rule ${id}`);
  return Object.hasOwn(values, segment) ? (values[segment] as number) : otherwise;
}

function readGap(rule: Json): Breaks {
  const counts = readCounts(rule);
  const minMs = readDuration(rule.min);
  // No touch of a log has a campaign, so no two differ in it.
  if (rule.differs !== undefined) {
    if (JSON.stringify(rule.differs) !== '["campaign"]')
      throw new NotUnderstood(`differs of rule ${rule.id}`);
    return () => false;
  }
  return (x, admitted) => admitted.some((t) => counts(t, x) && Math.abs(x.at - t.at) < minMs);
}

function readLock(rule: Json): Breaks {
  if (rule.holds !== undefined && rule.holds !== "any") throw new NotUnderstood(`holds of rule ${rule.id}`);
  const counts = readCounts(rule);
  const periodMs = readDuration(rule.period);
  return (x, admitted) =>
    admitted.some((t) => t.department !== x.department && counts(t, x) && Math.abs(x.at - t.at) < periodMs);
}

function readHours(rule: Json, { contact, policyZone }: Setting): Breaks {
  const { zone = "contact", unknownZone = "deny" } = rule as { zone?: string; unknownZone?: string };
  const allow = rule.allow as readonly {
    days: readonly string[];
    ranges: readonly (readonly [string, string])[];
  }[];
  const strange = allow
    .flatMap(({ days }) => days)
    .find((day) => !"mon tue wed thu fri sat sun".includes(day));
  if (strange !== undefined) throw new NotUnderstood(`${strange} of rule ${rule.id}`);
  const ofContact = contact.timezone ?? (unknownZone === "deny" ? undefined : unknownZone);
  const zoneName = zone === "contact" ? ofContact : zone === "policy" ? policyZone : zone;
  return ({ at }) => zoneName === undefined || !isOpen(at, zoneName, allow);
}
