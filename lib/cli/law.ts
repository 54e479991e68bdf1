import { Command, InvalidArgumentError, Option } from "commander";
import { loadCalendar } from "../core/calendar.ts";
import type { Attributes } from "../core/contact.ts";
import { AttributesDocument } from "../core/contact-document.ts";
import { InvalidInput, TouchgateError } from "../core/errors.ts";
import { parse } from "../core/issues.ts";
import { citationOf } from "../core/regulations/compile-regulations.ts";
import { type EpochMs, epochMs, formatInstant, parseInstant } from "../core/time.ts";
import { CONSENT_LEVELS, type ConsentLevel } from "../core/words.ts";
import { loadPresets, PRESET_NAMES } from "../regulations/load-presets.ts";
import { regulationsDoc } from "../regulations/regulations-doc.ts";
import { askLaw, type LawAnswer } from "./law/ask-law.ts";
import { lawReport } from "./law/law-report.ts";

const HELP = `
Asks all shipped presets of regulations about one recipient whom nobody has contacted yet; no gate is needed. What a purpose
is to the law: solicitation (sales and marketing), collection (of debts), research. Not legal advice.

Examples:
  touchgate law --phone +18505550100                         a number in two zones
  touchgate law --phone +33123456789 --at 2026-12-25T10:00:00+01:00
  touchgate law --phone +18505550100 --country US --region FL --consent expressWritten
  touchgate law --country DE --json
  touchgate law --all > docs/regulations.md                  every rule of every preset, as Markdown

Exit codes: 0 told, 1 it could not be.`;

interface Options {
  readonly phone?: string;
  readonly country?: string;
  readonly region?: string;
  readonly timezone?: string;
  readonly recipientType?: string;
  readonly consent?: ConsentLevel;
  readonly at?: EpochMs;
  readonly json?: true;
  readonly all?: true;
}

/** `touchgate law`. */
export const lawCommand = (): Command =>
  new Command("law")
    .description("Which rules of the law may apply to a recipient now, and when may they be contacted?")
    .option("--phone <number>", "their telephone number, with + or with --country")
    .option("--country <code>", "where they live, ISO 3166-1, like US")
    .option("--region <code>", "which part of it, ISO 3166-2, like FL")
    .option("--timezone <zone>", "IANA zone they live in")
    .option(
      "--recipient-type <type>",
      "consumer or business (default: unknown, which is protected as a consumer)",
    )
    .addOption(
      new Option("--consent <level>", "as if they had consented to everything").choices(CONSENT_LEVELS),
    )
    .option("--at <instant>", "ISO 8601 with Z or an offset (default: now)", instant)
    .option("--json", "print the answer as JSON")
    .option("--all", "print every rule of every preset as Markdown")
    .addHelpText("after", HELP)
    .action(async (options: Options) => {
      console.log(
        options.all === true ? regulationsDoc(await loadPresets(PRESET_NAMES)) : await told(options),
      );
    });

async function told(options: Options): Promise<string> {
  const { phone, country, region, timezone, recipientType, consent, at = epochMs(Date.now()) } = options;
  const given = { country, region, timezone, recipientType };
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (phone === undefined && Object.keys(said).length === 0) throw NOBODY;
  const parsed = parse(AttributesDocument, said);
  if ("issues" in parsed) throw new InvalidInput(parsed.issues);
  if (timezone !== undefined && !(await loadCalendar()).isZone(timezone)) {
    throw new InvalidInput([{ path: "timezone", message: "must be an IANA zone, like America/Chicago" }]);
  }
  const answer = await askLaw({ phone, attributes: parsed.value as Attributes, consent, at });
  if (options.json === true) return JSON.stringify(asJson(answer, at), undefined, 2);
  return lawReport(answer, { whom: [phone, ...Object.values(said)].filter(Boolean).join(", "), at });
}

const NOBODY = new TouchgateError({
  code: "nobody_named",
  publicMessage: "Say whom it is about: --phone +18505550100, or --country and --region. --help shows more.",
});

const asJson = ({ place, laws, verdicts }: LawAnswer, at: EpochMs): object => ({
  at: formatInstant(at),
  ...place,
  verdicts: verdicts.map(({ nextAllowedAt, reasons, warnings, ...rest }) => ({
    ...rest,
    nextAllowedAt: nextAllowedAt === null ? null : formatInstant(nextAllowedAt),
    rules: reasons.map(({ rule }) => rule),
    warnings: warnings.map(({ rule }) => rule),
  })),
  laws: laws.map(({ preset, law, isInForce }) => ({ preset, id: law.id, isInForce, ...citationOf(law) })),
});

function instant(text: string): EpochMs {
  const at = parseInstant(text);
  if (at === undefined)
    throw new InvalidArgumentError("It is no instant: write it like 2026-11-24T02:10:00Z.");
  return at;
}
