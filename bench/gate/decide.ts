import { loadCalendar } from "../../lib/core/calendar.ts";
import { compilePolicy } from "../../lib/core/compile-policy.ts";
import { type Contact, type Identity, newContact } from "../../lib/core/contact.ts";
import { decide, type Verdict } from "../../lib/core/decide.ts";
import type { Request } from "../../lib/core/request.ts";
import { DAY_MS, type EpochMs, epochMs } from "../../lib/core/time.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import { busyPast, historyOf, type Past } from "../support/history.ts";
import { defaultPolicy } from "../support/own-engine.ts";
import { type Figure, medianOf, type Progress, wholeNumber } from "./figure.ts";

/** Noon UTC on a Tuesday: 20:00 in China, 07:00 in New York. */
const NOON = epochMs(Date.UTC(2026, 10, 24, 12));
const LEAST_EMAILS_A_SECOND = 300_000;

/** So many contacts take turns, so that no single one is learnt by heart. */
const CONTACTS = 64;
const BATCHES = 15;
const BATCH_MS = 200;
const WARM_UP_MS = 1_000;

interface Asked {
  readonly name: string;
  readonly request: Request;
  readonly contacts: readonly Contact[];
  readonly expected: Verdict["decision"];
  readonly least?: number;
}

/** Decisions a second on one core: the default policy, contacts of 12 touches, nothing but `decide`. */
export async function measureDecide(progress: Progress): Promise<Figure[]> {
  const calendar = await loadCalendar();
  const verdict = validatePolicy(defaultPolicy(), calendar);
  if (!verdict.valid) throw new Error("policies/default.json is not valid");
  const policy = compilePolicy(verdict.document, { version: 1, calendar });

  return ASKED.map(({ name, request, contacts, expected, least }, number) => {
    const { decision } = decide(policy, contacts[0] as Contact, request, NOON);
    if (decision !== expected) throw new Error(`${name}: expected ${expected}, got ${decision}`);
    const decideOne = (index: number) =>
      decide(policy, contacts[index % CONTACTS] as Contact, request, epochMs(NOON + (index % 1_000)));
    const rates = ratesOf(decideOne);
    progress((number + 1) / ASKED.length);
    const rate = medianOf(rates);
    const range = `${wholeNumber(Math.min(...rates))}–${wholeNumber(Math.max(...rates))}`;
    return {
      name,
      value: `${wholeNumber(rate)} (${range})`,
      ...(least !== undefined && { bar: `≥ ${wholeNumber(least)}`, met: rate >= least }),
    };
  });
}

/** The rates of several batches, after one that only warms up. */
function ratesOf(work: (index: number) => Verdict): number[] {
  let allowed = 0;
  const runFor = (milliseconds: number): number => {
    const startedAtMs = performance.now();
    const endsAtMs = startedAtMs + milliseconds;
    let done = 0;
    while (performance.now() < endsAtMs) {
      // The verdicts are used, or the compiler might drop what makes them.
      for (let i = 0; i < 1_000; i++) if (work(done + i).decision === "allow") allowed++;
      done += 1_000;
    }
    return (done * 1_000) / (performance.now() - startedAtMs);
  };
  runFor(WARM_UP_MS);
  const rates = Array.from({ length: BATCHES }, () => runFor(BATCH_MS));
  if (Number.isNaN(allowed)) throw new Error("unreachable");
  return rates;
}
