import type { Issue } from "../../lib/core/errors.ts";
import type { Answer } from "../shared/http.ts";
import type { decisionBody } from "./answer.ts";

/**
 * How a decision is written. `json` is the whole of it; `flat` holds texts only, by fixed names, for platforms that map
 * fields; `text` is one line, for scripts and for platforms that compare a text.
 */
export const SHAPES = ["json", "flat", "text"] as const;
export type Shape = (typeof SHAPES)[number];

type Decided = ReturnType<typeof decisionBody>;

/** The shape that was asked for; `json` when none was. */
export const shapeIn = (shape: string | undefined): Shape => SHAPES.find((one) => one === shape) ?? "json";

/** What is wrong with the shape that was asked for, and with what it has no place for. */
export function shapeIssues(shape: string | undefined, include: unknown): Issue[] {
  if (shape !== undefined && !(SHAPES as readonly string[]).includes(shape)) {
    return [{ path: "shape", message: `must be one of: ${SHAPES.join(", ")}` }];
  }
  return shapeIn(shape) === "json" || include === undefined
    ? []
    : [{ path: "include", message: `has no place in the shape ${shape}: leave it out, or ask for json` }];
}

/** The body of an answer in that shape. */
export function shaped(decided: Decided, shape: Shape): Pick<Answer, "body" | "text" | "headers"> {
  if (shape === "flat") return { body: flatBody(decided) };
  if (shape === "text")
    return { text: textLine(decided), headers: { "content-type": "text/plain; charset=utf-8" } };
  return { body: decided };
}

/** Every field is always there, and empty where there is nothing to say: who maps fields maps them once. */
export function flatBody(decided: Decided): Readonly<Record<string, string>> {
  const { decision, mode, recorded, contactId, reasons, warnings, nextAllowedAt, policy } = decided;
  const first = reasons[0];
  return {
    decision,
    touchId: decided.touchId ?? "",
    code: first?.code ?? "",
    rule: first?.rule ?? "",
    message: first?.message ?? "",
    nextAllowedAt: nextAllowedAt ?? "",
    waitSeconds: nextAllowedAt === null ? "" : String(secondsUntil(nextAllowedAt, decided.evaluatedAt)),
    codes: reasons.map(({ code }) => code).join(","),
    warnings: warnings.map(({ code }) => code).join(","),
    mode,
    recorded: String(recorded),
    replayed: String(decided.replayed),
    expiresAt: decided.expiresAt ?? "",
    contactId,
    policyVersion: String(policy.version),
    evaluatedAt: decided.evaluatedAt,
  };
}

const secondsUntil = (instant: string, from: string): number =>
  Math.max(0, Math.ceil((Date.parse(instant) - Date.parse(from)) / 1_000));

/** `allow TOUCHID`, `defer INSTANT` or `deny CODE`; the word alone where there is nothing to follow it. */
function textLine({ decision, touchId, nextAllowedAt, reasons }: Decided): string {
  const told = { allow: touchId, defer: nextAllowedAt, deny: reasons[0]?.code }[decision];
  return told === undefined || told === null ? decision : `${decision} ${told}`;
}
