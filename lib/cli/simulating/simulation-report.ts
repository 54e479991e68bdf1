import { type Count, DIMENSIONS, type Tally, WAITS_HOURS } from "../../core/simulation/tally.ts";

const number = (count: number): string => count.toLocaleString("en-US");
const share = (part: number, whole: number): string =>
  whole === 0 ? "0 %" : `${((100 * part) / whole).toFixed(1)} %`;

/** Columns side by side, the first to the left and the others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** What a simulation found, in words; `top`: so many of each list. */
export function reportText(
  tally: Tally,
  { top, policy }: { readonly top: number; readonly policy: string },
): string {
  const { touches, wouldAllow, wouldDefer, wouldDeny, contacts, stoppedContacts, inbound } = tally;
  const lines = [
    `Under ${policy}, of ${number(touches)} touches to ${number(contacts)} contacts`,
    ...table([
      ["would have been allowed", number(wouldAllow), share(wouldAllow, touches)],
      ["would have been deferred", number(wouldDefer), share(wouldDefer, touches)],
      ["would have been denied", number(wouldDeny), share(wouldDeny, touches)],
    ]).map(indented),
    `${number(stoppedContacts)} contacts (${share(stoppedContacts, contacts)}) would have been spared at least one.`,
    ...(inbound > 0 ? [`${number(inbound)} more were begun by the contact and are not judged.`] : []),
    ...notJudged(tally),
    ...waits(tally),
    ...rules(tally, top),
    ...DIMENSIONS.flatMap((dimension) => counts(dimension, tally.by[dimension], top)),
    ...hardest(tally, top),
    ...samples(tally),
  ];
  return lines.join("\n");
}

const indented = (line: string): string => `  ${line}`;
const section = (title: string, rows: readonly (readonly string[])[]): string[] =>
  rows.length <= 1 ? [] : ["", title, ...table(rows).map(indented)];

const notJudged = ({ notJudged: whys }: Tally): string[] =>
  Object.entries(whys).map(([why, count]) => `${number(count)} were not judged: ${why}.`);

function waits({ waits: counted, wouldDefer }: Tally): string[] {
  const names = [...WAITS_HOURS.map((hours) => `up to ${hoursText(hours)}`), "longer"];
  const rows = counted.map((count, index) => [names[index] ?? "", number(count), share(count, wouldDefer)]);
  return wouldDefer === 0 ? [] : section("Deferred for", [["", "touches", ""], ...rows]);
}

const hoursText = (hours: number): string => (hours < 48 ? `${hours} h` : `${hours / 24} days`);

function rules({ byRule, warned, shadow }: Tally, top: number): string[] {
  const stopping = Object.entries(byRule)
    .sort(([a, x], [b, y]) => y.stopped - x.stopped || (a < b ? -1 : 1))
    .slice(0, top)
    .map(([rule, { stopped, alone }]) => [rule, number(stopped), number(alone)]);
  const told = (title: string, counted: Readonly<Record<string, number>>) =>
    section(title, [
      ["rule", "touches"],
      ...Object.entries(counted).map(([rule, count]) => [rule, number(count)]),
    ]);
  return [
    ...section("By rule", [["rule", "stopped", "it alone"], ...stopping]),
    ...told("Warned of", warned),
    ...told("On trial (shadow): would have stopped", shadow),
  ];
}

function counts(dimension: string, values: Readonly<Record<string, Count>>, top: number): string[] {
  const named = Object.entries(values);
  if (named.length === 0 || (named.length === 1 && named[0]?.[0] === "unknown")) return [];
  const rows = named
    .sort(([a, x], [b, y]) => y.touches - x.touches || (a < b ? -1 : 1))
    .slice(0, top)
    .map(([value, { touches, wouldDefer, wouldDeny }]) => [
      ...[value, number(touches), number(wouldDefer), number(wouldDeny)],
      share(wouldDefer + wouldDeny, touches),
    ]);
  return section(`By ${dimension}`, [[dimension, "touches", "deferred", "denied", "stopped"], ...rows]);
}

const hardest = ({ hardest: hit }: Tally, top: number): string[] =>
  section("Contacts hit hardest", [
    ["contact", "touches", "stopped"],
    ...hit.slice(0, top).map(({ contact, touches, stopped }) => [contact, number(touches), number(stopped)]),
  ]);

function samples({ samples: shown }: Tally): string[] {
  if (shown.length === 0) return [];
  const told = shown.map(({ contact, at, channel, department, decision, nextAllowedAt, reasons }) => {
    const until = nextAllowedAt === null ? "" : ` until ${nextAllowedAt}`;
    const why = reasons.map(({ rule, message }) => `${rule}: ${message}`).join("; ");
    return indented(`${at}  ${contact}  ${channel} by ${department}: ${decision}${until} (${why})`);
  });
  return ["", "Some of the decisions", ...told];
}

/** What would come out otherwise than under the other policy. */
export function differenceText(tally: Tally, other: string, top: number): string {
  const { difference, touches } = tally;
  if (difference === undefined) return "";
  const { wouldAllow, wouldDefer, wouldDeny, newlyStopped, newlyAllowed, byRule } = difference;
  const rows = Object.entries(byRule)
    .sort(
      ([a, x], [b, y]) =>
        y.newlyStopped - x.newlyStopped || y.newlyAllowed - x.newlyAllowed || (a < b ? -1 : 1),
    )
    .slice(0, top)
    .map(([rule, more]) => [rule, number(more.newlyStopped), number(more.newlyAllowed)]);
  return [
    `Against ${other}, which would have allowed ${number(wouldAllow)}, deferred ${number(wouldDefer)} and denied ${number(wouldDeny)}:`,
    ...table([
      ["stopped now and not before", number(newlyStopped), share(newlyStopped, touches)],
      ["allowed now and not before", number(newlyAllowed), share(newlyAllowed, touches)],
    ]).map(indented),
    ...section("By rule", [["rule", "newly stopped", "no longer"], ...rows]),
  ].join("\n");
}
