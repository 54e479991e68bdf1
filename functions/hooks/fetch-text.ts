/** The text at an address that an adapter has found to be its vendor's. @throws Error when it does not come. */
export async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const text = await response.text();
  if (text.length > MOST_CHARS) throw new Error(`${url} is too long`);
  return text;
}

const TIMEOUT_MS = 3_000;
const MOST_CHARS = 64 * 1024;
