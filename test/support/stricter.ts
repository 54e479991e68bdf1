import { LENGTHS } from "./arbitrary-words.ts";
import type { OracleMax, OracleRule, OracleWindow } from "./brute-oracle-input.ts";

/** Ways to make a rule of chance stricter, one at a time. */

/** The rule made stricter; undefined when this way is none for it. */
type Way = (rule: OracleRule) => { readonly [K in keyof OracleRule]?: OracleRule[K] | undefined } | undefined;

/** The next longer length; undefined for the longest, and for `forever`. */
const longer = (text: string) => (LENGTHS.includes(text) ? LENGTHS[LENGTHS.indexOf(text) + 1] : undefined);

/** The fields, when there is a longer length for one of them. */
const lengthened = (field: keyof OracleRule, text: unknown) => {
  const next = longer(text as string);
  return next === undefined ? undefined : { [field]: next };
};

const lowered = (max: OracleMax): OracleMax =>
  typeof max === "number"
    ? Math.max(0, max - 1)
    : {
        by: max.by,
        values: Object.fromEntries(
          Object.entries(max.values).map(([name, value]) => [name, Math.max(0, value - 1)]),
        ),
        default: Math.max(0, max.default - 1),
      };

function widened(window: OracleWindow): OracleWindow | undefined {
  if (window.rolling !== undefined) {
    const rolling = longer(window.rolling);
    return rolling === undefined ? undefined : { rolling };
  }
  if (window.consecutiveDays !== undefined) {
    return { ...window, consecutiveDays: window.consecutiveDays + 2 };
  }
  // A day lies in one week and in one month; a week may lie in two months.
  return window.calendar === "day" ? { ...window, calendar: "week" } : undefined;
}

const LEVELS = ["implied", "express", "expressWritten"];
const counting = ["cap", "gap", "exclusive", "cooldown"];

/** By name, every way that tightens; with `holds: "first"` more touches or a longer period may loosen instead. */
export const WAYS: Readonly<Record<string, Way>> = {
  "warns no longer": ({ effect }) =>
    effect === "warn" || effect === "shadow" ? { effect: "deny" } : undefined,
  "is hard": ({ hard }) => (hard === true ? undefined : { hard: true, overridable: false }),
  "cannot be overridden": ({ overridable }) => (overridable === true ? { overridable: false } : undefined),
  "always speaks": ({ when, unless }) =>
    when === undefined && unless === undefined ? undefined : { when: {}, unless: { region: ["nowhere"] } },
  "counts all": ({ kind, holds, counts }) =>
    counts !== undefined && (counting.includes(kind) || (kind === "lock" && holds !== "first"))
      ? { counts: {} }
      : undefined,
  "counts together": ({ kind, holds, per }) =>
    per !== undefined && (counting.includes(kind) || (kind === "lock" && holds !== "first"))
      ? { per: "contact" }
      : undefined,
  "lower max": ({ max }) => (max === undefined ? undefined : { max: lowered(max) }),
  "wider window": ({ kind, window }) => {
    if (kind !== "cap") return undefined;
    const wide = widened(window as OracleWindow);
    return wide === undefined ? undefined : { window: wide };
  },
  "longer min": ({ kind, min }) => (kind === "gap" ? lengthened("min", min) : undefined),
  "differs or not": ({ differs }) => (differs === undefined ? undefined : { differs: undefined }),
  "longer period": ({ kind, period, holds }) =>
    kind === "lock" && holds !== "first" ? lengthened("period", period) : undefined,
  "any touch locks": ({ holds }) => (holds === "first" ? { holds: "any" } : undefined),
  "longer cooldown": ({ kind, for: length, dayOne }) =>
    kind === "cooldown" && dayOne !== true ? lengthened("for", length) : undefined,
  "cools down for ever": ({ kind }) => (kind === "cooldown" ? { for: "forever" } : undefined),
  "more outcomes cool down": ({ kind, after = [] }) =>
    kind === "cooldown" ? { after: [...new Set([...after, "conversation", "opened"])] } : undefined,
  "longer exclusive": ({ kind, window }) => (kind === "exclusive" ? lengthened("window", window) : undefined),
  "more groups": ({ groups }) => (groups?.length === 1 ? { groups: ["ab", "bc"] } : undefined),
  "later opening": ({ allow }) =>
    allow === undefined
      ? undefined
      : {
          allow: allow.map(({ days, ranges }) => ({
            days,
            ranges: ranges.map(
              ([start, end]) => [start < "11:45" && end > "11:45" ? "11:45" : start, end] as const,
            ),
          })),
        },
  "closed on a day": ({ allow, holidays = [] }) =>
    // Without any entry of its own the day before a holiday would be like its weekday.
    allow === undefined ||
    allow.length === 0 ||
    (allow[0]?.days.includes("preholiday") && holidays.length > 0)
      ? undefined
      : { allow: allow.slice(1) },
  "unknown zones are closed": ({ unknownZone }) =>
    unknownZone === undefined || unknownZone === "deny" ? undefined : { unknownZone: "deny" },
  "higher level": ({ kind, level = "express" }) =>
    kind === "consent" && level !== "expressWritten"
      ? { level: LEVELS[LEVELS.indexOf(level) + 1] as string }
      : undefined,
  "more are excluded": ({ contact }) =>
    contact === undefined
      ? undefined
      : {
          contact: Object.fromEntries(
            Object.entries(contact).map(([field, values]) => [
              field,
              // Statuses are a closed set, and every contact has one.
              [
                ...new Set([
                  ...(values ?? []),
                  ...(field === "status" ? ["active"] : ["unknown", "prospect", "vip"]),
                ]),
              ],
            ]),
          ),
        },
  "more are held out": ({ basisPoints }) =>
    basisPoints === undefined ? undefined : { basisPoints: Math.min(10_000, basisPoints + 2_500) },
};
