import { likeness, slipsBetween } from "./edits.ts";
import { aliasOf } from "./email-alias.ts";
import { agreed, type Finding, nothingFound, seen } from "./finding.ts";
import type { MatchIdentity } from "./match-record.ts";
import type { MatchContext } from "./match-verdict.ts";
import type { PersonName } from "./person-name.ts";
import { type Standing, standingOf } from "./standing.ts";

/**
 * One mailbox in some hundred thousand that might be met here, but families share them; a slip of the hand leads to
 * a stranger's address more often than to none where everybody has one.
 */
const EXACT_BITS = 17;
const ALIAS_BITS = 15;
const DOMAIN_SLIP_BITS = 14;
const LOCAL_SLIP_BITS = { "free-mail": 7, other: 9 };
const BOTH_SLIP_BITS = 10;
/** People have several addresses: that none agrees is seen on every second pair that is one person. */
const DIFFERENT_BITS = -1;

const SOFT: Readonly<
  Record<Exclude<Standing, "personal" | "blocked">, readonly [bits: number, why: string]>
> = {
  generic: [2, "it stands on too many people to tell who is who"],
  role: [4, "it is a role's and not a person's"],
  disposable: [6, "it is of a provider of throw-away mailboxes"],
  invalid: [8, "it is known not to work"],
};

/** Compares all e-mail addresses of two contacts and keeps what agrees best. */
export function compareEmails(
  a: readonly MatchIdentity[],
  b: readonly MatchIdentity[],
  { context, names }: { readonly context: MatchContext; readonly names: readonly (PersonName | undefined)[] },
): Finding {
  const ofA = emailsOf(a, context);
  const ofB = emailsOf(b, context);
  if (ofA.length === 0 || ofB.length === 0) return nothingFound("email");
  let best = seen("email", DIFFERENT_BITS, "The e-mail addresses differ.");
  for (const one of ofA) {
    for (const other of ofB) {
      const found = comparePairOfEmails(one, other, { context, names });
      if (found !== undefined && found.bits > best.bits) best = found;
    }
  }
  return best.level === undefined && haveOwnMailboxes(ofA, ofB) ? { ...best, apart: true } : best;
}

/** Whether one firm has a mailbox for each: john.smith@ and john.smith2@ are as well two of its people. */
const haveOwnMailboxes = (a: readonly MatchIdentity[], b: readonly MatchIdentity[]): boolean => {
  const ofFirms = (identities: readonly MatchIdentity[]) =>
    identities.filter(({ flags }) => !flags.some((flag) => IMPERSONAL.has(flag))).map(({ value }) => value);
  return ofFirms(a).some((one) => ofFirms(b).some((other) => partsOf(one)[1] === partsOf(other)[1]));
};

const IMPERSONAL: ReadonlySet<string> = new Set(["free-mail", "role", "disposable", "generic"]);

const emailsOf = (identities: readonly MatchIdentity[], context: MatchContext): readonly MatchIdentity[] =>
  identities.filter((identity) => identity.type === "email" && standingOf(identity, context) !== "blocked");

function comparePairOfEmails(
  a: MatchIdentity,
  b: MatchIdentity,
  { context, names }: { readonly context: MatchContext; readonly names: readonly (PersonName | undefined)[] },
): Finding | undefined {
  const standing = worseOf(standingOf(a, context), standingOf(b, context));
  if (a.value === b.value) return exactFinding(standing);
  // What identifies nobody is no nearer to anybody by being alike.
  if (standing !== "personal" && standing !== "invalid") return undefined;
  const alias = aliasOf(a.value);
  const sameMailbox = (alias ?? a.value) === (aliasOf(b.value) ?? b.value);
  if (sameMailbox && !context.generic("email.alias", alias ?? a.value)) {
    const detail = "The e-mail addresses are two spellings of one mailbox.";
    return agreed("email", "alias", { bits: ALIAS_BITS, detail });
  }
  return slipFinding(a, b) ?? sameLocalFinding(a, b, { context, names }) ?? likenessFinding(a, b);
}

const WORSE: readonly Standing[] = ["personal", "invalid", "disposable", "role", "generic", "blocked"];
const worseOf = (a: Standing, b: Standing): Standing => (WORSE.indexOf(a) > WORSE.indexOf(b) ? a : b);

