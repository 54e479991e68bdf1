import { accepted, isPlain, type NormaliseResult, readable, refused } from "./normalised.ts";

// RFC 5321 §4.5.3.1 and RFC 3696 erratum 1690: 64 octets before the @, 254 in all. The text as typed may be
// somewhat longer, for spaces and invisible marks, but is measured before anything looks into it.
const LOCAL_PART_OCTETS = 64;
const ADDRESS_OCTETS = 254;
const TYPED_CHARS = 320;

// RFC 5322 dot-atom.
const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
// What RFC 6531 adds to it, here only characters that can be seen.
const FOREIGN = /(?=\P{ASCII})[\p{L}\p{M}\p{N}\p{P}\p{S}]/gu;
// RFC 5321 Quoted-string with something in it.
const QUOTED = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])+"$/;
// RFC 1123 labels; the last begins with a letter, or the name would be an IP address.
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const NOT_IN_DOMAINS = /[^a-zA-Z0-9.\-\x80-\u{10ffff}]/u;

/**
 * Brings an e-mail address to its canonical spelling: invisible marks off, NFKC, trimmed, lower case on both
 * sides of the @ (no provider of note tells cases apart, and two keys for one person would break caps), the
 * domain in ASCII as browsers write it (UTS 46). Whether the domain exists is not asked. Letters whose
 * capital is shared with another (ß, final ς) stay themselves.
 */
export function normaliseEmail(text: string): NormaliseResult {
  if (text.length > TYPED_CHARS) return refused("The e-mail address is too long.");
  if (text.includes("\n") || text.includes("\r")) {
    return refused("The e-mail address contains a line break; give one address on one line.");
  }
  const address = readable(text);
  const at = address.lastIndexOf("@");
  if (at < 0) return refused("The e-mail address has no @.");

  const written = address.slice(0, at);
  const local = canonicalLocalPart(written);
  if (local === undefined) return refused(faultOfLocalPart(written));
  // Escapes make the written one longer, lowering may lengthen the canonical one.
  if (Math.max(octets(written), octets(local)) > LOCAL_PART_OCTETS) {
    return refused(`The part before the @ of the e-mail address is longer than ${LOCAL_PART_OCTETS} octets.`);
  }
  const domain = asciiDomain(address.slice(at + 1));
  if (!DOMAIN.test(domain)) return refused(faultOfDomain(domain));
  const value = `${local}@${domain}`;
  if (octets(value) > ADDRESS_OCTETS) {
    return refused(`The e-mail address is longer than ${ADDRESS_OCTETS} octets.`);
  }
  return accepted("email", value);
}

/** Lower case, and without quotes that are not needed; `undefined` when it is none. */
function canonicalLocalPart(written: string): string | undefined {
  const lower = written.toLowerCase();
  if (DOT_ATOM.test(lower)) return lower;
  if (!isPlain(lower)) {
    // Lowering may leave a letter and its accent apart.
    const composed = lower.normalize("NFKC");
    return DOT_ATOM.test(composed.replace(FOREIGN, "x")) ? composed : undefined;
  }
  if (!QUOTED.test(lower)) return undefined;
  const meant = lower.slice(1, -1).replace(/\\(.)/g, "$1");
  return DOT_ATOM.test(meant) ? meant : `"${meant.replace(/["\\]/g, "\\$&")}"`;
}

/** The domain in lower-case ASCII; what cannot be brought there comes back as it is, to be refused. */
function asciiDomain(written: string): string {
  // A URL would take ports, escapes and user names for what they are to it, so none may reach it.
  if (isPlain(written) || NOT_IN_DOMAINS.test(written)) return written.toLowerCase();
  try {
    return new URL(`http://${written}`).hostname;
  } catch {
    return written;
  }
}

const octets = (text: string): number =>
  isPlain(text) ? text.length : new TextEncoder().encode(text).length;

function faultOfLocalPart(written: string): string {
  if (written === "") return "The e-mail address has nothing before the @.";
  if (/[<>]/.test(written)) return "The e-mail address must stand bare, without a name or angle brackets.";
  if (/^mailto:/i.test(written)) return "The e-mail address must stand bare, without mailto:.";
  if (written.includes("@")) return "The e-mail address has more than one @; give one address.";
  if (/[,;]/.test(written)) return "The e-mail address contains a comma or semicolon; give one address.";
  if (written.includes('"')) return "The quoted part before the @ of the e-mail address is malformed.";
  if (/\s/.test(written)) return "The e-mail address contains a space.";
  if (/^\.|\.$|\.\./.test(written)) {
    return "The part before the @ of the e-mail address begins or ends with a dot, or has two dots in a row.";
  }
  return "The part before the @ of the e-mail address contains a character that may not stand there.";
}

function faultOfDomain(domain: string): string {
  if (domain === "") return "The e-mail address has nothing after the @.";
  if (/^\[|^[\d.]+$/.test(domain)) {
    return "The e-mail address has an IP address after the @; give a domain name.";
  }
  if (/[<>]/.test(domain)) return "The e-mail address must stand bare, without a name or angle brackets.";
  if (/[,;]/.test(domain)) return "The e-mail address contains a comma or semicolon; give one address.";
  if (/\s/.test(domain)) return "The e-mail address contains a space.";
  if (/^\.|\.$|\.\./.test(domain)) {
    return "The domain of the e-mail address begins or ends with a dot, or has two dots in a row.";
  }
  if (NOT_IN_DOMAINS.test(domain)) {
    return "The domain of the e-mail address contains a character that may not stand there.";
  }
  if (!isPlain(domain)) return "The domain of the e-mail address is not a valid international name.";
  if (!domain.includes(".")) return "The domain of the e-mail address has no dot, as in example.com.";
  if (domain.split(".").some((label) => label.length > 63)) {
    return "The domain of the e-mail address has a part longer than 63 characters.";
  }
  if (/(?:^|\.)-|-(?:\.|$)/.test(domain)) {
    return "A part of the domain of the e-mail address begins or ends with a hyphen.";
  }
  return "The domain of the e-mail address must end in a name that begins with a letter, as in .com.";
}
