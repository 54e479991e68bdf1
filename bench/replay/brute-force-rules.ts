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

type Breaks = (x: Tags, earlier: readonly Tags[]) => boolean;

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
      return { id: rule.id as string, breaks: (x, earlier) => applies(x) && breaks(x, earlier) };
    });
  return { rules, counts: ({ purpose }: Tags) => purposes[purpose]?.counts !== false };
}

function readCap(rule: Json, { contact, policyZone }: Setting): Breaks {
  const counts = readCounts(rule);
  const max = readMax(rule, contact);
  const window = rule.window as Json;
  const zone = window.zone === "contact" ? (contact.timezone ?? policyZone) : window.zone;
  const zoneName = zone === undefined || zone === "policy" ? policyZone : (zone as string);
  let together: (t: Tags, x: Tags) => boolean;
  if ("rolling" in window) {
    known(window, "rolling", `the window of rule ${rule.id}`);
    const lengthMs = readDuration(window.rolling);
    together = (t, x) => x.at - t.at < lengthMs;
  } else if ("consecutiveDays" in window) {
    known(window, "consecutiveDays zone", `the window of rule ${rule.id}`);
    together = (t, x) => dayOf(x.at, zoneName) - dayOf(t.at, zoneName) < (window.consecutiveDays as number);
  } else {
    known(window, "calendar zone weekStart", `the window of rule ${rule.id}`);
    const start = (window.weekStart as string | undefined) ?? "monday";
    const period = (at: number) => periodOf(at, zoneName, window.calendar as string, start);
    together = (t, x) => period(t.at) === period(x.at);
  }
  return (x, earlier) => earlier.filter((t) => counts(t, x) && together(t, x)).length >= max;
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
  return (x, earlier) => earlier.some((t) => counts(t, x) && x.at - t.at < minMs);
}

function readLock(rule: Json): Breaks {
  if (rule.holds !== undefined && rule.holds !== "any") throw new NotUnderstood(`holds of rule ${rule.id}`);
  const counts = readCounts(rule);
  const periodMs = readDuration(rule.period);
  return (x, earlier) =>
    earlier.some((t) => t.department !== x.department && counts(t, x) && x.at - t.at < periodMs);
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
