/**
 * Services that are asked over HTTP whether an address works, and answer a JSON object with the verdict in one field:
 * Kickbox, ZeroBounce, NeverBounce and most others do, each with its own words.
 */

/** What a service says of an address; `unknown` when it cannot tell either. */
export const VERDICTS = ["deliverable", "undeliverable", "unknown"] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface JsonVerifier {
  /** Where to ask, with `{value}` for the address and `{type}` for its type. */
  readonly url: string;
  /** Sent as a bearer token; undefined for a service that takes none. */
  readonly secret: string | undefined;
  /** Where in the answer the verdict stands, dotted, like `data.status`. */
  readonly field: string;
}

export interface VerifierRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How a service is asked of an address in its canonical spelling. */
export function verifierRequest(
  { url, secret }: JsonVerifier,
  { type, value }: { readonly type: string; readonly value: string },
): VerifierRequest {
  const fields: Readonly<Record<string, string>> = { type, value };
  return {
    url: url.replace(/\{(type|value)\}/g, (_, name: string) => encodeURIComponent(fields[name] ?? "")),
    headers: {
      accept: "application/json",
      ...(secret !== undefined && { authorization: `Bearer ${secret}` }),
    },
  };
}

const WORDS: Readonly<Record<string, Verdict>> = {
  ...{ deliverable: "deliverable", valid: "deliverable", ok: "deliverable", true: "deliverable" },
  ...{ undeliverable: "undeliverable", invalid: "undeliverable", false: "undeliverable" },
  ...{ bounce: "undeliverable", bounced: "undeliverable", disconnected: "undeliverable" },
};

/**
 * The verdict in a service's answer. Words that are neither a plain yes nor a plain no (`risky`, `catch-all`) are
 * `unknown`: an address is given up on a plain no only. Undefined when the answer has no verdict in its field.
 */
export function verdictIn({ field }: JsonVerifier, answer: unknown): Verdict | undefined {
  const said = field
    .split(".")
    .reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), answer);
  if (typeof said !== "string" && typeof said !== "boolean") return undefined;
  const word = String(said).trim().toLowerCase();
  return Object.hasOwn(WORDS, word) ? WORDS[word] : "unknown";
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
