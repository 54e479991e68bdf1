import { PUBLIC_MAIL } from "../data/mail-providers.ts";
import { ROLE_NAMES } from "../data/role-names.ts";
import type { NormalisedIdentity } from "./normalised.ts";

/**
 * What can be known of an address beside whether it works: `role`, answered by whoever has the function (sales@, a
 * toll-free line); `disposable`, of a provider of throw-away mailboxes; `free-mail`, of a provider where anybody
 * has one, so that its domain says nothing of a company; `generic`, found to stand on the records of too many
 * different people; `unverified`, the service that tells whether addresses work could not tell yet. The first three
 * can be read off the address; the others are only ever observed.
 */
export const IDENTITY_FLAGS = ["role", "disposable", "free-mail", "generic", "unverified"] as const;
export const OBSERVED_FLAGS = ["generic", "unverified"] as const satisfies readonly IdentityFlag[];
export type IdentityFlag = (typeof IDENTITY_FLAGS)[number];

/** Flags that can be read off a canonical address, in the order above; none for ids of other systems. */
export async function flagsOf({
  type,
  value,
}: Pick<NormalisedIdentity, "type" | "value">): Promise<readonly IdentityFlag[]> {
  if (type === "email") return flagsOfEmail(value);
  if (type !== "phone") return [];
  // Numbering plans are heavy.
  const { isOrganisationLine } = await import("./phone.ts");
  return isOrganisationLine(value) ? ["role"] : [];
}

async function flagsOfEmail(email: string): Promise<readonly IdentityFlag[]> {
  const at = email.lastIndexOf("@");
  const domain = email.slice(at + 1);
  const { isDisposable } = await import("./disposable-domains.ts");
  const role: IdentityFlag[] = isRole(email.slice(0, at)) ? ["role"] : [];
  // Lists of free providers also name the disposable ones, which are the worse.
  if (isDisposable(domain)) return [...role, "disposable"];
  return PUBLIC_MAIL.has(domain) ? [...role, "free-mail"] : role;
}

/** A branch, market or number behind the function's name, as in sales-emea, info.de, support2, hr_team. */
const ATTACHED =
  /[._-]?\d{1,4}$|[._-](?:team|dept|department|desk|group|office|online|global|intl|international|world|europe|eu|emea|apac|asia|americas|latam|us|usa|uk|gb|ca|au|nz|de|at|ch|fr|es|it|nl|be|pl|cz|se|no|dk|fi|pt|br|mx|ar|in|cn|china|hk|tw|jp|kr|sg|my|th|vn|id|ph|ru|tr|ae|za|en)$/;

/**
 * Whether the part before the @ is a function's name and not a person's. A function's name beside another one is a
 * person as often as not (li.sales@, sales.li@), so it must stand alone or with a branch or number.
 */
function isRole(local: string): boolean {
  const name = local.replace(/\+.*/s, "");
  return [name, name.replace(ATTACHED, "")].some((text) => ROLE_NAMES.has(text.replace(/[._-]/g, "")));
}
