import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import type { EpochMs } from "../../core/time.ts";

/**
 * The certificate that SNS signs with. Its address must be on the host of the topic's own region; the certificate must
 * be SNS's by its names, in force, and issued by a chain that ends at a root which Node trusts. SNS serves it without
 * the chain, so what issued it is fetched from where it says.
 */

/** Trusted without another's word, as PEM. */
export const PUBLIC_ROOTS: readonly string[] = rootCertificates;

export interface Judging {
  readonly host: string;
  readonly now: EpochMs;
  readonly roots: readonly string[];
  readonly fetchBytes: (url: string) => Promise<Uint8Array | undefined>;
}

/** Whether a certificate's address is one of SNS at `host`; nothing else is ever fetched. */
export function isCertificateUrl(url: string, host: string): boolean {
  const prefix = `https://${host}/`;
  return (
    url.startsWith(prefix) && /^SimpleNotificationService-[0-9a-f]{32}\.pem$/.test(url.slice(prefix.length))
  );
}

/** Undefined when it is not to be trusted. @throws Error when no answer comes with it, or with what issued it. */
export async function trustedCertificate(
  url: string,
  judging: Judging,
): Promise<X509Certificate | undefined> {
  if (!isCertificateUrl(url, judging.host)) return undefined;
  const [leaf, ...others] = certificatesIn(await judging.fetchBytes(url));
  if (leaf === undefined || leaf.ca || !isInForce(leaf, judging.now) || !isOfSns(leaf, judging.host)) {
    return undefined;
  }
  return (await isTrusted(leaf, others, judging)) ? leaf : undefined;
}

/** Of PEM, each of its certificates; of anything else the one that it is. Empty when none can be read. */
function certificatesIn(bytes: Uint8Array | undefined): readonly X509Certificate[] {
  if (bytes === undefined) return [];
  const pems = Buffer.from(bytes)
    .toString("latin1")
    .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  try {
    return (pems ?? [bytes]).slice(0, LONGEST_CHAIN).map((one) => new X509Certificate(one));
  } catch {
    return [];
  }
}

const LONGEST_CHAIN = 5;

const isInForce = ({ validFromDate, validToDate }: X509Certificate, now: EpochMs): boolean =>
  validFromDate.getTime() <= now && now <= validToDate.getTime();

/** Regions of old share one name; those that an account opts into, and China, have their own. */
function isOfSns(leaf: X509Certificate, host: string): boolean {
  const region = host.split(".")[1] ?? "";
  const suffix = host.slice(`sns.${region}`.length);
  const government = region.startsWith("us-gov-") ? ["sns-us-gov-west-1.amazonaws.com"] : [];
  const names = [
    ...[`sns${suffix}`, host, `sns-signing.${region}${suffix}`, `sns-${region}${suffix}`],
    ...government,
  ];
  return names.some((name) => leaf.checkHost(name, { wildcards: false }) !== undefined);
}

async function isTrusted(
  leaf: X509Certificate,
  others: readonly X509Certificate[],
  { roots, now, fetchBytes }: Judging,
): Promise<boolean> {
  let one = leaf;
  for (let length = 1; length < LONGEST_CHAIN; length++) {
    const issued = (by: X509Certificate) => by.ca && isInForce(by, now) && isIssuedBy(one, by);
    if (rootsNamed(one.issuer, roots).some(issued)) return true;
    const url = issuerUrlOf(one);
    const issuer = others.find(issued) ?? (url && certificatesIn(await fetchBytes(url)).find(issued));
    if (!issuer) return false;
    one = issuer;
  }
  return false;
}

const isIssuedBy = (one: X509Certificate, by: X509Certificate): boolean =>
  one.checkIssued(by) && one.verify(by.publicKey);

const bySubject = new WeakMap<readonly string[], ReadonlyMap<string, readonly X509Certificate[]>>();

/** Reading all roots takes a while, so they are read once. */
function rootsNamed(subject: string, roots: readonly string[]): readonly X509Certificate[] {
  const known =
    bySubject.get(roots) ??
    Map.groupBy(
      roots.map((pem) => new X509Certificate(pem)),
      (root) => root.subject,
    );
  bySubject.set(roots, known);
  return known.get(subject) ?? [];
}

/** Where the issuer's certificate is to be had: of a certificate on SNS's own host, one of the authorities it uses. */
function issuerUrlOf({ infoAccess }: X509Certificate): string | undefined {
  const [, url] = /^CA Issuers - URI:(\S+)$/m.exec(infoAccess ?? "") ?? [];
  return url !== undefined && ISSUERS.test(url) ? url : undefined;
}

const ISSUERS =
  /^https?:\/\/(crt\.[a-z0-9]+\.amazontrust\.com|cacerts\.digicert\.com)\/[A-Za-z0-9_.-]+\.(cer|crt)$/;
