import { readFileSync } from "node:fs";
import * as z from "zod/mini";

/**
 * What an address of isemail's tests is worth to somebody who sends over the open internet:
 *
 * - `good`: of isemail's groups of ordinary addresses, VALID and DNSWARN; whether the domain was registered in 2011
 *   does not matter. Only `test@io` is not counted: isemail calls it valid for the mail exchanger that the top-level
 *   domain io had in February 2011, and would by its own rules give any other bare top-level domain RFC5321_TLD.
 * - `unusual`: of its group RFC5321, which the grammar of SMTP admits: quoted names, IP addresses, bare and numeric
 *   top-level domains. A sender may take them or leave them.
 * - `bad`: all others: comments and white space (CFWS), what is obsolete (DEPREC), what a message may hold but SMTP
 *   may not carry (RFC5322), and errors (ERR).
 */
export type Standing = "good" | "unusual" | "bad";

export interface EmailVector {
  readonly address: string;
  readonly diagnosis: string;
  readonly standing: Standing;
}

const Vectors = z.array(z.object({ address: z.string(), category: z.string(), diagnosis: z.string() }));

/** The 164 addresses of isemail's tests. */
export function readEmailVectors(): readonly EmailVector[] {
  const file = new URL("../fixtures/vectors/isemail.json", import.meta.url);
  return Vectors.parse(JSON.parse(readFileSync(file, "utf8"))).map(({ address, category, diagnosis }) => ({
    address,
    diagnosis,
    standing: standingOf(address, category),
  }));
}

function standingOf(address: string, category: string): Standing {
  if (category === "ISEMAIL_RFC5321" || address === "test@io") return "unusual";
  return category === "ISEMAIL_VALID_CATEGORY" || category === "ISEMAIL_DNSWARN" ? "good" : "bad";
}
