import {
  type JsonVerifier,
  type VerifierRequest,
  verdictIn,
  verifierRequest,
} from "../../lib/adapters/verification/json-verifier.ts";
import { TouchgateError } from "../../lib/core/errors.ts";
import type { Verification, Verifier } from "./verify-address.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** A person waits for the answer of a `PUT`. */
const PATIENCE_MS = 1_500;
const MOST_ANSWER_BYTES = 64 * 1024;

/**
 * The service that `TOUCHGATE_VERIFY_URL` names; undefined when none does. `TOUCHGATE_VERIFY_SECRET` is its bearer
 * token, `TOUCHGATE_VERIFY_FIELD` the field of its answer (default `result`), `TOUCHGATE_VERIFY_TYPES` the types of
 * addresses that it knows (default `email`), comma-separated.
 * @throws TouchgateError naming every variable that is wrong.
 */
export function verifierOf(variables: Variables): Verifier | undefined {
  const url = variables.TOUCHGATE_VERIFY_URL;
  if (!url) return undefined;
  const types = (variables.TOUCHGATE_VERIFY_TYPES || "email").split(",").map((type) => type.trim());
  const faults = [
    ...(url.includes("{value}") ? [] : ["TOUCHGATE_VERIFY_URL must have {value} where the address stands"]),
    ...(isSafe(url)
      ? []
      : ["TOUCHGATE_VERIFY_URL must begin with https:// and a host (http:// on this machine only)"]),
    ...(types.every((type) => type === "email" || type === "phone")
      ? []
      : ["TOUCHGATE_VERIFY_TYPES must be email, phone or both with a comma"]),
  ];
  if (faults.length > 0) {
    throw new TouchgateError({
      code: "bad_configuration",
      publicMessage: `Configuration: ${faults.join("; ")}`,
    });
  }
  const service: JsonVerifier = {
    url,
    secret: variables.TOUCHGATE_VERIFY_SECRET || undefined,
    field: variables.TOUCHGATE_VERIFY_FIELD || "result",
  };
  return { types, ask: (address) => ask(service, verifierRequest(service, address)) };
}

/** Addresses and the secret go there, so nobody on the way may read them. */
function isSafe(template: string): boolean {
  const url = URL.parse(template);
  if (url === null || /[{}]|%7b/i.test(url.host)) return false;
  return (
    url.protocol === "https:" ||
    (url.protocol === "http:" && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname))
  );
}

/** Faults are told in words of ours: those of the network may repeat the URL, and the address in it. */
async function ask(service: JsonVerifier, { url, headers }: VerifierRequest): Promise<Verification> {
  try {
    // Elsewhere the secret and the address are nobody's business.
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { headers, signal, redirect: "error" });
    if (!response.ok) {
      await response.body?.cancel();
      return unknown(`it answered ${response.status}`);
    }
    const answer = await readBounded(response);
    if (answer === undefined) return unknown(`its answer is longer than ${MOST_ANSWER_BYTES} bytes`);
    const verdict = verdictIn(service, JSON.parse(answer));
    return verdict === undefined ? unknown(`its answer has no ${service.field}`) : { verdict };
  } catch (fault) {
    if (fault instanceof SyntaxError) return unknown("its answer is not JSON");
    const isLate = fault instanceof Error && fault.name === "TimeoutError";
    return unknown(isLate ? `it did not answer within ${PATIENCE_MS} ms` : "it could not be reached");
  }
}

const unknown = (fault: string): Verification => ({ verdict: "unknown", fault });

/** The body as text; undefined when there is more of it than an answer may have. */
async function readBounded(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
