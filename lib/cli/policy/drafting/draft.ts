import { type Answers, type Strictness, ZONES } from "./answers.ts";

/** Each limit of a stricter column is at least as tight as the one before it, so that stricter never allows more. */
const LIMITS: Readonly<Record<Strictness, Limits>> = {
  lenient: { perWeek: 5, callsPerWeek: 3, lock: "PT12H", rest: "P14D", from: "08:00", to: "20:00" },
  balanced: { perWeek: 3, callsPerWeek: 2, lock: "P1D", rest: "P30D", from: "09:00", to: "19:00" },
  strict: { perWeek: 2, callsPerWeek: 1, lock: "P2D", rest: "P60D", from: "10:00", to: "18:00" },
};

interface Limits {
  readonly perWeek: number;
  readonly callsPerWeek: number;
  readonly lock: string;
  readonly rest: string;
  readonly from: string;
  readonly to: string;
}

/** A commented policy for the answers, as YAML. */
export function draftPolicy(answers: Answers): string {
  const limits = LIMITS[answers.strictness];
  const rules = [
    weekly(limits),
    ...(answers.channels.includes("call") ? [calls(limits)] : []),
    lock(limits),
    rest(limits),
    ...hours(answers, limits),
    ...consent(answers),
    SERVICE_IS_TOLD,
  ];
  return [head(answers), "rules:", rules.map(indented).join("\n\n"), ""].join("\n");
}

const head = ({ industry, audience, strictness, countries, departments }: Answers): string => `\
# Drafted for: ${industry}, ${audience}, ${strictness}, ${countries.join(" ")}.
# The law of the recipient's place is not in here: have your counsel say what else binds you.
id: ${audience}-${industry}
timezone: ${zoneOf(countries)} # where a contact's own zone is not known, windows are counted on this clock
retention: P90D # how far back contacts remember; no rule may look back further

purposes:
  marketing: {}
  sales: {}
  service: {}
  # What must arrive, such as invoices and password resets: only rules marked hard stop it, and it uses up no limit.
  transactional: { obeys: hard, counts: false, onOutage: allow }

departments: [${departments.map((name) => JSON.stringify(name)).join(", ")}]
`;

const zoneOf = (countries: Answers["countries"]) => ZONES[countries[0] ?? "DE"];

const weekly = ({ perWeek }: Limits) => `\
# Too much from all sides together is what makes people leave.
- id: weekly
  kind: cap
  max: ${perWeek}
  window: { rolling: P7D }
  when: { purpose: [marketing, sales] }
  counts: { purpose: [marketing, sales] }
  note: At most ${perWeek} offers in any seven days, over all channels and departments.`;

const calls = ({ callsPerWeek }: Limits) => `\
# A call takes more of somebody's time than a message.
- id: calls-weekly
  kind: cap
  max: ${callsPerWeek}
  window: { rolling: P7D }
  when: { purpose: [marketing, sales], channel: [call] }
  counts: { purpose: [marketing, sales], channel: [call] }
  note: At most ${callsPerWeek} of them by call.`;

const lock = ({ lock: period }: Limits) => `\
# Whoever has just had help with a problem does not want an offer on top.
- id: after-service
  kind: lock
  period: ${period}
  when: { purpose: [marketing, sales] }
  counts: { purpose: [service] }
  note: Offers hold back after another department's service spoke with the customer.`;

const rest = ({ rest: period }: Limits) => `\
# Asking again soon after a no, or after a complaint, costs more than it brings.
- id: after-a-no
  kind: cooldown
  after: [refused, complained]
  for: ${period}
  when: { purpose: [marketing, sales] }
  note: Whoever said no, or complained, gets no offer for a while.`;

const SERVICE_IS_TOLD = `\
# Service may always answer; knowing who spoke last keeps it from contradicting a colleague.
- id: who-spoke-last
  kind: lock
  effect: warn
  period: P2D
  when: { purpose: [service] }
  note: Service is told which department spoke with the customer in the last two days, and may go on.`;

const AUDIBLE = ["call", "sms", "push", "whatsapp"];

function hours({ channels, audience, countries }: Answers, { from, to }: Limits): string[] {
  const audible = channels.filter((channel) => AUDIBLE.includes(channel));
  if (audible.length === 0) return [];
  const days = audience === "b2b" ? "mon, tue, wed, thu, fri" : "mon, tue, wed, thu, fri, sat";
  return [
    `\
# What rings or buzzes does so when people expect it.
- id: hours
  kind: hours
  when: { purpose: [marketing, sales], channel: [${audible.join(", ")}] }
  allow:
    - { days: [${days}], ranges: [["${from}", "${to}"]] }
  unknownZone: ${zoneOf(countries)}
  note: Offers ring or buzz between ${from} and ${to} where the customer is.`,
  ];
}

/** Money and text messages need a yes first; strict asks one for every marketing message. */
function consent({ industry, channels, strictness }: Answers): string[] {
  const texts = channels.filter((channel) => channel === "sms" || channel === "whatsapp");
  const bound = industry === "finance" || strictness === "strict" ? channels : texts;
  if (bound.length === 0) return [];
  return [
    `\
# A yes that can be shown later protects both sides.
- id: consent
  kind: consent
  level: express
  when: { purpose: [marketing], channel: [${bound.join(", ")}] }
  note: Marketing on these channels goes only to those who said yes.`,
  ];
}

const indented = (rule: string) => rule.replace(/^/gm, "  ");
