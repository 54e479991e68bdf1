import { COINED_HOSTS, REAL_ENDINGS, REAL_NEIGHBOURS, WORD_HOSTS } from "../data/mail-hosts.ts";
import { PUBLIC_MAIL } from "../data/mail-providers.ts";
import { slipsBetween } from "./edits.ts";

/** A domain as people type it: what stands before its first dot, and the rest. */
interface Host {
  readonly domain: string;
  readonly name: string;
  readonly ending: string;
  /** Whether the name itself can be mistyped. */
  readonly isCoined: boolean;
}

const hostOf = (domain: string, isCoined: boolean): Host => {
  const dot = domain.indexOf(".");
  return { domain, name: domain.slice(0, dot), ending: domain.slice(dot + 1), isCoined };
};

const HOSTS: readonly Host[] = [
  ...COINED_HOSTS.map((domain) => hostOf(domain, true)),
  ...WORD_HOSTS.map((domain) => hostOf(domain, false)),
];

/** Names of fewer letters are not told from others by their letters; those of so many may have two slips. */
const SHORT_NAME = 5;
const LONG_NAME = 8;
const MOST_SLIPS = 2;

/**
 * The address that was likely meant, when the domain of this one (canonical) looks like a slip of the hand in that of
 * a large mail host: `li@gmial.com` is answered by `li@gmail.com`. Undefined for domains that are known to be real,
 * and for all that are not near enough. It is for people to look at: an address is never changed by it.
 */
export function suggestEmail(email: string): string | undefined {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1);
  if (PUBLIC_MAIL.has(domain) || REAL_NEIGHBOURS.has(domain)) return undefined;
  const typed = hostOf(domain, false);
  let nearest: Host | undefined;
  let fewest = MOST_SLIPS + 1;
  for (const host of HOSTS) {
    const slips = slipsOf(typed, host);
    if (slips < fewest) [nearest, fewest] = [host, slips];
  }
  return nearest && `${email.slice(0, at)}@${nearest.domain}`;
}

/** How many slips lie between what was typed and a host; infinite when it cannot have been meant. */
function slipsOf(typed: Host, host: Host): number {
  const inEnding = slipsOfEnding(typed, host);
  return inEnding === Number.POSITIVE_INFINITY ? inEnding : inEnding + slipsOfName(typed.name, host);
}

function slipsOfEnding(typed: Host, { ending, name }: Host): number {
  if (typed.ending === ending) return 0;
  const isMistakable = (ending === "com" || ending === "net") && !REAL_ENDINGS.has(typed.ending);
  // Every two letters are some country's: only a host that is at home nowhere else tells that none was meant.
  const mayBeCountry = typed.ending.length === 2 && name.length < SHORT_NAME;
  if (!isMistakable || mayBeCountry) return Number.POSITIVE_INFINITY;
  return slipsBetween(typed.ending, ending) === 1 ? 1 : Number.POSITIVE_INFINITY;
}

function slipsOfName(typed: string, { name, isCoined }: Host): number {
  if (typed === name) return 0;
  if (!isCoined || !beginsAlike(typed, name)) return Number.POSITIVE_INFINITY;
  const slips = slipsBetween(typed, name);
  return slips <= (name.length < LONG_NAME ? 1 : MOST_SLIPS) ? slips : Number.POSITIVE_INFINITY;
}

/** The first letter is seldom missed, and other names differ by it: ymail, email, cloud. */
const beginsAlike = (typed: string, name: string): boolean =>
  typed[0] === name[0] || (typed[0] === name[1] && typed[1] === name[0]);
