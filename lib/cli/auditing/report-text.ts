import type { AuditReport } from "../../../functions/audit/command.ts";
import type { Tally } from "../../../functions/audit/tally.ts";
import {
  APPLY,
  FINDING_CODES,
  FINDING_KINDS,
  type Finding,
  type FindingCode,
} from "../../core/audit/finding.ts";

/** Examples of each kind that are printed. */
const MOST_SHOWN = 3;

const figure = (value: number): string => value.toLocaleString("en-US");

/** What people read of an audit. `excludesThem`: whether a rule of the policy names ghosts or junk. */
export function reportText(report: AuditReport, from: { name: string; excludesThem: boolean }): string {
  const { at, policy, tally } = report;
  const total = Object.values(tally.counts).reduce((sum, count) => sum + count, 0);
  return [
    `Audit of ${from.name}, as of ${at.slice(0, 16).replace("T", " ")} UTC, policy ${policy.id} version ${policy.version}.`,
    `${figure(tally.contacts)} contacts, ${figure(total)} ${total === 1 ? "finding" : "findings"}.`,
    ...codesOf(tally).map((code) => section(code, tally)),
    ...statusLines(report, from.excludesThem),
    ...verificationLines(tally.verification),
    ...(tally.tooManyAgents
      ? [
          "\nThere are too many agents to tell which of them are silent: name those there are with --agents FILE.",
        ]
      : []),
  ].join("\n");
}

/** Those that were found, in the order of their kinds. */
const codesOf = ({ counts }: Tally): FindingCode[] =>
  (Object.keys(FINDING_CODES) as FindingCode[])
    .filter((code) => (counts[code] ?? 0) > 0)
    .sort(
      (a, b) => FINDING_KINDS.indexOf(FINDING_CODES[a].kind) - FINDING_KINDS.indexOf(FINDING_CODES[b].kind),
    );

function section(code: FindingCode, { counts, examples }: Tally): string {
  const count = counts[code] ?? 0;
  const shown = (examples[code] ?? []).slice(0, MOST_SHOWN);
  const first = shown.find(({ action }) => action.command !== null) ?? shown[0];
  const more = count - shown.length;
  return [
    `\n${FINDING_CODES[code].title}: ${figure(count)}`,
    ...shown.map(exampleLine),
    ...(more > 0 ? [`  … and ${figure(more)} more`] : []),
    ...(first === undefined ? [] : actionLines(first)),
  ].join("\n");
}

const actionLines = ({ action: { text, command } }: Finding): string[] => [
  `  → ${text}`,
  ...(command === null ? [] : [`    ${command}`]),
];

const exampleLine = ({ contactId, detail }: Finding): string => `  ${contactId}  ${detail}`;

function statusLines({ applied, tally: { statuses } }: AuditReport, excludesThem: boolean): string[] {
  const changes = Object.entries(statuses).sort(([a], [b]) => (a < b ? -1 : 1));
  if (changes.length === 0) return ["\nEvery status is as the rules say."];
  const listed = changes.map(([change, count]) => `  ${change}: ${figure(count)}`);
  return [
    applied ? "\nStatuses that were set:" : "\nStatuses that would be set:",
    ...listed,
    ...(applied ? [] : [`  → ${APPLY}`]),
    ...(excludesThem
      ? []
      : [
          "  No rule of the policy excludes ghosts or junk, so these stop nothing yet. One that does:",
          '    { "id": "no-ghosts", "kind": "exclude", "contact": { "status": ["ghost", "junk"] } }',
        ]),
  ];
}

/** None when nobody was to be asked. */
function verificationLines({
  asked,
  undeliverable,
  unverified,
  gaveUp,
  left,
}: Tally["verification"]): string[] {
  if (asked + left === 0) return [];
  return [
    `\nAddresses that the service was asked about again: ${figure(asked)}`,
    `  do not work: ${figure(undeliverable)}; nobody could tell: ${figure(unverified)}`,
    ...(left === 0 ? [] : [`  left to the next audit: ${figure(left)}`]),
    ...(gaveUp ? ["  The service did not answer and was asked no more: see whether it is up."] : []),
  ];
}
