import { readFileSync } from "node:fs";
import { parse as parseYaml } from "yaml";
import * as z from "zod/mini";
import type { Case } from "../../lib/conform/case.ts";
import { decideCase } from "../../lib/conform/decide-case.ts";
import { dayOf, instantOf, loadCalendar, weekdayOf } from "../../lib/core/calendar.ts";
import { parse } from "../../lib/core/issues.ts";
import { formatInstant } from "../../lib/core/time.ts";
import { CHANNELS, CONSENT_LEVELS, OUTCOMES } from "../../lib/core/words.ts";

/**
 * What a preset must say, row by row, as `test/cases-regulations/*.yaml` has it: at a local time of the recipient, for a
 * channel and what the purpose is to the law, what comes and which rules say so.
 */

/** `Wed 2026-06-10 09:59:59`, by the clock where the recipient is. The weekday is checked. */
const LocalTime = z.string().check(z.regex(/^[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d(:\d\d(\.\d{3})?)?$/));
const As = z.enum(["solicitation", "collection", "research"]);
const asked = {
  channel: z.optional(z.enum(CHANNELS)),
  as: z.optional(As),
  subject: z.optional(z.string()),
};
const common = {
  ...asked,
  /** Attributes of the contact; those of a row are added to the file's. `timezone` is the clock of the rows. */
  place: z.optional(z.record(z.string(), z.unknown())),
  phone: z.optional(z.string()),
  /** Level of a consent for what is asked, given a year before. */
  consent: z.optional(z.enum(CONSENT_LEVELS)),
  /** Suppression lists that the policy keeps, with when each was told whole; they may be of any age to the policy itself. */
  lists: z.optional(z.record(z.string(), LocalTime)),
};
const Row = z.strictObject({
  ...common,
  shows: z.optional(z.string()),
  at: LocalTime,
  /** `warn`: allowed with a warning. */
  is: z.enum(["allow", "warn", "defer", "deny"]),
  /** Rules that say so, all of them, in any order; left out for none. */
  by: z.optional(z.array(z.string())),
  /** When it would pass, by the same clock. */
  next: z.optional(LocalTime),
  past: z.optional(
    z.array(z.strictObject({ ...asked, at: LocalTime, outcome: z.optional(z.enum(OUTCOMES)) })),
  ),
});
const LawCases = z.strictObject({ ...common, cases: z.array(Row).check(z.minLength(1)) });
export type LawCases = z.infer<typeof LawCases>;
export type LawRow = z.infer<typeof Row>;

/** @throws Error when a file has not its form. */
export function readLawCases(url: URL): LawCases {
  const read = parse(LawCases, parseYaml(readFileSync(url, "utf8")));
  if ("issues" in read) throw new Error(`${url.pathname}: ${JSON.stringify(read.issues)}`);
  return read.value;
}

const calendar = await loadCalendar();

/** @throws RangeError when the weekday is not that of the date. */
function instantIn(zone: string, text: string): string {
  const [weekday = "", date = "", time = ""] = text.split(" ");
  const day = dayOf(date);
  if (day === undefined) throw new RangeError(`${text}: there is no such day`);
  if (weekdayOf(day) !== weekday.toLowerCase()) {
    throw new RangeError(`${text}: that is a ${weekdayOf(day)}`);
  }
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  const msOfDay = Math.round(((hours * 60 + minutes) * 60 + seconds) * 1_000);
  return formatInstant(instantOf(calendar, zone, { day, msOfDay }));
}

const PURPOSES = { solicitation: "marketing", collection: "collections", research: "survey" } as const;

/** What is decided of a row under a policy of nothing but presets, and what was expected, in one form. */
export async function tryLawRow(presets: readonly string[], file: LawCases, row: LawRow) {
  const { phone = file.phone, consent = file.consent, subject = file.subject } = row;
  const lists = Object.entries(row.lists ?? file.lists ?? {});
  const attributes = { ...file.place, ...row.place };
  const zone = String(attributes.timezone ?? "UTC");
  const ask = (own: { channel?: LawRow["channel"]; as?: LawRow["as"]; subject?: string | undefined }) => ({
    channel: own.channel ?? row.channel ?? file.channel ?? "call",
    department: "any",
    purpose: PURPOSES[own.as ?? row.as ?? file.as ?? "solicitation"],
    ...((own.subject ?? subject) !== undefined && { subject: own.subject ?? subject }),
  });
  const now = instantIn(zone, row.at);
  const request = ask({});
  const given = formatInstant((Date.parse(now) - 365 * 86_400_000) as Parameters<typeof formatInstant>[0]);
  const of: Case = {
    ...{ $schema: "./case.schema.json", name: row.shows ?? row.at, shows: row.at, why: "the law" },
    policy: {
      ...{ id: "law", timezone: "UTC", retention: "P200D", extends: presets, rules: [] },
      purposes: Object.fromEntries(
        Object.entries(PURPOSES).map(([regulatedAs, name]) => [name, { regulatedAs }]),
      ),
      suppressionLists: Object.fromEntries(lists.map(([list]) => [list, { maxAgeDays: 3_650 }])),
    },
    contact: {
      attributes,
      ...(phone !== undefined && { identities: [{ type: "phone", value: phone }] }),
      ...(consent !== undefined && {
        consents: [{ channel: request.channel, purpose: request.purpose, level: consent, at: given }],
      }),
    },
    history: (row.past ?? []).map(({ at, outcome, ...own }) => ({
      ...ask(own),
      at: instantIn(zone, at),
      ...(outcome !== undefined && { outcomes: [{ outcome, at: instantIn(zone, at) }] }),
    })),
    now,
    lists: Object.fromEntries(lists.map(([list, at]) => [list, instantIn(zone, at)])),
    request,
    expect: { decision: "allow", reasons: [], nextAllowedAt: null },
  };
  const { decision, reasons, warnings, nextAllowedAt } = await decideCase(of);
  const said = [...reasons, ...warnings].map(({ rule }) => rule).sort();
  const isWarned = decision === "allow" && warnings.length > 0;
  return {
    got: {
      is: isWarned ? "warn" : decision,
      by: said,
      ...(row.next !== undefined && { next: nextAllowedAt }),
    },
    expected: {
      ...{ is: row.is, by: [...(row.by ?? [])].sort() },
      ...(row.next !== undefined && { next: instantIn(zone, row.next) }),
    },
  };
}
