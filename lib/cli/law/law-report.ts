import { type EpochMs, formatInstant } from "../../core/time.ts";
import { lawInWords } from "../../regulations/law-in-words.ts";
import { ASKED_AS, ASKED_CHANNELS, type BindingLaw, type LawAnswer, type LawVerdict } from "./ask-law.ts";

/** What `touchgate law` prints. */
export function lawReport(
  answer: LawAnswer,
  { whom, at }: { readonly whom: string; readonly at: EpochMs },
): string {
  const { verdicts, laws } = answer;
  const { zones, jurisdictions, because } = answer.place;
  const clocks = zones.map((zone) => `${zone} ${localTime(at, zone)}`);
  const inForce = laws.filter(({ isInForce }) => isInForce);
  const others = laws.filter(({ isInForce }) => !isInForce);
  return [
    `${whom}, at ${formatInstant(at)}`,
    `  may be in  ${jurisdictions.join(", ") || "unknown: give a phone, a country or a region"}${because.length === 0 ? "" : ` (by ${because.join(", ")})`}`,
    `  clocks     ${clocks.join("; ") || "unknown"}`,
    "",
    ...verdictTable(verdicts, zones[0] ?? "UTC"),
    "",
    ...whyNot(verdicts),
    inForce.length === 0 ? "No preset has a rule for this place." : "Rules that may apply:",
    ...inForce.flatMap(lawLines),
    ...(others.length === 0 ? [] : ["", "Not in force then:", ...others.flatMap(lawLines)]),
    "",
    DISCLAIMER,
  ].join("\n");
}

const DISCLAIMER =
  "Not legal advice: what was found of the law on the day given with each rule. Have your counsel verify it.";

function verdictTable(verdicts: readonly LawVerdict[], zone: string): string[] {
  const cellOf = ({ decision, nextAllowedAt, warnings }: LawVerdict): string => {
    if (decision === "allow") return warnings.length > 0 ? "now, with a warning" : "now";
    return nextAllowedAt === null ? "no" : `from ${localTime(nextAllowedAt, zone)}`;
  };
  const rows = ASKED_CHANNELS.map((channel) => [
    channel,
    ...ASKED_AS.map((as) => {
      const verdict = verdicts.find((one) => one.channel === channel && one.as === as);
      return verdict === undefined ? "" : cellOf(verdict);
    }),
  ]);
  return [["", ...ASKED_AS], ...rows].map((row) =>
    row
      .map((cell) => cell.padEnd(22))
      .join("")
      .trimEnd(),
  );
}

/** Each rule that stops or warns once, with what it says. */
function whyNot(verdicts: readonly LawVerdict[]): string[] {
  const asked = new Map<string, string[]>();
  for (const { channel, as, reasons, warnings } of verdicts) {
    const said = [
      ...reasons.map(({ rule, message }) => `${rule}: ${message}`),
      ...warnings.map(({ rule, message }) => `${rule}, a warning only: ${message}`),
    ];
    for (const line of said) asked.set(line, [...(asked.get(line) ?? []), `${channel} (${as})`]);
  }
  const lines = [...asked].flatMap(([line, of]) => [`  ${line}`, `      ${of.join(", ")}`]);
  return lines.length === 0 ? [] : ["Why not now:", ...lines, ""];
}

function lawLines({ law }: BindingLaw): string[] {
  const {
    id,
    jurisdiction,
    regulates,
    source,
    sourceUrl,
    verifiedOn,
    confidence,
    effectiveFrom,
    effectiveTo,
  } = law;
  const dates = [
    ...(effectiveFrom === undefined ? [] : [`from ${effectiveFrom}`]),
    ...(effectiveTo === undefined ? [] : [`until ${effectiveTo}`]),
  ];
  const cited = [
    source,
    ...(sourceUrl === undefined ? [] : [sourceUrl]),
    `seen ${verifiedOn}`,
    `confidence ${confidence}`,
  ];
  return [
    `  ${id}  (${jurisdiction}; ${regulates.join(", ")}${dates.map((one) => `; ${one}`).join("")})`,
    `      ${lawInWords(law)}`,
    `      ${cited.join(" · ")}`,
  ];
}

/** `Tue 24 Nov 09:00` by the clocks of a zone. */
const localTime = (at: EpochMs, zone: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone: zone, weekday: "short", day: "numeric", month: "short" },
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  })
    .format(at)
    .replaceAll(",", "");
