import {
  FASTMAIL,
  GMAIL,
  ICLOUD,
  OUTLOOK,
  PLUS_ONLY,
  PROTON,
  YAHOO,
  YANDEX,
} from "../data/mail-providers.ts";

/** What a provider overlooks in the part before the @. */
interface Provider {
  readonly domains: readonly string[];
  /** The domain that stands for all of them, when one name is one mailbox in each; else each is its own. */
  readonly oneMailboxAt?: string;
  /** Takes a local part in lower case to the mailbox's own. */
  mailboxOf(local: string): string;
}

const withoutTag = (local: string): string => local.replace(/\+.*/s, "");

/** Each with who says so. */
const PROVIDERS: readonly Provider[] = [
  // Gmail Help, "Dots don't matter in Gmail addresses"; googlemail.com is gmail.com under another name.
  {
    domains: GMAIL,
    oneMailboxAt: "gmail.com",
    mailboxOf: (local) => withoutTag(local).replaceAll(".", ""),
  },
  // Outlook.com gives + a meaning and dots none, and tells one domain from another.
  { domains: OUTLOOK, mailboxOf: withoutTag },
  // Apple gave everybody with me.com or mac.com the same name at icloud.com (Apple Support, iCloud Mail).
  { domains: ICLOUD, oneMailboxAt: "icloud.com", mailboxOf: withoutTag },
  // canonicalizeEmail of Proton's own apps (ProtonMail/WebClients): . - _ are overlooked; a name is one account's at each domain.
  {
    domains: PROTON,
    oneMailboxAt: "proton.me",
    mailboxOf: (local) => withoutTag(local).replace(/[._-]/g, ""),
  },
  // yandex.com/support/domain/additional/mailbox-alias.xml: one mailbox in all domains; . and - are the same.
  {
    domains: YANDEX,
    oneMailboxAt: "yandex.ru",
    mailboxOf: (local) => withoutTag(local).replaceAll(".", "-"),
  },
  // Yahoo's disposable addresses: a base name chosen for them, a hyphen, a keyword. The base name need not be the
  // mailbox's own name, so base-a and base-b are one mailbox, and base alone may be a stranger's.
  { domains: YAHOO, mailboxOf: (local) => local.replace(/-.*/s, "-") },
  // Help pages of Fastmail, HEY, mailbox.org, Posteo and Runbox.
  { domains: [...FASTMAIL, ...PLUS_ONLY], mailboxOf: withoutTag },
];

const PROVIDER_OF: ReadonlyMap<string, Provider> = new Map(
  PROVIDERS.flatMap((provider) => provider.domains.map((domain) => [domain, provider] as const)),
);
/** tag@name.fastmail.com is name@fastmail.com (Fastmail's subdomain addressing). */
const FASTMAIL_SUBDOMAIN = new RegExp(`^([^.]+)\\.(${FASTMAIL.join("|").replaceAll(".", "\\.")})$`);

/**
 * The mailbox behind a canonical e-mail address, written as an address that compares equal for all spellings of
 * it: two addresses with the same alias reach one mailbox by their provider's own rules. Undefined where those
 * rules are not known: the address then stands for itself only. An alias is a weaker key than the address, since
 * providers change their rules, and nothing is ever sent to it.
 *
 * Many servers take everything after a + for a tag, but it is the owner of a domain who decides (RFC 5233
 * leaves the separator to the site), and there are sites where + is a letter like any other; so it is cut at
 * the providers above only.
 */
export function aliasOf(email: string): string | undefined {
  const at = email.lastIndexOf("@");
  const local = email.slice(0, at);
  const domain = email.slice(at + 1);
  if (at < 1 || local.startsWith('"')) return undefined;
  const [, owner, fastmail] = FASTMAIL_SUBDOMAIN.exec(domain) ?? [];
  if (owner !== undefined && fastmail !== undefined) return `${owner}@${fastmail}`;
  const provider = PROVIDER_OF.get(domain);
  const mailbox = provider?.mailboxOf(local);
  // Nothing but a tag, or nothing but dots: no such mailbox.
  if (provider === undefined || !mailbox?.replace(/^-$/, "")) return undefined;
  return `${mailbox}@${provider.oneMailboxAt ?? domain}`;
}
