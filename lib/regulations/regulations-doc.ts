import { HOLIDAY_LISTS, HOLIDAYS } from "../core/holidays/lists.ts";
import type { RegulationDocument, RegulationRule } from "../core/regulations/regulation-document.ts";
import type { Presets } from "../core/validate-policy.ts";
import { lawInWords } from "./law-in-words.ts";

/** `docs/regulations.md`, made of the presets. */
export function regulationsDoc(presets: Presets): string {
  const all = [...presets.values()];
  return [
    INTRODUCTION,
    contentsOf(all),
    ...all.map(sectionOf),
    HOLIDAYS_INTRODUCTION,
    ...HOLIDAY_LISTS.map((name) => `- \`${name}\`: ${HOLIDAYS[name]}`),
    "",
    TO_BE_VERIFIED,
    ...all.flatMap(lowLines),
    "",
  ].join("\n");
}

const INTRODUCTION = `# Regulations

**Not legal advice.** What stands here was found in public texts on the day given with each rule. It is no opinion on your
case, it may be incomplete or out of date, and confidence says how much of the source itself was seen. Have your counsel
verify what you rely on.

\`\`\`json
{ "extends": ["regulations/us-federal", "regulations/us-states"] }
\`\`\`

in a policy puts presets in force. Each rule binds whom it may protect: where the recipient may be is told by their
\`timezone\`, else by their region and telephone number together, else by their country. All that may apply do, and of hours
what all of them leave open; a reason names the rule, its source and the confidence. \`npx touchgate law --phone +1850…\`
shows it for one recipient without a gate.

What a purpose is to the law, its \`regulatedAs\` says: \`solicitation\`, \`collection\` (of debts), \`research\` or \`none\`. Left
out, \`marketing\` and \`sales\` are solicitation, \`collections\` collection, \`survey\` research, \`service\` and \`transactional\`
none, and others solicitation, or none when they obey hard rules only. Rules of presets are hard, and nobody overrides them. A
rule of the strength *guideline* warns; *prohibition* and *presumption* deny.

What is simplified, is on the strict side: exemptions such as an established business relationship are not known to the gate,
so they never lift a rule. Where a law goes by the time of arrival, a message is taken to arrive when it leaves. Laws that bind
recorded or automated calls only are told here and not enforced, since the gate does not know how a call is made. One thing is
not on the strict side: rules for consumers let a contact pass that is known to be a business (\`recipientType\`).

Registers are your own copies, kept as suppression lists: a rule that asks for one denies when the copy is older than the law
allows, once the policy names the list under \`suppressionLists\`.

This page is made of the data: \`npx touchgate law --all > docs/regulations.md\`.
`;

const HOLIDAYS_INTRODUCTION = `## Holidays

Rules of hours name lists of holidays, in your own policy too (\`holidays: ["FR", "company"]\`). A policy's \`holidayLists\`
gives days of your own, and adds days to a shipped list, such as an emergency in Louisiana:
\`"holidayLists": { "company": ["2026-12-24"], "us-dnc-LA": ["2026-08-29"] }\`. How the days below are written is told in
\`lib/core/holidays/lists.ts\`. They were written by hand: compare them with the official calendar of the place before you rely
on them.
`;

const TO_BE_VERIFIED = `## To be verified

Nothing but memory, or sources that conflict, stands behind these rules of low confidence. They are in force all the same when
their preset is extended.
`;

const contentsOf = (presets: readonly RegulationDocument[]): string =>
  [
    "| preset | | rules |",
    "| --- | --- | --- |",
    ...presets.map(
      ({ preset, title, rules }) => `| [${preset}](#${anchorOf(preset)}) | ${title} | ${rules.length} |`,
    ),
    "",
  ].join("\n");

const anchorOf = (preset: string): string => preset.replaceAll("/", "");

const sectionOf = ({ preset, title, rules }: RegulationDocument): string =>
  [
    `## ${preset}`,
    "",
    `${title}.`,
    "",
    "| rule | where | of | what it asks | source | seen | confidence | strength |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rules.map(rowOf),
    "",
    ...rules.flatMap(({ id, note }) => (note === undefined ? [] : [`- \`${id}\`: ${cell(note)}`])),
    "",
  ].join("\n");

function rowOf(law: RegulationRule): string {
  const { id, jurisdiction, regulates, source, sourceUrl, verifiedOn, confidence, strength } = law;
  const cited = sourceUrl === undefined ? cell(source) : `[${cell(source)}](${sourceUrl})`;
  const asks = cell(lawInWords(law)) + inForce(law);
  const cells = [
    `\`${id}\``,
    jurisdiction,
    regulates.join(", "),
    asks,
    cited,
    verifiedOn,
    confidence,
    strength,
  ];
  return `| ${cells.join(" | ")} |`;
}

function inForce({ effectiveFrom, effectiveTo }: RegulationRule): string {
  const from = effectiveFrom === undefined ? "" : ` from ${effectiveFrom}`;
  const to = effectiveTo === undefined ? "" : ` until ${effectiveTo}`;
  return from + to === "" ? "" : ` (in force${from}${to})`;
}

const lowLines = ({ rules }: RegulationDocument): string[] =>
  rules
    .filter(({ confidence }) => confidence === "low")
    .map(({ id, source }) => `- \`${id}\`: ${cell(source)}`);

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