function exactFinding(standing: Standing): Finding | undefined {
  if (standing === "blocked") return undefined;
  if (standing === "personal") {
    return agreed("email", "exact", { bits: EXACT_BITS, detail: "Both have the same e-mail address." });
  }
  const [bits, why] = SOFT[standing];
  return seen("email", bits, `Both have the same e-mail address, but ${why}.`);
}

/** Addresses that differ by some slips, before the @, after it or on both sides. */
function slipFinding(a: MatchIdentity, b: MatchIdentity): Finding | undefined {
  const [local, domain] = partsOf(a.value);
  const [otherLocal, otherDomain] = partsOf(b.value);
  const sameLocal = local === otherLocal;
  const sameDomain = domain === otherDomain;
  if (!sameLocal && !isLocalSlip(local, otherLocal)) return undefined;
  if (!sameDomain && !isDomainSlip(domain, otherDomain)) return undefined;
  const free = a.flags.includes("free-mail") ? "free-mail" : "other";
  const bits = sameLocal ? DOMAIN_SLIP_BITS : sameDomain ? LOCAL_SLIP_BITS[free] : BOTH_SLIP_BITS;
  return agreed("email", "similar", { bits, detail: "The e-mail addresses differ by a slip of the hand." });
}

const LEAST_LOCAL = 4;

/** A slip in eight; numbered addresses (li1, li2) and other initials (jli, kli) are other people's. */
function isLocalSlip(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  if (length < LEAST_LOCAL || slipsBetween(a, b) > 1 + Math.floor(length / 8)) return false;
  const letters = (text: string) => text.replace(/\d/g, "");
  return letters(a) !== letters(b) && !(a.slice(1) === b.slice(1) && a[0] !== b[0]);
}

/** A slip in six: two firms whose domains are so near seldom have one customer each of the same name. */
const isDomainSlip = (a: string, b: string): boolean =>
  slipsBetween(a, b) <= Math.max(1, Math.floor(Math.min(a.length, b.length) / 6));

/** So alike are addresses that many slips went into; of two people at one provider, too. */
const LEAST_LIKENESS = 0.92;
const LIKENESS_BITS = 6;

function likenessFinding(a: MatchIdentity, b: MatchIdentity): Finding | undefined {
  const [local, domain] = partsOf(a.value);
  const [otherLocal, otherDomain] = partsOf(b.value);
  if (local === otherLocal || domain === otherDomain) return undefined;
  if (likeness(a.value, b.value) < LEAST_LIKENESS) return undefined;
  return seen("email", LIKENESS_BITS, "The e-mail addresses look alike.");
}

const MOST_LOCAL_BITS = 10;

/** The same name at another provider; what it tells is what it has beyond the person's own name. */
function sameLocalFinding(
  a: MatchIdentity,
  b: MatchIdentity,
  { context, names }: { readonly context: MatchContext; readonly names: readonly (PersonName | undefined)[] },
): Finding | undefined {
  const [local] = partsOf(a.value);
  if (local !== partsOf(b.value)[0] || context.generic("email.local", local)) return undefined;
  const bits = Math.min(MOST_LOCAL_BITS, 2 * beyondNames(local, names));
  // Who is called John Smith is john.smith everywhere.
  return bits === 0
    ? nothingFound("email")
    : seen("email", bits, "The e-mail addresses are the same before the @.");
}

/** So many characters of an unknown name are expected. */
const NAME_CHARS = 4;

/** How many letters and digits the text has that the names do not explain. */
function beyondNames(local: string, names: readonly (PersonName | undefined)[]): number {
  const bare = local.replace(/[^\p{L}\p{N}]/gu, "");
  const known = names.flatMap((name) => name?.readings[0] ?? []);
  const words = known.flatMap(({ given, family }) => [...given, ...family]).filter((word) => word.length > 1);
  const longestFirst = words.sort((one, other) => other.length - one.length);
  const rest = longestFirst.reduce((text, word) => text.replace(word, ""), bare);
  return Math.max(0, rest === bare ? bare.length - NAME_CHARS : rest.length);
}

const partsOf = (email: string): readonly [local: string, domain: string] => {
  const at = email.lastIndexOf("@");
  return [email.slice(0, at), email.slice(at + 1)];
};
