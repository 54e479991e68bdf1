/** As `fetchBytes`, and kept: for certificates, of which vendors use one for months. */
export async function fetchKept(url: string): Promise<Uint8Array | undefined> {
  const bytes = kept.get(url) ?? (await fetchBytes(url));
  if (bytes !== undefined && kept.size < MOST_KEPT) kept.set(url, bytes);
  return bytes;
}

const kept = new Map<string, Uint8Array>();
const MOST_KEPT = 50;

/**
 * The bytes at an address that an adapter has found to be its vendor's; undefined when there is nothing.
 * @throws Error when no answer comes.
 */
export async function fetchBytes(url: string): Promise<Uint8Array | undefined> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (response.status >= 400 && response.status < 500) return undefined;
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > MOST_BYTES) throw new Error(`${url} is too long`);
  return bytes;
}

const TIMEOUT_MS = 3_000;
const MOST_BYTES = 64 * 1024;
