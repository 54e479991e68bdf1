/** What the brute-force check does not know, so that it can judge nothing. */
export class NotUnderstood extends Error {}

/** The instant (epoch milliseconds) and the tags of a touch. */
export interface Tags {
  readonly at: number;
  readonly channel: string;
  readonly department: string;
  readonly purpose: string;
  readonly agent: string | undefined;
}

export type Json = Readonly<Record<string, unknown>>;

const MATCHABLE =
  "channel department purpose campaign topic product country region stage tier engagement tags recipientType";
const COUNTABLE = "channel department purpose campaign topic product subject agent outcome";

/** @throws NotUnderstood when the object has a field beside those named. */
export function known(object: Json, fields: string, what: string): void {
  const strange = Object.keys(object).find((field) => !fields.split(" ").includes(field));
  if (strange !== undefined) throw new NotUnderstood(`${strange} of ${what}`);
}

/** All fields must match; what a touch or a contact lacks is "unknown". */
function readMatcher(matcher: unknown, fields: string, rule: unknown): (values: object) => boolean {
  known((matcher ?? {}) as Json, fields, `rule ${rule}`);
  const wanted = Object.entries((matcher ?? {}) as Readonly<Record<string, readonly string[]>>);
  return (values) =>
    wanted.every(([field, list]) => list.includes(((values as Json)[field] as string) ?? "unknown"));
}

/** Whether a rule speaks of a touch, by a `when` or an `unless`. */
export const readWhen = (matcher: unknown, rule: unknown): ((values: object) => boolean) =>
  readMatcher(matcher, MATCHABLE, rule);

/** Which earlier touches a rule counts against x. */
export function readCounts(rule: Json): (t: Tags, x: Tags) => boolean {
  const { outcome: _any, ...counts } = (rule.counts ?? {}) as Json;
  if (_any !== undefined && _any !== "any") throw new NotUnderstood(`outcome ${_any} of rule ${rule.id}`);
  const matches = readMatcher(counts, COUNTABLE, rule.id);
  const per = rule.per === undefined || rule.per === "contact" ? [] : (rule.per as readonly string[]);
  known(
    Object.fromEntries(per.map((field) => [field, 1])),
    "address channel department campaign subject",
    `rule ${rule.id}`,
  );
  // Contacts of a log have no address: an unknown destination counts all.
  const same = per.filter((field) => field !== "address");
  return (t, x) =>
    matches(t) && same.every((field) => (t as unknown as Json)[field] === (x as unknown as Json)[field]);
}

const UNITS_MS = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds. */
export function readDuration(text: unknown): number {
  const parts = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(String(text));
  if (parts === null) throw new NotUnderstood(`the duration ${text}`);
  return UNITS_MS.reduce((sum, unitMs, index) => sum + unitMs * Number(parts[index + 1] ?? 0), 0);
}
