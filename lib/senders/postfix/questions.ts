import type { PolicyRequest } from "../../adapters/postfix/read-requests.ts";

/** For which purpose and department a message is sent. */
export interface Question {
  readonly purpose: string;
  /** The key's own when left out. */
  readonly department?: string;
  readonly campaign?: string;
  readonly topic?: string;
}

/** Which messages an entry is about: all that it names must fit. */
export interface Entry extends Question {
  /** An address, or a domain as `@example.com`, of the envelope; in either case. */
  readonly sender?: string;
  /** User that the client has authenticated as. */
  readonly saslUser?: string;
  /** `policy_context` of the service in main.cf or master.cf. */
  readonly policyContext?: string;
}

const ENTRY_FIELDS = ["sender", "saslUser", "policyContext"] as const;
const QUESTION_FIELDS = ["purpose", "department", "campaign", "topic"] as const;

/** The question of the first entry that fits, else `others`; undefined for a message that passes unasked. */
export function questionOf(
  request: PolicyRequest,
  entries: readonly Entry[],
  others: Question | undefined,
): Question | undefined {
  const entry = entries.find((one) => fits(one, request));
  if (entry === undefined) return others;
  const { sender: _sender, saslUser: _saslUser, policyContext: _policyContext, ...question } = entry;
  return question;
}

function fits({ sender, saslUser, policyContext }: Entry, request: PolicyRequest): boolean {
  const from = (request.get("sender") ?? "").toLowerCase();
  const isFrom =
    sender === undefined ||
    (sender.startsWith("@") ? from.endsWith(sender.toLowerCase()) : from === sender.toLowerCase());
  return (
    isFrom &&
    (saslUser === undefined || saslUser === request.get("sasl_username")) &&
    (policyContext === undefined || policyContext === request.get("policy_context"))
  );
}

/** Entries of a file, or every fault with its path. */
export function readEntries(
  value: unknown,
): readonly Entry[] | { readonly issues: readonly { readonly path: string; readonly message: string }[] } {
  if (!Array.isArray(value)) return { issues: [{ path: "", message: "must be a list of entries" }] };
  const known: readonly string[] = [...ENTRY_FIELDS, ...QUESTION_FIELDS];
  const issues = value.flatMap((entry: unknown, index) => {
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
      return [
        {
          path: `${index}`,
          message: 'must be an entry, like {sender: "@news.example.com", purpose: marketing}',
        },
      ];
    }
    const fields = Object.entries(entry);
    const faults = fields.flatMap(([name, field]) => {
      const path = `${index}.${name}`;
      if (!known.includes(name)) return [{ path, message: `is not known: use ${known.join(", ")}` }];
      const isText = typeof field === "string" && field.trim() !== "";
      return isText ? [] : [{ path, message: "must be a text that is not empty" }];
    });
    const names = fields.map(([name]) => name);
    if (!names.includes("purpose")) faults.push({ path: `${index}.purpose`, message: "is missing" });
    if (!ENTRY_FIELDS.some((name) => names.includes(name))) {
      faults.push({ path: `${index}`, message: `names no message: give one of ${ENTRY_FIELDS.join(", ")}` });
    }
    return faults;
  });
  return issues.length > 0 ? { issues } : (value as readonly Entry[]);
}
